/**
 * Streams of one workload together, flows over fabrics above all, and all their times as one
 * distribution. Not how that looks. Keeps true: a flow that is over no fabric is in no
 * group; a distribution ends where less than one value lies above.
 */
import type { DistributionResult, LatencyResult, StreamResult } from '#results';

/** Flows of one workload, in the order of the results; at least one. */
export interface FlowGroup {
  readonly workload: string;
  readonly flows: readonly StreamResult[];
}

/** So many of one workload are looked at one by one; more of them together. */
const flowsFew = 4;

export const hasFew = ({ flows }: FlowGroup): boolean => flows.length <= flowsFew;

export const flowGroups = (streams: readonly StreamResult[]): readonly FlowGroup[] =>
  streamGroups(streams.filter(({ network }) => network !== null));

/** Streams of every workload together, be they flows over a fabric or not. */
export function streamGroups(streams: readonly StreamResult[]): readonly FlowGroup[] {
  const groups = new Map<string, StreamResult[]>();
  for (const stream of streams) {
    const flows = groups.get(stream.workload) ?? [];
    flows.push(stream);
    groups.set(stream.workload, flows);
  }
  return [...groups].map(([workload, flows]) => ({ workload, flows }));
}

/**
 * What is drawn stream by stream: of a workload with more than a few streams only the slowest, and
 * of flows over fabrics too, whose hosts are but a part of their way.
 */
export function drawnStreams(streams: readonly StreamResult[]): readonly StreamResult[] {
  const drawn = new Set(streamGroups(streams).flatMap((group) =>
    hasFew(group) && group.flows[0]?.network === null ? group.flows : [slowestOf(group)]));
  return streams.filter((stream) => drawn.has(stream));
}

/** A flow of which nothing came through is slower than all others. */
export const slowestOf = ({ flows }: FlowGroup): StreamResult =>
  flows.reduce((slowest, flow) => timeOf(flow) > timeOf(slowest) ? flow : slowest);

const timeOf = ({ completion, latency, network }: StreamResult): number =>
  (network === null ? completion ?? latency : completion)?.p99Ticks ?? Infinity;

/**
 * A message and its answer if nothing else were there: the nearest and the farthest flow. Null:
 * each message has another size.
 */
export function idealOf(
  { flows }: FlowGroup,
): { readonly low: number; readonly high: number } | null {
  const ideals = flows.flatMap(({ network }) => network?.idealTicks ?? []);
  return ideals.length === 0 ? null : { low: Math.min(...ideals), high: Math.max(...ideals) };
}

interface Mass {
  readonly ticks: number;
  readonly count: number;
}

/** Values of a distribution, as many as lie between one of its shares and the next. */
function massesOf({ count, maxTicks, cdf }: LatencyResult): readonly Mass[] {
  const { shares = [], ticks = [] } = cdf ?? {};
  const steps = ticks.map((value, i) =>
    ({ ticks: value, count: count * ((shares[i] ?? 0) - (shares[i - 1] ?? 0)) }));
  return [...steps, { ticks: maxTicks, count: count * (1 - (shares.at(-1) ?? 0)) }];
}

/** Whole percents, then tenths and hundredths of the last one. */
const shares = [
  ...Array.from({ length: 99 }, (_, i) => (i + 1) * 100),
  ...Array.from({ length: 9 }, (_, i) => 9900 + (i + 1) * 10),
  ...Array.from({ length: 9 }, (_, i) => 9990 + i + 1),
].map((each) => each / 10_000);

/** Of all streams of a workload together. */
export interface Pooled {
  readonly distribution: DistributionResult;
  readonly p50Ticks: number;
  readonly p99Ticks: number;
  readonly maxTicks: number;
}

export const completionsOf = ({ flows }: FlowGroup): Pooled | null =>
  pooledOf(flows.flatMap(({ completion }) => completion ?? []));

/**
 * Null where nothing came through, and where distributions were not kept: only the first run of a
 * variant has them.
 */
export function pooledOf(latencies: readonly LatencyResult[]): Pooled | null {
  const [only] = latencies;
  if (only === undefined || latencies.some(({ cdf }) => cdf === undefined)) return null;
  const { p50Ticks, p99Ticks, maxTicks } = only;
  if (latencies.length === 1 && only.cdf !== undefined) {
    return { distribution: only.cdf, p50Ticks, p99Ticks, maxTicks };
  }
  const masses = latencies.flatMap(massesOf).sort((one, two) => one.ticks - two.ticks);
  const count = latencies.reduce((sum, one) => sum + one.count, 0);
  const known = shares.filter((share) => (1 - share) * count > 1 - 1e-9);
  return {
    distribution: { shares: known, ticks: quantiles(masses, count, known) },
    p50Ticks: quantiles(masses, count, [0.5])[0] ?? 0,
    p99Ticks: quantiles(masses, count, [0.99])[0] ?? 0,
    maxTicks: Math.max(...latencies.map((each) => each.maxTicks)),
  };
}

/** At rising shares: the least value that so many are not above. */
function quantiles(
  masses: readonly Mass[], count: number, wanted: readonly number[],
): readonly number[] {
  let next = 0;
  let below = 0;
  return wanted.map((share) => {
    while (next < masses.length && below < share * count - 1e-6) {
      below += masses[next]?.count ?? 0;
      next++;
    }
    return masses[Math.max(0, next - 1)]?.ticks ?? 0;
  });
}
