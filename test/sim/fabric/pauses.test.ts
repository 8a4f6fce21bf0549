/**
 * Priority flow control: nothing is lost where there is headroom, congestion spreads, packets wait
 * behind others, and links in a circle wait for each other for ever.
 */
import { expect, it } from 'vitest';
import type { CablePlan, FabricPlan, PausePlan } from '../../../src/sim/devices/fabric/index.ts';
import { cable, FabricRun, gigabit, ms, second, tree, us } from '../../support/fabric-runs.ts';

const frame = 4198;

/**
 * What must fit after a pause was asked for: both ways of the cable, the pause frame of 84 bytes,
 * and a packet that is just being sent at each end.
 */
const headroom = Math.ceil((2 * us) / 80) + 84 + 2 * frame;

const pauses = (headroomBytes = headroom): PausePlan => ({
  pauseAboveBytes: 25 * frame, resumeBelowBytes: 24 * frame, headroomBytes,
});

it('serves by events as it serves by computed departures, where nothing is paused', () => {
  const once = (classes: number) => {
    const run = new FabricRun(tree(4, { classes, bufferBytes: 12 * frame }));
    run.permutation(run.udp(), 400_000);
    run.run(second);
    const { fabric } = run.network;
    return [run.told, [...fabric.totals], [...fabric.links.drops], fabric.hops[0]];
  };
  expect(once(2)).toEqual(once(1));
  expect((once(2)[1] as number[])[2]).toBeGreaterThan(0);
});

/** Eight senders into one port. */
function incast(plan: PausePlan): FabricRun {
  const run = new FabricRun(tree(4, { pauses: plan }));
  const kind = run.roce();
  for (let i = 0; i < 8; i++) run.network.send(run.flow(kind, 4 + i, 0), 1_000_000, 0);
  run.run(20 * ms);
  return run;
}

it('loses nothing with the headroom that a cable needs, and packets with half of it', () => {
  const enough = incast(pauses());
  expect(enough.network.fabric.dropped('headroom')).toBe(0);
  expect(enough.told).toHaveLength(8);
  // All 8 MB pass the last link without a gap: 245 packets of 4,116 bytes a sender.
  const ideal = 8 * 243 * frame * 80;
  expect(enough.took()[7]!).toBeLessThanOrEqual(1.03 * ideal);
  const half = incast(pauses(headroom / 2));
  expect(half.network.fabric.dropped('headroom')).toBeGreaterThan(0);
});

it('repairs what is lost from the first packet that is missing, by it alone, or from the start', () => {
  const again = (['selective', 'go-back-N', 'go-back-0'] as const).map((recovery) => {
    const run = new FabricRun(tree(2));
    const flow = run.flow(run.roce({ recovery }), 0, 1);
    run.network.faults.setLoss(run.network.fabric.uplinks[0]!, { everyPackets: 400 });
    for (let tag = 0; tag < 10; tag++) run.network.send(flow, 1_000_000, tag);
    run.run(second);
    expect(run.told).toHaveLength(10);
    expect(run.network.flows.figure(flow, 'deliveredBytes')).toBe(10_000_000);
    return run.network.flows.figure(flow, 'again');
  });
  expect(again[0]!).toBeLessThan(again[1]!);
  expect(again[1]!).toBeLessThan(again[2]!);
  expect(again[0]!).toBeGreaterThan(0);
});

it('pauses for 335.5 us at 100 Gb/s at most, if nobody asks again', async () => {
  const { longestPauseTicks } = await import(
    '../../../src/sim/devices/fabric/scheduled-ports.ts');
  expect(longestPauseTicks(100 * gigabit, second) / us).toBeCloseTo(335.54, 2);
  expect(longestPauseTicks(25 * gigabit, second) / ms).toBeCloseTo(1.342, 3);
  expect(longestPauseTicks(400 * gigabit, second) / us).toBeCloseTo(83.88, 2);
});

it('shows how congestion spreads, and whom it holds up without a reason', () => {
  const run = new FabricRun(tree(4, { pauses: pauses() }));
  const kind = run.roce();
  for (let i = 0; i < 8; i++) run.network.send(run.flow(kind, 8 + i, 0), 10_000_000, 0);
  // The victim shares a host with a sender, and goes where nothing is crowded.
  const victim = run.flow(kind, 8, 3);
  run.network.send(victim, 1_000_000, 1);
  run.run(300 * us);
  const picture = run.network.picturePauses();
  expect(picture.blocked.length).toBeGreaterThan(2);
  expect(picture.depth).toBeGreaterThanOrEqual(2);
  expect(picture.circle).toEqual([]);
  let heldUp = 0;
  for (let at = 310; at < 800; at += 10) {
    run.run(at * us);
    heldUp = Math.max(heldUp, run.network.picturePauses().heldUp);
  }
  expect(heldUp).toBeGreaterThan(0);
});

/** Four switches in a ring; shortest ways of two hops, so that flows go round. */
function ring(watchdog?: FabricPlan['watchdog']): FabricRun {
  const switches = ['a', 'b', 'c', 'd'];
  const kind = { ...cable, pauses: pauses() };
  const cables: CablePlan[] = switches.flatMap((id, i) => [
    { ...kind, ends: [`r/${id}`, `r/${switches[(i + 1) % 4]!}`] as const },
    ...[0, 1].map((j) => ({ ...kind, ends: [`r/${id}${j}`, `r/${id}`] as const })),
  ]);
  return new FabricRun({
    id: 'r',
    ticksPerSecond: second,
    switches: switches.map((id) => ({ id: `r/${id}`, tier: 0 })),
    ports: switches.flatMap((id) => [`r/${id}0`, `r/${id}1`]),
    cables,
    ...(watchdog ? { watchdog } : {}),
  });
}

/** A flow that goes clockwise from a switch of the ring; names are tried until one does. */
function clockwise(run: FabricRun, kind: number, i: number, j: number): number {
  const { fabric, flows } = run.network;
  const names = ['r/a', 'r/b', 'r/c', 'r/d'];
  const to = 2 * ((i + 2) % 4) + j;
  for (let attempt = 0; ; attempt++) {
    const flow = run.flow(kind, 2 * i + j, to, `flow${i}${j}/${attempt}`);
    const first = fabric.routes.next(fabric.nodeOf(names[i]!), to, flows.entropy[flow]!);
    if (fabric.links.ids[first] === `${names[i]!}>${names[(i + 1) % 4]!}`) return flow;
  }
}

/** Two flows from each of these switches, over two links of the ring each. */
function sendRound(run: FabricRun, begins: readonly number[], bytes: number): void {
  const kind = run.roce();
  for (const i of begins) {
    for (const j of [0, 1]) run.network.send(clockwise(run, kind, i, j), bytes, i);
  }
}

it('finds no circle where only half of a ring is used', () => {
  const run = ring();
  sendRound(run, [0, 1], 4_000_000);
  run.run(20 * ms);
  expect(run.told).toHaveLength(4);
  expect(run.network.picturePauses().circle).toEqual([]);
});

it('finds the circle of four links that wait for each other, for ever', () => {
  const run = ring();
  sendRound(run, [0, 1, 2, 3], 4_000_000);
  run.run(20 * ms);
  const before = run.network.fabric.totals[1]!;
  const { circle } = run.network.picturePauses();
  expect([...circle].sort()).toEqual(['r/a>r/b', 'r/b>r/c', 'r/c>r/d', 'r/d>r/a']);
  // Long after: nothing has moved but pause frames, and it would not if all senders had stopped.
  run.run(200 * ms);
  expect(run.network.fabric.totals[1]!).toBe(before);
  expect(run.network.picturePauses().circle).toHaveLength(4);
});

it('frees the circle by a watchdog after 100 ms', () => {
  const run = ring({ afterTicks: 100 * ms, restoreTicks: 200 * ms });
  sendRound(run, [0, 1, 2, 3], 4_000_000);
  // What was thrown away is sent again when timers of 67 ms run out, and closes the circle anew.
  run.run(second);
  expect(run.network.pauses.freed.length).toBeGreaterThan(0);
  expect(run.network.pauses.freed[0]!.atTicks).toBeGreaterThanOrEqual(100 * ms);
  expect(run.network.fabric.dropped('watchdog')).toBeGreaterThan(0);
  expect(run.told).toHaveLength(8);
});
