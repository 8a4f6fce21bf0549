/**
 * One number out of many samples. Not where the samples come from. Keeps true: without samples
 * there is no number but their count.
 */
import { Histogram } from '#sim/kernel';

export const percentiles: Readonly<Record<string, number>> = {
  p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, p999: 0.999, p9999: 0.9999,
};

export function statisticOf(samples: readonly number[], statistic: string | null): number | null {
  const histogram = new Histogram();
  for (const sample of samples) histogram.record(sample);
  return statisticOfHistogram(histogram, statistic);
}

export function statisticOfHistogram(
  histogram: Histogram, statistic: string | null,
): number | null {
  if (statistic === 'count') return histogram.count;
  if (histogram.count === 0) return null;
  switch (statistic) {
    case 'min':
      return histogram.min;
    case 'max':
      return histogram.max;
    case 'sum':
      return histogram.sum.toNumber();
    default: {
      const share = percentiles[statistic ?? ''];
      return share === undefined ? histogram.mean() : histogram.quantile(share);
    }
  }
}
