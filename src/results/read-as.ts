/**
 * As what a measured value is read: as its expectation was written. Not the value.
 * Keeps true: only a ratio has two ways of writing it, `50 %` and `0.5`.
 */
import type { ExpectationResult } from './types.ts';

/** A tolerance is written in percent whatever it is a tolerance of. */
const tolerance = /\bwithin\s+[\d.]+\s*%\s+of\b/u;

/** `3.85` beside `work.speed > 3.5`, `9.56 %` beside `ebs.utilization < 50 %`. */
export const readAs = (
  { text, dimension }: Pick<ExpectationResult, 'text' | 'dimension'>,
): ExpectationResult['dimension'] =>
  dimension === 'ratio' && !text.replace(tolerance, '').includes('%') ? 'count' : dimension;
