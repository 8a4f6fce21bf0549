/**
 * Hashed paths: how often flows collide and how many paths they keep busy, against what throwing
 * balls into urns gives, and what happens when all switches hash alike.
 */
import { expect, it } from 'vitest';
import { Simulation } from '#sim/kernel';
import { Fabric, leafSpine } from '../../../src/sim/devices/fabric/index.ts';
import { cable, second, tree } from '../../support/fabric-runs.ts';

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
    const mean = busy.reduce((sum, value) => sum + value, 0) / busy.length;
    const variance = busy.reduce((sum, value) => sum + (value - mean) ** 2, 0) / busy.length;
    const expected = paths * (1 - (1 - 1 / paths) ** paths);
    expect(Math.abs(mean - expected)).toBeLessThanOrEqual(3.3 * Math.sqrt(variance / busy.length));
  });
}

/** Core links that flows from one pod of a tree of k = 8 to another use. */
function coreLinksUsed(isSalted: boolean, flows: number): number {
  const simulation = new Simulation({ seed: 3 });
  const fabric = new Fabric(simulation, { ...tree(8), isSalted });
  const dice = simulation.streamOf('entropies');
  const far = fabric.portOf('f/host127');
  const used = new Set<number>();
  for (let i = 0; i < flows; i++) {
    const entropy = dice.bits() | 0;
    const edge = fabric.nodeOf(`f/pod0/edge${i % 4}`);
    const up = fabric.routes.next(edge, far, entropy);
    const aggregation = fabric.nodeOf(fabric.links.ids[up]!.split('>')[1]!);
    used.add(fabric.routes.next(aggregation, far, entropy));
  }
  return used.size;
}

it('uses all core links with a salt for each switch, and few where all switches hash alike', () => {
  // 16 links lead from a pod of four aggregation switches to the cores.
  expect(coreLinksUsed(true, 1000)).toBe(16);
  // An aggregation switch sees only flows whose hash sent them there: it takes one link of four.
  expect(coreLinksUsed(false, 1000)).toBe(4);
  const few = 16;
  const expected = 16 * (1 - (1 - 1 / 16) ** few);
  expect(Math.abs(coreLinksUsed(true, few) - expected)).toBeLessThanOrEqual(4);
});
