/**
 * Storage loads against theory and by hand: mixes of blocks, ramps, jobs, trims and skewed orders.
 */
import { expect, it } from 'vitest';
import type { RunResult, StreamResult } from '#results';
import { simulate } from '#sim/run';
import { irOf } from '../support/check-text.ts';

const seeds = Array.from({ length: 20 }, (_, i) => 2000 + i);

async function runs(
  text: string, seedList: readonly number[] = [1],
): Promise<readonly RunResult[]> {
  const ir = await irOf(`use aws\n${text}`);
  return seedList.map((seed) => simulate(ir, { scenario: 's', variant: 0, run: 0, seed }));
}

const streamOf = (result: RunResult | undefined, id: string): StreamResult => {
  const stream = result?.streams.find((one) => one.id === id);
  if (stream === undefined) throw new Error(`no stream '${id}'`);
  return stream;
};

/** One drive that works on one request at a time, 100 µs for 4 KiB, behind links without weight. */
const drive = (more: string): string => `
drive type Plain { capacity = 1 GiB  readTime = 100 us }
instance type Guest { vcpus = 2  memory = 4 GiB  architectures = x86  disks = 1 }
link type Wide { medium = pcie  generation = 3  lanes = 16  rate = 100 Tbps }
host box {
  socket s : XeonE5v4
  hypervisor h : Nitro on s
  card local { serves = storage  exposes = function  interface = nvme  processingTime = 0 ns
    drive d : Plain
  }
  link local -- s : Wide
}
instance app : Guest on box.s {
  requestTime = 0 ns  completionTime = 0 ns  interruptTime = 0 ns  interruptExits = 0
}
${more}`;

/** Mean and half-width of what several runs showed. */
function estimate(values: readonly number[]): { readonly mean: number; readonly spread: number } {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1);
  return { mean, spread: Math.sqrt(variance / values.length) };
}

it('makes requests of two sizes wait as M/G/1 says: λE[S²]/2(1−ρ)', async () => {
  // 100 µs for 4 KiB, 400 µs for 16 KiB: E[S] = 0.8 × 100 + 0.2 × 400 = 160 µs, and
  // E[S²] = 0.8 × 10⁴ + 0.2 × 16 × 10⁴ = 40,000 µs². At 3,750 a second ρ = 0.6, so that
  // W = 3,750 × 40,000 × 10⁻⁶ / (2 × 0.4) = 187.5 µs.
  const results = await runs(drive(`
    io mixed on app { block = mix(4 KiB, 80 %, 16 KiB, 20 %)  rate = 3750 iops }
    scenario s { duration = 5 s  warmup = 100 ms  expect mean(mixed.iops) > 0 iops }`), seeds);
  const waits = results.map((result) =>
    (streamOf(result, 'mixed[0]').ways[0]?.parts.find(({ role }) => role === 'drive')?.queuedTicks
      ?? NaN) / 1e6);
  const { mean, spread } = estimate(waits);
  expect(spread).toBeLessThan(0.03 * 187.5);
  expect(Math.abs(mean - 187.5)).toBeLessThan(3.3 * spread);
}, 60_000);

it('moves a closed loop of two sizes as fast as its one station works: 1/E[S]', async () => {
  const results = await runs(drive(`
    io mixed on app { block = mix(4 KiB, 80 %, 16 KiB, 20 %)  depth = 4  jobs = 2 }
    scenario s { duration = 2 s  warmup = 100 ms  expect mean(mixed.iops) > 0 iops }`), seeds);
  const { mean, spread } = estimate(results.map((one) => streamOf(one, 'mixed[0]').perSecond));
  expect(Math.abs(mean - 1e6 / 160)).toBeLessThan(3.3 * spread + 1);
  expect(spread).toBeLessThan(60);
  // Little: eight are in flight, all the time.
  const { latency, perSecond } = streamOf(results[0], 'mixed[0]');
  expect(((latency?.meanTicks ?? 0) / 1e12) * perSecond).toBeCloseTo(8, 1);
  // Bytes follow the mix: 0.8 × 4 + 0.2 × 16 = 6.4 KiB each.
  const { bytes, completed } = streamOf(results[0], 'mixed[0]');
  expect(Math.abs(bytes / completed / 1024 - 6.4)).toBeLessThan(3.3 * (4.8 / Math.sqrt(completed)));
}, 60_000);

it('charges less than 4 KiB as 4 KiB, and more in proportion', async () => {
  const latencyOf = async (block: string): Promise<number> => {
    const [result] = await runs(drive(`
      io one on app { block = ${block} }
      scenario s { duration = 10 ms  expect mean(one.iops) > 0 iops }`));
    const part = streamOf(result, 'one[0]').ways[0]?.parts.find(({ role }) => role === 'drive');
    return (part?.servedTicks ?? NaN) / 1e6;
  };
  expect(await latencyOf('512 B')).toBe(100);
  expect(await latencyOf('4 KiB')).toBe(100);
  expect(await latencyOf('6 KiB')).toBe(150);
});

it('lets the rate of an open loop rise: √(2nT/λ) for the n-th request', async () => {
  const [result] = await runs(drive(`
    io rising on app { rate = 1 Kiops  arrivals = fixed  ramp = 2 s }
    scenario s { duration = 4 s  expect mean(rising.iops) > 0 iops }`));
  // 1,000 × 2 / 2 come in the ramp, and 1,000 a second after it; the last one is on its way.
  expect(streamOf(result, 'rising[0]').completed).toBe(2_999);
  const perSecond = result?.series?.streams[0]?.perSecond ?? [];
  // A hundred windows of 40 ms: at 0.5 s a quarter of the rate, at 1.5 s three quarters.
  const near = (at: number): number => perSecond.slice(at - 2, at + 3)
    .reduce((sum, one) => sum + one, 0) / 5;
  expect(near(12)).toBeCloseTo(250, -1.5);
  expect(near(37)).toBeCloseTo(750, -1.5);
  expect(near(80)).toBeCloseTo(1000, -1.5);
});

it('lets what a closed loop has in flight rise, one slot after another', async () => {
  const [result] = await runs(drive(`
    io rising on app { depth = 10  ramp = 1 s }
    scenario s { duration = 2 s  expect mean(rising.iops) > 0 iops }`));
  const latency = result?.series?.streams[0]?.latencyTicks ?? [];
  // One server of 100 µs: n in flight are served in n × 100 µs.
  const at = (seconds: number): number => (latency[Math.floor(seconds * 50)] ?? NaN) / 1e8;
  expect(at(0.05)).toBeCloseTo(1, 1);
  expect(at(0.55)).toBeCloseTo(6, 1);
  expect(at(1.5)).toBeCloseTo(10, 1);
});

it('reads, writes and trims by their shares', async () => {
  const [result] = await runs(drive(`
    io three on app { read = 50 %  trim = 20 % }
    scenario s { duration = 1 s  expect mean(three.iops) > 0 iops }`));
  const { ways, completed } = streamOf(result, 'three[0]');
  expect(ways.map(({ name }) => name)).toEqual(['read', 'write', 'trim']);
  [0.5, 0.3, 0.2].forEach((share, i) => {
    const deviation = Math.sqrt((share * (1 - share)) / completed);
    expect(Math.abs((ways[i]?.count ?? NaN) / completed - share)).toBeLessThan(3.3 * deviation);
  });
});

it('keeps the distribution of latencies of the first run, rising to its tail', async () => {
  const [result] = await runs(drive(`
    io mixed on app { block = mix(4 KiB, 80 %, 16 KiB, 20 %)  rate = 3 Kiops }
    scenario s { duration = 4 s  expect mean(mixed.iops) > 0 iops }`));
  const latency = streamOf(result, 'mixed[0]').latency;
  const { shares = [], ticks = [] } = latency?.cdf ?? {};
  expect(shares).toHaveLength(47);
  expect(ticks).toHaveLength(47);
  expect(ticks.every((one, i) => i === 0 || one >= (ticks[i - 1] ?? 0))).toBe(true);
  const at = (share: number): number | undefined => ticks[shares.indexOf(share)];
  expect([at(0.5), at(0.9), at(0.99)])
    .toEqual([latency?.p50Ticks, latency?.p90Ticks, latency?.p99Ticks]);
  expect([at(0.999), at(0.9999)]).toEqual([latency?.p999Ticks, latency?.p9999Ticks]);
});

it('leaves out of a distribution what fewer requests cannot tell', async () => {
  const [result] = await runs(drive(`
    io few on app { requests = 100 }
    scenario s { duration = 1 s  expect mean(few.iops) > 0 iops }`));
  expect(streamOf(result, 'few[0]').latency?.cdf?.shares.at(-1)).toBe(0.99);
});
