/**
 * Measured values in words: `1.31 ms`, `95 %: 1.28 … 1.34 ms`, `no sample`. Not the values: those
 * stay as they are in Results. Keeps true: a time is read in ticks of its own Results.
 */
import { grouped } from '#base';
import { DIMENSION_WORDS, printQuantity, type Dimension } from '#kinds';
import { readAs, type ExpectationResult, type Results } from '#results';
import { printable } from './text.ts';

type Value = number | string | null;

export interface Measured {
  /** Picoseconds in a tick of these Results. */
  readonly tickPicoseconds: number;
  readonly dimension: string;
}

export const measuredOf = (results: Results, expectation: ExpectationResult): Measured => ({
  tickPicoseconds: results.tickPicoseconds,
  dimension: readAs(expectation),
});

export const isDimension = (word: string): word is Dimension =>
  Object.hasOwn(DIMENSION_WORDS, word);

function printNumber(value: number, { tickPicoseconds, dimension }: Measured): string {
  if (!isDimension(dimension)) return String(value);
  if (dimension === 'count') {
    return Number.isInteger(value) ? grouped(value) : printQuantity(value, dimension);
  }
  if (dimension === 'time') {
    return value === 0 ? '0 s' : printQuantity(value * tickPicoseconds, dimension);
  }
  return printQuantity(value, dimension);
}

export const printValue = (value: Value, measured: Measured): string => {
  if (value === null) return 'no sample';
  return typeof value === 'string' ? printable(value) : printNumber(value, measured);
};

/** `1.28 … 1.34 ms`; each end has its unit where they differ. */
export function printInterval(
  interval: { readonly low: number; readonly high: number },
  measured: Measured,
): string {
  const low = printNumber(interval.low, measured);
  const high = printNumber(interval.high, measured);
  if (low === high) return low;
  const [, number, unit] = /^(\S+) (.+)$/.exec(low) ?? [];
  if (number !== undefined && unit !== undefined && high.endsWith(` ${unit}`)) {
    return `${number} … ${high}`;
  }
  return `${low} … ${high}`;
}

/** Simulated time in ticks. */
export const printTicks = (value: number, results: Results): string =>
  printNumber(value, { tickPicoseconds: results.tickPicoseconds, dimension: 'time' });
