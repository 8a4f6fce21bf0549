/**
 * What is offered inside a scenario: what varies, what happens, what must hold.
 */
import { CompletionItemKind } from 'vscode-languageserver';
import {
  ACTIONS, FUNCTIONS, MEASURES, STATES, STATISTICS, STEPS, actionByName, functionByName,
  kindRow, measureByName, propertyRow, type Dimension, type KindName, type PropertyRow,
} from '#kinds';
import type { Token } from './context.ts';
import { action, keyword, measure, named, property, word, type Offer } from './items.ts';
import { kindOf, pathBefore, type Names } from './names.ts';
import {
  dimensionOf, endsInNumber, functionOffer, rowOf, unitOffers, valueOffers,
} from './values.ts';

const MEASURED: readonly KindName[] = [...new Set(MEASURES.flatMap((row) => row.kinds))];
const WORKLOADS: readonly KindName[] = ['flow', 'io', 'compute'];
const COMPARISONS = ['<', '<=', '>', '>=', '==', '!='];

const operator = (label: string): Offer => ({
  label, kind: CompletionItemKind.Operator, rank: 1, snippet: `${label} `,
});

/** The call whose parentheses are open: its name, and the argument at the cursor. */
export const openCall = (tokens: readonly Token[]): { name: string; argument: number } | null => {
  let depth = 0;
  let argument = 0;
  for (let index = tokens.length - 1; index >= 0; index--) {
    const image = tokens[index]?.image;
    if (image === ')') depth++;
    else if (image === ',' && depth === 0) argument++;
    else if (image === '(' && depth-- === 0) {
      const name = tokens[index - 1]?.image ?? '';
      return functionByName.has(name) ? { name, argument } : null;
    }
  }
  return null;
};

const wordOffers = (words: readonly string[]): readonly Offer[] => words.map((one) => word(one, ''));

/** What the left side of an expectation measures. */
const measured = (tokens: readonly Token[]): Dimension | null => {
  const images = tokens.map((token) => token.image);
  if (images.includes('boot') || images.includes('reached')) return 'time';
  const name = images.find((image, index) =>
    images[index - 1] === '.' && measureByName.has(image));
  return name === undefined ? null : (measureByName.get(name)?.dimension ?? null);
};

/** After a dot in an expectation: measures of the thing, and its members. */
const measuresOf = (names: Names, path: readonly string[]): readonly Offer[] => {
  const node = names.resolve(path);
  if (node === undefined) return [];
  const kind = kindOf(node);
  const rows = MEASURES.filter((row) => kind !== null && row.kinds.includes(kind));
  const properties = kind === null ? {} : kindRow(kind).properties;
  return [
    ...rows.map(measure),
    ...names.members(node).map((member) => named(member, 2)),
    ...Object.entries(properties)
      .map(([name, row]) => ({ ...property(name, row), snippet: name, rank: 4 })),
  ];
};

const inCall = (call: { name: string; argument: number }, names: Names): readonly Offer[] => {
  if (call.name === 'reached' && call.argument === 1) {
    return STEPS.map((step) => word(step.name, step.doc));
  }
  if (call.name === 'state' && call.argument === 1) return [];
  const livings: readonly KindName[] = ['instance', 'microvm'];
  const living = ['boot', 'reached', 'state'].includes(call.name);
  return names.leadingTo(living ? livings : MEASURED).map((node) => named(node));
};

const left = (names: Names): readonly Offer[] => [
  ...FUNCTIONS.filter((row) => row.use === 'expectation').map((row) => ({
    ...functionOffer(row), rank: STATISTICS.some((one) => one === row.name) ? 2 : 1,
  })),
  ...names.leadingTo(MEASURED).map((node) => named(node, 3)),
];

export const expectOffers = (tokens: readonly Token[], names: Names): readonly Offer[] => {
  const images = tokens.map((token) => token.image);
  const when = images.lastIndexOf('when');
  if (when !== -1) return guardOffers(tokens.slice(when + 1), names);
  const path = pathBefore(tokens);
  if (path !== null) return measuresOf(names, path);
  const compared = images.findIndex((image) => COMPARISONS.includes(image) || image === 'of');
  const within = images.lastIndexOf('within');
  if (endsInNumber(tokens)) {
    const tolerance = within !== -1 && compared === -1;
    return [...(tolerance ? unitOffers('ratio') : []), ...unitOffers(measured(tokens))];
  }
  const call = openCall(tokens);
  if (call !== null) return inCall(call, names);
  const last = images.at(-1) ?? '';
  if (last === 'expect') return left(names);
  if (COMPARISONS.includes(last) || last === 'of') {
    if (images.includes('state')) return wordOffers(STATES);
    return left(names).map((offer) => ({ ...offer, rank: 4 }));
  }
  if (within !== -1 && compared === -1) return last === 'within' ? [] : [keyword('of', 'the value')];
  if (compared !== -1) return [keyword('when', 'only in variants where this holds')];
  return [...COMPARISONS.map(operator), operator('within')];
};

const guardOffers = (tokens: readonly Token[], names: Names): readonly Offer[] => {
  const from = tokens.findLastIndex((token) => token.image === 'and') + 1;
  const guard = tokens.slice(from);
  const path = pathBefore(guard);
  const compared = guard.findIndex((token) => COMPARISONS.includes(token.image));
  if (compared === -1) {
    if (path !== null) return propertiesOf(names, path);
    if (guard.length === 0) {
      return names.leadingTo([...WORKLOADS, 'instance']).map((node) => named(node));
    }
    return COMPARISONS.map(operator);
  }
  const row = rowOfPath(guard.slice(0, compared), names);
  if (endsInNumber(guard)) return unitOffers(row === undefined ? null : dimensionOf(row.value));
  if (guard.length > compared + 1) return [keyword('and', 'and this too')];
  return row === undefined ? [] : valueOffers(row, names, false);
};

/** `fetch.transport` as the row of its property. */
const rowOfPath = (tokens: readonly Token[], names: Names): PropertyRow | undefined => {
  const name = tokens.at(-1)?.image ?? '';
  const path = pathBefore(tokens.slice(0, -1));
  return path === null ? undefined : rowOf(names.resolve(path), name);
};

/** After a dot where a property is wanted: properties, members, and `count` of an array. */
const propertiesOf = (names: Names, path: readonly string[]): readonly Offer[] => {
  const node = names.resolve(path);
  const kind = node === undefined ? null : kindOf(node);
  if (node === undefined || kind === null) return [];
  const count = node.$type === 'Element' && node.count !== undefined;
  return [
    ...Object.entries(kindRow(kind).properties).map(([name, row]) =>
      ({ ...property(name, row), snippet: name, again: false })),
    ...(count ? [word('count', 'how many there are')] : []),
    ...names.members(node).map((member) => named(member, 2)),
  ];
};

export const varyOffers = (tokens: readonly Token[], names: Names): readonly Offer[] => {
  const at = tokens.findIndex((token) => token.image === 'in');
  if (at === -1) {
    const path = pathBefore(tokens);
    if (path !== null) return propertiesOf(names, path);
    const last = tokens.at(-1)?.image ?? '';
    if (last === 'vary' || last === '(' || last === ',') {
      return names.inSight().map((node) => named(node));
    }
    return [keyword('in', 'the values it takes', { snippet: 'in [${1}]' })];
  }
  const row = rowOfPath(tokens.slice(0, at), names);
  if (endsInNumber(tokens)) return unitOffers(row === undefined ? null : dimensionOf(row.value));
  const last = tokens.at(-1)?.image ?? '';
  return row === undefined || !['[', ',', '('].includes(last) ? [] : valueOffers(row, names, true);
};

export const actionOffers = (tokens: readonly Token[], names: Names): readonly Offer[] => {
  if (endsInNumber(tokens)) return unitOffers('time');
  const index = tokens.findIndex((token) => actionByName.has(token.image));
  const row = actionByName.get(tokens[index]?.image ?? '');
  if (row === undefined) {
    return tokens.at(-1)?.type === 'QUANTITY' ? ACTIONS.map(action) : [];
  }
  const last = tokens.at(-1)?.image ?? '';
  const to = tokens.findLastIndex((token) => token.image === 'to') > index;
  const wanted = to ? row.to : row.kinds;
  const path = pathBefore(tokens);
  if (path !== null) {
    const node = names.resolve(path);
    const members = node === undefined ? [] : names.members(node);
    return members
      .filter((member) => names.leads(member, wanted, 1))
      .map((member) => named(member));
  }
  if (last === row.name || [',', '--', 'of', 'to'].includes(last)) {
    return thingsFor(row, wanted, last, names);
  }
  if (last === 'for') return [];
  return [
    ...(row.to.length > 0 && !to ? [keyword('to', row.to.join(' or '))] : []),
    ...(row.lasting ? [keyword('for', 'how long it lasts')] : []),
    ...(row.kinds.includes('link') ? [operator('--')] : []),
  ];
};

const thingsFor = (
  row: { readonly name: string; readonly kinds: readonly KindName[] },
  wanted: readonly KindName[],
  last: string,
  names: Names,
): readonly Offer[] => {
  if (last === 'write') return [keyword('firmware of', 'what is written')];
  if (last === 'read') return [keyword('blocks of', 'what is read')];
  // A link is named by its ends, and anything may be one.
  const nodes = row.kinds.includes('link') && (last === '--' || last === row.name)
    ? names.inSight() : names.leadingTo(wanted);
  return nodes.map((node) => named(node, names.leads(node, wanted, 0) ? 1 : 3));
};

/** Properties in the block of an action: the row of the first kind that has it. */
export const actionProperties = (header: readonly Token[]): readonly [string, PropertyRow][] => {
  const row = header
    .map((token) => actionByName.get(token.image))
    .find((found) => found !== undefined);
  if (row === undefined) return [];
  return row.properties.flatMap((name): readonly [string, PropertyRow][] => {
    const found = row.own[name] ?? [...row.kinds, 'link' as const]
      .map((kind) => propertyRow(kind, name)).find((one) => one !== undefined);
    return found === undefined ? [] : [[name, found]];
  });
};
