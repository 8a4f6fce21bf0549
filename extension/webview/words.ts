/**
 * Measured values in words, as the command line says them. Not the values.
 */
import { DIMENSION_WORDS, printQuantity, type Dimension } from '#kinds';
import type { VariantResults, Verdict } from '#results';

const isDimension = (word: string): word is Dimension => Object.hasOwn(DIMENSION_WORDS, word);

export function valueText(
  value: number | string | null,
  how: { readonly dimension: string; readonly tickPicoseconds: number },
): string {
  if (value === null) return 'no sample';
  if (typeof value === 'string' || !isDimension(how.dimension)) return String(value);
  if (how.dimension !== 'time') return printQuantity(value, how.dimension);
  return value === 0 ? '0 s' : printQuantity(value * how.tickPicoseconds, 'time');
}

export function intervalText(
  interval: { readonly low: number; readonly high: number } | null,
  how: { readonly dimension: string; readonly tickPicoseconds: number },
): string {
  if (interval === null || interval.low === interval.high) return '';
  return `${valueText(interval.low, how)} … ${valueText(interval.high, how)}`;
}

export const VERDICT_SIGNS: { readonly [V in Verdict]: string } = {
  holds: '✓', fails: '✗', undecided: '?',
};

export const variantText = ({ assignments }: Pick<VariantResults, 'assignments'>): string =>
  assignments.map(({ target, value }) => `${target} = ${value}`).join(', ');
