/**
 * RoCE flows that DCQCN holds back, and what theory says of them.
 * Not a test: it runs and counts.
 */
import { dcqcnParameters } from '../../src/sim/devices/fabric/transports/dcqcn.ts';
import { cable, FabricRun, gigabit, star } from './fabric-runs.ts';

/** As at 40 Gb/s in Zhu and others (SIGCOMM 2015): from 5 KB, 1 % below 200 KB, then all. */
const marks = { fromBytes: 5000, toBytes: 200_000, share: 0.01 };
const mtuBytes = 1024;
const frame = mtuBytes + 38;

export interface Held {
  /** The share of packets that were marked. */
  readonly marked: number;
  readonly meanQueueBytes: number;
  /** Of the port's rate. */
  readonly used: number;
  /** The least and the most that a flow had, as shares of an even one. */
  readonly leastShare: number;
  readonly mostShare: number;
}

export function holdByNotices({ flows, gigabits, settleTicks, lastsTicks }: {
  readonly flows: number;
  readonly gigabits: number;
  readonly settleTicks: number;
  readonly lastsTicks: number;
}): Held {
  const run = new FabricRun(star(flows + 1, {
    ...cable, bitsPerSecond: gigabits * gigabit, mtuBytes, bufferBytes: null, marks,
  }, 8000));
  const kind = run.roce({ hasDcqcn: true });
  const all = Array.from({ length: flows }, (_, i) => run.flow(kind, i + 1, 0));
  for (const flow of all) run.network.send(flow, 1e12, 0);
  run.run(settleTicks);
  const { links } = run.network.fabric;
  const link = run.network.fabric.linkOf('s/middle', 's/host0');
  const before = run.delivered(all);
  const marksBefore = links.marks[link]!;
  const areaBefore = links.areaUpTo(link, run.simulation.now).toNumber();
  run.run(settleTicks + lastsTicks);
  const packets = run.delivered(all).map((value, i) => value - before[i]!);
  const sum = packets.reduce((total, value) => total + value, 0);
  const area = links.areaUpTo(link, run.simulation.now).toNumber() - areaBefore;
  return {
    marked: (links.marks[link]! - marksBefore) / sum,
    meanQueueBytes: (area / lastsTicks) * frame,
    used: (sum * frame * 8000) / gigabits / lastsTicks,
    leastShare: (Math.min(...packets) * flows) / sum,
    mostShare: (Math.max(...packets) * flows) / sum,
  };
}

/**
 * Zhu, Ghobadi, Misra and Padhye (CoNEXT 2016), theorem 1: the share of marks p at which all flows
 * rest, p³ = R N² / (τ C²) · (1/B + N/(T C))², for p much less than 1, and the queue that marks so.
 */
export function dcqcnFixedPoint(flows: number, gigabits: number): {
  readonly marked: number;
  readonly queueBytes: number;
} {
  const { additiveShare, alphaMicroseconds, timerMicroseconds, bytes } = dcqcnParameters;
  const packetsPerSecond = (gigabits * gigabit) / 8 / frame;
  const steps = frame / bytes + flows / (timerMicroseconds * 1e-6 * packetsPerSecond);
  const cube = ((additiveShare * flows ** 2) / (alphaMicroseconds * 1e-6 * packetsPerSecond))
    * steps ** 2;
  const marked = Math.cbrt(cube);
  const queueBytes = marks.fromBytes + (marked / marks.share) * (marks.toBytes - marks.fromBytes);
  return { marked, queueBytes };
}
