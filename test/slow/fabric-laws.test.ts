/**
 * Laws of transports that take a while: what TCP has under loss, and what DCQCN settles to.
 */
import { expect, it } from 'vitest';
import { fatTree } from '../../src/sim/devices/fabric/index.ts';
import { dcqcnFixedPoint, holdByNotices } from '../support/fabric-marks.ts';
import { cable, FabricRun, ms, second } from '../support/fabric-runs.ts';

const payload = 1448;
const mtuBytes = 1500;

/**
 * Two hosts apart, every n-th packet of one way lost: packets a round trip, on average over many
 * cycles, beginning after some. `expected` is only to tell how long a cycle is.
 */
function meanWindow(
  congestion: 'newreno' | 'cubic', everyPackets: number, roundTripTicks: number, expected: number,
): number {
  const run = new FabricRun(fatTree({
    id: 'f', k: 2, ticksPerSecond: second,
    // Six links there and six back.
    cable: { ...cable, mtuBytes, bufferBytes: null, delayTicks: Math.round(roundTripTicks / 12) },
  }));
  const kind = run.tcp({ congestion, delaysAcknowledgements: false, receiveWindowBytes: 1e9 });
  const flow = run.flow(kind, 0, 1);
  run.network.faults.setLoss(run.network.fabric.uplinks[0]!, { everyPackets });
  run.network.send(flow, 1e12, 0);
  const cycle = (everyPackets / expected) * roundTripTicks;
  const settle = Math.ceil((10 * cycle + 50 * roundTripTicks) / ms) * ms;
  run.run(settle);
  const before = run.network.flows.figure(flow, 'deliveredPackets');
  const lasts = Math.ceil((20 * cycle) / ms) * ms;
  run.run(settle + lasts);
  const packets = run.network.flows.figure(flow, 'deliveredPackets') - before;
  expect(run.network.flows.figure(flow, 'deliveredBytes') % payload).toBe(0);
  return packets / (lasts / roundTripTicks);
}

const renoWindow = (everyPackets: number): number => Math.sqrt(1.5 * everyPackets);

/** RFC 9438, section 5.1: AVG_W = (C (3 + β) / (4 (1 − β)))^(1/4) RTT^(3/4) / p^(3/4). */
const cubicWindow = (everyPackets: number, roundTripTicks: number): number =>
  ((0.4 * 3.7) / 1.2) ** 0.25 * ((roundTripTicks / second) * everyPackets) ** 0.75;

for (const everyPackets of [333, 1000, 3333, 10_000]) {
  it(`lets NewReno have √1.5/√p packets a round trip where p is 1/${everyPackets}`, () => {
    const expected = renoWindow(everyPackets);
    const window = meanWindow('newreno', everyPackets, 100 * ms, expected);
    expect(Math.abs(window / expected - 1)).toBeLessThanOrEqual(0.1);
  });
}

for (const [everyPackets, roundTrip] of [
  [5000, 100], [10_000, 100], [3333, 200],
] as const) {
  it(`lets CUBIC have what its RFC says where p is 1/${everyPackets}, at ${roundTrip} ms`, () => {
    const expected = cubicWindow(everyPackets, roundTrip * ms);
    expect(expected).toBeGreaterThan(1.2 * renoWindow(everyPackets));
    const window = meanWindow('cubic', everyPackets, roundTrip * ms, expected);
    expect(Math.abs(window / expected - 1)).toBeLessThanOrEqual(0.1);
  });
}

for (const [everyPackets, roundTrip] of [[333, 100], [1000, 20], [3333, 20]] as const) {
  it(`lets CUBIC have what Reno has where that is more: 1/${everyPackets}, ${roundTrip} ms`, () => {
    const expected = renoWindow(everyPackets);
    expect(expected).toBeGreaterThan(1.2 * cubicWindow(everyPackets, roundTrip * ms));
    const window = meanWindow('cubic', everyPackets, roundTrip * ms, expected);
    expect(Math.abs(window / expected - 1)).toBeLessThanOrEqual(0.1);
  });
}

for (const [everyPackets, roundTrip] of [[2000, 100], [5000, 60]] as const) {
  it(`lets CUBIC have a little more than either where both are near: 1/${everyPackets}`, () => {
    // The window is the larger of two curves at each moment, so its mean is above both means: by
    // 13 and 15 %, beyond the 10 % of either law alone.
    const expected = Math.max(renoWindow(everyPackets), cubicWindow(everyPackets, roundTrip * ms));
    const window = meanWindow('cubic', everyPackets, roundTrip * ms, expected);
    expect(window).toBeGreaterThanOrEqual(expected);
    expect(window).toBeLessThanOrEqual(1.2 * expected);
  });
}

for (const [flows, gigabits] of [[4, 40], [8, 100]] as const) {
  it(`holds ${flows} DCQCN flows at ${gigabits} Gb/s at the fixed point of their fluid model`, () => {
    const seen = holdByNotices({
      flows, gigabits, settleTicks: 80 * ms, lastsTicks: 100 * ms,
    });
    const expected = dcqcnFixedPoint(flows, gigabits);
    expect(Math.abs(seen.marked / expected.marked - 1)).toBeLessThanOrEqual(0.15);
    expect(Math.abs(seen.meanQueueBytes / expected.queueBytes - 1)).toBeLessThanOrEqual(0.15);
    expect(seen.used).toBeGreaterThan(0.99);
    expect(seen.leastShare).toBeGreaterThan(0.9);
    expect(seen.mostShare).toBeLessThan(1.1);
  });
}
