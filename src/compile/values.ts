/**
 * What the words after `=` mean for a property: the kinds table decides. Defaults, bounds and
 * words are checked here. Not where a value comes from: that is bodies.ts and expand.ts.
 * Keeps true: a value is in whole base units of its dimension, or it has been reported.
 */
import { nearest } from '#base';
import type { Fix } from '#diagnostics';
import { type Distribution, irKey, type PropertyValue } from '#ir';
import {
  BARE_NUMBER_DIMENSIONS, type Dimension, DIMENSION_WORDS, functionByName, FUNCTIONS, kindRow,
  type KindName, printQuantity, type PropertyRow, readQuantity, unitsOf,
} from '#kinds';
import type { ExpressionSpec, ListSpec, ValueSpec } from '#spec';
import {
  type Amount, evaluate, type Evaluation, hasPath, numeralOf, printExpression,
} from './expressions.ts';
import type { Values } from './draft.ts';

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

const formOf = (value: ValueSpec): string => {
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
const boundOf = (text: string): number => {
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

interface Place {
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

/** Which parameters of a distribution have the dimension of the property. */
const DIMENSIONED: { readonly [name: string]: readonly boolean[] } = {
  constant: [true], exponential: [true], uniform: [true, true], lognormal: [true, false],
  pareto: [true, false], bursts: [true, true, false],
};

const isShape = (name: string): name is Distribution['shape'] => Object.hasOwn(DIMENSIONED, name);

type Call = Extract<ExpressionSpec, { is: 'call' }>;

const distributionOf = (
  call: Call, dimension: Dimension, p: Place,
): Distribution | undefined => {
  const { name } = call;
  if (!isShape(name)) {
    const known = FUNCTIONS.filter((f) => f.use === 'distribution').map((f) => f.name);
    const near = nearest(name, known);
    p.context.problems.report('value/unknown-function', p.at, { name, nearest: near }, {
      fixes: near.map((n) => ({
        title: `Change to '${n}'`,
        edits: [{ at: `${p.at}/name`, action: 'replace', text: n }],
      })),
    });
    return undefined;
  }
  const flags = DIMENSIONED[name] ?? [];
  if (call.arguments.length !== flags.length) {
    p.context.problems.report('value/arguments', p.at, {
      name, signature: functionByName.get(name)?.signature ?? name, given: call.arguments.length,
    });
    return undefined;
  }
  const parameters = call.arguments.map((argument, i) => {
    const place = { ...p, at: `${p.at}/arguments/${i}` };
    const rate = name === 'bursts' && i === 2;
    return amountOf(argument, rate ? 'operations' : flags[i] === true ? dimension : 'ratio', null, place);
  });
  const known = parameters.flatMap((x) => x ?? []);
  if (known.length < parameters.length || !parametersFit(call, known, p)) return undefined;
  return { shape: name, parameters: known };
};

/** Parameters that must be more than nothing; all others may be nothing. */
const POSITIVE: readonly string[] = ['pareto shape', 'bursts rate'];

/** Whether there is a distribution of these parameters; reports the first that forbids it. */
const parametersFit = (call: Call, values: readonly number[], p: Place): boolean => {
  const rows = functionByName.get(call.name)?.parameters ?? [];
  for (const [i, value] of values.entries()) {
    const { name = '' } = rows[i] ?? {};
    const more = POSITIVE.includes(`${call.name} ${name}`);
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

const wordOf = (
  value: ExpressionSpec, allowed: readonly string[], p: Place,
): string | undefined => {
  const word = value.is === 'path' && value.segments.length === 1 ? value.segments[0]?.name : undefined;
  if (word === undefined) {
    p.context.problems.report('value/wrong-form', p.at, {
      property: p.property, expected: `one of ${allowed.join(', ')}`, given: formOf(value),
    }, { fixes: allowed.map((text) => ({
      title: `Change to '${text}'`, edits: [{ at: p.at, action: 'replace', text }],
    })) });
    return undefined;
  }
  if (allowed.includes(word)) return word;
  const near = nearest(word, allowed);
  p.context.problems.report('value/unknown-word', p.at, {
    property: p.property, word, words: allowed, nearest: near,
  }, { fixes: (near.length > 0 ? near : allowed).map((text) => ({
    title: `Change to '${text}'`, edits: [{ at: p.at, action: 'replace', text }],
    ...(near.length === 1 ? { preferred: true } : {}),
  })) });
  return undefined;
};

const wordsOf = (
  value: ValueSpec, allowed: readonly string[], p: Place,
): readonly string[] | undefined => {
  const list: ListSpec['values'] = value.is === 'list' ? value.values : [value];
  const found: string[] = [];
  for (const [i, item] of list.entries()) {
    if (item.is === 'tuple') continue;
    const at = value.is === 'list' ? `${p.at}/values/${i}` : p.at;
    const word = wordOf(item, allowed, { ...p, at });
    if (word === undefined) return undefined;
    if (found.includes(word)) {
      p.context.problems.report('value/repeated-word', at, { property: p.property, words: [word] }, {
        fixes: [{ title: 'Remove the repetition', edits: [{ at, action: 'remove', text: '' }] }],
      });
    } else found.push(word);
  }
  // A set: the order in which the author lists its words says nothing.
  return allowed.filter((word) => found.includes(word));
};

/** Whether the value must wait until elements exist. */
export const isDynamic = (value: ValueSpec, row: PropertyRow): boolean => {
  if (row.value.is !== 'quantity' && row.value.is !== 'distribution') return false;
  return value.is !== 'list' && hasPath(value);
};

/** Nothing, after saying which form was wanted. */
const wrongForm = (value: ValueSpec, expected: string, p: Place): string | undefined => {
  p.context.problems.report('value/wrong-form', p.at, {
    property: p.property, expected, given: formOf(value),
  });
  return undefined;
};

const textOf = (value: ValueSpec, p: Place): string | undefined =>
  value.is === 'text' ? value.text : wrongForm(value, 'a text in quotes', p);

const typeNameOf = (
  value: ValueSpec, kinds: readonly KindName[], p: Place,
): string | undefined => {
  const name =
    value.is === 'text' ? value.text
    : value.is === 'path' && value.segments.length === 1 ? value.segments[0]?.name
    : undefined;
  if (name === undefined) return wrongForm(value, `a ${kinds.join(' or ')} type`, p);
  return p.context.typeExists(name, kinds, p.at) ? name : undefined;
};

/** The value of a property, or undefined after a report. */
export const valueOf = (
  value: ValueSpec, row: PropertyRow, p: Place,
): PropertyValue | undefined => {
  const kind = row.value;
  switch (kind.is) {
    case 'word':
      return value.is === 'list'
        ? wrongForm(value, `one of ${kind.words.join(', ')}`, p)
        : wordOf(value, kind.words, p);
    case 'words':
      return wordsOf(value, kind.words, p);
    case 'text':
      return textOf(value, p);
    case 'file': {
      const written = textOf(value, p);
      return written === undefined ? undefined : (p.context.fileName(written, p.at) ?? undefined);
    }
    case 'type':
      return typeNameOf(value, kind.kinds, p);
    case 'quantity':
      if (value.is === 'list') return wrongForm(value, DIMENSION_WORDS[kind.dimension], p);
      if (value.is === 'call' && isShape(value.name)) {
        p.context.problems.report('value/no-distribution', p.at, {
          property: p.property, name: value.name,
        });
        return undefined;
      }
      return amountOf(value, kind.dimension, row, p);
    case 'distribution': {
      if (value.is === 'list') return wrongForm(value, DIMENSION_WORDS[kind.dimension], p);
      if (value.is === 'call') return distributionOf(value, kind.dimension, p);
      const amount = amountOf(value, kind.dimension, row, p);
      return amount === undefined ? undefined : { shape: 'constant', parameters: [amount] };
    }
  }
};

const fallbackOf = (row: PropertyRow): PropertyValue => {
  if (row.fallback === null) return null;
  switch (row.value.is) {
    case 'quantity': return boundOf(row.fallback);
    case 'distribution': return { shape: 'constant', parameters: [boundOf(row.fallback)] };
    case 'words': return [row.fallback];
    default: return row.fallback;
  }
};

export interface Defaults {
  readonly values: Values;
  readonly assumed: readonly string[];
  readonly required: readonly string[];
}

const defaultsCache = new Map<KindName, Defaults>();

/** The defaults of a kind, by IR key, in the table's order; those that are assumed, by name. */
export const defaultsOf = (kind: KindName): Defaults => {
  const cached = defaultsCache.get(kind);
  if (cached !== undefined) return cached;
  const values: Record<string, PropertyValue> = {};
  const assumed: string[] = [];
  const required: string[] = [];
  for (const [name, row] of Object.entries(kindRow(kind).properties)) {
    values[irKey(name, row.value)] = fallbackOf(row);
    if (row.assumed && row.fallback !== null) assumed.push(name);
    if (row.required) required.push(name);
  }
  // An object that grew key by key is a slow table to its engine; one that was parsed is a record,
  // and thousands are copied from this one at each keystroke.
  const record = JSON.parse(JSON.stringify(values)) as Values;
  const defaults = { values: record, assumed, required };
  defaultsCache.set(kind, defaults);
  return defaults;
};

/** A value as the author would write it. */
export const printValue = (value: PropertyValue, row: PropertyRow): string => {
  if (value === null) return 'unset';
  if (typeof value === 'number') {
    const kind = row.value;
    if (kind.is === 'quantity' || kind.is === 'distribution') return printQuantity(value, kind.dimension);
    return String(value);
  }
  if (typeof value === 'string') return value;
  if ('shape' in value) {
    const dimension = row.value.is === 'distribution' ? row.value.dimension : 'time';
    const flags = DIMENSIONED[value.shape] ?? [];
    const parts = value.parameters.map((x, i) =>
      flags[i] === true ? printQuantity(x, dimension) : String(x));
    return value.shape === 'constant' ? (parts[0] ?? '') : `${value.shape}(${parts.join(', ')})`;
  }
  return value.length === 1 ? (value[0] ?? '') : `[${value.join(', ')}]`;
};
