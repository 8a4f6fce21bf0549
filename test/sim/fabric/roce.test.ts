/**
 * How RoCE repairs what is lost: a gap at once, the end of a message when a timer has run out, and
 * nothing that only waits. Selective recovery sends each lost packet once, and loses no time.
 */
import { expect, it } from 'vitest';
import type { Recovery } from '../../../src/sim/devices/fabric/index.ts';
import {
  cable, FabricRun, ms, second, star, tree, us, withFarSpine,
} from '../../support/fabric-runs.ts';

const packetTicks = 4198 * 80;
const payload = 4116;
/** Two links: the second one takes the last packet once more. */
const idealTicks = (packets: number): number => (packets + 1) * packetTicks + 2 * us;
/** There and back, with all that cards fill ahead. */
const roundTicks = 4 * us + 10 * packetTicks;
const timerTicks = 4.096 * 16_384 * us;

/** A message over a path that loses packets: what became of it. */
function transfer(
  recovery: Recovery, packets: number, loss: { readonly share?: number; everyPackets?: number },
  seed = 1, lossOfAnswers = 0,
): { readonly took: number; again: number; timeouts: number; lost: number; twice: number } {
  const run = new FabricRun(star(2, cable), seed);
  const { fabric, faults, flows } = run.network;
  faults.setLoss(fabric.uplinks[0]!, loss);
  faults.setLoss(fabric.uplinks[1]!, { share: lossOfAnswers });
  const flow = run.flow(run.roce({ recovery }), 0, 1);
  run.network.send(flow, packets * payload, 0);
  run.run(100 * second);
  expect(run.told).toHaveLength(1);
  expect(flows.figure(flow, 'deliveredPackets')).toBe(packets);
  const { took } = run.told[0]!;
  const figure = (name: 'again' | 'timeouts' | 'twice') => flows.figure(flow, name);
  return {
    took, again: figure('again'), timeouts: figure('timeouts'), twice: figure('twice'),
    lost: fabric.links.drops[fabric.uplinks[0]! ^ 1]! + fabric.links.drops[fabric.uplinks[0]!]!,
  };
}

const all = ['go-back-0', 'go-back-N', 'selective'] as const;

it.each(all)('takes the time of the wire where nothing is lost, %s', (recovery) => {
  const { took, again } = transfer(recovery, 2000, {});
  expect(took).toBe(idealTicks(2000));
  expect(again).toBe(0);
});

it.each(['go-back-N', 'selective'] as const)('repairs a gap within two round trips, %s', (recovery) => {
  const { took, again, timeouts } = transfer(recovery, 150, { everyPackets: 100 });
  expect(again).toBeGreaterThan(0);
  expect(timeouts).toBe(0);
  expect(took).toBeGreaterThan(idealTicks(150));
  expect(took).toBeLessThan(idealTicks(150) + 2 * roundTicks);
});

it.each([['go-back-N', timerTicks], ['selective', 100 * us]] as const)(
  'waits for its timer where the last packet is lost, %s', (recovery, ticks) => {
    const { took, timeouts } = transfer(recovery, 100, { everyPackets: 100 });
    expect(timeouts).toBe(1);
    expect(took).toBeGreaterThanOrEqual(ticks);
    // IRN looks at its short timer at most one of it later.
    const late = recovery === 'selective' ? 100 * us : 0;
    expect(took).toBeLessThan(idealTicks(100) + ticks + late + 2 * roundTicks);
  },
);

it.each([50, 500])('waits for a timer of %d us, if it is set so', (microseconds) => {
  const run = new FabricRun(star(2, cable));
  const flow = run.flow(run.roce({ timeoutSeconds: microseconds / 1e6 }), 0, 1);
  run.network.faults.setLoss(run.network.fabric.uplinks[0]!, { everyPackets: 100 });
  run.network.send(flow, 100 * payload, 0);
  run.run(second);
  expect(run.network.flows.figure(flow, 'timeouts')).toBe(1);
  expect(run.told[0]!.took).toBeGreaterThanOrEqual(microseconds * us);
  expect(run.told[0]!.took).toBeLessThan(idealTicks(100) + microseconds * us + roundTicks);
});

it.each(['go-back-0', 'go-back-N'] as const)('sends nothing again that is only paused, %s', (recovery) => {
  const frame = 4198;
  const run = new FabricRun(tree(4, {
    bufferBytes: null,
    pauses: { pauseAboveBytes: 25 * frame, resumeBelowBytes: 24 * frame, headroomBytes: 50_000 },
  }));
  const transport = run.roce({ recovery });
  const flows = [4, 5, 6, 7, 8, 9, 10, 11].map((from) => run.flow(transport, from, 0));
  for (const flow of flows) run.network.send(flow, 4_000_000, flow);
  run.run(20 * ms);
  expect(run.told).toHaveLength(8);
  // Some wait for longer than a millisecond, and packets that are lost are repaired sooner.
  const { links } = run.network.fabric;
  const paused = links.plans.map((_, link) => run.network.pauses.pausedTicks(link));
  expect(Math.max(...paused)).toBeGreaterThan(ms);
  expect(flows.map((flow) => run.network.flows.figure(flow, 'again'))).toEqual(flows.map(() => 0));
});

const shares = [0.001, 0.003, 0.01];
const seeds = [1, 2, 3, 4, 5];

it.each(shares)('sends each packet again once that is lost, and hardly waits: share %d', (share) => {
  for (const seed of seeds) {
    const packets = 10_000;
    const { took, again, timeouts, lost, twice } = transfer('selective', packets, { share }, seed);
    expect(lost).toBeGreaterThan(0);
    expect(twice).toBe(0);
    expect(again).toBe(lost);
    // What goes twice over the wire, and timers of what was lost twice.
    expect(took).toBeGreaterThanOrEqual(idealTicks(packets + lost));
    expect(took).toBeLessThan(idealTicks(packets + lost) + timeouts * 420 * us + 3 * roundTicks);
  }
});

it.each(shares)('is quicker than going back, which sends a round trip again: share %d', (share) => {
  for (const seed of seeds) {
    const packets = 10_000;
    const back = transfer('go-back-N', packets, { share }, seed);
    const selective = transfer('selective', packets, { share }, seed);
    expect(selective.took).toBeLessThan(back.took);
    expect(selective.again).toBeLessThan(back.again);
    // All that is sent again takes its time, and timers those of losses that are lost once more.
    const timers = back.timeouts * timerTicks;
    const wire = idealTicks(packets + back.again);
    expect(back.took).toBeGreaterThanOrEqual(timers + 0.99 * idealTicks(packets));
    if (timers === 0) expect(back.took).toBeGreaterThanOrEqual(0.99 * wire);
    expect(back.took).toBeLessThanOrEqual(timers + 1.02 * wire + (back.timeouts + 1) * roundTicks);
    // Per loss what is under way: a round trip, and more when a timer ran out.
    expect(back.again / back.lost).toBeGreaterThan(4 * us / packetTicks);
    if (timers === 0) expect(back.again / back.lost).toBeLessThan(roundTicks / packetTicks + 1);
  }
});

it('bears that answers are lost too', () => {
  for (const seed of seeds) {
    const { took, timeouts } = transfer('selective', 5000, { share: 0.01 }, seed, 0.05);
    expect(took).toBeLessThan(1.1 * idealTicks(5000) + timeouts * 420 * us);
  }
});

it('finds out in one time-out that all that was under way is lost', () => {
  const run = new FabricRun(star(2, cable));
  const { fabric, faults, flows } = run.network;
  const flow = run.flow(run.roce({ recovery: 'selective' }), 0, 1);
  run.network.send(flow, 200 * payload, 0);
  run.run(20 * us);
  faults.setLoss(fabric.uplinks[0]!, { share: 1 });
  run.run(40 * us);
  faults.setLoss(fabric.uplinks[0]!, null);
  run.run(second);
  expect(run.told).toHaveLength(1);
  expect(flows.drops[flow]).toBeGreaterThan(10);
  expect(flows.figure(flow, 'again')).toBe(flows.drops[flow]);
  expect(flows.figure(flow, 'timeouts')).toBe(1);
  expect(run.told[0]!.took).toBeLessThan(500 * us);
});

it('lets as much be under way as a longer way holds, once routes lead there', () => {
  const run = withFarSpine();
  const flow = run.flow(run.roce({ recovery: 'selective' }), 0, 8);
  run.network.send(flow, 1e12, 0);
  run.run(ms);
  run.network.faults.setNode('f/spine0', false);
  run.run(3 * ms);
  const before = run.delivered([flow])[0]!;
  run.run(5 * ms);
  expect((run.delivered([flow])[0]! - before) / ((2 * ms) / packetTicks)).toBeGreaterThan(0.95);
});
