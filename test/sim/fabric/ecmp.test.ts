/**
 * Hashed paths: how often flows collide and how many paths they keep busy, against what throwing
 * balls into urns gives, and what happens when all switches hash alike.
 */
import { expect, it } from 'vitest';
import { Simulation } from '#sim/kernel';
import { Fabric, leafSpine } from '../../../src/sim/devices/fabric/index.ts';
import { cable, FabricRun, ms, second, tree } from '../../support/fabric-runs.ts';
import { fairRates } from '../../support/fair-rates.ts';

/** n leaf-to-spine paths; where each of k flows goes, in many draws of their entropy. */
function draws(paths: number, flows: number, times: number): readonly (readonly number[])[] {
  const simulation = new Simulation({ seed: 7 });
  const plan = leafSpine({
    id: 'f', leaves: 2, spines: paths, hostsPerLeaf: 1, ticksPerSecond: second, cable,
  });
  const fabric = new Fabric(simulation, plan);
  const leaf = fabric.nodeOf('f/leaf0');
  const dice = simulation.streamOf('entropies');
  return Array.from({ length: times }, () =>
    Array.from({ length: flows }, () => fabric.routes.next(leaf, 1, dice.bits() | 0)));
}

const times = 20_000;

for (const [paths, flows] of [[4, 2], [8, 2], [8, 4], [16, 4], [16, 8], [64, 8]] as const) {
  it(`lets some of ${flows} flows collide on ${paths} paths as often as chance would`, () => {
    const collided = draws(paths, flows, times)
      .filter((links) => new Set(links).size < flows).length / times;
    let apart = 1;
    for (let i = 0; i < flows; i++) apart *= (paths - i) / paths;
    const expected = 1 - apart;
    const deviation = Math.sqrt((expected * (1 - expected)) / times);
    expect(Math.abs(collided - expected)).toBeLessThanOrEqual(3.3 * deviation);
  });
}

for (const paths of [8, 16, 64]) {
  it(`keeps n (1 − (1 − 1/n)^n) of n = ${paths} paths busy with as many flows`, () => {
    const busy = draws(paths, paths, times / 4).map((links) => new Set(links).size);
    expectMean(busy, paths * (1 - (1 - 1 / paths) ** paths));
  });
}

/** How many core links flows from one pod of a tree of k = 8 to another use, in many draws. */
function coreLinksUsed(isSalted: boolean, flows: number): readonly number[] {
  const simulation = new Simulation({ seed: 3 });
  const fabric = new Fabric(simulation, { ...tree(8), isSalted });
  const dice = simulation.streamOf('entropies');
  const far = fabric.portOf('f/host127');
  return Array.from({ length: 4000 }, () => {
    const used = new Set<number>();
    for (let i = 0; i < flows; i++) {
      const entropy = dice.bits() | 0;
      const edge = fabric.nodeOf(`f/pod0/edge${i % 4}`);
      const up = fabric.routes.next(edge, far, entropy);
      const aggregation = fabric.nodeOf(fabric.links.ids[up]!.split('>')[1]!);
      used.add(fabric.routes.next(aggregation, far, entropy));
    }
    return used.size;
  });
}

function expectMean(values: readonly number[], expected: number): void {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean - expected)).toBeLessThanOrEqual(3.3 * Math.sqrt(variance / values.length));
}

for (const flows of [4, 8, 16, 32]) {
  it(`keeps as many core links busy with ${flows} flows as chance would, with salts`, () => {
    // 16 links lead from a pod of four aggregation switches to the cores.
    expectMean(coreLinksUsed(true, flows), 16 * (1 - (1 - 1 / 16) ** flows));
  });

  it(`keeps a quarter of the core links busy with ${flows} flows at most, without salts`, () => {
    // An aggregation switch sees only flows whose hash sent them there: it takes one link of four.
    expectMean(coreLinksUsed(false, flows), 4 * (1 - (1 - 1 / 4) ** flows));
  });
}

const halfFabric = (paths: number, jitterTicks = 0) => leafSpine({
  id: 'f', leaves: 2, spines: paths, hostsPerLeaf: paths, ticksPerSecond: second, cable,
  jitterTicks,
});

for (const paths of [8, 16, 64]) {
  it(`lets ${paths} hashed elephants have what the paths they keep busy carry`, () => {
    const simulation = new Simulation({ seed: 11 });
    const fabric = new Fabric(simulation, halfFabric(paths));
    const dice = simulation.streamOf('entropies');
    const shares = Array.from({ length: 400 }, () => {
      const demands = Array.from({ length: paths }, (_, i) => (
        { from: i, to: paths + i, entropy: dice.bits() | 0, bytes: 1, startTicks: 0 }));
      return fairRates(fabric, demands).reduce((sum, rate) => sum + rate * 80, 0) / paths;
    });
    // 65.6, 64.4 and 63.5 % of all.
    expectMean(shares, 1 - (1 - 1 / paths) ** paths);
  });
}

/** What eight flows from leaf to leaf deliver of what eight paths could, and how many are busy. */
function delivered(spray: 'adaptive' | 'hash', seed: number) {
  const run = new FabricRun(halfFabric(8, 8000), seed);
  const kind = run.srd(spray);
  const flows = Array.from({ length: 8 }, (_, i) => run.flow(kind, i, 8 + i, `flow${i}`));
  for (const flow of flows) run.network.send(flow, 1e12, 0);
  run.run(ms);
  const before = run.delivered(flows);
  run.run(2 * ms);
  const packets = run.delivered(flows).reduce((sum, value, i) => sum + value - before[i]!, 0);
  const { fabric, flows: all } = run.network;
  const busy = new Set(flows.map((flow) =>
    fabric.routes.next(fabric.nodeOf('f/leaf0'), 8, all.entropy[flow]!))).size;
  return { share: (packets * 4198 * 80) / (8 * ms), busyShare: busy / 8 };
}

it('delivers by packets what busy paths carry when hashed, and nine tenths of all when sprayed', () => {
  for (const seed of [1, 2, 3]) {
    const hashed = delivered('hash', seed);
    expect(hashed.busyShare).toBeLessThan(1);
    expect(Math.abs(hashed.share / hashed.busyShare - 1)).toBeLessThanOrEqual(0.05);
    expect(delivered('adaptive', seed).share).toBeGreaterThanOrEqual(0.9);
  }
});
