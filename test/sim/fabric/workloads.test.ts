/**
 * Work over a fabric: steps that wait, loops, requests, and what links did in windows of time.
 */
import { expect, it } from 'vitest';
import {
  allToAllSteps, ClosedLoop, FanOut, incastSteps, Job, ringSteps, Timetable, treeSteps,
  type FlowOwner, type Opener,
} from '../../../src/sim/devices/fabric/index.ts';
import { FabricRun, ms, second, tree, us } from '../../support/fabric-runs.ts';

function opener(run: FabricRun, transport: number): Opener {
  let opened = 0;
  const { ports } = run.network.fabric.plan;
  return (from, to, owner: FlowOwner) => run.network.openFlow({
    id: `job/${opened++}`, from: ports[from]!, to: ports[to]!, transport, owner,
  });
}

const hosts = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => i);

it('reduces by ring in 2 (n − 1) steps of an n-th, each as long as an idle path takes', () => {
  const run = new FabricRun(tree(4));
  const job = new Job(run.network);
  const bytes = 8 * 4096 * 4;
  job.start(ringSteps(opener(run, run.srd()), job, hosts(8), bytes), 3);
  run.run(second);
  expect(job.roundTicks).toHaveLength(3);
  // A step is four packets; the farthest neighbours are six links apart, and all wait for them.
  const far = 4 * 4198 * 80 + 5 * 4198 * 80 + 6 * us;
  const near = 4 * 4198 * 80 + 4198 * 80 + 2 * us;
  for (const took of job.roundTicks) {
    expect(took).toBeGreaterThanOrEqual(14 * near);
    expect(took).toBeLessThanOrEqual(1.1 * 14 * far);
  }
});

it('reduces by tree, meets in incasts, and sends all to all', () => {
  const run = new FabricRun(tree(4));
  const open = opener(run, run.srd());
  const byTree = new Job(run.network);
  byTree.start(treeSteps(open, byTree, hosts(15), 4096), 1);
  run.run(10 * ms);
  // Depth three, up and down, one packet each, at most six links a step.
  expect(byTree.roundTicks[0]!).toBeGreaterThanOrEqual(6 * (2 * us + 2 * 4198 * 80));
  expect(byTree.roundTicks[0]!).toBeLessThanOrEqual(6 * (6 * us + 8 * 4198 * 80));
  const incast = new Job(run.network);
  incast.start(incastSteps(open, incast, hosts(16).slice(1), 0, 100_000), 4);
  run.run(20 * ms);
  expect(incast.roundTicks).toHaveLength(4);
  for (const took of incast.roundTicks) {
    expect(took).toBeGreaterThanOrEqual(15 * 100_000 * 80);
  }
  const all = new Job(run.network);
  all.start(allToAllSteps(open, all, hosts(8), 50_000), 2);
  run.run(40 * ms);
  expect(all.roundTicks).toHaveLength(2);
  expect(all.roundTicks[0]!).toBeGreaterThanOrEqual(7 * 50_000 * 80);
});

it('asks all leaves, and waits for the last', () => {
  const run = new FabricRun(tree(4));
  const dice = run.simulation.streamOf('arrivals');
  const fan = new FanOut(run.network, opener(run, run.tcp()), {
    root: 0,
    leaves: [4, 8, 12, 15],
    requestBytes: 200,
    answerBytes: 2000,
    gapTicks: () => dice.exponentialTicks(50 * us),
  });
  fan.start(500);
  run.run(second);
  expect([fan.asked, fan.latencies.count]).toEqual([500, 500]);
  // Six links there and back for three of the leaves.
  expect(fan.latencies.min).toBeGreaterThanOrEqual(12 * us);
});

it('keeps loops going, and sends what a timetable says when it says so', () => {
  const run = new FabricRun(tree(4));
  const kind = run.srd();
  const loop = new ClosedLoop(run.network, 4096);
  const flow = opener(run, kind)(0, 15, loop);
  loop.start(flow, 1);
  const table = new Timetable(run.network);
  const other = run.flow(kind, 1, 14);
  table.at(300 * us, other, 1000);
  table.at(100 * us, other, 1000);
  run.run(ms);
  expect(run.told.map(({ tag }) => tag)).toEqual([1, 0]);
  // One packet at a time over six links: 6 us and 6 × 335.84 ns.
  const trip = 6 * us + 6 * 4198 * 80;
  expect(loop.latencies.min).toBe(trip);
  expect(loop.latencies.count).toBe(Math.floor(ms / trip));
});

it('tells in windows how busy links were, and joins windows when there are many', () => {
  const run = new FabricRun(tree(2));
  const windows = run.network.watch(10 * us);
  const flow = run.flow(run.udp(), 0, 1);
  const packets = 10_000;
  run.network.send(flow, packets * 4132, 0);
  run.run(second);
  const link = run.network.fabric.uplinks[0]!;
  const series = windows.seriesOf(link);
  const busy = series.utilization.reduce((sum, share) => sum + share * series.windowTicks, 0);
  const sent = packets * 4198 * 80;
  // The last window is still open when the last packet is under way.
  expect(busy).toBeLessThanOrEqual(sent);
  expect(busy).toBeGreaterThanOrEqual(sent - series.windowTicks);
  expect(series.utilization.length).toBeLessThanOrEqual(64);
  expect(series.windowTicks).toBe(80 * us);
  expect(series.utilization[3]).toBeCloseTo(1, 6);
  expect(Math.max(...series.longestQueueBytes)).toBe(4 * 4198);
  expect(series.drops.every((count) => count === 0)).toBe(true);
});
