/**
 * An amount after `=`: its dimension, its unit, its bounds. Not words, lists or distributions.
 * Keeps true: an amount is in whole base units of its dimension, or it has been reported.
 */
import type { Fix } from '#diagnostics';
import {
  BARE_NUMBER_DIMENSIONS, type Dimension, DIMENSION_WORDS, type KindName, printQuantity,
  type PropertyRow, readQuantity, unitsOf,
} from '#kinds';
import type { ExpressionSpec, ValueSpec } from '#spec';
import {
  type Amount, evaluate, type Evaluation, numeralOf, printExpression,
} from './expressions.ts';

/** Looks types up for properties that name one. */
export interface ValueContext extends Evaluation {
  readonly typeExists: (name: string, kinds: readonly KindName[], at: string) => boolean;
  readonly fileName: (written: string, at: string) => string | null;
}

const WHOLE: { readonly [D in Dimension]: string | null } = {
  time: 'picoseconds', size: 'bytes', rate: 'bits per second', count: 'things',
  operations: null, packets: null, frequency: null, ratio: null,
};

const given = (amount: Amount): string =>
  amount.dimension === null ? 'a plain number' : DIMENSION_WORDS[amount.dimension];

export const formOf = (value: ValueSpec): string => {
  switch (value.is) {
    case 'quantity': return `the quantity ${value.text}`;
    case 'number': return `the number ${value.text}`;
    case 'text': return 'a text';
    case 'path': return `'${printExpression(value)}'`;
    case 'call': return `a call of ${value.name}`;
    case 'list': return 'a list';
    default: return 'an expression';
  }
};

/** The units that hosts and instances are measured in come first, as they are most likely meant. */
const USUAL_UNITS: { readonly [D in Dimension]?: readonly string[] } = {
  time: ['s', 'ms', 'min'], size: ['GiB', 'MiB', 'TiB'], rate: ['Gbps', 'Mbps', 'GB/s'],
  frequency: ['GHz', 'MHz', 'Hz'],
};

const likelyUnits = (dimension: Dimension): readonly string[] =>
  [...new Set([...(USUAL_UNITS[dimension] ?? []), ...unitsOf(dimension)])];
const UNITS_SHOWN = 3;

const unitFixes = (
  value: ExpressionSpec, dimension: Dimension, row: PropertyRow | null, at: string,
): readonly Fix[] => {
  if (value.is !== 'quantity' && value.is !== 'number') return [];
  const numeral = numeralOf(value.text);
  const units = likelyUnits(dimension);
  const texts = units.length === 0 ? [numeral] : units.map((unit) => `${numeral} ${unit}`);
  const allowed = texts.filter((text) => row === null || isWithin(boundOf(text), row));
  return (allowed.length === 0 ? texts : allowed).map((text) => ({
    title: `Change to '${text}'`, edits: [{ at, action: 'replace' as const, text }],
  }));
};

/** Whether an amount can be one of a dimension. */
const fits = (amount: Amount, dimension: Dimension): boolean => {
  if (amount.dimension === dimension) return true;
  if (amount.dimension === null) return BARE_NUMBER_DIMENSIONS.includes(dimension);
  return amount.dimension === 'count' && dimension === 'ratio';
};

const boundCache = new Map<string, number>();
export const boundOf = (text: string): number => {
  let value = boundCache.get(text);
  if (value === undefined) {
    const quantity = readQuantity(text);
    value = quantity.ok ? quantity.value : 0;
    boundCache.set(text, value);
  }
  return value;
};

const rangeWords = (low: string | null, high: string | null): string =>
  low === null ? `at most ${high ?? ''}` : high === null ? `at least ${low}` : `from ${low} to ${high}`;

export interface Place {
  readonly property: string;
  readonly at: string;
  readonly context: ValueContext;
}

/** Nothing, with the unit that a quantity of this dimension must have. */
const zeroOf = (dimension: Dimension): string =>
  BARE_NUMBER_DIMENSIONS.includes(dimension) ? '0' : printQuantity(0, dimension);

const isWithin = (value: number, { minimum, maximum }: PropertyRow): boolean =>
  (minimum === null || value >= boundOf(minimum))
  && (maximum === null || value <= boundOf(maximum));

const inRange = (value: number, row: PropertyRow, written: string, p: Place): boolean => {
  const low = row.minimum ?? (row.value.is === 'quantity' ? '0' : null);
  const below = low !== null && value < boundOf(low);
  const above = row.maximum !== null && value > boundOf(row.maximum);
  if (!below && !above) return true;
  const zero = row.value.is === 'quantity' ? zeroOf(row.value.dimension) : '0';
  const bound = (below ? row.minimum : row.maximum) ?? zero;
  p.context.problems.report('value/out-of-range', p.at, {
    property: p.property, value: written, range: rangeWords(low, row.maximum),
  }, { fixes: [{
    title: `Change to '${bound}'`, edits: [{ at: p.at, action: 'replace', text: bound }],
  }] });
  return false;
};

/** An amount of a dimension, checked, or undefined after a report. */
export const amountOf = (
  value: ExpressionSpec, dimension: Dimension, row: PropertyRow | null, p: Place,
): number | undefined => {
  if (value.is === 'text') {
    const text = readQuantity(value.text).ok ? value.text : null;
    p.context.problems.report('value/wrong-form', p.at, {
      property: p.property, expected: DIMENSION_WORDS[dimension], given: formOf(value),
    }, { fixes: text === null ? [] : [{
      title: 'Remove the quotes', edits: [{ at: p.at, action: 'replace', text }],
    }] });
    return undefined;
  }
  const amount = evaluate(value, p.at, p.context);
  if (amount === null) return undefined;
  const written = printExpression(value);
  const expected = DIMENSION_WORDS[dimension];
  if (!fits(amount, dimension)) {
    const fixes = unitFixes(value, dimension, row, p.at);
    if (amount.dimension === null) {
      const units = likelyUnits(dimension).slice(0, UNITS_SHOWN);
      p.context.problems.report('value/unit-missing', p.at, {
        property: p.property, value: written, expected, units,
      }, { fixes });
    } else {
      p.context.problems.report('value/wrong-dimension', p.at, {
        property: p.property, value: written, expected, given: given(amount),
      }, { fixes });
    }
    return undefined;
  }
  const unit = WHOLE[dimension];
  if (unit !== null && !Number.isInteger(amount.value)) {
    p.context.problems.report('value/not-whole', p.at, {
      property: p.property, value: written, unit,
    }, { fixes: value.is === 'number' ? [{
      title: `Change to '${Math.round(amount.value)}'`,
      edits: [{ at: p.at, action: 'replace', text: String(Math.round(amount.value)) }],
    }] : [] });
    return undefined;
  }
  if (row !== null && !inRange(amount.value, row, written, p)) return undefined;
  return amount.value;
};
