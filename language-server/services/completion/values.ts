/**
 * What may stand to the right of `=` and wherever else a property's value is wanted.
 */
import { CompletionItemKind } from 'vscode-languageserver';
import {
  FUNCTIONS, propertyRow, type Dimension, type FunctionRow, type PropertyRow, type ValueKind,
} from '#kinds';
import type { Named } from '../../generated/ast.ts';
import type { Token } from './context.ts';
import { named, units, word, type Offer } from './items.ts';
import { kindOf, type Names } from './names.ts';

export const functionOffer = (row: FunctionRow): Offer => ({
  label: row.name,
  kind: CompletionItemKind.Function,
  detail: row.signature,
  documentation: row.doc,
  snippet: `${row.name}(${row.parameters.map((one, index) => `\${${index + 1}:${one.name}}`).join(', ')})`,
  rank: 3,
});

export const dimensionOf = (value: ValueKind): Dimension | null =>
  value.is === 'quantity' || value.is === 'distribution' ? value.dimension : null;

const defaultOf = (row: PropertyRow): readonly Offer[] => row.fallback === null
  ? [] : [word(row.fallback, 'default', { rank: 2, kind: CompletionItemKind.Value })];

/** Values that fit a property. */
export const valueOffers = (row: PropertyRow, names: Names, inList: boolean): readonly Offer[] => {
  const { value } = row;
  switch (value.is) {
    case 'word': return value.words.map((one) => word(one, one === row.fallback ? 'default' : ''));
    case 'words': return value.words.map((one) => word(one, inList ? '' : 'one, or a list'));
    case 'type': return names.types(value.kinds).map((type) => named(type));
    case 'distribution': return [
      ...defaultOf(row),
      ...FUNCTIONS.filter((one) => one.use === 'distribution'
        && (value.shapes === undefined || value.shapes.includes(one.name))).map(functionOffer),
    ];
    case 'part':
    case 'quantity': return defaultOf(row);
    default: return [];
  }
};

/** Whether the token before the cursor is a number that still wants a unit. */
export const endsInNumber = (statement: readonly Token[]): boolean => {
  const last = statement.at(-1);
  return last?.type === 'NUMBER' || (last?.type === 'QUANTITY' && /^[0-9._]+$/u.test(last.image));
};

export const unitOffers = (dimension: Dimension | null): readonly Offer[] => {
  if (dimension !== null) return units(dimension);
  const all: readonly Dimension[] = ['time', 'size', 'rate', 'operations', 'packets', 'frequency', 'ratio'];
  return all.flatMap((one) => units(one));
};

/** The row of a property of a thing. */
export const rowOf = (node: Named | undefined, name: string): PropertyRow | undefined => {
  const kind = node === undefined ? null : kindOf(node);
  return kind === null ? undefined : propertyRow(kind, name);
};
