/**
 * Max-min fair shares: by hand on small graphs, against packets, and fast on a large permutation.
 */
import { expect, it } from 'vitest';
import { Simulation } from '#sim/kernel';
import {
  completionsOf, Fabric, fairRates, leafSpine, type FlowDemand,
} from '../../../src/sim/devices/fabric/index.ts';
import { cable, FabricRun, gigabit, ms, second, tree } from '../../support/fabric-runs.ts';

const demand = (from: number, to: number, entropy: number | null = null): FlowDemand =>
  ({ from, to, entropy, bytes: 2_000_000, startTicks: 0 });

const gigabitsOf = (fabric: Fabric, demands: readonly FlowDemand[]): readonly number[] =>
  [...fairRates(fabric, demands)]
    .map((rate) => Math.round(((rate * 8 * second) / gigabit) * 1e6) / 1e6);

it('gives flows at one port equal shares, and what they leave to others', () => {
  const fabric = new Fabric(new Simulation({ seed: 1 }), tree(4));
  // Three into host 0; the sender of the first also sends to host 9, and gets what is left.
  const rates = gigabitsOf(fabric, [demand(4, 0), demand(5, 0), demand(6, 0), demand(4, 9)]);
  [100 / 3, 100 / 3, 100 / 3, 200 / 3].forEach((expected, i) => {
    expect(rates[i]).toBeCloseTo(expected, 4);
  });
});

it('shares the links between two leaves, which are slower than the hosts together', () => {
  const plan = leafSpine({
    id: 'f', leaves: 2, spines: 2, hostsPerLeaf: 4, ticksPerSecond: second, cable,
  });
  const fabric = new Fabric(new Simulation({ seed: 1 }), plan);
  // Four sprayed flows over two spines: 50 each; a fifth at home has all but what its peer takes.
  const rates = gigabitsOf(fabric, [
    demand(0, 4), demand(1, 5), demand(2, 6), demand(3, 7), demand(4, 5),
  ]);
  expect(rates).toEqual([50, 50, 50, 50, 50]);
});

it('parts a row of two links in halves, which packets of SRD do not: who crosses both has little', () => {
  const switches = [0, 1, 2].map((i) => ({ id: `p/switch${i}`, tier: 0 }));
  const ports = Array.from({ length: 6 }, (_, i) => `p/host${i}`);
  const run = new FabricRun({
    id: 'p', ticksPerSecond: second, switches, ports, jitterTicks: 8000,
    cables: [
      ...ports.map((id, i) => ({ ...cable, ends: [id, `p/switch${Math.floor(i / 2)}`] as const })),
      { ...cable, ends: ['p/switch0', 'p/switch1'] },
      { ...cable, ends: ['p/switch1', 'p/switch2'] },
    ],
  });
  expect(gigabitsOf(run.network.fabric, [demand(0, 4), demand(1, 2), demand(3, 5)]))
    .toEqual([50, 50, 50]);
  const kind = run.srd();
  const flows = [run.flow(kind, 0, 4), run.flow(kind, 1, 2), run.flow(kind, 3, 5)];
  for (const flow of flows) run.network.send(flow, 1e12, 0);
  run.run(10 * ms);
  const before = run.delivered(flows);
  run.run(20 * ms);
  const shares = run.delivered(flows).map((packets, i) =>
    ((packets - before[i]!) * 4198 * 80) / (10 * ms));
  // Two queues on one way are twice the delay, which only a small share calls right: where targets
  // grow by 0.4 with one over the root, 1 + 0.4 (1/√s - 1) is twice 1 + 0.4 (1/√(1 - s) - 1) at
  // s = 7.8 %. It is not the fair half, and not nothing.
  expect(shares[0]!).toBeGreaterThanOrEqual(0.06);
  expect(shares[0]!).toBeLessThanOrEqual(0.1);
  expect(shares[0]! + shares[1]!).toBeGreaterThanOrEqual(0.95);
  expect(shares[0]! + shares[2]!).toBeGreaterThanOrEqual(0.95);
});

it('ends flows when packets of the same flows end, on hashed paths', () => {
  const run = new FabricRun(tree(4, {}, 8000));
  const kind = run.srd('hash');
  const demands: FlowDemand[] = [];
  const { flows } = run.network;
  for (let i = 0; i < 8; i++) {
    const flow = run.flow(kind, i, 15 - i);
    demands.push({ ...demand(i, 15 - i, flows.entropy[flow] ?? 0), bytes: 20_000_000 });
  }
  for (let flow = 0; flow < 8; flow++) run.network.send(flow, 20_000_000, flow);
  run.run(50 * ms);
  expect(run.told).toHaveLength(8);
  const ends = completionsOf(run.network.fabric, demands, 4096 / 4198);
  // Paths collide: some flows have half a link or less.
  expect(Math.max(...ends)).toBeGreaterThan(1.9 * 20_000_000 * (4198 / 4096) * 80);
  for (const { tag, took } of run.told) {
    expect(Math.abs(took / ends[tag]! - 1)).toBeLessThanOrEqual(0.1);
  }
});

it('ends an incast when packets end it', () => {
  const run = new FabricRun(tree(4, {}, 8000));
  const kind = run.srd();
  const sizes = [2_000_000, 4_000_000, 6_000_000, 8_000_000];
  sizes.forEach((bytes, i) => {
    run.network.send(run.flow(kind, 4 + 3 * i, 0), bytes, i);
  });
  run.run(50 * ms);
  const demands = sizes.map((bytes, i) => ({ ...demand(4 + 3 * i, 0), bytes }));
  const ends = completionsOf(run.network.fabric, demands, 4096 / 4198);
  // By hand: 4 × 2 MB share the port, then 3 × 2 MB, 2 × 2 MB and 2 MB.
  const unit = (2_000_000 * 4198 / 4096) * 80;
  [4, 7, 9, 10].forEach((units, i) => {
    expect(ends[i]!).toBeCloseTo(units * unit, -3);
  });
  for (const { tag, took } of run.told) {
    expect(Math.abs(took / ends[tag]! - 1)).toBeLessThanOrEqual(0.1);
  }
});

it('finds the shares of a permutation of 1,024 hosts on single paths within a second', () => {
  const fabric = new Fabric(new Simulation({ seed: 1 }), tree(16));
  const dice = fabric.simulation.streamOf('entropies');
  const demands = Array.from({ length: 1024 }, (_, i) =>
    demand(i, (i + 513) % 1024, dice.bits() | 0));
  const start = process.cpuUsage();
  const rates = fairRates(fabric, demands);
  const spent = process.cpuUsage(start).user / 1e6;
  expect(spent).toBeLessThan(1);
  // Every link carries no more than it can, and every flow meets one that is full.
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / 1024;
  expect(mean * 80).toBeGreaterThan(0.4);
  expect(mean * 80).toBeLessThan(0.7);
  expect(Math.max(...rates) * 80).toBeLessThanOrEqual(1 + 1e-9);
});
