/**
 * Queues that are held short by marks, against what the authors of DCTCP and of DCQCN derived for
 * flows that share one port.
 */
import { expect, it } from 'vitest';
import { Tcp, tcpDefaults } from '../../../src/sim/devices/fabric/index.ts';
import {
  cut, dcqcnParameters, newDcqcn, rest,
} from '../../../src/sim/devices/fabric/transports/dcqcn.ts';
import { dcqcnFixedPoint, holdByNotices } from '../../support/fabric-marks.ts';
import { cable, FabricRun, gigabit, ms, star, us } from '../../support/fabric-runs.ts';

const mtuBytes = 1500;
const frame = mtuBytes + 38;
const rate = 10 * gigabit;

/** What DCTCP flows into one port settle to, in packets. */
function sawtooth(flows: number, threshold: number, roundTripTicks: number) {
  const run = new FabricRun(star(flows + 1, {
    ...cable, bitsPerSecond: rate, mtuBytes, bufferBytes: null, delayTicks: roundTripTicks / 4,
    marks: { fromBytes: threshold * frame, toBytes: threshold * frame, share: 1 },
  }));
  const kind = run.network.addTransport((ground) => new Tcp(ground, {
    ...tcpDefaults, congestion: 'dctcp', delaysAcknowledgements: false, receiveWindowBytes: 1e8,
  }));
  const all = Array.from({ length: flows }, (_, i) => run.flow(kind, i + 1, 0));
  for (const flow of all) run.network.send(flow, 1e12, 0);
  const settled = 60 * ms;
  run.run(settled);
  const link = run.network.fabric.linkOf('s/middle', 's/host0');
  const { links } = run.network.fabric;
  const before = run.delivered(all);
  const marksBefore = links.marks[link]!;
  let longest = 0;
  let shortest = Infinity;
  const samples = 12_000;
  for (let i = 1; i <= samples; i++) {
    run.simulation.run({ untilTicks: (settled + i * 5 * us) as never });
    const waiting = run.waitingBytes(link) / frame;
    longest = Math.max(longest, waiting);
    shortest = Math.min(shortest, waiting);
  }
  run.network.fabric.audit();
  const packets = run.delivered(all).reduce((sum, value, i) => sum + value - before[i]!, 0);
  return {
    longest,
    shortest,
    marked: (links.marks[link]! - marksBefore) / packets,
    used: (packets * frame * 80 * 10) / (samples * 5 * us),
  };
}

for (const [flows, threshold, roundTrip] of [
  [2, 40, 100], [2, 65, 100], [2, 65, 300], [2, 200, 400], [4, 65, 100],
] as const) {
  it(`lets ${flows} DCTCP flows swing as derived, marked from ${threshold} packets, at ${roundTrip} us`, () => {
    // Alizadeh and others (SIGCOMM 2010), section 3.3: all flows swing alike; W* is the window at
    // which the queue reaches the threshold.
    const inPipe = (rate / 8 / frame) * (roundTrip / 1e6);
    const critical = (inPipe + threshold) / flows;
    let share = 1;
    for (let i = 0; i < 60; i++) {
      share = Math.sqrt((2 * critical + 1) / ((critical + 1) ** 2 * (1 - share / 4)));
    }
    const swing = flows * (critical + 1) * (share / 2);
    const seen = sawtooth(flows, threshold, roundTrip * us);
    // The share of marks is about the root of 2/W*.
    expect(Math.abs(seen.marked / share - 1)).toBeLessThanOrEqual(0.15);
    expect(Math.abs(seen.longest - (threshold + flows))).toBeLessThanOrEqual(2);
    expect(Math.abs((seen.longest - seen.shortest) / swing - 1)).toBeLessThanOrEqual(0.25);
    // The threshold is above a seventh of what is in the pipe, so the queue never runs dry.
    expect(seen.used).toBeGreaterThan(0.999);
  });
}

it('never fills the queue of 40 DCTCP flows beyond the threshold and a packet of each', () => {
  // They are out of step, so the amplitude derived for flows in step does not hold.
  const seen = sawtooth(40, 65, 100 * us);
  expect(seen.longest).toBeLessThanOrEqual(65 + 40 + 2);
  expect(seen.shortest).toBeGreaterThan(0);
  expect(seen.used).toBeGreaterThan(0.999);
});

it('holds marks, queue and shares of DCQCN at the fixed point of its fluid model', () => {
  const seen = holdByNotices({ flows: 2, gigabits: 40, settleTicks: 20 * ms, lastsTicks: 40 * ms });
  const expected = dcqcnFixedPoint(2, 40);
  expect(Math.abs(seen.marked / expected.marked - 1)).toBeLessThanOrEqual(0.2);
  expect(Math.abs(seen.meanQueueBytes / expected.queueBytes - 1)).toBeLessThanOrEqual(0.2);
  expect(seen.used).toBeGreaterThan(0.99);
});

it('cuts and raises the rate of DCQCN as its paper says', () => {
  const state = newDcqcn();
  cut(state);
  // The first notice halves the rate; five steps halve the way back; then the target grows.
  expect([state.current, state.target]).toEqual([0.5, 1]);
  state.target = 0.8;
  for (let step = 1; step <= 5; step++) {
    rest(state);
    expect(state.current).toBeCloseTo(0.8 - 0.3 / 2 ** step, 12);
  }
  rest(state);
  expect(state.target).toBeCloseTo(0.8 + dcqcnParameters.additiveShare, 12);
  // Each of the six rests without a notice makes marks count less by 1/256.
  expect(state.alpha).toBeCloseTo((255 / 256) ** 6, 12);
});

it('finds the share of marks that arithmetic gives for DCQCN', () => {
  // By hand, for two flows at 40 Gb/s with packets of 1,024 bytes and the numbers of the paper.
  expect(dcqcnFixedPoint(2, 40).marked).toBeCloseTo(9.8e-4, 5);
});
