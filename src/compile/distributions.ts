/**
 * A distribution after `=`: its parameters, each with its dimension and bounds; and how it is
 * printed. Keeps true: what cannot be drawn from has been reported.
 */
import { nearest } from '#base';
import type { Distribution } from '#ir';
import { type Dimension, functionByName, FUNCTIONS, printQuantity, type PropertyRow } from '#kinds';
import type { ExpressionSpec } from '#spec';
import { amountOf, type Place } from './amounts.ts';
import { printExpression } from './expressions.ts';

/** Which parameters of a distribution have the dimension of the property. */
const DIMENSIONED: { readonly [name: string]: readonly boolean[] } = {
  constant: [true], exponential: [true], uniform: [true, true], lognormal: [true, false],
  pareto: [true, false], bursts: [true, true, false], mix: [true, false, true, false],
};

export const isShape = (name: string): name is Distribution['shape'] => Object.hasOwn(DIMENSIONED, name);

type Call = Extract<ExpressionSpec, { is: 'call' }>;

/** Of a mix every other parameter is a value, whatever their number. */
const flagsOf = (shape: string, count: number): readonly boolean[] => shape === 'mix'
  ? Array.from({ length: count }, (_, i) => i % 2 === 0) : (DIMENSIONED[shape] ?? []);

const reportUnknown = (call: Call, p: Place): void => {
  const { name } = call;
  const known = FUNCTIONS.filter((f) => f.use === 'distribution').map((f) => f.name);
  const near = nearest(name, known);
  p.context.problems.report('value/unknown-function', p.at, { name, nearest: near }, {
    fixes: near.map((n) => ({
      title: `Change to '${n}'`,
      edits: [{ at: `${p.at}/name`, action: 'replace', text: n }],
    })),
  });
};

/** Whether a call has as many arguments as its function takes; of a mix pairs, and two at least. */
const argumentsFit = (call: Call): boolean => {
  const given = call.arguments.length;
  return call.name === 'mix' ? given >= 4 && given % 2 === 0
    : given === DIMENSIONED[call.name]?.length;
};

/** The parameter that all values grow with: if it were 0, each of them would be. */
const SCALE: { readonly [name: string]: number } = {
  exponential: 0, uniform: 1, lognormal: 0, pareto: 0, bursts: 0,
};

/** What bounds a parameter: in a mix and a constant each value, elsewhere that all grow with. */
const boundsOf = (name: string, i: number, row: PropertyRow): PropertyRow | null => {
  if (name === 'mix' || name === 'constant') return row;
  return row.minimum !== null && SCALE[name] === i ? { ...row, maximum: null } : null;
};

/** A distribution that a property may have, checked, or undefined after a report. */
export const distributionOf = (
  call: Call, row: PropertyRow, p: Place,
): Distribution | undefined => {
  const { name } = call;
  const kind = row.value;
  if (kind.is !== 'distribution') return undefined;
  if (!isShape(name)) {
    reportUnknown(call, p);
    return undefined;
  }
  if (name !== 'constant' && kind.shapes?.includes(name) === false) {
    p.context.problems.report('value/distribution-shape', p.at, {
      property: p.property, name, shapes: kind.shapes,
    });
    return undefined;
  }
  if (!argumentsFit(call)) {
    p.context.problems.report('value/arguments', p.at, {
      name, signature: functionByName.get(name)?.signature ?? name, given: call.arguments.length,
    });
    return undefined;
  }
  const flags = flagsOf(name, call.arguments.length);
  const parameters = call.arguments.map((argument, i) => {
    const place = { ...p, at: `${p.at}/arguments/${i}` };
    const rate = name === 'bursts' && i === 2;
    return flags[i] === true ? amountOf(argument, kind.dimension, boundsOf(name, i, row), place)
      : amountOf(argument, rate ? 'operations' : 'ratio', null, place);
  });
  const known = parameters.flatMap((x) => x ?? []);
  if (known.length < parameters.length || !parametersFit(call, known, p)) return undefined;
  if (name === 'mix' && !sharesFit(known, p)) return undefined;
  return { shape: name, parameters: known };
};

/** Shares are written in decimals, and their sum is off by a rounding. */
const shareErrorMax = 1e-9;

/** Whether the shares of a mix add up to the whole. */
const sharesFit = (values: readonly number[], p: Place): boolean => {
  const shares = values.filter((_, i) => i % 2 === 1);
  const sum = shares.reduce((total, share) => total + share, 0);
  if (Math.abs(sum - 1) <= shareErrorMax) return true;
  const left = 1 - (sum - (shares.at(-1) ?? 0));
  const at = `${p.at}/arguments/${values.length - 1}`;
  const text = printQuantity(left, 'ratio', 12);
  p.context.problems.report('value/mix-sum', p.at, {
    property: p.property, sum: printQuantity(sum, 'ratio', 6),
  }, {
    fixes: left <= shareErrorMax ? [] : [{
      title: `Change the last share to '${text}'`, edits: [{ at, action: 'replace', text }],
    }],
  });
  return false;
};

/** A distribution as the author would write it. */
export const printDistribution = (value: Distribution, row: PropertyRow): string => {
  const dimension: Dimension = row.value.is === 'distribution' ? row.value.dimension : 'time';
  const flags = flagsOf(value.shape, value.parameters.length);
  const parts = value.parameters.map((x, i) =>
    flags[i] === true ? printQuantity(x, dimension)
      : value.shape === 'mix' ? printQuantity(x, 'ratio') : String(x));
  return value.shape === 'constant' ? (parts[0] ?? '') : `${value.shape}(${parts.join(', ')})`;
};

/** Parameters that must be more than nothing; all others may be nothing. */
const POSITIVE: readonly string[] = ['pareto shape', 'bursts rate'];

/** Whether there is a distribution of these parameters; reports the first that forbids it. */
const parametersFit = (call: Call, values: readonly number[], p: Place): boolean => {
  const rows = functionByName.get(call.name)?.parameters ?? [];
  for (const [i, value] of values.entries()) {
    const { name = '' } = (call.name === 'mix' ? rows[i % 2] : rows[i]) ?? {};
    const more = POSITIVE.includes(`${call.name} ${name}`) || (call.name === 'mix' && i % 2 === 1);
    const below = call.name === 'uniform' && i === 1 && value < (values[0] ?? 0);
    if (value >= 0 && !(more && value === 0) && !below) continue;
    const written = call.arguments[i];
    const low = call.arguments[0];
    p.context.problems.report('value/distribution-range', `${p.at}/arguments/${i}`, {
      name: call.name, parameter: name, value: written === undefined ? '' : printExpression(written),
      range: below && low !== undefined ? `at least the low bound, ${printExpression(low)}`
        : more ? 'above 0' : '0 or more',
    });
    return false;
  }
  return true;
};
