/**
 * Pauses against arithmetic: how long one lasts, how much must fit until one works, and which
 * flows close a circle.
 */
import { expect, it } from 'vitest';
import type { CableKind, CablePlan, PausePlan } from '../../../src/sim/devices/fabric/index.ts';
import { cable, FabricRun, gigabit, ms, second, star, tree, us } from '../../support/fabric-runs.ts';

const frame = 4198;
const pausesWith = (headroomBytes: number): PausePlan => ({
  pauseAboveBytes: 25 * frame, resumeBelowBytes: 24 * frame, headroomBytes,
});

for (const [gigabits, microseconds] of [[25, 1342.18], [100, 335.54], [400, 83.89]] as const) {
  it(`holds a flow up for ${microseconds} us at ${gigabits} Gb/s after one pause frame`, () => {
    const run = new FabricRun(star(2, {
      ...cable, bitsPerSecond: gigabits * gigabit, pauses: pausesWith(100_000),
    }));
    const flow = run.flow(run.roce(), 0, 1);
    run.network.send(flow, 1e12, 0);
    run.run(100 * us);
    run.network.flows.forgetStall(flow);
    run.network.pauses.pauseOnce(run.network.fabric.uplinks[0]!);
    run.run(2 * ms);
    // From one packet to the next: 65,535 quanta of 512 bits, within the time of a packet.
    const stall = run.network.flows.figure(flow, 'stallTicks') / us;
    const packet = (frame * 8) / (gigabits * 1000);
    expect(stall).toBeGreaterThanOrEqual(microseconds - packet);
    expect(stall).toBeLessThanOrEqual(microseconds + 2 * packet);
  });
}

/** Packets that eight senders into one port lose for want of headroom. */
function lostInIncast(kind: Partial<CableKind>, headroomBytes: number): number {
  const run = new FabricRun(tree(4, { ...kind, pauses: pausesWith(headroomBytes) }));
  const transport = run.roce();
  for (let i = 0; i < 8; i++) run.network.send(run.flow(transport, 4 + i, 0), 500_000, 0);
  run.run(20 * ms);
  return run.network.fabric.dropped('headroom');
}

for (const [gigabits, metres] of [
  [25, 300], [100, 10], [100, 100], [100, 300], [400, 100],
] as const) {
  it(`loses nothing over ${metres} m at ${gigabits} Gb/s with the headroom of arithmetic alone`, () => {
    // 5 ns a metre. Both ways of the cable, the pause frame, what is being sent at each end, and
    // the packet that goes beyond the threshold.
    const delayTicks = metres * 5000;
    const bitsPerSecond = gigabits * gigabit;
    const bytesPerTick = bitsPerSecond / 8 / second;
    const enough = Math.ceil(2 * delayTicks * bytesPerTick) + 84 + 3 * frame;
    expect(lostInIncast({ bitsPerSecond, delayTicks }, enough)).toBe(0);
    expect(lostInIncast({ bitsPerSecond, delayTicks }, enough / 2)).toBeGreaterThan(0);
  });
}

/** Eight switches in a ring with two hosts each: ways of four links lead half round. */
function ring(): FabricRun {
  const kind = { ...cable, pauses: pausesWith(30_000) };
  const names = Array.from({ length: 8 }, (_, i) => `r/switch${i}`);
  const cables: CablePlan[] = names.flatMap((id, i) => [
    { ...kind, ends: [id, names[(i + 1) % 8]!] as const },
    ...[0, 1].map((j) => ({ ...kind, ends: [`r/host${2 * i + j}`, id] as const })),
  ]);
  return new FabricRun({
    id: 'r',
    ticksPerSecond: second,
    switches: names.map((id) => ({ id, tier: 0 })),
    ports: Array.from({ length: 16 }, (_, i) => `r/host${i}`),
    cables,
  });
}

/** Sends from each of these switches half round the ring, all the same way round. */
function sendRound(run: FabricRun, begins: readonly number[], bytes: number): void {
  const kind = run.roce();
  const { fabric, flows } = run.network;
  const clockwise = (from: number, to: number): number => {
    const begin = Math.floor(from / 2);
    const node = fabric.nodeOf(`r/switch${begin}`);
    for (let attempt = 0; ; attempt++) {
      const flow = run.flow(kind, from, to, `flow${from}/${attempt}`);
      const first = fabric.routes.next(node, to, flows.entropy[flow]!);
      if (fabric.links.ids[first] === `r/switch${begin}>r/switch${(begin + 1) % 8}`) return flow;
    }
  };
  for (const begin of begins) {
    for (const from of [2 * begin, 2 * begin + 1]) {
      run.network.send(clockwise(from, (from + 8) % 16), bytes, begin);
    }
  }
}

it('goes on where flows lie round a ring end to end, and stands still where they overlap', () => {
  const endToEnd = ring();
  sendRound(endToEnd, [0, 4], 4_000_000);
  endToEnd.run(20 * ms);
  expect(endToEnd.told).toHaveLength(4);
  expect(endToEnd.network.picturePauses().circle).toEqual([]);
  const overlapping = ring();
  sendRound(overlapping, [0, 3, 6], 4_000_000);
  overlapping.run(20 * ms);
  expect(overlapping.network.picturePauses().circle).toHaveLength(8);
});

it('stands still for ever, though all senders stop and start anew', () => {
  const run = ring();
  sendRound(run, [0, 3, 6], 4_000_000);
  run.run(20 * ms);
  const { fabric, faults } = run.network;
  const delivered = fabric.totals[1]!;
  for (const port of fabric.plan.ports) faults.setNode(port, false);
  run.run(40 * ms);
  expect(run.network.picturePauses().circle).toHaveLength(8);
  for (const port of fabric.plan.ports) faults.setNode(port, true);
  run.run(60 * ms);
  expect(run.network.picturePauses().circle).toHaveLength(8);
  expect(fabric.totals[1]!).toBe(delivered);
});
