/**
 * Peers that answer no more: transports give up, once, and tell what is lost; later messages go
 * through when the peer is back; whoever is patient waits.
 */
import { expect, it } from 'vitest';
import { cable, FabricRun, ms, second, star, us } from '../../support/fabric-runs.ts';

type Kind = (run: FabricRun, isPatient?: boolean) => number;

const srd: Kind = (run, isPatient = false) => run.srd('adaptive', { isPatient });
const roce = (recovery: 'go-back-0' | 'go-back-N' | 'selective'): Kind => (run, isPatient = false) =>
  run.roce({ recovery, isPatient });

const kinds: readonly (readonly [string, Kind, number, number])[] = [
  ['SRD', srd, 500 * ms, 510 * ms],
  ['RoCE, go back 0', roce('go-back-0'), 536 * ms, 538 * ms],
  ['RoCE, go back N', roce('go-back-N'), 536 * ms, 538 * ms],
  ['RoCE, selective', roce('selective'), 536 * ms, 538 * ms],
];

it.each(kinds)('%s ends what was begun when a peer is gone', (_, kind, least, most) => {
  const run = new FabricRun(star(3, cable));
  const transport = kind(run);
  const [dead, alive] = [run.flow(transport, 0, 1), run.flow(transport, 2, 0)];
  for (const tag of [1, 2, 3]) run.network.send(dead, 1_000_000, tag);
  run.network.send(alive, 1_000_000, 9);
  // The first is there, and so are parts of the second.
  run.run(100 * us);
  run.network.faults.setCable(run.network.fabric.uplinks[1]!, false);
  run.run(10 * second);
  expect(run.told.map(({ tag }) => tag).sort()).toEqual([1, 9]);
  expect(run.lost).toEqual([2, 3]);
  expect(run.broken).toEqual([dead]);
  expect(run.network.flows.figure(dead, 'reconnects')).toBe(1);
  // Nothing is planned any more: a run without a duration is over.
  expect(run.simulation.now).toBeGreaterThan(least);
  expect(run.simulation.now).toBeLessThan(most);
});

it.each(kinds)('%s sends what comes later, and takes what is late for that', (_, kind) => {
  const run = new FabricRun(star(3, cable));
  const flow = run.flow(kind(run), 0, 1);
  const cut = run.network.fabric.uplinks[1]!;
  for (const tag of [1, 2]) run.network.send(flow, 1_000_000, tag);
  run.run(50 * us);
  run.network.faults.setCable(cut, false);
  run.run(2 * second);
  expect(run.lost).toEqual([1, 2]);
  run.network.faults.setCable(cut, true);
  for (const tag of [3, 4, 5]) run.network.send(flow, 1_000_000, tag);
  run.run(4 * second);
  expect(run.told.map(({ tag }) => tag).sort()).toEqual([3, 4, 5]);
  expect(run.lost).toEqual([1, 2]);
  expect(run.network.flows.figure(flow, 'reconnects')).toBe(1);
});

it.each(kinds)('%s knows packets that come after it gave up', (_, kind) => {
  const run = new FabricRun(star(3, cable));
  const flow = run.flow(kind(run), 0, 1);
  const uplink = run.network.fabric.uplinks[0]!;
  for (const tag of [1, 2]) run.network.send(flow, 1_000_000, tag);
  // Whoever begins later knows how long the cable is.
  let gaveUpAt = 5 * us;
  run.run(gaveUpAt);
  run.network.faults.setDelay(uplink, second);
  while (run.lost.length === 0) run.run(gaveUpAt += 3 * ms);
  expect(run.lost).toEqual([1, 2]);
  const before = run.network.flows.figure(flow, 'deliveredBytes');
  run.network.faults.setDelay(uplink, us);
  // What was sent last comes a second after it was, and nothing overtakes it on a cable.
  run.run(second + gaveUpAt / 2);
  run.network.send(flow, 200_000, 3);
  run.run(3 * second);
  expect(run.told.map(({ tag }) => tag)).toEqual([3]);
  expect(run.network.flows.figure(flow, 'deliveredBytes') - before).toBe(200_000);
  expect(run.network.flows.figure(flow, 'twice')).toBeGreaterThanOrEqual(50);
});

it.each(kinds)('%s waits where its sender is patient', (_, kind) => {
  const run = new FabricRun(star(3, cable));
  const flow = run.flow(kind(run, true), 0, 1);
  const cut = run.network.fabric.uplinks[1]!;
  run.network.send(flow, 1_000_000, 1);
  run.run(50 * us);
  run.network.faults.setCable(cut, false);
  run.run(2 * second);
  run.network.faults.setCable(cut, true);
  run.run(4 * second);
  expect(run.told.map(({ tag }) => tag)).toEqual([1]);
  expect(run.broken).toEqual([]);
});

it('gives up nothing while the peer answers, however much is lost', () => {
  const run = new FabricRun(star(3, cable));
  const flow = run.flow(run.roce(), 0, 1);
  const uplink = run.network.fabric.uplinks[0]!;
  run.network.faults.setLoss(uplink, {
    share: 0.3, damagedShare: 0, everyPackets: 0, damagedEvery: 0,
  });
  run.network.send(flow, 1_000_000, 1);
  run.run(100 * second);
  expect(run.told.map(({ tag }) => tag)).toEqual([1]);
  expect(run.broken).toEqual([]);
  expect(run.told[0]!.took).toBeGreaterThan(537 * ms);
});

const dropped = (share: number) => ({ share, damagedShare: 0, everyPackets: 0, damagedEvery: 0 });

it.each(kinds)('%s knows answers that come after it gave up', (_, kind) => {
  const run = new FabricRun(star(3, cable));
  const flow = run.flow(kind(run), 0, 1);
  const { fabric, faults } = run.network;
  // Some packets are missed, and what is said of them takes a second.
  faults.setLoss(fabric.uplinks[0]!, dropped(0.1));
  run.network.send(flow, 1_000_000, 1);
  run.run(5 * us);
  faults.setDelay(fabric.uplinks[1]!, second);
  run.run(700 * ms);
  // Who goes back has sent all of it meanwhile, and does not know.
  expect(run.broken).toEqual([flow]);
  const first = [...run.lost, ...run.told.map(({ tag }) => tag)];
  expect(first).toEqual([1]);
  faults.setLoss(fabric.uplinks[0]!, null);
  faults.setDelay(fabric.uplinks[1]!, us);
  for (const tag of [2, 3]) run.network.send(flow, 1_000_000, tag);
  run.run(4 * second);
  expect([...run.lost, ...run.told.map(({ tag }) => tag)].sort()).toEqual([1, 2, 3]);
  expect(run.lost.filter((tag) => tag > 1)).toEqual([]);
});

it('waits ever longer for one packet of SRD that nobody answers', () => {
  const run = new FabricRun(star(3, cable));
  const flow = run.flow(run.srd(), 0, 1);
  run.network.faults.setCable(run.network.fabric.uplinks[1]!, false);
  run.network.send(flow, 1000, 1);
  run.run(10 * second);
  expect(run.lost).toEqual([1]);
  // 500 ms at 64 times some 80 us, and eight before that.
  expect(run.network.flows.figure(flow, 'sentPackets')).toBeLessThanOrEqual(150);
  expect(run.network.flows.longestStall(flow, run.simulation.now)).toBeGreaterThan(499 * ms);
});

it('counts no stall while nothing is to come, whatever came first', () => {
  const run = new FabricRun(star(3, cable));
  const flow = run.flow(run.srd(), 0, 1);
  run.network.faults.setLoss(run.network.fabric.uplinks[0]!, dropped(0.2));
  for (let tag = 0; tag < 200; tag++) run.network.send(flow, 5000, tag);
  run.run(second);
  expect(run.told).toHaveLength(200);
  expect(run.told.map(({ tag }) => tag)).not.toEqual(Array.from({ length: 200 }, (_, i) => i));
  expect(run.network.flows.longestStall(flow, run.simulation.now)).toBeLessThan(ms);
});

it('keeps the books of a queue in which thousands wait for seconds', { timeout: 60_000 }, () => {
  const run = new FabricRun(star(3, cable));
  const flow = run.flow(run.roce(), 0, 1);
  const { fabric, faults } = run.network;
  run.network.send(flow, 1_000_000, 0);
  run.run(200 * us);
  faults.setDelay(fabric.uplinks[1]!, second);
  faults.setDelay(fabric.downlinks[1]!, second);
  for (let tag = 1; tag < 20; tag++) run.network.send(flow, 10_000_000, tag);
  run.run(1.2 * second);
  faults.setDelay(fabric.uplinks[1]!, us);
  faults.setDelay(fabric.downlinks[1]!, us);
  // Each part of it ends with an audit.
  run.run(4 * second);
  expect(run.lost.length).toBeGreaterThan(0);
});
