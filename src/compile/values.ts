/**
 * What the words after `=` mean for a property: the kinds table decides. Defaults and words are
 * checked here, amounts in amounts.ts. Not where a value comes from: see bodies.ts and expand.ts.
 * Keeps true: a value is in whole base units of its dimension, or it has been reported.
 */
import { nearest } from '#base';
import { irKey, type Part, type PropertyValue } from '#ir';
import {
  DIMENSION_WORDS, kindRow, type KindName, printQuantity, type PropertyRow, readQuantity,
} from '#kinds';
import type { ExpressionSpec, ListSpec, ValueSpec } from '#spec';
import { amountOf, boundOf, formOf, type Place } from './amounts.ts';
import { distributionOf, isShape, printDistribution } from './distributions.ts';
import type { Values } from './draft.ts';
import { evaluate, hasPath } from './expressions.ts';

export type { ValueContext } from './amounts.ts';

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
  if (!['quantity', 'distribution', 'part'].includes(row.value.is)) return false;
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

/** A size, or a share of what the property is a part of. */
const partOf = (value: ExpressionSpec, row: PropertyRow, p: Place): Part | undefined => {
  const amount = evaluate(value, p.at, p.context);
  if (amount === null) return undefined;
  const isShare = amount.dimension === null || amount.dimension === 'ratio';
  const dimension = isShare ? 'ratio' : 'size';
  const bounds: PropertyRow = {
    ...row, value: { is: 'quantity', dimension }, ...(isShare ? { minimum: '0 %', maximum: '100 %' } : {}),
  };
  const checked = amountOf(value, dimension, bounds, p);
  return checked === undefined ? undefined : { unit: isShare ? 'share' : 'bytes', amount: checked };
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
    case 'part':
      return value.is === 'list' ? wrongForm(value, 'a size or a share', p) : partOf(value, row, p);
    case 'distribution': {
      if (value.is === 'list') return wrongForm(value, DIMENSION_WORDS[kind.dimension], p);
      if (value.is === 'call') return distributionOf(value, row, p);
      const amount = amountOf(value, kind.dimension, row, p);
      return amount === undefined ? undefined : { shape: 'constant', parameters: [amount] };
    }
  }
};

export const fallbackOf = (row: PropertyRow): PropertyValue => {
  if (row.fallback === null) return null;
  switch (row.value.is) {
    case 'quantity': return boundOf(row.fallback);
    case 'distribution': return { shape: 'constant', parameters: [boundOf(row.fallback)] };
    case 'words': return [row.fallback];
    case 'part': return partWritten(row.fallback);
    default: return row.fallback;
  }
};

const partWritten = (text: string): Part => {
  const quantity = readQuantity(text);
  const unit = quantity.ok && quantity.dimension === 'size' ? 'bytes' : 'share';
  return { unit, amount: boundOf(text) };
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
  if ('amount' in value) {
    return printQuantity(value.amount, value.unit === 'share' ? 'ratio' : 'size');
  }
  if ('shape' in value) return printDistribution(value, row);
  return value.length === 1 ? (value[0] ?? '') : `[${value.join(', ')}]`;
};
