/**
 * Published experiments of networks that take a while: permutations of many hosts, flows that go on
 * and on, a cable that is cut for a second, and the same run in other processes.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { leafSpine } from '../../src/sim/devices/fabric/index.ts';
import { cable, FabricRun, gigabit, ms, second, tree, us } from '../support/fabric-runs.ts';
import { FlowRun } from '../support/flow-runs.ts';
import { traceOfRun } from '../support/fabric-trace.ts';

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const variation = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2))) / mean;
};

/** How long 2 MB of each of 1,024 hosts took, from the quickest to the slowest. */
function permutation(spray: 'adaptive' | 'hash', mtu: number, seed = 1): readonly number[] {
  const run = new FabricRun(tree(16, { mtuBytes: mtu }, 8000), seed);
  run.permutation(run.srd(spray), 2_000_000);
  run.run(100 * ms);
  expect(run.told).toHaveLength(1024);
  return run.took();
}

/** The same on one path each, if all links were shared in the max-min fair way. */
function fairPermutation(mtu: number, seed: number): readonly number[] {
  const run = new FlowRun(tree(16, { mtuBytes: mtu }, 8000), seed);
  const order = run.network.fabric.plan.ports.map((_, host) => host);
  run.simulation.streamOf('permutation').shuffle(order);
  order.forEach((host, i) => {
    const flow = run.flow(host, order[(i + 1) % order.length]!, { dealing: 'hashed' });
    run.network.send(flow, 2_000_000, 0);
  });
  run.run(100 * ms);
  expect(run.told).toHaveLength(1024);
  return run.took();
}

/** All bytes over the first link, the last packet over five more, and six delays. */
const idealOf = (mtu: number): number =>
  (2_000_000 + Math.ceil(2_000_000 / (mtu - 64)) * 102 + 5 * (mtu + 38)) * 80 + 6 * us;

it('sprays a permutation of 1,024 hosts as fast as an idle path', () => {
  const sprayed = permutation('adaptive', 4160);
  expect(sprayed[512]!).toBeLessThanOrEqual(1.15 * idealOf(4160));
  expect(sprayed[1023]!).toBeLessThanOrEqual(1.25 * sprayed[0]!);
});

for (const seed of [1, 2, 3]) {
  it(`lets 1,024 hosts with one path each wait for the path that most share, drawn by seed ${seed}`, () => {
    const hashed = permutation('hash', 4160, seed);
    const fair = fairPermutation(4160, seed);
    // Elsewhere 2.0 to 2.4 times the quickest at the median, and 4 to 6 at most, of one draw.
    expect(hashed[512]! / hashed[0]!).toBeGreaterThanOrEqual(2);
    expect(hashed[512]! / hashed[0]!).toBeLessThanOrEqual(2.52);
    expect(hashed[1023]! / hashed[0]!).toBeGreaterThanOrEqual(4);
    // How many flows the fullest link has is a matter of the draw: five, or eight by seed 3.
    const most = fair[1023]! / fair[0]!;
    if (most < 5) expect(hashed[1023]! / hashed[0]!).toBeLessThanOrEqual(6.1);
    expect(hashed[1023]! / hashed[0]!).toBeLessThanOrEqual(1.25 * most);
  });
}

it('misses the marks of a permutation with packets of 9 KB by 3 and 7 %', () => {
  // 1.15 and 1.25 are aimed at, and kept with 4 KiB: larger packets fill queues in larger steps.
  const sprayed = permutation('adaptive', 9000);
  expect(sprayed[512]!).toBeLessThanOrEqual(1.19 * idealOf(9000));
  expect(sprayed[1023]!).toBeLessThanOrEqual(1.34 * sprayed[0]!);
});

/** What each flow has of the payload that a line can carry, from the least to the most. */
function persistent(
  spray: 'adaptive' | 'hash', k: number, gigabits: number, mtu: number,
): readonly number[] {
  const run = new FabricRun(tree(k, {
    bitsPerSecond: gigabits * gigabit, mtuBytes: mtu, bufferBytes: 100 * 9038,
  }, 8000));
  run.permutation(run.srd(spray), 1e12);
  // Some hundred packets of each flow to settle, and as many to count.
  const settled = (gigabits >= 100 ? 100 / gigabits : 4) * ms;
  run.run(settled);
  const flows = run.network.fabric.plan.ports.map((_, flow) => flow);
  const before = run.delivered(flows);
  const lasts = 2 * settled;
  run.run(settled + lasts);
  const most = (lasts * gigabits) / 8000 / (mtu + 38);
  return run.delivered(flows).map((packets, i) => (packets - before[i]!) / most)
    .sort((a, b) => a - b);
}

it('lets 432 flows at 10 Gb/s have more than 9 Gb/s sprayed, and 4 to 5 on one path each', () => {
  const payload = 10 * (8936 / 9038);
  const sprayed = persistent('adaptive', 12, 10, 9000);
  expect(sprayed).toHaveLength(432);
  expect(payload * meanOf(sprayed)).toBeGreaterThanOrEqual(9);
  const hashed = persistent('hash', 12, 10, 9000);
  expect(payload * meanOf(hashed)).toBeGreaterThanOrEqual(4.2);
  expect(payload * meanOf(hashed)).toBeLessThanOrEqual(5.2);
  expect(payload * hashed[0]!).toBeLessThan(2);
});

for (const [gigabits, mtu] of [[100, 9000], [400, 4160]] as const) {
  it(`lets sprayed flows go on at nine tenths of ${gigabits} Gb/s, with packets of ${mtu} bytes`, () => {
    const shares = persistent('adaptive', 8, gigabits, mtu);
    expect(meanOf(shares)).toBeGreaterThanOrEqual(0.9);
    // On average over flows; the least of all flows has five sixths.
    expect(shares[0]!).toBeGreaterThanOrEqual(0.83);
  });
}

/** 48 flows that go on, into one port of 100 Gb/s: what each has in windows of a millisecond. */
function shares(transport: 'srd' | 'tcp', mtu: number): readonly number[] {
  const run = new FabricRun(tree(8, { mtuBytes: mtu, bufferBytes: 200 * 9038 }, 8000));
  const kind = transport === 'srd' ? run.srd() : run.tcp();
  const all = Array.from({ length: 48 }, (_, i) =>
    run.flow(kind, 16 + 16 * (i % 4), 0, `flow${i}`));
  for (const flow of all) run.network.send(flow, 1e12, 0);
  run.run(5 * ms);
  const fair = (ms / 80 / (mtu + 38)) / 48;
  return Array.from({ length: 20 }, (_, window) => {
    const before = run.delivered(all);
    run.run((6 + window) * ms);
    return run.delivered(all).map((packets, i) => (packets - before[i]!) / fair);
  }).flat();
}

for (const mtu of [4160, 9000]) {
  it(`gives each of 48 SRD flows its share in every millisecond, with packets of ${mtu} bytes`, () => {
    const srd = shares('srd', mtu);
    expect(meanOf(srd)).toBeGreaterThanOrEqual(0.99);
    // 2.083 Gb/s of the wire, within 10 %.
    expect(Math.min(...srd)).toBeGreaterThanOrEqual(0.9);
    expect(Math.max(...srd)).toBeLessThanOrEqual(1.1);
    expect(variation(shares('tcp', mtu))).toBeGreaterThanOrEqual(3 * variation(srd));
  });
}

/** The cable of a flow is cut for good; its longest wait for news in more than a second after. */
function stallAfterCut(transport: 'srd' | 'tcp', convergenceTicks: number | null): number {
  const run = new FabricRun(leafSpine({
    id: 'f', leaves: 2, spines: 8, hostsPerLeaf: 1, ticksPerSecond: second, convergenceTicks,
    cable: { ...cable, bitsPerSecond: (transport === 'srd' ? 5 : 1) * gigabit },
  }));
  // A window of 64 KB is soon under way, so TCP does not meet the new routes with packets to spare.
  const kind = transport === 'srd' ? run.srd() : run.tcp({ receiveWindowBytes: 65_536 });
  const flow = run.flow(kind, 0, 1);
  run.network.send(flow, 1e12, 0);
  run.run(2 * ms);
  const { network } = run;
  const entropy = network.flows.entropy[flow]!;
  const { fabric } = network;
  network.faults.setCable(fabric.routes.next(fabric.nodeOf('f/leaf0'), 1, entropy), false);
  network.flows.forgetStall(flow);
  run.run(1050 * ms);
  expect(network.flows.figure(flow, 'reconnects')).toBe(0);
  const silent = run.simulation.now - network.flows.figure(flow, 'lastAt');
  return Math.max(network.flows.figure(flow, 'stallTicks'), silent);
}

it('stalls SRD for as long whether routing converges in 10 ms, 1 s or never, and TCP longer', () => {
  const convergences = [10 * ms, second, null];
  const srd = convergences.map((convergence) => stallAfterCut('srd', convergence));
  expect(new Set(srd).size).toBe(1);
  // A round trip is 35 us; routing takes two to five orders of magnitude longer than a reroute.
  expect(srd[0]!).toBeLessThanOrEqual(3 * 35 * us);
  expect((10 * ms) / srd[0]!).toBeGreaterThanOrEqual(100);
  const tcp = convergences.map((convergence) => stallAfterCut('tcp', convergence));
  expect(tcp[0]!).toBeGreaterThanOrEqual(199 * ms);
  // The timer runs out after 200, 600 and 1,400 ms: routes that come after 1 s come too late.
  expect(tcp[1]!).toBeGreaterThanOrEqual(1040 * ms);
  expect(tcp[2]!).toBeGreaterThanOrEqual(1040 * ms);
});

it('does the same to the byte in other processes, and at other times', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fabric-'));
  try {
    const file = join(folder, 'trace.mjs');
    await build({
      stdin: {
        contents: "import { traceOfRun } from './fabric-trace.ts'; console.log(traceOfRun(9));",
        resolveDir: join(import.meta.dirname, '../support'),
        loader: 'ts',
      },
      bundle: true, platform: 'node', format: 'esm', outfile: file, logLevel: 'silent',
    });
    const other = () => execFileSync(process.execPath, [file], { encoding: 'utf8' }).trimEnd();
    const first = other();
    expect(first).toBe(traceOfRun(9));
    await new Promise((resolve) => {
      setTimeout(resolve, 1100);
    });
    expect(other()).toBe(first);
    expect(traceOfRun(10)).not.toBe(first);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
