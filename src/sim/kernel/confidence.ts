/**
 * What repeated runs say about a mean: its estimate and the interval that holds it 19 times in 20.
 * Not for values of one run that follow each other: those are not independent. Batch their means.
 * Keeps true: with one value there is no interval, because nothing is known of its spread.
 */
import { studentQuantile } from '#base';

export interface Estimate {
  readonly count: number;
  readonly mean: number;
  /** Of single values, with n − 1. */
  readonly deviation: number;
  /** Of the interval around the mean; infinite below two values. */
  readonly halfWidth: number;
  readonly low: number;
  readonly high: number;
}

/** The mean of independent values with its two-sided interval, 95 % unless told otherwise. */
export function estimateMean(values: readonly number[], level = 0.95): Estimate | null {
  const count = values.length;
  if (count === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / count;
  if (count === 1) {
    return { count, mean, deviation: NaN, halfWidth: Infinity, low: -Infinity, high: Infinity };
  }
  let squares = 0;
  for (const value of values) squares += (value - mean) * (value - mean);
  const deviation = Math.sqrt(squares / (count - 1));
  const t = studentQuantile(0.5 + level / 2, count - 1);
  const halfWidth = (t * deviation) / Math.sqrt(count);
  return { count, mean, deviation, halfWidth, low: mean - halfWidth, high: mean + halfWidth };
}

/**
 * The means of equally long batches of one long run, for `estimateMean`: batches that are much
 * longer than the memory of the process are nearly independent. What fills no batch is left out.
 */
export function batchMeans(values: ArrayLike<number>, batches: number): number[] {
  const length = Math.floor(values.length / batches);
  if (length === 0) return [];
  return Array.from({ length: batches }, (_, batch) => {
    let sum = 0;
    for (let i = batch * length; i < (batch + 1) * length; i++) sum += values[i] as number;
    return sum / length;
  });
}
