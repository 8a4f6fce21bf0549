/**
 * Workloads in the results: streams with their breakdowns, processors, stations, and how it all
 * went in time. Not the counting. Keeps true: lists are sorted by id, and the parts of a way add up
 * to its mean latency.
 */
import { comparePaths, sorted } from '#base';
import type {
  DistributionResult, LatencyResult, ProcessorResult, SeriesResult, StationResult, StreamResult,
  WayResult,
} from '#results';
import type { Activity, Ground, Load } from '#sim/devices';
import type { Histogram } from '#sim/kernel';
import { streamNetwork } from './network-results.ts';

const byId = (a: { readonly id: string }, b: { readonly id: string }): number =>
  comparePaths(a.id, b.id);

const quantile = (histogram: Histogram, share: number): number => histogram.quantile(share) ?? 0;

/** The standard deviation of values that a histogram holds to the width of its buckets. */
function deviation(histogram: Histogram): number {
  const mean = histogram.mean() ?? 0;
  let squares = 0;
  histogram.forEachBucket((middle, count) => {
    squares += count * (middle - mean) * (middle - mean);
  });
  return Math.sqrt(squares / histogram.count);
}

/** Shares of a distribution that is drawn: close where it bends, and closer towards the tail. */
const drawnShares: readonly number[] = [
  1, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 91, 92, 93, 94, 95,
  96, 97, 98, 99, 99.1, 99.2, 99.3, 99.4, 99.5, 99.6, 99.7, 99.8, 99.9, 99.91, 99.92, 99.93, 99.94,
  99.95, 99.96, 99.97, 99.98, 99.99,
].map((percent) => Math.round(percent * 100) / 10_000);

function distributionOf(histogram: Histogram): DistributionResult {
  const shares = drawnShares.filter((share) => (1 - share) * histogram.count > 1 - 1e-9);
  return { shares, ticks: histogram.quantiles(shares) };
}

function latencyResult(histogram: Histogram, drawn: boolean): LatencyResult | null {
  if (histogram.count === 0) return null;
  return {
    ...(drawn ? { cdf: distributionOf(histogram) } : {}),
    count: histogram.count, meanTicks: histogram.mean() ?? 0, deviationTicks: deviation(histogram),
    minTicks: histogram.min, maxTicks: histogram.max, p50Ticks: quantile(histogram, 0.5),
    p90Ticks: quantile(histogram, 0.9), p99Ticks: quantile(histogram, 0.99),
    p999Ticks: quantile(histogram, 0.999), p9999Ticks: quantile(histogram, 0.9999),
  };
}

/** Routes of a load by the name of their way, in the order in which they were made. */
function waysOf(load: Load): ReadonlyMap<WayResult['name'], readonly number[]> {
  const ways = new Map<WayResult['name'], number[]>();
  for (const { name, route } of load.ways) {
    const routes = ways.get(name);
    if (routes === undefined) ways.set(name, [route]);
    else routes.push(route);
  }
  return ways;
}

function streamResult(
  load: Load, activity: Activity, now: number,
  how: { readonly perSecond: number; readonly drawn: boolean },
): StreamResult {
  const { perSecond, drawn } = how;
  const { figures } = activity.traffic;
  const { id, workload, from, to } = load.stream;
  const ways = [...waysOf(load)].map(([name, routes]): WayResult =>
    ({ name, ...figures.way(routes, now) }));
  return {
    id, workload, from, to, completed: load.completed, lost: load.lostCount, bytes: load.bytes,
    perSecond: load.completed * perSecond, bitsPerSecond: 8 * load.bytes * perSecond,
    latency: latencyResult(activity.traffic.latency(load), drawn),
    completion: latencyResult(load.completions, drawn), ways, network: streamNetwork(load),
  };
}

export function streamResults(
  activity: Activity, now: number, ticksPerSecond: number,
  /** Whether distributions are kept to be drawn. */
  drawn: boolean,
): readonly StreamResult[] {
  const { traffic } = activity;
  const window = now - traffic.cutTicks;
  const perSecond = window > 0 ? ticksPerSecond / window : 0;
  return sorted(
    traffic.loads.map((load) => streamResult(load, activity, now, { perSecond, drawn })), byId,
  );
}

export function stationResults(ground: Ground, now: number): readonly StationResult[] {
  const { network, figures, devices } = ground;
  return network.stations.ids.flatMap((_, station) => {
    // vCPUs are many, and most of them have no part in any request.
    if (!devices.has(station) && network.stations.arrived[station] === 0) return [];
    return [{
      ...figures.station(station, now),
      ...(figures.isLimit(station) ? { delayed: figures.delayed(station) } : {}),
    }];
  });
}

export function processorResults(activity: Activity, now: number): readonly ProcessorResult[] {
  return activity.processors.readOut(now);
}

export function seriesResult(
  activity: Activity, ticksPerSecond: number,
  /** Of cables of fabrics, by link. */
  cables: readonly (readonly [string, readonly number[]])[],
): SeriesResult | null {
  const { windows, loads, cutTicks } = activity.traffic;
  if (windows.atTicks.length === 0) return null;
  const utilization = [...windows.utilization(), ...cables]
    .map(([element, values]) => ({ element, values: values.map(rounded) }));
  return {
    atTicks: [...windows.atTicks],
    utilization: sorted(utilization, (a, b) => comparePaths(a.element, b.element)),
    streams: sorted(loads.map((load) => ({
      id: load.stream.id,
      perSecond: windows.pooled([load], 'completed').map((count, i) =>
        (count * ticksPerSecond) / windows.lengthTicks(i, cutTicks)),
      bitsPerSecond: windows.pooled([load], 'bytes').map((bytes, i) =>
        Math.round((8 * bytes * ticksPerSecond) / windows.lengthTicks(i, cutTicks))),
      latencyTicks: windows.latencies(load),
    })), byId),
  };
}

/** Heat needs no more digits, and results are read by people too. */
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
