/**
 * What rack something is in: a rack is what hangs on one switch. Not where instances are placed.
 * Keeps true: of several switches that a card is joined to the first by id counts.
 */
import { comparePaths } from '#base';
import type { Machine, Node } from './draft.ts';
import type { Machines, Neighbours } from './machines.ts';
import { words } from './nodes.ts';

/** The switch that a card is joined to first; null where it is joined to none. */
export const rackOf = (card: Node | null, near: Neighbours): Node | null => {
  let first: Node | null = null;
  for (const { link, other } of card === null ? [] : near.get(card) ?? []) {
    if (link.medium !== 'ethernet' || other.kind !== 'switch') continue;
    if (first === null || comparePaths(other.id, first.id) < 0) first = other;
  }
  return first;
};

/** A host by its id, or a machine that stands in none. */
export const hostKey = (machine: Machine): string => machine.host?.id ?? machine.id;

/**
 * The rack of each host by its key: the switch that its first network card is joined to. A host
 * whose cards are joined to none is a rack of its own.
 */
export const racksOf = ({ list, near }: Machines): ReadonlyMap<string, string> => {
  const racks = new Map<string, string>();
  for (const machine of list) {
    const key = hostKey(machine);
    if (racks.has(key)) continue;
    const card = machine.cards.find((c) => words(c, 'serves').includes('vpc') && rackOf(c, near) !== null);
    const rack = rackOf(card ?? null, near);
    if (rack !== null) racks.set(key, rack.id);
  }
  for (const machine of list) {
    const key = hostKey(machine);
    if (!racks.has(key)) racks.set(key, key);
  }
  return racks;
};
