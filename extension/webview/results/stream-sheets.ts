/**
 * The numbers of streams and processors, as tables. Not how they look. Times are in seconds.
 */
import type { LatencyResult, StreamResult } from '#results';
import { bottleneckOf, curvesOf, isFlow, pieceOf, roleText, windowStart } from '#views';
import type { Sheet } from './csv.ts';
import { figure, seconds, type Shown } from './shown.ts';

/** The only stream of a workload has its name. */
export const streamNameOf = (stream: StreamResult, all: readonly StreamResult[]): string =>
  all.filter(({ workload }) => workload === stream.workload).length > 1
    ? stream.id : stream.workload;

export function latencySheet({ run, results }: Shown): Sheet {
  const cells = (latency: LatencyResult): readonly number[] => [
    latency.meanTicks, latency.p50Ticks, latency.p90Ticks, latency.p99Ticks, latency.p999Ticks,
    latency.maxTicks,
  ].map((ticks) => seconds(ticks, results));
  const row = (
    stream: StreamResult, of: string, latency: LatencyResult | null,
  ): Sheet['rows'][number] => [
    streamNameOf(stream, run.streams), stream.from, stream.to, of, figure(stream.perSecond),
    figure(stream.bitsPerSecond),
    ...(latency === null ? [null, null, null, null, null, null] : cells(latency)), stream.lost,
    bottleneckOf(stream)?.station ?? null,
  ];
  return {
    title: 'Latencies',
    head: [
      'stream', 'from', 'to', 'of each', 'each second', 'bit/s', 'mean s', 'p50 s', 'p90 s',
      'p99 s', 'p99.9 s', 'most s', 'lost', 'bottleneck',
    ],
    rows: run.streams.flatMap((stream) => isFlow(stream)
      ? [row(stream, pieceOf(stream), stream.latency), row(stream, 'message', stream.completion)]
      : [row(stream, pieceOf(stream), stream.latency)]),
  };
}

export function distributionSheet({ run, results }: Shown): Sheet {
  return {
    title: 'How latencies are distributed',
    head: ['stream', 'share', 'at most s'],
    rows: curvesOf(run.streams, (stream) => streamNameOf(stream, run.streams))
      .flatMap(({ name, distribution: { shares, ticks } }) => ticks.map((value, i) =>
        [name, shares[i] ?? null, seconds(value, results)])),
  };
}

export function partSheet({ run, results }: Shown): Sheet {
  return {
    title: 'What latencies are made of',
    head: [
      'stream', 'way', 'role', 'station', 'waiting s', 'served s', 'on its way s', 'slowest 1 % s',
      'utilization',
    ],
    rows: run.streams.flatMap((stream) => stream.ways.flatMap((way) => way.parts.map((part) => [
      streamNameOf(stream, run.streams), way.name, roleText(part.role), part.station,
      seconds(part.queuedTicks, results), seconds(part.servedTicks, results),
      seconds(part.propagatedTicks, results),
      part.tailTicks === null ? null : seconds(part.tailTicks, results),
      part.utilization === null ? null : figure(part.utilization),
    ]))),
  };
}

/** Of all streams, or of some. */
export function seriesSheet(
  { run, results }: Shown, streams: readonly StreamResult[] = run.streams,
): Sheet {
  const { series } = run;
  return {
    title: 'Streams over time',
    head: ['stream', 'from s', 'to s', 'each second', 'bit/s', 'mean latency s'],
    rows: series === null ? [] : series.streams.flatMap((line) => {
      const stream = streams.find(({ id }) => id === line.id);
      if (stream === undefined) return [];
      const name = streamNameOf(stream, run.streams);
      return series.atTicks.map((end, i) => {
        const latency = line.latencyTicks[i] ?? null;
        return [
          name, seconds(windowStart(series.atTicks, i), results), seconds(end, results),
          figure(line.perSecond[i] ?? 0), figure(line.bitsPerSecond[i] ?? 0),
          latency === null ? null : seconds(latency, results),
        ];
      });
    }),
  };
}

export function processorSheet({ run }: Shown): Sheet {
  return {
    title: 'Processors',
    head: [
      'processor', 'threads', 'busy', 'useful', 'switching', 'exits', 'in exits', 'stolen',
    ],
    rows: run.processors.filter(({ busy, exits }) => busy > 0 || exits > 0).map((one) => [
      one.id, one.threads, figure(one.busy), figure(one.useful), figure(one.switching), one.exits,
      figure(one.exiting), figure(one.stolen),
    ]),
  };
}
