/**
 * SRD: one set of numbers for every run, packets over many paths, and shares that are even.
 */
import { expect, it } from 'vitest';
import { leafSpine, srdParameters } from '../../../src/sim/devices/fabric/index.ts';
import {
  cable, FabricRun, gigabit, ms, second, tree, us, withFarSpine,
} from '../../support/fabric-runs.ts';

it('has one frozen set of numbers, which is changed here and there together or not at all', () => {
  expect(Object.isFrozen(srdParameters)).toBe(true);
  expect(srdParameters).toEqual({
    paths: 64,
    headerBytes: 64,
    acknowledgementBytes: 44,
    targetMicroseconds: 9,
    targetPackets: 26,
    targetScaling: 0.4,
    firstPackets: 6,
    groupPackets: 8,
    slowestTimes: 10,
    lossWeight: 30,
    lossMost: 0.2,
    stepShare: 0.7,
    stepsMost: 32,
    decrease: 0.4,
    decreaseLeast: 0.02,
    decreaseMost: 0.5,
    increasePackets: 0.03,
    growth: 0.15,
    idleGrowth: 0.4,
    growthMost: 0.5,
    slowerShare: 0.15,
    windowLeastPackets: 1,
    spacedBelowPackets: 4,
    spacedShare: 0.8,
    reorderRoundTrips: 1.5,
    timeoutRoundTrips: 4,
    timeoutSlowest: 1.25,
    timeoutFirstRoundTrips: 10,
    newPaths: 16,
    failingShare: 0.125,
    stayRoundTrips: 256,
    stayRoundTripsLeast: 4,
    triedPaths: 8,
    timeoutsBeforeBackOff: 8,
    backOffMost: 64,
    unresponsiveSeconds: 0.5,
    spanPackets: 2048,
  });
});

it('sprays a permutation of 128 hosts as fast as an idle path, and one path not', { timeout: 60_000 }, () => {
  const took = (spray: 'adaptive' | 'hash') => {
    const run = new FabricRun(tree(8, {}, 8000));
    run.permutation(run.srd(spray), 2_000_000);
    run.run(100 * ms);
    expect(run.told).toHaveLength(128);
    return run.took();
  };
  // 489 packets take 163.99 us; five stores and six links across the core take 7.68 us more.
  const ideal = 171.67 * us;
  const adaptive = took('adaptive');
  expect(adaptive[64]!).toBeLessThanOrEqual(1.15 * ideal);
  expect(adaptive[127]!).toBeLessThanOrEqual(1.25 * adaptive[0]!);
  const hashed = took('hash');
  expect(hashed[64]!).toBeGreaterThanOrEqual(1.8 * hashed[0]!);
  expect(hashed[127]!).toBeGreaterThanOrEqual(3 * hashed[0]!);
});

it('uses all of its paths, hands messages over in any order, and tells how far behind', () => {
  const run = new FabricRun(tree(8));
  const kind = run.srd();
  const flows = Array.from({ length: 8 }, (_, i) => run.flow(kind, i, 120 + i));
  for (const flow of flows) {
    for (let tag = 0; tag < 200; tag++) run.network.send(flow, 10_000, tag);
  }
  run.run(second);
  expect(run.told).toHaveLength(1600);
  for (const flow of flows) {
    expect(run.network.spread(flow)).toBe(64);
    expect(run.network.flows.figure(flow, 'deliveredBytes')).toBe(2_000_000);
  }
  const late = flows.map((flow) => run.network.flows.figure(flow, 'late'));
  expect(Math.max(...late)).toBeGreaterThan(0);
});

it('does the same twice, event by event', () => {
  const once = () => {
    const run = new FabricRun(tree(4, {}, 8000), 5);
    run.permutation(run.srd(), 500_000);
    run.run(10 * ms);
    return [run.simulation.eventFingerprint(), run.simulation.events, run.took()];
  };
  expect(once()).toEqual(once());
});

it('lets a flow begin as wide as the first of its pair once that one is through', () => {
  const run = new FabricRun(tree(8));
  const kind = run.srd();
  for (let i = 0; i < 4; i++) {
    run.network.send(run.flow(kind, 0, 127, `flow${i}`), 100_000, i);
    run.run((i + 1) * ms);
  }
  expect(new Set(run.took()).size).toBe(1);
});

/** Goodput of one flow or several between two hosts, in Gb/s. */
function goodput(transport: 'tcp' | 'express', flows: number, limit: number): number {
  const run = new FabricRun(tree(4, { mtuBytes: 8900 }, 8000));
  const kind = transport === 'tcp' ? run.tcp()
    : run.srd('adaptive', { isOrdered: true, cardDelayTicks: 10 * us });
  for (let i = 0; i < flows; i++) {
    run.network.send(run.flow(kind, 0, 15, `flow${i}`, limit * gigabit), 1e12, 0);
  }
  run.run(2 * ms);
  const before = Array.from({ length: flows }, (_, i) =>
    run.network.flows.figure(i, 'deliveredBytes'));
  run.run(7 * ms);
  const bytes = before.reduce((sum, value, i) =>
    sum + run.network.flows.figure(i, 'deliveredBytes') - value, 0);
  return (bytes * 8) / (5 * ms / second) / gigabit;
}

it('lets one flow have what its interface allows, 5 Gb/s by TCP and 25 by ENA Express', () => {
  // Headers and frames take 90 of 8,938 bytes with TCP and 102 with SRD.
  expect(goodput('tcp', 1, 5) / (5 * 8848 / 8938)).toBeCloseTo(1, 1);
  expect(goodput('express', 1, 25) / (25 * 8836 / 8938)).toBeCloseTo(1, 2);
  expect(goodput('tcp', 8, 5) / (40 * 8848 / 8938)).toBeCloseTo(1, 1);
});

it('hands over in order what the card put in order, and takes its time', () => {
  const run = new FabricRun(tree(8));
  const kind = run.srd('adaptive', { isOrdered: true, cardDelayTicks: 10 * us });
  const flows = Array.from({ length: 8 }, (_, i) => run.flow(kind, i, 120 + i));
  for (const flow of flows) {
    for (let tag = 0; tag < 100; tag++) run.network.send(flow, 5000, tag);
  }
  run.run(second);
  for (const flow of flows) {
    const tags = run.told.filter((told) => told.flow === flow).map(({ tag }) => tag);
    expect(tags).toEqual(Array.from({ length: 100 }, (_, i) => i));
  }
  expect(run.took()[0]!).toBeGreaterThanOrEqual(10 * us + 6 * us);
});

it('loses little where a buffer is too short for what is aimed at, and shares what there is', () => {
  // 48 flows aim at 60 us and more of queueing; 30 packets of 9 KB are 22 us.
  for (const mtuBytes of [4160, 9000]) {
    const run = new FabricRun(tree(8, { mtuBytes, bufferBytes: 30 * 9038 }, 8000));
    const kind = run.srd();
    const flows = Array.from({ length: 48 }, (_, i) => run.flow(kind, 16 + i, 0));
    for (const flow of flows) run.network.send(flow, 1e12, 0);
    run.run(5 * ms);
    const sumOf = (figure: 'again' | 'sentPackets') =>
      flows.reduce((sum, flow) => sum + run.network.flows.figure(flow, figure), 0);
    const [again, sent] = [sumOf('again'), sumOf('sentPackets')];
    const before = run.delivered(flows);
    run.run(25 * ms);
    expect((sumOf('again') - again) / (sumOf('sentPackets') - sent)).toBeLessThanOrEqual(0.3);
    const fair = (20 * ms / 80 / (mtuBytes + 38)) / 48;
    const shares = run.delivered(flows).map((packets, i) => (packets - before[i]!) / fair);
    expect(shares.reduce((sum, share) => sum + share, 0) / 48).toBeGreaterThanOrEqual(0.98);
    expect(Math.min(...shares)).toBeGreaterThanOrEqual(0.5);
    expect(Math.max(...shares)).toBeLessThanOrEqual(2);
  }
});

it('keeps to paths that work there and back while a core is dead and routing does not know', () => {
  const run = new FabricRun(tree(4, { mtuBytes: 9000 }, 8000));
  run.permutation(run.srd(), 1e12);
  const flows = run.network.fabric.plan.ports.map((_, flow) => flow);
  run.run(2 * ms);
  run.network.faults.setNode('f/core0', false);
  // Time to find such paths; a quarter of all leads through that core, one way or the other.
  run.run(3 * ms);
  const sumOf = (figure: 'again' | 'sentPackets') =>
    flows.reduce((sum, flow) => sum + run.network.flows.figure(flow, figure), 0);
  const [again, sent] = [sumOf('again'), sumOf('sentPackets')];
  const before = run.delivered(flows);
  run.run(8 * ms);
  expect((sumOf('again') - again) / (sumOf('sentPackets') - sent)).toBeLessThanOrEqual(0.04);
  const most = (5 * ms) / 80 / 9038;
  const shares = run.delivered(flows).map((packets, i) => (packets - before[i]!) / most);
  expect(shares.reduce((sum, share) => sum + share, 0) / flows.length).toBeGreaterThanOrEqual(0.7);
});

it.each([[2, 1], [8, 0.1]])('leaves paths that are a hundred times slower: one of %i spines at %f Gb/s', (
  spines, gigabits,
) => {
  const run = new FabricRun(leafSpine({
    id: 'f', leaves: 2, spines, hostsPerLeaf: 4, ticksPerSecond: second, jitterTicks: 8000,
    cable: { ...cable, bufferBytes: 1_600_000 },
  }));
  const kind = run.srd();
  const flows = [0, 1, 2, 3].map((i) => run.flow(kind, i, 4 + i));
  const { links } = run.network.fabric;
  for (let link = 0; link < links.ids.length; link++) {
    if (links.ids[link]!.includes('f/spine0')) run.network.setRate(link, gigabits * gigabit);
  }
  for (let step = 0; step < 200; step++) {
    for (const flow of flows) run.network.send(flow, 65_536, step);
    run.run((step + 1) * 100 * us);
  }
  run.run(100 * ms);
  const took = run.took();
  expect(took).toHaveLength(800);
  // An idle path takes 11 us; a queue at the slow spine, 13 ms or 130.
  expect(took[400]!).toBeLessThanOrEqual(30 * us);
  expect(took[799]!).toBeLessThanOrEqual(1.5 * ms);
});

it('knows how long the way is that a hash took, and the quick ones of a spray', () => {
  for (const spray of ['hash', 'adaptive'] as const) {
    let longest = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const run = withFarSpine(seed);
      run.network.send(run.flow(run.srd(spray), 0, 8), 2_000_000, 0);
      run.run(20 * ms);
      longest = Math.max(longest, run.took()[0]!);
    }
    // 0.17 ms at full rate, and on a far way 40 us more, and as long for the last answer.
    expect(longest).toBeLessThanOrEqual(0.3 * ms);
    if (spray === 'hash') expect(longest).toBeGreaterThan(0.2 * ms);
  }
});

it('does not take a longer way for a queue, once routes lead there', () => {
  const run = withFarSpine();
  const kind = run.srd();
  const flow = run.flow(kind, 0, 8);
  run.network.send(flow, 1e12, 0);
  run.run(ms);
  run.network.faults.setNode('f/spine0', false);
  run.run(3 * ms);
  const before = run.delivered([flow])[0]!;
  run.run(5 * ms);
  const most = (2 * ms) / 80 / 4198;
  expect((run.delivered([flow])[0]! - before) / most).toBeGreaterThanOrEqual(0.9);
});

it('lets flows of small windows grow on short cables, where a window is for a longer queue', () => {
  const run = new FabricRun(leafSpine({
    id: 'f', leaves: 4, spines: 4, hostsPerLeaf: 2, ticksPerSecond: second, jitterTicks: 8000,
    cable: { ...cable, mtuBytes: 9001, bufferBytes: 1_800_000, delayTicks: 0.3 * us },
  }));
  const kind = run.srd();
  const flows = Array.from({ length: 48 }, (_, i) => run.flow(kind, 1 + (i % 4), 0, `flow${i}`));
  for (const flow of flows) {
    for (let tag = 0; tag < 400; tag++) run.network.send(flow, 64 * 1024, tag);
  }
  run.run(20 * ms);
  const bytesOf = () => flows.map((flow) => run.network.flows.figure(flow, 'deliveredBytes'));
  const before = bytesOf();
  run.run(40 * ms);
  // Eight packets of each message, with 102 bytes around what they carry.
  const fair = (20 * ms / 80 / 48) * (65_536 / (65_536 + 8 * 102));
  for (const share of bytesOf().map((bytes, i) => (bytes - before[i]!) / fair)) {
    expect(Math.abs(share - 1)).toBeLessThanOrEqual(0.05);
  }
});
