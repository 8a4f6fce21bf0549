/**
 * Specs of hosts that take no time, around fabrics, and runs of them: what is measured is the
 * fabric. Not a test.
 */
import { defined } from '#base';
import type { FlowCountsResult, RunResult, StreamResult } from '#results';
import { simulate } from '#sim/run';
import { irOf } from './check-text.ts';

export const us = 1e6;
export const ms = 1e9;

/** Hosts `box[n]` with an instance `x[n]` each, of a card with these properties. */
export const boxes = (count: number, card = ''): string => `use aws
link type Slot { medium = pcie  generation = 3  lanes = 16  rate = 100 Tbps }
host type Box {
  socket s {
    architecture = x86  cores = 4  threadsPerCore = 1  memory = 64 GiB  clock = 2 GHz
    exitCycles = 0
  }
  hypervisor h on s { virtualization = hardware  cpuTax = 0 %  switchTime = 0 ns }
  card nic {
    serves = vpc  rate = 100 Tbps  processingTime = 0 ns  reliableDatagram = yes
    ${/jitter/.test(card) ? '' : 'jitter = 0 s'} ${card}
  }
  link nic -- s : Slot
}
host box[${String(count)}] : Box
instance type Guest {
  vcpus = 1  memory = 4 GiB  architectures = x86  efa = yes
  packetTime = 0 ns  interruptTime = 0 ns  interruptExits = 0
}
instance x[${String(count)}] : Guest on box.s
`;

/** Leaves and spines of 100 Gbps with half a microsecond a cable and as much a switch. */
export const clos = (settings = ''): string =>
  `fabric net : Clos { leaves = 2  spines = 2  rate = 100 Gbps ${settings} }\nlink box.nic -- net\n`;

export async function runOf(
  text: string, options: { readonly seed?: number; readonly variant?: number } = {},
): Promise<RunResult> {
  const ir = await irOf(text);
  const { name, variants } = defined(ir.scenarios[0], 'it has a scenario');
  const { notSimulated } = defined(variants[0], 'it has a variant');
  if (notSimulated.length > 0) throw new Error(notSimulated.join());
  return simulate(ir, {
    scenario: name, variant: options.variant ?? 0, run: 0, seed: options.seed ?? 1,
  });
}

export const stream = (run: RunResult, id: string): StreamResult =>
  defined(run.streams.find((one) => one.id === id), () => `a stream ${id}`);

/** Of all streams together. */
export const sumOf = (
  run: RunResult, what: keyof FlowCountsResult,
): number => run.streams.reduce((sum, { network }) => sum + (network?.[what] ?? 0), 0);

export const codesOf = (run: RunResult): readonly string[] => run.findings.map(({ code }) => code);
