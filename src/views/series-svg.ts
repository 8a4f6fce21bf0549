/**
 * How streams, drives and volumes went in time, as small lines. Not the drawing: lines-svg.ts.
 * Keeps true: a window in which nothing was measured has no value.
 */
import type { DriveSeries, SeriesResult, VolumeSeriesResult } from '#results';
import { formatRate } from './breakdown.ts';
import { formatAmplification, formatShare } from './drive-words.ts';
import type { ChartOptions } from './chart-svg.ts';
import { renderLines } from './lines-svg.ts';
import { formatSeconds, secondsOf } from './time-axis.ts';

/** How much came through, and how long it took. */
export function renderSeries(
  stream: SeriesResult['streams'][number], atTicks: readonly number[], options: ChartOptions,
): string {
  const say = (ticks: number): string =>
    formatSeconds(secondsOf(ticks, options.tickPicoseconds));
  return renderLines([
    { words: 'completed', values: stream.perSecond, say: (rate) => formatRate(rate) },
    ...(stream.latencyTicks.every((ticks) => ticks === null) ? []
      : [{ words: 'mean latency', values: stream.latencyTicks, say }]),
  ], atTicks, options);
}

/** What collection made of the writes of hosts, how much of the time it took, and what it left. */
export function renderDriveSeries(
  drive: DriveSeries, atTicks: readonly number[], options: ChartOptions,
): string {
  return renderLines([
    {
      words: 'amplification', values: drive.writeAmplification, say: formatAmplification,
    },
    { words: 'collecting', values: drive.collecting, say: formatShare },
    { words: 'free blocks', values: drive.freeBlocks, say: String },
  ], atTicks, options);
}

/** What was left of its credits, and how much of the time limits held requests up. */
export function renderVolumeSeries(
  volume: VolumeSeriesResult, atTicks: readonly number[], options: ChartOptions,
): string {
  return renderLines([
    ...(volume.credits.every((left) => left === null) ? []
      : [{ words: 'credits left', values: volume.credits, say: formatShare }]),
    { words: 'held up', values: volume.throttled, say: formatShare },
    ...(volume.throttledByInstance.every((share) => share === 0) ? []
      : [{ words: 'by its instance', values: volume.throttledByInstance, say: formatShare }]),
  ], atTicks, options);
}
