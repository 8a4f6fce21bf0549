/**
 * What rack something is in: a rack is what hangs on one switch. Not where instances are placed.
 * Keeps true: of several switches that a card is joined to the first by id counts.
 */
import { comparePaths } from '#base';
import type { Node } from './draft.ts';
import type { Neighbours } from './machines.ts';

/** The switch that a card is joined to first; null where it is joined to none. */
export const rackOf = (card: Node | null, near: Neighbours): Node | null => {
  let first: Node | null = null;
  for (const { link, other } of card === null ? [] : near.get(card) ?? []) {
    if (link.medium !== 'ethernet' || other.kind !== 'switch') continue;
    if (first === null || comparePaths(other.id, first.id) < 0) first = other;
  }
  return first;
};
