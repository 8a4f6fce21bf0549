/**
 * Workloads in the results: streams with their breakdowns, processors, stations, and how it all
 * went in time. Not the counting. Keeps true: lists are sorted by id, and the parts of a way add up
 * to its mean latency.
 */
import { comparePaths, sorted } from '#base';
import type {
  LatencyResult, ProcessorResult, SeriesResult, StationResult, StreamResult, WayResult,
} from '#results';
import type { Activity, Load } from '#sim/devices';
import type { Histogram } from '#sim/kernel';

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

function latencyResult(histogram: Histogram): LatencyResult | null {
  if (histogram.count === 0) return null;
  return {
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
  load: Load, activity: Activity, now: number, perSecond: number,
): StreamResult {
  const { figures } = activity.traffic;
  const { id, workload, from, to } = load.stream;
  const ways = [...waysOf(load)].map(([name, routes]): WayResult =>
    ({ name, ...figures.way(routes, now) }));
  return {
    id, workload, from, to, completed: load.completed, lost: load.lostCount, bytes: load.bytes,
    perSecond: load.completed * perSecond, bitsPerSecond: 8 * load.bytes * perSecond,
    latency: latencyResult(figures.latency(load.ways.map(({ route }) => route))),
    completion: latencyResult(load.completions), ways,
  };
}

export function streamResults(
  activity: Activity, now: number, ticksPerSecond: number,
): readonly StreamResult[] {
  const { traffic } = activity;
  const window = now - traffic.cutTicks;
  const perSecond = window > 0 ? ticksPerSecond / window : 0;
  return sorted(
    traffic.loads.map((load) => streamResult(load, activity, now, perSecond)), byId,
  );
}

export function stationResults(activity: Activity, now: number): readonly StationResult[] {
  const { stations } = activity.network;
  const { figures, devices } = activity.traffic;
  return stations.ids.flatMap((_, station) => {
    // vCPUs are many, and most of them have no part in any request.
    if (!devices.has(station) && stations.arrived[station] === 0) return [];
    return [{
      ...figures.station(station, now),
      ...(stations.disciplines[station] === 'bucket' ? { delayed: figures.delayed(station) } : {}),
    }];
  });
}

export function processorResults(activity: Activity, now: number): readonly ProcessorResult[] {
  return activity.processors.readOut(now).map((processor) => ({
    ...processor, exits: processor.exits + activity.traffic.exitsOf(processor.id),
  }));
}

export function seriesResult(activity: Activity, ticksPerSecond: number): SeriesResult | null {
  const { windows, loads, cutTicks } = activity.traffic;
  if (windows.atTicks.length === 0) return null;
  const utilization = [...windows.utilization()]
    .map(([element, values]) => ({ element, values: values.map(rounded) }));
  return {
    atTicks: [...windows.atTicks],
    utilization: sorted(utilization, (a, b) => comparePaths(a.element, b.element)),
    streams: sorted(loads.map((load) => ({
      id: load.stream.id,
      perSecond: windows.pooled([load], 'completed').map((count, i) =>
        (count * ticksPerSecond) / windows.lengthTicks(i, cutTicks)),
      latencyTicks: windows.latencies(load),
    })), byId),
  };
}

/** Heat needs no more digits, and results are read by people too. */
const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
