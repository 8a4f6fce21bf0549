/**
 * The network cards of an instance, and which of them each of its interfaces is on: as many as its
 * type has and its machine gives it. Not how requests travel to a card: that is io-paths.ts; nor
 * which flows go over which: that is dealing.ts.
 * Keeps true: guests of one machine with the same choice take turns, in the order of their ids.
 */
import { sorted } from '#base';
import type { Machine, Node } from './draft.ts';
import type { Neighbours } from './machines.ts';
import { number, numberOrNull, words } from './nodes.ts';

/** How many guests have a card, of those that had a choice. */
export type CardsTaken = Map<Node, number>;

/** A network card of an instance, with the interfaces that are on it. */
export interface CardInUse {
  readonly card: Node;
  readonly interfaces: readonly Node[];
}

/** All cards of a machine that serve the network, in the order of their ids. */
export const networkCardsIn = (machine: Machine): readonly Node[] =>
  machine.cards.filter((card) => words(card, 'serves').includes('vpc'));

/**
 * The cards that serve an instance, in the order of their numbers: those with a cable before those
 * without, then those linked to its own socket, then those that the fewest guests have.
 */
export const networkCardsOf = (of: {
  readonly instance: Node; readonly machine: Machine; readonly part: Node | undefined;
  readonly near: Neighbours;
}, taken: CardsTaken): readonly Node[] => {
  const { instance, machine, part, near } = of;
  const able = networkCardsIn(machine);
  if (able.length < 2) return able;
  const nextTo = part === undefined ? [] : near.get(part) ?? [];
  const beside = new Set(nextTo.map(({ other }) => other));
  const ranks = new Map(able.map((card) => {
    const hasCable = near.get(card)?.some(({ link }) => link.medium === 'ethernet') === true;
    // Guests on two cards without a cable would not reach each other.
    const guests = hasCable ? taken.get(card) ?? 0 : 0;
    return [card, [hasCable ? 0 : 1, beside.has(card) ? 0 : 1, guests]];
  }));
  const rankOf = (card: Node, i: number): number => ranks.get(card)?.[i] ?? 0;
  const chosen = new Set(sorted(able, (a, b) =>
    rankOf(a, 0) - rankOf(b, 0) || rankOf(a, 1) - rankOf(b, 1) || rankOf(a, 2) - rankOf(b, 2))
    .slice(0, Math.max(1, number(instance, 'networkCards'))));
  for (const card of chosen) taken.set(card, (taken.get(card) ?? 0) + 1);
  return able.filter((card) => chosen.has(card));
};

/**
 * The cards that interfaces are on: the one that each names, else its own number in turn. Where
 * none is declared, or attached at launch, there is one on each card.
 */
export const cardsOf = (
  interfaces: readonly Node[], cards: readonly Node[],
): readonly CardInUse[] => {
  const on = new Map<Node, Node[]>();
  for (const [i, one] of interfaces.entries()) {
    const card = cards[numberOrNull(one, 'card') ?? i % cards.length];
    if (card === undefined) continue;
    const own = on.get(card);
    if (own === undefined) on.set(card, [one]);
    else own.push(one);
  }
  const all = cards.map((card) => ({ card, interfaces: on.get(card) ?? [] }));
  const used = all.filter((one) => one.interfaces.length > 0);
  const isLater = (one: Node): boolean => one.values['attached'] === 'no';
  return used.length === 0 || interfaces.every(isLater) ? all : used;
};

/** Which of the networks of an instance an interface is on. */
export const networkOf = (
  { networks }: { readonly networks: readonly CardInUse[] }, one: Node,
): number => Math.max(0, networks.findIndex(({ interfaces }) => interfaces.includes(one)));

/** The card that an interface is on; null: nothing serves it. */
export const cardOfInterface = (
  served: { readonly networks: readonly CardInUse[] }, one: Node,
): Node | null => served.networks[networkOf(served, one)]?.card ?? null;
