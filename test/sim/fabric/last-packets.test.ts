/**
 * When the last packets of a message are there, where ways are not of one length: fabrics that are
 * computed as flows against packets, with one spine far from the leaves.
 */
import { expect, it } from 'vitest';
import {
  leafSpine, type Dealing, type FabricPlan, type Spray,
} from '../../../src/sim/devices/fabric/index.ts';
import { cable, FabricRun, ms, second, us } from '../../support/fabric-runs.ts';
import { FlowRun } from '../../support/flow-runs.ts';

const near = leafSpine({
  id: 'f', leaves: 2, spines: 2, hostsPerLeaf: 2, ticksPerSecond: second, cable,
  jitterTicks: 8000, convergenceTicks: 50 * us,
});
const plan: FabricPlan = {
  ...near,
  cables: near.cables.map((one) => one.ends.includes('f/spine1')
    ? { ...one, delayTicks: 20 * us } : one),
};
/** Two cables to the far spine instead of two to the near one. */
const detour = 38 * us;
const bytes = 40_000;

function bothTook(spray: Spray, dealing: Dealing, seed: number): readonly [number, number] {
  const [packets, flows] = [new FabricRun(plan, seed), new FlowRun(plan, seed)];
  packets.network.send(packets.flow(packets.srd(spray), 0, 2), bytes, 0);
  flows.network.send(flows.flow(0, 2, { dealing }), bytes, 0);
  packets.run(10 * ms);
  flows.run(10 * ms);
  return [packets.told[0]!.took, flows.told[0]!.took];
}

it.each([['adaptive', 'adaptive'], ['oblivious', 'even']] as const)(
  'waits for the packets on the slowest way of all that a spray uses, %s', (spray, dealing) => {
    for (let seed = 1; seed <= 6; seed++) {
      const [packets, flows] = bothTook(spray, dealing, seed);
      expect(flows).toBeGreaterThan(detour);
      expect(Math.abs(packets / flows - 1)).toBeLessThanOrEqual(0.01);
    }
  },
);

it('waits for what goes the way of its own hash, and for no other', () => {
  const took = [1, 2, 3, 4, 5, 6].map((seed) => bothTook('hash', 'hashed', seed));
  for (const [packets, flows] of took) {
    expect(Math.abs(packets / flows - 1)).toBeLessThanOrEqual(0.01);
  }
  // Both spines are met.
  expect(new Set(took.map(([, flows]) => flows > detour)).size).toBe(2);
});

it('knows other ways after a fault: who sprays at once, a hash when routes have converged', () => {
  const run = new FlowRun(plan, 3);
  const flows = [run.flow(0, 2), run.flow(1, 3, { dealing: 'hashed', id: 'flow/e' })];
  const took = (until: number): readonly boolean[] => {
    const before = run.told.length;
    for (const flow of flows) run.network.send(flow, bytes, 0);
    run.run(until);
    const told = run.told.slice(before);
    return flows.map((flow) => told.find((one) => one.flow === flow)!.took > detour);
  };
  expect(took(1 * ms)).toEqual([true, true]);
  run.network.faults.setNode('f/spine1', false);
  // The hash loses what it sends until then.
  run.network.send(flows[0]!, bytes, 1);
  run.run(1.04 * ms);
  expect(run.told[2]!.took).toBeLessThan(detour);
  run.run(2 * ms);
  expect(took(3 * ms)).toEqual([false, false]);
  run.network.faults.setNode('f/spine1', true);
  run.run(4 * ms);
  expect(took(5 * ms)).toEqual([true, true]);
  const far = run.network.fabric.links.plans.findIndex(({ ends }) => ends.includes('f/spine1'));
  for (let link = far; link < run.network.fabric.links.count; link++) {
    if (run.network.fabric.links.plans[link]!.ends.includes('f/spine1')) {
      run.network.faults.setDelay(link, us);
    }
  }
  expect(took(6 * ms)).toEqual([false, false]);
});
