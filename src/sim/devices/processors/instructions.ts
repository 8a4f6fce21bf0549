/**
 * What the instructions of a guest cost beyond the one cycle that each is taken to need: those that
 * cannot simply run, because they would change the machine and not the guest.
 * Not who is slowed by it. Keeps true: on bare metal, nothing costs more.
 */
import type { ElementIr } from '#ir';
import type { Log } from '../log.ts';
import type { GuestPlan } from './plan.ts';

/** Shares of the instructions of a workload. */
export interface Mix {
  readonly sensitive: number;
  readonly ports: number;
}

export interface MixCost {
  /** Cycles on top, for one instruction of the mix on average. */
  readonly cycles: number;
  /** Exits to the hypervisor, for one instruction of the mix on average. */
  readonly exits: number;
  /** Instructions until one that nobody catches; Infinity where all are caught or may run. */
  readonly untilCrash: number;
}

/** One instruction a cycle: what an ordinary mix comes to, assumed. */
export const instructionsPerCycle = 1;

const free: MixCost = { cycles: 0, exits: 0, untilCrash: Infinity };

interface EventCost {
  readonly cycles: number;
  readonly exits: number;
}

/** Notes which guesses of the model a cost stands on. */
type Use = (element: 'board' | 'hypervisor', property: string) => void;

type Hypervisor = ElementIr<'hypervisor'>['properties'];

function sensitiveCost(hypervisor: Hypervisor, exitCycles: number, use: Use): EventCost {
  switch (hypervisor.virtualization) {
    // The processor leaves the guest, or it traps; either way the hypervisor decodes what it met.
    case 'hardware':
    case 'full':
      use('board', 'exitCycles');
      use('hypervisor', 'emulateCycles');
      return { cycles: exitCycles + hypervisor.emulateCycles, exits: 1 };
    case 'paravirtual':
      use('hypervisor', 'hypercallCycles');
      use('hypervisor', 'hypercallBatch');
      return {
        cycles: hypervisor.hypercallCycles / hypervisor.hypercallBatch,
        exits: 1 / hypervisor.hypercallBatch,
      };
    case 'translation':
      use('hypervisor', 'translatedCycles');
      return { cycles: hypervisor.translatedCycles, exits: 0 };
    case 'none':
      return { cycles: 0, exits: 0 };
  }
}

function portCost(hypervisor: Hypervisor, exitCycles: number, use: Use): EventCost {
  switch (hypervisor.virtualization) {
    case 'hardware':
    case 'full':
    case 'paravirtual':
      use('board', 'exitCycles');
      use('hypervisor', 'portCycles');
      return { cycles: exitCycles + hypervisor.portCycles, exits: 1 };
    // Translated code reads the device's model in place: the 214 cycles are those of a port read.
    case 'translation':
      return sensitiveCost(hypervisor, exitCycles, use);
    case 'none':
      return { cycles: 0, exits: 0 };
  }
}

/** A microVM leaves its guest mode for its own VMM, whatever it runs on. */
function microvmCost(mix: Mix, guest: GuestPlan, log: Log): MixCost {
  const { element, machine } = guest;
  if (element?.kind !== 'microvm') return free;
  const { emulateCycles, portCycles } = element.properties;
  const { exitCycles } = machine.board.properties;
  if (mix.sensitive + mix.ports > 0) log.use(machine.board, 'exitCycles');
  if (mix.sensitive > 0) log.use(element, 'emulateCycles');
  return {
    cycles: mix.sensitive * (exitCycles + emulateCycles) + mix.ports * (exitCycles + portCycles),
    exits: mix.sensitive + mix.ports, untilCrash: Infinity,
  };
}

/** What an instruction of a mix costs a guest on average. */
export function mixCost(mix: Mix, guest: GuestPlan, log: Log): MixCost {
  const { hypervisor, machine } = guest;
  if (guest.element?.kind === 'microvm') return microvmCost(mix, guest, log);
  if (hypervisor === null) return free;
  const properties = hypervisor.properties;
  const { exitCycles } = machine.board.properties;
  if (properties.virtualization === 'none') {
    const rate = mix.sensitive + mix.ports;
    return { cycles: 0, exits: 0, untilCrash: rate > 0 ? 1 / Math.min(1, rate) : Infinity };
  }
  if (guest.isClockAssumed && mix.sensitive + mix.ports > 0) log.guess(machine.board, 'clock');
  const use: Use = (element, property) =>
    log.use(element === 'board' ? machine.board : hypervisor, property);
  let [cycles, exits] = [0, 0];
  if (mix.sensitive > 0) {
    const cost = sensitiveCost(properties, exitCycles, use);
    cycles += mix.sensitive * cost.cycles;
    exits += mix.sensitive * cost.exits;
  }
  if (mix.ports > 0) {
    const cost = portCost(properties, exitCycles, use);
    cycles += mix.ports * cost.cycles;
    exits += mix.ports * cost.exits;
  }
  return { cycles, exits, untilCrash: Infinity };
}
