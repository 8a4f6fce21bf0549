/**
 * Which loads a picture shows at one moment of a run, or over all of it. Not their colours.
 * Keeps true: the mean of a run is that of its windows, which are equally long but for the last of
 * a run without a duration.
 */
import type { SeriesResult } from '#results';
import type { Utilization } from './topology-heat-svg.ts';

/** The window that an instant lies in; null before the first and after the last. */
export function windowAt({ atTicks }: SeriesResult, ticks: number): number | null {
  if (ticks < windowStart(atTicks, 0)) return null;
  const found = atTicks.findIndex((end) => ticks <= end);
  return found < 0 ? null : found;
}

/** Where a window begins: the first as long before its end as the others are. */
export const windowStart = (atTicks: readonly number[], window: number): number =>
  window > 0 ? atTicks[window - 1] ?? 0
  : Math.max(0, 2 * (atTicks[0] ?? 0) - (atTicks[1] ?? 2 * (atTicks[0] ?? 0)));

export const utilizationIn = (series: SeriesResult, window: number): Utilization =>
  Object.fromEntries(series.utilization.flatMap(({ element, values }) => {
    const value = values[window];
    return value === undefined ? [] : [[element, value]];
  }));

/** How much of the others' length the last window has; those of a duration differ by a tick. */
function lastShare(atTicks: readonly number[]): number {
  const [early = 0, middle = 0, late = 0] = atTicks.slice(-3);
  const share = atTicks.length < 3 ? 1 : (late - middle) / (middle - early);
  return share < 0.99 ? share : 1;
}

export function meanUtilization({ atTicks, utilization }: SeriesResult): Utilization {
  const missing = 1 - lastShare(atTicks);
  return Object.fromEntries(utilization.flatMap(({ element, values }) => {
    if (values.length === 0) return [];
    const sum = values.reduce((total, value) => total + value, 0);
    return [[element, (sum - missing * (values.at(-1) ?? 0)) / (values.length - missing)]];
  }));
}
