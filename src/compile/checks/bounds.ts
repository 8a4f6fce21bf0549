/** Bounds of properties, in words, and fixes that bring a value inside them. */
import { type Dimension, printQuantity } from '#kinds';
import type { Fix } from '#diagnostics';
import type { Node } from '../draft.ts';
import { sourceFor } from '../nodes.ts';

/** A bound that was rounded for the eye would lie outside itself. */
const EXACT_DIGITS = 15;

export const print = (value: number, dimension: Dimension): string =>
  printQuantity(value, dimension, 6);

export const range = (
  low: number | null, high: number | null, dimension: Dimension,
): string => {
  if (low === null) return `at most ${print(high ?? 0, dimension)}`;
  return high === null ? `at least ${print(low, dimension)}`
    : `${print(low, dimension)} to ${print(high, dimension)}`;
};

/** A fix that writes the bound that is passed. */
export const nearestInside = (
  node: Node, property: string, low: number | null, high: number | null, value: number,
  dimension: Dimension,
): readonly Fix[] => {
  const source = sourceFor(node, property);
  if (source === undefined || source.origin === 'type') return [];
  const bound = low !== null && value < low ? low : high;
  if (bound === null) return [];
  const text = printQuantity(bound, dimension, EXACT_DIGITS);
  return [{ title: `Change to '${text}'`, edits: [{ at: source.valueAt, action: 'replace', text }] }];
};

export const outside = (value: number, low: number | null, high: number | null): boolean =>
  (low !== null && value < low) || (high !== null && value > high);
