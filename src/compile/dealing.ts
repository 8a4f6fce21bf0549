/**
 * Which network cards each flow goes over. One flow is on one card at either end, as a queue pair
 * or a connection is; the flows of an instance take turns over its cards.
 * Keeps true: turns go in the order of streams' ids, whoever declared them first, those that leave
 * an instance apart from those that come to it; two cards that no cable joins are passed over while
 * there are others; a flow that names an interface is on its card.
 */
import type { StreamIr } from '#ir';
import type { Node } from './draft.ts';
import type { NetworkWay, Served } from './io-paths.ts';
import type { Neighbours } from './machines.ts';
import { networkOf } from './network-cards.ts';
import { Reach } from './ways.ts';

/** How a flow meets the network at both ends. */
export interface Dealt extends Pick<StreamIr, 'cards' | 'interfaces'> {
  /** The cards; null: nothing serves that end. */
  readonly between: readonly [from: Node | null, to: Node | null];
}

interface End {
  readonly served: Served;
  /** The numbers of networks that it may take, from the one on whose turn it is. */
  readonly numbers: readonly number[];
}

export const instanceOf = (end: Node): Node =>
  end.kind === 'interface' && end.parent !== null ? end.parent : end;

/** Whether flows are dealt to it: an interface that is attached later carries none by itself. */
const carries = ({ interfaces }: NetworkWay): boolean =>
  interfaces.length === 0 || interfaces.some((one) => one.values['attached'] !== 'no');

export class Dealing {
  private readonly near: Neighbours;
  private readonly served: ReadonlyMap<Node, Served>;
  private readonly choices = new Map<Node, readonly number[]>();
  private readonly departures = new Map<Node, number>();
  private readonly arrivals = new Map<Node, number>();
  private reach: Reach | null = null;

  constructor(served: readonly Served[], near: Neighbours) {
    this.near = near;
    this.served = new Map(served.map((one) => [one.placed.instance, one]));
  }

  /** The next flow, from and to an instance or an interface of one. */
  next(from: Node, to: Node): Dealt {
    const [a, b] = [this.end(from, this.departures), this.end(to, this.arrivals)];
    const cards = a === null || b === null ? [0, 0] as const : this.joined(a, b);
    const cardAt = (end: End | null, number: number): Node | null =>
      end?.served.networks[number]?.card ?? null;
    const named = (end: Node): string | null => (end.kind === 'interface' ? end.id : null);
    return {
      cards, between: [cardAt(a, cards[0]), cardAt(b, cards[1])],
      interfaces: named(from) === null && named(to) === null ? null : [named(from), named(to)],
    };
  }

  private end(node: Node, turns: Map<Node, number>): End | null {
    const instance = instanceOf(node);
    const served = this.served.get(instance);
    if (served === undefined) return null;
    if (node !== instance) return { served, numbers: [networkOf(served, node)] };
    const all = this.choicesOf(instance, served);
    if (all.length < 2) return { served, numbers: all };
    const before = turns.get(instance) ?? 0;
    turns.set(instance, before + 1);
    return { served, numbers: all.map((_, i) => all[(before + i) % all.length] ?? 0) };
  }

  private choicesOf(instance: Node, { networks }: Served): readonly number[] {
    const known = this.choices.get(instance);
    if (known !== undefined) return known;
    const isUsed = networks.some(carries) ? carries : () => true;
    const found = networks.flatMap((one, i) => (isUsed(one) ? [i] : []));
    this.choices.set(instance, found);
    return found;
  }

  /** The first pair that cables join, or else the first. */
  private joined(a: End, b: End): readonly [number, number] {
    const first = [a.numbers[0] ?? 0, b.numbers[0] ?? 0] as const;
    if (a.numbers.length < 2 && b.numbers.length < 2) return first;
    this.reach ??= new Reach(this.near);
    for (const i of a.numbers) {
      for (const j of b.numbers) {
        const [left, right] = [a.served.networks[i]?.card, b.served.networks[j]?.card];
        if (left === undefined || right === undefined) continue;
        if (left === right || this.reach.joins(left, right)) return [i, j];
      }
    }
    return first;
  }
}
