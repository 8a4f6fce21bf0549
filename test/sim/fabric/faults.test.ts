/**
 * Links, switches and ports that fail: what is lost, what timers do, who waits for routing.
 */
import { expect, it } from 'vitest';
import { none } from '../../../src/sim/devices/fabric/fields.ts';
import { leafSpine } from '../../../src/sim/devices/fabric/index.ts';
import { cable, FabricRun, gigabit, ms, second, tree, us } from '../../support/fabric-runs.ts';

const spine = (convergenceTicks: number | null, spines = 4, rate = 100) => leafSpine({
  id: 'f', leaves: 2, spines, hostsPerLeaf: 8, ticksPerSecond: second, convergenceTicks,
  cable: { ...cable, bitsPerSecond: rate * gigabit },
});

it('sends again after 200, 400 and 800 ms while a cable is cut', () => {
  const run = new FabricRun(tree(2));
  const { fabric, faults } = run.network;
  const flow = run.flow(run.tcp(), 0, 1);
  run.network.send(flow, 1e12, 0);
  run.run(10 * ms);
  const uplink = fabric.uplinks[0]!;
  faults.setCable(uplink, false);
  const sentAt: number[] = [];
  let sent = run.network.flows.figure(flow, 'sentPackets');
  for (let at = 10.25 * ms; at < 3200 * ms; at += ms / 4) {
    run.simulation.run({ untilTicks: at as never });
    const now = run.network.flows.figure(flow, 'sentPackets');
    if (now > sent) sentAt.push(at);
    sent = now;
  }
  const gaps = sentAt.slice(1).map((at, i) => Math.round((at - sentAt[i]!) / ms));
  // What was in the window goes out at once; then one packet each time the timer runs out.
  const backOff = gaps.filter((gap) => gap >= 100).slice(0, 4);
  expect(Math.abs(backOff[0]! - 200)).toBeLessThanOrEqual(2);
  expect(backOff.slice(1)).toEqual([400, 800, 1600]);
  run.network.fabric.audit();
});

/** A cable is cut in the middle of 16 flows; the longest wait of any for news. */
function longestStall(transport: 'srd' | 'tcp', convergenceTicks: number | null): {
  readonly stall: number;
  readonly reconnects: number;
  readonly dropped: number;
} {
  const run = new FabricRun(spine(convergenceTicks, 8, transport === 'srd' ? 10 : 1));
  const kind = transport === 'srd' ? run.srd() : run.tcp();
  for (let i = 0; i < 8; i++) run.network.send(run.flow(kind, i, 8 + i), 1e12, 0);
  run.run(2 * ms);
  run.network.faults.setCable(run.network.fabric.linkOf('f/leaf0', 'f/spine1'), false);
  for (let flow = 0; flow < 8; flow++) run.network.flows.forgetStall(flow);
  run.run(transport === 'srd' ? 5 * ms : 250 * ms);
  let stall = 0;
  let reconnects = 0;
  for (let flow = 0; flow < 8; flow++) {
    stall = Math.max(
      stall, run.network.flows.figure(flow, 'stallTicks'),
      run.simulation.now - run.network.flows.figure(flow, 'lastAt'),
    );
    reconnects += run.network.flows.figure(flow, 'reconnects');
  }
  return { stall, reconnects, dropped: run.network.fabric.dropped('link-down') };
}

it('reroutes SRD within round trips whether routing converges in 10 ms, 1 s or never', () => {
  const stalls = [4 * ms, second, null].map((convergence) => longestStall('srd', convergence));
  // A round trip is 18 us (four links of a microsecond each way, and four times 3.4 us to store a
  // packet), and 43 us more of queueing are aimed at: a few of them, where routing takes 4 ms.
  for (const { stall, reconnects, dropped } of stalls) {
    expect(stall).toBeLessThanOrEqual(300 * us);
    expect(reconnects).toBe(0);
    expect(dropped).toBeGreaterThan(0);
  }
  expect(new Set(stalls.slice(1).map(({ stall }) => stall)).size).toBe(1);
  expect(stalls[0]!.stall).toBe(stalls[1]!.stall);
});

it('makes TCP wait for its timer at least, though routing converges long before', () => {
  // The timer runs from the last acknowledgement, which is no more than a millisecond before.
  expect(longestStall('tcp', 10 * ms).stall).toBeGreaterThanOrEqual(199 * ms);
  expect(longestStall('tcp', null).stall).toBeGreaterThanOrEqual(199 * ms);
});

it('finds routes anew after a switch fails, once routing has converged', () => {
  const run = new FabricRun(spine(5 * ms, 2));
  const udp = run.udp();
  const flows = Array.from({ length: 8 }, (_, i) => run.flow(udp, i, 8 + i));
  run.network.faults.setNode('f/spine0', false);
  const sendAll = () => {
    for (const flow of flows) run.network.send(flow, 4000, 0);
  };
  sendAll();
  run.run(4 * ms);
  const lostBefore = run.network.fabric.dropped('link-down');
  expect(lostBefore).toBeGreaterThan(0);
  expect(run.told.length + lostBefore).toBe(8);
  run.run(6 * ms);
  sendAll();
  run.run(12 * ms);
  expect(run.network.fabric.dropped('link-down')).toBe(lostBefore);
  run.network.faults.setNode('f/spine0', true);
  run.network.faults.setNode('f/leaf1', false);
  run.run(20 * ms);
  sendAll();
  run.run(30 * ms);
  expect(run.network.fabric.dropped('no-route') + run.network.fabric.dropped('link-down'))
    .toBe(lostBefore + 8);
});

it('loses every n-th packet of a link, and damages or loses a share of them', () => {
  const run = new FabricRun(tree(2));
  const { fabric, faults } = run.network;
  const flow = run.flow(run.udp(), 0, 1);
  faults.setLoss(fabric.uplinks[0]!, { everyPackets: 100 });
  run.network.send(flow, 10_000 * 4132, 0);
  run.run(second);
  expect(fabric.dropped('lost')).toBe(100);
  faults.setLoss(fabric.uplinks[0]!, { share: 0.02, damagedShare: 0.01 });
  run.network.send(flow, 10_000 * 4132, 0);
  run.run(2 * second);
  // Binomial: 200 and 98, each within 3.3 standard deviations.
  expect(Math.abs(fabric.dropped('lost') - 300)).toBeLessThanOrEqual(3.3 * Math.sqrt(196));
  expect(Math.abs(fabric.dropped('damaged') - 98)).toBeLessThanOrEqual(3.3 * Math.sqrt(97));
});

it('works off what waits at the new rate when a link is degraded', () => {
  const run = new FabricRun(tree(2, { mtuBytes: 1028 }));
  const { fabric } = run.network;
  const flow = run.flow(run.udp(), 0, 1);
  const packets = 1000;
  run.network.send(flow, packets * 1000, 0);
  const last = fabric.downlinks[1]!;
  // 1,066 bytes take 85,280 ticks at 100 Gb/s; half of the packets have left the last link then.
  const half = 500;
  run.run(5 * (us + 85_280) + half * 85_280);
  run.network.setRate(last, 25 * gigabit);
  run.run(second);
  const ideal = 5 * (us + 85_280) + half * 85_280 + (packets - half) * 4 * 85_280 + us;
  expect(Math.abs(run.took()[0]! - ideal)).toBeLessThanOrEqual(2);
});

/** A permutation of 54 hosts while switches come and go, and what was looked up ahead. */
function permutationInTrouble(isAhead: boolean): {
  readonly fingerprint: string;
  readonly known: number;
} {
  const run = new FabricRun({ ...tree(6, {}, 8000), convergenceTicks: 3 * us });
  const { fabric, faults } = run.network;
  if (isAhead) fabric.packets.becameFar!();
  run.permutation(run.tcp({ rtoMinSeconds: 0.0002 }), 3_000_000);
  let known = 0;
  for (let step = 0; step < 60; step++) {
    const core = `f/core${(step >> 1) % 9}`;
    faults.setNode(core, step % 2 === 1);
    run.run(10 * us * (step + 1));
    known += fabric.ahead.onward.filter((link) => link !== none).length;
  }
  return { fingerprint: run.simulation.eventFingerprint(), known };
}

it('does the same whether ways on are looked up ahead or not, also when ways change', () => {
  const [plain, ahead] = [permutationInTrouble(false), permutationInTrouble(true)];
  expect([plain.known, ahead.known > 50]).toEqual([0, true]);
  expect(ahead.fingerprint).toBe(plain.fingerprint);
});
