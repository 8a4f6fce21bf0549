/**
 * The numbers of EBS volumes, as tables: work, limits, credits. Not how they look. Times are in
 * seconds, shares of one.
 */
import { windowStart } from '#views';
import type { Sheet } from './csv.ts';
import { figure, seconds, type Shown } from './shown.ts';

export function volumeSheet({ run, results }: Shown): Sheet {
  return {
    title: 'Volumes',
    head: [
      'volume', 'requests', 'operations', 'merged', 'operations a second', 'at most', 'bytes a second',
      'at most bytes', 'held up', 'by its instance', 'credits', 'left', 'least', 'spent at s',
      'loaded', 'first touches', 'cold requests',
    ],
    rows: run.volumes.filter(({ requests }) => requests > 0).map((volume) => {
      const { limits: { operations, bytes }, credits, snapshot } = volume;
      const spent = credits?.spentTicks ?? null;
      return [
        volume.id, volume.requests, volume.operations, volume.merged,
        figure(operations?.perSecond), figure(operations?.peakPerSecond),
        figure(bytes?.perSecond), figure(bytes?.peakPerSecond),
        figure(volume.throttled), figure(volume.throttledByInstance),
        figure(credits?.capacity), figure(credits?.left), figure(credits?.least),
        spent === null ? null : seconds(spent, results),
        figure(snapshot?.loaded), figure(snapshot?.firstTouches), figure(snapshot?.cold),
      ];
    }),
  };
}

export function volumeSeriesSheet({ run, results }: Shown): Sheet {
  const atTicks = run.series?.atTicks ?? [];
  return {
    title: 'Volumes over time',
    head: ['volume', 'from s', 'to s', 'credits left', 'held up', 'by its instance'],
    rows: run.volumes.flatMap(({ id, series }) => series === null ? [] : atTicks.map((end, i) => [
      id, seconds(windowStart(atTicks, i), results), seconds(end, results),
      figure(series.credits[i]), figure(series.throttled[i]),
      figure(series.throttledByInstance[i]),
    ])),
  };
}
