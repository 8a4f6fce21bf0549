/**
 * A run with streams as results have it, put together by hand from parts that are easy to add up.
 * Not a simulation. Keeps true: the parts of each way add up to its mean.
 */
import type {
  LatencyResult, PartResult, ProcessorResult, RunResult, SeriesResult, StreamResult, WayResult,
} from '#results';

export const microsecond = 1e6;

export const partResult = (given: Partial<PartResult> & Pick<PartResult, 'station'>): PartResult => ({
  element: given.station.replace(/\/.*$/u, ''), role: 'card', queuedTicks: 0, servedTicks: 0,
  propagatedTicks: 0, tailTicks: null, utilization: null, ...given,
});

export function wayResult(
  name: WayResult['name'], parts: readonly PartResult[], count = 1000,
): WayResult {
  let bottleneck: number | null = null;
  parts.forEach(({ utilization }, i) => {
    const most = bottleneck === null ? -1 : parts[bottleneck]?.utilization ?? -1;
    if (utilization !== null && utilization > most) bottleneck = i;
  });
  return {
    name, count, parts, bottleneck, tailFromTicks: null,
    meanTicks: parts.reduce((sum, part) =>
      sum + part.queuedTicks + part.servedTicks + part.propagatedTicks, 0),
  };
}

/** 80 µs: 10 at the driver, 50 at the card of which 40 waiting, 5 on a link, 15 at the drive. */
export const readWay = wayResult('read', [
  partResult({
    station: 'web/vcpu[*]', role: 'driver', servedTicks: 10 * microsecond,
    tailTicks: 10 * microsecond, utilization: 0.1,
  }),
  partResult({
    station: 'rack.ebs/out', queuedTicks: 40 * microsecond, servedTicks: 10 * microsecond,
    tailTicks: 130 * microsecond, utilization: 0.9,
  }),
  partResult({
    station: 'rack.ebs -- rack.soc/in', element: 'rack.ebs -- rack.soc', role: 'link',
    servedTicks: 4 * microsecond, propagatedTicks: microsecond, tailTicks: 5 * microsecond,
    utilization: 0.25,
  }),
  partResult({
    station: 'web.data', role: 'remote', servedTicks: 15 * microsecond,
    tailTicks: 15 * microsecond,
  }),
]);

const latency = (scale: number): LatencyResult => ({
  count: 1000, meanTicks: 80 * scale, deviationTicks: 10 * scale, minTicks: 40 * scale,
  maxTicks: 200 * scale, p50Ticks: 75 * scale, p90Ticks: 100 * scale, p99Ticks: 160 * scale,
  p999Ticks: 180 * scale, p9999Ticks: 200 * scale,
});

export const streamResult = (given: Partial<StreamResult> = {}): StreamResult => ({
  id: 'scan[0]', workload: 'scan', from: 'web.data', to: null, completed: 1000, lost: 0,
  bytes: 4_096_000, perSecond: 12_500, bitsPerSecond: 409_600_000, latency: latency(microsecond),
  completion: null, ways: [readWay], network: null, ...given,
});

/** As the stream, with everything that is a time so many times as long. */
export const scaledStream = (stream: StreamResult, times: number): StreamResult => ({
  ...stream, latency: latency(microsecond * times), perSecond: stream.perSecond / times,
});

export const processorResult = (given: Partial<ProcessorResult> = {}): ProcessorResult => ({
  id: 'web', threads: 4, busy: 0.5, useful: 0.375, switching: 0.05, exiting: 0.075, stolen: 0.2,
  exits: 12_345, ...given,
});

/** Ten windows of 2 ms after a warm-up of 20 ms. */
export const seriesResult: SeriesResult = {
  atTicks: Array.from({ length: 10 }, (_, i) => (22 + 2 * i) * 1e9),
  utilization: [
    { element: 'rack.ebs', values: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9] },
    { element: 'web', values: Array.from({ length: 10 }, () => 0.25) },
  ],
  streams: [{
    id: 'scan[0]', perSecond: [0, 1, 2, 3, 4, 5, 6, 7, 8, 10].map((n) => n * 1000),
    bitsPerSecond: [0, 1, 2, 3, 4, 5, 6, 7, 8, 10].map((n) => n * 32_768_000),
    latencyTicks: [null, 80, 80, 90, 80, null, 80, 70, 60, 80]
      .map((n) => (n === null ? null : n * microsecond)),
  }],
};

/** Puts streams into a run that had none. */
export const withStreams = (run: RunResult, given: Partial<RunResult> = {}): RunResult => ({
  ...run, streams: [streamResult()], processors: [processorResult()], series: seriesResult,
  ...given,
});
