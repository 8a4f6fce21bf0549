/**
 * What an idle path must take: bytes at the rate, and the delays and stores on the way.
 */
import { expect, it } from 'vitest';
import { bitRate, transferTicks } from '#base';
import {
  type FabricPlan, messageTicks, srdParameters, wireBytes,
} from '../../../src/sim/devices/fabric/index.ts';
import { cable, FabricRun, gigabit, second, tree, us } from '../../support/fabric-runs.ts';

interface Point {
  readonly name: string;
  readonly rate: number;
  readonly to: number;
  readonly hops: number;
  readonly bytes: number;
  readonly mtuBytes: number;
}

/** In a tree of k = 8, host 1 shares the edge of host 0, 4 its pod, and 127 nothing. */
const points: readonly Point[] = [
  { name: 'one packet over one switch', rate: 100, to: 1, hops: 2, bytes: 1000, mtuBytes: 4160 },
  { name: '2 MB over one switch', rate: 100, to: 1, hops: 2, bytes: 2e6, mtuBytes: 4160 },
  { name: '2 MB within a pod', rate: 100, to: 4, hops: 4, bytes: 2e6, mtuBytes: 9000 },
  { name: '2 MB across the core', rate: 100, to: 127, hops: 6, bytes: 2e6, mtuBytes: 4160 },
  { name: '20 MB across the core', rate: 400, to: 127, hops: 6, bytes: 2e7, mtuBytes: 9000 },
  { name: 'a rate of 266 2/3 ticks a byte', rate: 30, to: 127, hops: 6, bytes: 2e6, mtuBytes: 1500 },
];

for (const point of points) {
  for (const [transport, header] of [['udp', 28], ['srd', srdParameters.headerBytes]] as const) {
    it(`takes what ${point.name} takes, by ${transport}`, () => {
      const run = new FabricRun(tree(8, {
        bitsPerSecond: point.rate * gigabit, mtuBytes: point.mtuBytes,
      }));
      const flow = run.flow(transport === 'udp' ? run.udp() : run.srd(), 0, point.to);
      run.network.send(flow, point.bytes, 0);
      run.run(second);
      const payload = point.mtuBytes - header;
      const packets = Math.ceil(point.bytes / payload);
      const last = wireBytes(point.bytes - (packets - 1) * payload + header);
      const full = wireBytes(point.mtuBytes);
      const rate = bitRate({ bitsPerSecond: point.rate * gigabit, ticksPerSecond: second });
      // All bytes pass the first link; what is last passes the others, and each takes 1 us.
      const all = transferTicks(rate, (packets - 1) * full + last);
      // A short last packet waits at each hop for the full one before it.
      const behind = packets > 1 ? full : last;
      const ideal = all + (point.hops - 1) * transferTicks(rate, behind) + point.hops * us;
      const within = transferTicks(rate, full);
      expect(run.took()[0]).toBeGreaterThanOrEqual(ideal - within);
      expect(run.took()[0]).toBeLessThanOrEqual(ideal + within);
      expect(run.network.flows.figure(flow, 'again')).toBe(0);
    });
  }
}

it('keeps fractions of a tick: a long row of packets at 30 Gb/s ends on the exact tick', () => {
  const run = new FabricRun(tree(2, { bitsPerSecond: 30 * gigabit, mtuBytes: 1499 }));
  const flow = run.flow(run.udp(), 0, 1);
  const packets = 30_001;
  run.network.send(flow, packets * (1499 - 28), 0);
  run.run(second);
  // 1,537 bytes a packet at 800/3 ps a byte; five more links and their delays after the first.
  const first = Math.floor((packets * 1537 * 800) / 3);
  expect(Math.abs(run.took()[0]! - (first + 5 * Math.round((1537 * 800) / 3) + 6 * us)))
    .toBeLessThanOrEqual(6);
});

/** Two leaves under two spines: the way over `far` is faster or as fast, and 20 us longer a hop. */
const unequal = (farGigabits: number): FabricPlan => ({
  id: 'f', ticksPerSecond: second, ports: ['a', 'b'],
  switches: ['left', 'right', 'far', 'near'].map((id, i) => ({ id, tier: i < 2 ? 0 : 1 })),
  cables: ([
    ['a', 'left'], ['b', 'right'], ['left', 'far'], ['left', 'near'], ['right', 'far'],
    ['right', 'near'],
  ] as const).map((ends) => ends[1] === 'far'
    ? { ...cable, ends, delayTicks: 20 * us, bitsPerSecond: farGigabits * gigabit }
    : { ...cable, ends }),
});

const idleOf = (run: FabricRun, bytes: number): number => messageTicks(
  run.network.fabric, { from: 0, to: 1, isSprayed: true },
  {
    bytes, payloadBytes: cable.mtuBytes - srdParameters.headerBytes,
    headerBytes: srdParameters.headerBytes,
  },
);

it.each([100, 400])('is no slower than the shortest of ways side by side, the long one at %s Gbps', (gigabits) => {
  for (const bytes of [100, 1000, 8000]) {
    // One of so many sprays takes the short way with all of its packets.
    const took = Array.from({ length: 16 }, (_, i) => {
      const run = new FabricRun(unequal(gigabits), i + 1);
      run.network.send(run.flow(run.srd('oblivious'), 0, 1), bytes, 0);
      run.run(second);
      return run.took()[0]!;
    });
    const ideal = idleOf(new FabricRun(unequal(gigabits)), bytes);
    expect(Math.min(...took), String(bytes)).toBeGreaterThanOrEqual(ideal);
    expect(Math.min(...took), String(bytes)).toBeLessThan(ideal + 2 * us);
  }
});

it('is known anew when cables take longer', () => {
  const run = new FabricRun(unequal(100));
  const { fabric, faults } = run.network;
  const before = idleOf(run, 1000);
  for (const spine of ['near', 'far']) {
    faults.setDelay(fabric.linkOf('left', spine), 50 * us);
  }
  expect(idleOf(run, 1000) - before).toBe(49 * us);
});
