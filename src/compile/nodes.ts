/** Small questions about a node that several passes ask. */
import { kindRow } from '#kinds';
import type { Node, Source } from './draft.ts';

/** A whole number of base units, or 0 when unset. */
export const number = (node: Node, key: string): number => {
  const value = node.values[key];
  return typeof value === 'number' ? value : 0;
};

/** A number, or null when unset. */
export const numberOrNull = (node: Node, key: string): number | null => {
  const value = node.values[key];
  return typeof value === 'number' ? value : null;
};

export const word = (node: Node, key: string): string | null => {
  const value = node.values[key];
  return typeof value === 'string' ? value : null;
};

export const words = (node: Node, key: string): readonly string[] => {
  const value = node.values[key];
  return Array.isArray(value) ? (value as readonly string[]) : [];
};

/** The assignment that a property has its value from; undefined for a default. */
export const sourceFor = (node: Node, property: string): Source | undefined =>
  node.own?.get(property) ?? node.blueprint.sources.get(property);

/** Where to point for a property: its assignment if a person wrote one, else the element's name. */
export const placeFor = (node: Node, property: string): string => {
  const source = sourceFor(node, property);
  return source === undefined || source.origin === 'type' ? nameAt(node) : source.valueAt;
};

export const nameAt = (node: Node): string => `${node.blueprint.declaration.pointer}/name`;

/** The type as it is shown: its name, or the kind of an element without one. */
export const typeName = (node: Node): string => node.blueprint.type?.name ?? node.kind;

/** Whether an element is of a type, directly or by extension. */
export const isOf = (node: Node, type: string): boolean => node.blueprint.typeNames.includes(type);

export const isMetal = (node: Node): boolean => node.values['metal'] === 'yes';

/** Each record once: problems of a whole array are said at its declaration. */
export const oncePerValues = (nodes: readonly Node[]): readonly Node[] =>
  nodes.filter((n, i) => n.values !== nodes[i - 1]?.values);

/** Whether its type could not be found: what it lacks has been reported, and is no further news. */
export const isBroken = (node: Node): boolean =>
  node.blueprint.type === null
  && (node.blueprint.declaration.spec.types.length > 0 || kindRow(node.kind).typeRequired);
