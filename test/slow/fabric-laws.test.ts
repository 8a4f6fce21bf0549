/**
 * Laws and published experiments of networks that take a while: TCP's throughput under loss,
 * permutations of many hosts, flows that go on and on.
 */
import { expect, it } from 'vitest';
import { fatTree } from '../../src/sim/devices/fabric/index.ts';
import { cable, FabricRun, gigabit, ms, second, tree, us } from '../support/fabric-runs.ts';

const payload = 1448;
const mtuBytes = 1500;

/** Two hosts 100 ms apart, every n-th packet of one way lost: packets a round trip, on average. */
function meanWindow(congestion: 'newreno' | 'cubic', everyPackets: number): number {
  const run = new FabricRun(fatTree({
    id: 'f', k: 2, ticksPerSecond: second,
    // Six links there and six back.
    cable: { ...cable, mtuBytes, bufferBytes: null, delayTicks: Math.round(100 * ms / 12) },
  }));
  const kind = run.tcp({ congestion, delaysAcknowledgements: false });
  const flow = run.flow(kind, 0, 1);
  run.network.faults.setLoss(run.network.fabric.uplinks[0]!, { everyPackets });
  run.network.send(flow, 1e12, 0);
  // Some cycles of growth to settle, then many of them.
  const cycle = 0.1 * Math.sqrt(1 / everyPackets) * everyPackets;
  const settle = Math.round(10 * cycle + 20) * second;
  run.run(settle);
  const before = run.network.flows.figure(flow, 'deliveredPackets');
  const lasts = Math.round(40 * cycle + 100) * second;
  run.run(settle + lasts);
  const packets = run.network.flows.figure(flow, 'deliveredPackets') - before;
  expect(run.network.flows.figure(flow, 'deliveredBytes') % payload).toBe(0);
  return packets / (lasts / (100 * ms));
}

for (const everyPackets of [333, 1000, 3333, 10_000]) {
  it(`lets NewReno have √1.5/√p packets a round trip where p is 1/${everyPackets}`, () => {
    const expected = Math.sqrt(1.5 * everyPackets);
    expect(Math.abs(meanWindow('newreno', everyPackets) / expected - 1)).toBeLessThanOrEqual(0.1);
  });
}

for (const everyPackets of [5000, 10_000]) {
  it(`lets CUBIC have what RFC 9438 says where p is 1/${everyPackets}`, () => {
    // AVG_W = (C (3 + β) / (4 (1 − β)))^(1/4) RTT^(3/4) / p^(3/4), where that is more than Reno's.
    const expected = ((0.4 * 3.7) / 1.2) ** 0.25 * (0.1 * everyPackets) ** 0.75;
    expect(expected).toBeGreaterThan(1.2 * Math.sqrt(1.5 * everyPackets));
    expect(Math.abs(meanWindow('cubic', everyPackets) / expected - 1)).toBeLessThanOrEqual(0.1);
  });
}

it('sprays a permutation of 1,024 hosts; one path each takes several times as long', () => {
  const took = (spray: 'adaptive' | 'hash') => {
    const run = new FabricRun(tree(16, {}, 8000));
    run.permutation(run.srd(spray), 2_000_000);
    run.run(100 * ms);
    expect(run.told).toHaveLength(1024);
    return run.took();
  };
  // 489 packets take 163.99 us; five stores and six links across the core take 7.68 us more.
  const ideal = 171.67 * us;
  const sprayed = took('adaptive');
  expect(sprayed[512]!).toBeLessThanOrEqual(1.15 * ideal);
  expect(sprayed[1023]!).toBeLessThanOrEqual(1.25 * sprayed[0]!);
  const hashed = took('hash');
  expect(hashed[512]! / hashed[0]!).toBeGreaterThanOrEqual(2);
  expect(hashed[512]! / hashed[0]!).toBeLessThanOrEqual(2.6);
  expect(hashed[1023]! / hashed[0]!).toBeGreaterThanOrEqual(4);
});

/** Goodput of each flow of a permutation that goes on, in shares of what a payload can have. */
function persistent(spray: 'adaptive' | 'hash', k: number): readonly number[] {
  const mtu = 9000;
  const run = new FabricRun(tree(k, {
    bitsPerSecond: 10 * gigabit, mtuBytes: mtu, bufferBytes: 100 * 9038,
  }, 8000));
  run.permutation(run.srd(spray), 1e12);
  run.run(4 * ms);
  const { flows, fabric } = run.network;
  const count = fabric.plan.ports.length;
  const before = Array.from({ length: count }, (_, flow) => flows.figure(flow, 'deliveredBytes'));
  run.run(14 * ms);
  const most = (10 * ms / 800) * ((mtu - 64) / 9038);
  return before.map((bytes, flow) => (flows.figure(flow, 'deliveredBytes') - bytes) / most)
    .sort((a, b) => a - b);
}

it('lets flows of a permutation at 10 Gb/s have nine tenths of it sprayed, half on one path', () => {
  const mean = (shares: readonly number[]) =>
    shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const sprayed = persistent('adaptive', 12);
  expect(sprayed).toHaveLength(432);
  expect(mean(sprayed)).toBeGreaterThanOrEqual(0.9);
  const hashed = persistent('hash', 12);
  expect(mean(hashed)).toBeGreaterThanOrEqual(0.42);
  expect(mean(hashed)).toBeLessThanOrEqual(0.6);
  expect(hashed[0]!).toBeLessThan(0.25);
});

/** 48 flows that go on, into one port of 100 Gb/s: what each has in windows of a millisecond. */
function shares(transport: 'srd' | 'tcp'): readonly (readonly number[])[] {
  const run = new FabricRun(tree(8, { mtuBytes: 9000, bufferBytes: 200 * 9038 }, 8000));
  const kind = transport === 'srd' ? run.srd() : run.tcp();
  const all = Array.from({ length: 48 }, (_, i) =>
    run.flow(kind, 16 + 16 * (i % 4), 0, `flow${i}`));
  for (const flow of all) run.network.send(flow, 1e12, 0);
  run.run(5 * ms);
  const { flows } = run.network;
  return Array.from({ length: 20 }, (_, window) => {
    const before = all.map((flow) => flows.figure(flow, 'deliveredBytes'));
    run.run((6 + window) * ms);
    return all.map((flow, i) => (flows.figure(flow, 'deliveredBytes') - before[i]!) * 8 / 1e6);
  });
}

const variation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(square) / mean;
};

it('shares a port among 48 SRD flows evenly in every millisecond, and among TCP flows not', () => {
  const srd = shares('srd').flat();
  const tcp = shares('tcp').flat();
  const mean = srd.reduce((sum, rate) => sum + rate, 0) / srd.length;
  // 100 Gb/s of the wire are 98.9 of payload: 2.06 each.
  expect(mean).toBeGreaterThanOrEqual(0.95 * 2.06);
  expect(variation(tcp)).toBeGreaterThanOrEqual(3 * variation(srd));
});
