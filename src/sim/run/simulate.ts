/**
 * One run of one variant of a scenario: builds the world, lets it live to its end, reads it out.
 * Not several runs, and no verdict. Keeps true: the result is a function of the IR, the scenario,
 * the variant and the seed; whatever the author wrote, nothing is thrown.
 */
import { defined, invariant, ticks } from '#base';
import type { Ir, ScenarioIr, VariantIr, World } from '#ir';
import type { PacketOptions, RunEnd, RunResult } from '#results';
import {
  type Agenda, Estate, EventKind as DeviceEvent, type Faster, type OpenContent, type PacketRequest,
} from '#sim/devices';
import { type EventKind, Simulation } from '#sim/kernel';
import { defaultLimits, type Limits, SIMULATED_TICKS_MAX } from './limits.ts';
import { checkedOpener } from './named-content.ts';
import { readOut } from './read-out.ts';

export interface Progress {
  readonly atTicks: number;
  readonly events: number;
  /** From 0 to 1 where the end is known. */
  readonly share: number | null;
}

export interface SimulateOptions {
  readonly scenario: string;
  readonly variant: number;
  readonly run: number;
  /** Of this run; see seedOfRun. */
  readonly seed: number;
  /** A place that works faster than the model says; null or left out: none does. */
  readonly faster?: Faster | null;
  /** A stream to write packets down of; left out: none. */
  readonly packets?: PacketOptions;
  readonly limits?: Partial<Limits>;
  /** Files that the model names; left out: none is to be had. */
  readonly open?: OpenContent;
  readonly progress?: (progress: Progress) => void;
  readonly isCancelled?: () => boolean;
}

/** A run, and the assumed properties that took part in it. */
export interface Simulated {
  readonly result: RunResult;
  /** `property of type`, sorted. */
  readonly assumed: readonly string[];
}

/** Rare enough to cost nothing, often enough to be cancelled at once. */
const eventsPerPoll = 16_384;

/** The kernel's clock and event list, as devices see them. */
class KernelAgenda implements Agenda {
  /** Something was to happen after the last instant that is simulated. */
  beyond = false;
  readonly lastTicks: number;
  private readonly simulation: Simulation;
  private readonly kinds: EventKind[] = [];

  constructor(simulation: Simulation, lastTicks: number) {
    this.simulation = simulation;
    this.lastTicks = lastTicks;
  }

  get now(): number {
    return this.simulation.now;
  }

  /** Hands events of every kind to the estate. */
  connect(estateOf: () => Estate): void {
    for (const kind of Object.values(DeviceEvent)) {
      this.kinds[kind] = this.simulation.register((entity, payload) => {
        estateOf().handle(kind, entity, payload);
      });
    }
  }

  schedule(atTicks: number, kind: number, entity: number, payload: number): void {
    if (atTicks > this.lastTicks) this.beyond = true;
    else this.simulation.schedule(atTicks, this.kinds[kind]!, entity, payload);
  }
}

const scenarioNamed = (ir: Ir, name: string): ScenarioIr =>
  defined(ir.scenarios.find((s) => s.name === name), () => `the model has no scenario '${name}'`);

/** What lives in a variant: workloads that are left out are not there. */
function worldOf(ir: Ir, { world: index, idle }: VariantIr): World {
  const world = defined(ir.worlds[index], 'a variant has a world');
  if (idle.length === 0) return world;
  return { ...world, streams: world.streams.filter((s) => !idle.includes(s.workload)) };
}

/** Without a time of its own, writing begins where measuring does. */
const packetsOf = ({ packets }: SimulateOptions, scenario: ScenarioIr): PacketRequest | null =>
  packets === undefined ? null
    : { stream: packets.stream, fromTicks: packets.fromTicks ?? scenario.warmupTicks };

export function simulate(ir: Ir, options: SimulateOptions): RunResult {
  return simulateWithAssumed(ir, options).result;
}

export function simulateWithAssumed(ir: Ir, options: SimulateOptions): Simulated {
  const scenario = scenarioNamed(ir, options.scenario);
  const variant = defined(scenario.variants[options.variant], 'the variant is one of the scenario');
  invariant(variant.notSimulated.length === 0, 'what cannot be simulated is refused before');
  const limits = { ...defaultLimits, ...options.limits };
  const clockTicks = Math.min(limits.simulatedTicks, SIMULATED_TICKS_MAX);
  const lastTicks = Math.min(scenario.durationTicks ?? clockTicks, clockTicks);
  const simulation = new Simulation({ seed: options.seed });
  const packets = packetsOf(options, scenario);
  const world = worldOf(ir, variant);
  const agenda = new KernelAgenda(simulation, lastTicks);
  agenda.connect(() => estate);
  const estate = new Estate({
    agenda, simulation, endTicks: scenario.durationTicks === null ? null : lastTicks,
    world, packets,
    ticksPerSecond: 1e12 / ir.tickPicoseconds, chance: simulation.chance,
    actions: variant.actions, launchedLater: variant.launchedLater,
    faster: options.faster ?? null,
    ...(options.open === undefined ? {} : { open: checkedOpener(ir, options.open) }),
  });
  const living = { simulation, agenda, estate, scenario, limits, options };
  const end = live(living);
  const ticksPerSecond = 1e12 / ir.tickPicoseconds;
  return {
    result: readOut({ ...living, world, packets, variant, end, ticksPerSecond }),
    assumed: estate.log.assumed(),
  };
}

interface Living {
  readonly simulation: Simulation;
  readonly agenda: KernelAgenda;
  readonly estate: Estate;
  readonly scenario: ScenarioIr;
  readonly limits: Limits;
  readonly options: SimulateOptions;
}

function live(living: Living): RunEnd {
  const { simulation, agenda, estate, scenario } = living;
  const { warmupTicks, durationTicks } = scenario;
  const { lastTicks } = agenda;
  if (warmupTicks > 0) {
    const end = runUntil(living, Math.min(warmupTicks - 1, lastTicks));
    if (end !== 'duration' && end !== 'idle') return end;
    if (end === 'duration') simulation.now = ticks(Math.min(warmupTicks, lastTicks));
    estate.cut(simulation.now);
  }
  const end = runInWindows(living, lastTicks);
  if (end !== 'duration' && end !== 'idle') return end;
  const isBeyond = agenda.beyond || simulation.isBeyond;
  if (durationTicks === null && !isBeyond) return 'idle';
  simulation.now = ticks(lastTicks);
  return durationTicks === lastTicks ? 'duration' : 'time-limit';
}

/**
 * Windows of a run without a duration end between events: an event of their own would keep it from
 * being over, or be the last one.
 */
function runInWindows(living: Living, lastTicks: number): ReturnType<typeof runUntil> {
  const { simulation, estate: { activity } } = living;
  for (;;) {
    const untilTicks = Math.min(lastTicks, activity?.traffic.nextWindowTicks ?? Infinity);
    const end = runUntil(living, untilTicks);
    if (end !== 'duration' || untilTicks === lastTicks) return end;
    activity?.traffic.windowDue(simulation.now);
  }
}

function runUntil(living: Living, untilTicks: number): RunEnd {
  const { simulation, estate, limits, options } = living;
  const { durationTicks } = living.scenario;
  const memory = { over: false };
  const end = simulation.run({
    untilTicks: ticks(untilTicks), eventsMax: limits.events,
    memoryBytesMax: limits.memoryBytes, pollEveryEvents: eventsPerPoll,
    poll: ({ nowTicks, events }) => {
      if (options.isCancelled?.() === true) return 'cancelled';
      const share = durationTicks === null ? null : nowTicks / durationTicks;
      options.progress?.({ atTicks: nowTicks, events, share });
      memory.over = estate.memoryBytes() > limits.memoryBytes;
      return memory.over ? 'time-limit' : null;
    },
  });
  return memory.over ? 'memory-limit' : end;
}
