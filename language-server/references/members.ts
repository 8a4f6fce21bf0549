/**
 * What stands inside a named thing: its own children and those of the types it is made from.
 * Keeps true: nearest wins (own body, then type, then what the type extends), and a cycle of
 * types ends.
 */
import type { Definition, Element, Item, Link, Named } from '../generated/ast.ts';

type NamedItem = Element | (Link & { readonly name: string });

const namedItems = (items: readonly Item[] | undefined): readonly NamedItem[] =>
  (items ?? []).filter(
    (item): item is NamedItem =>
      item.$type !== 'Assignment' && item.name !== undefined && item.name !== '',
  );

/** The types of a thing, nearest first. */
export const typesOf = (named: Named): readonly Definition[] => {
  const found: Definition[] = [];
  const first = firstType(named);
  let type = first;
  while (type !== undefined && !found.includes(type)) {
    found.push(type);
    type = type.base?.ref;
  }
  return found;
};

const firstType = (named: Named): Definition | undefined => {
  switch (named.$type) {
    case 'Element': return named.types?.[0]?.ref;
    case 'Definition': return named.base?.ref;
    case 'Link': return named.type?.ref;
    default: return undefined;
  }
};

const ownItems = (named: Named): readonly Item[] | undefined =>
  named.$type === 'Scenario' ? undefined : named.items;

/** Children by name. */
export const membersOf = (named: Named): ReadonlyMap<string, NamedItem> => {
  const members = new Map<string, NamedItem>();
  for (const owner of [named, ...typesOf(named)]) {
    for (const item of namedItems(ownItems(owner))) {
      if (!members.has(item.name)) members.set(item.name, item);
    }
  }
  return members;
};
