/**
 * Evaluates an expression to an amount with its dimension: exact for plain quantities. Not the
 * meaning of words: what a property does with a value is in values.ts.
 * Keeps true: what is wrong is reported once, at the words that are wrong.
 */
import { type Dimension, DIMENSION_WORDS, readQuantity, unitsMeant } from '#kinds';
import type { ExpressionSpec, PathSpec } from '#spec';
import type { Problems } from './problems.ts';

/** A number in base units; a bare number has no dimension. */
export interface Amount {
  readonly value: number;
  readonly dimension: Dimension | null;
}

/** Looks a path up where an expression stands; null when it reported why it cannot. */
export type Lookup = (path: PathSpec, at: string) => Amount | null;

export interface Evaluation {
  readonly problems: Problems;
  readonly lookup: Lookup;
}

/** The numeral of `64 Gib`, to which another unit is put. */
export const numeralOf = (text: string): string =>
  /^[0-9][0-9_]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/u.exec(text.trim())?.[0] ?? text;

export const readAmount = (text: string, at: string, problems: Problems): Amount | null => {
  const quantity = readQuantity(text);
  if (quantity.ok) return { value: quantity.value, dimension: quantity.dimension };
  if (quantity.reason === 'unit') {
    const near = unitsMeant(quantity.word);
    problems.report('value/unknown-unit', at, { unit: quantity.word, nearest: near }, {
      fixes: near.map((unit, i) => ({
        title: `Change to '${numeralOf(text)} ${unit}'`,
        edits: [{ at, action: 'replace', text: `${numeralOf(text)} ${unit}` }],
        ...(i === 0 && near.length === 1 ? { preferred: true } : {}),
      })),
    });
  } else problems.report('value/number', at, { value: text });
  return null;
};

const isBare = (amount: Amount): boolean =>
  amount.dimension === null || amount.dimension === 'ratio' || amount.dimension === 'count';

const words = (amount: Amount): string =>
  amount.dimension === null ? 'a plain number' : DIMENSION_WORDS[amount.dimension];

const sum = (left: Amount, right: Amount, sign: 1 | -1): Amount | null => {
  const value = left.value + sign * right.value;
  if (left.dimension === right.dimension) return { value, dimension: left.dimension };
  if (isBare(left) && isBare(right)) return { value, dimension: null };
  return null;
};

const product = (left: Amount, right: Amount): Amount | null => {
  const value = left.value * right.value;
  if (isBare(left) && isBare(right)) return { value, dimension: null };
  if (isBare(left)) return { value, dimension: right.dimension };
  return isBare(right) ? { value, dimension: left.dimension } : null;
};

const quotient = (left: Amount, right: Amount): Amount | null => {
  const value = left.value / right.value;
  if (isBare(right)) return { value, dimension: isBare(left) ? null : left.dimension };
  return left.dimension === right.dimension ? { value, dimension: null } : null;
};

type Binary = Extract<ExpressionSpec, { is: 'binary' }>;

const binary = (spec: Binary, at: string, e: Evaluation): Amount | null => {
  const left = evaluate(spec.left, `${at}/left`, e);
  const right = evaluate(spec.right, `${at}/right`, e);
  if (left === null || right === null) return null;
  if (spec.operator === '/' && right.value === 0) {
    e.problems.report('value/divided-by-zero', at, {});
    return null;
  }
  const result =
    spec.operator === '+' ? sum(left, right, 1)
    : spec.operator === '-' ? sum(left, right, -1)
    : spec.operator === '*' ? product(left, right)
    : quotient(left, right);
  if (result === null) {
    e.problems.report('value/mixed-dimensions', at, {
      operator: spec.operator, left: words(left), right: words(right),
    });
  }
  return result;
};

/** The amount of an expression, or null after a report. */
export const evaluate = (spec: ExpressionSpec, at: string, e: Evaluation): Amount | null => {
  switch (spec.is) {
    case 'quantity':
    case 'number':
      return readAmount(spec.text, at, e.problems);
    case 'path':
      return e.lookup(spec, at);
    case 'negative': {
      const inner = evaluate(spec.value, `${at}/value`, e);
      return inner === null ? null : { value: -inner.value, dimension: inner.dimension };
    }
    case 'binary':
      return binary(spec, at, e);
    case 'text':
      e.problems.report('value/wrong-form', at, {
        property: 'this', expected: 'a number', given: 'a text',
      });
      return null;
    case 'call':
      e.problems.report('value/unknown-function', at, { name: spec.name, nearest: [] });
      return null;
  }
};

/** Whether a value depends on where it stands. */
export const hasPath = (spec: ExpressionSpec): boolean => {
  switch (spec.is) {
    case 'path': return true;
    case 'negative': return hasPath(spec.value);
    case 'binary': return hasPath(spec.left) || hasPath(spec.right);
    case 'call': return spec.arguments.some(hasPath);
    default: return false;
  }
};

/** `100GiB` and `100  GiB` as `100 GiB`: how it was spaced says nothing. */
const quantityText = (text: string): string => {
  const numeral = numeralOf(text);
  const unit = text.trim().slice(numeral.length).trim();
  return unit === '' ? numeral : `${numeral} ${unit}`;
};

/** An expression as the author would write it. */
export const printExpression = (spec: ExpressionSpec): string => {
  switch (spec.is) {
    case 'quantity': return quantityText(spec.text);
    case 'number': return spec.text;
    case 'text': return JSON.stringify(spec.text);
    case 'path': return printPath(spec);
    case 'negative': return `-${printExpression(spec.value)}`;
    case 'call': return `${spec.name}(${spec.arguments.map(printExpression).join(', ')})`;
    case 'binary':
      return `${printExpression(spec.left)} ${spec.operator} ${printExpression(spec.right)}`;
  }
};

export const printPath = (path: PathSpec): string =>
  path.segments.map((segment) => {
    const { name, index } = segment;
    if (index === undefined) return name;
    if (index.low === undefined) return `${name}[*]`;
    const high = index.high === undefined ? '' : `..${printExpression(index.high)}`;
    return `${name}[${printExpression(index.low)}${high}]`;
  }).join('.');
