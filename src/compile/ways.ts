/**
 * Which cards network cables and switches join, and the shortest ways between them: what packets
 * may pass. Not routing: that is the run's. Keeps true: each far end is walked from once; a card is
 * passed only if it stands in the wire.
 */
import type { LinkDraft, Node } from './draft.ts';
import { joinedTo, type Neighbours } from './machines.ts';

/** A card in the wire hands packets on; one with cables to two switches is at the end of both. */
const handsOn = (node: Node, near: Neighbours): boolean => {
  if (node.kind !== 'card') return true;
  const cables = (near.get(node) ?? []).filter(({ link }) => link.medium === 'ethernet');
  return cables.length > 1 && cables.some(({ other }) => other.kind === 'card');
};

export interface Way {
  readonly nodes: readonly Node[];
  readonly links: readonly LinkDraft[];
}

export class Ways {
  private readonly near: Neighbours;
  private readonly walks = new Map<Node, ReadonlyMap<Node, number>>();

  constructor(near: Neighbours) {
    this.near = near;
  }

  /** Cables between any two elements of a network. */
  hopsTo(end: Node): ReadonlyMap<Node, number> {
    const known = this.walks.get(end);
    if (known !== undefined) return known;
    const hops = new Map([[end, 0]]);
    for (const [node, count] of hops) {
      if (node !== end && !handsOn(node, this.near)) continue;
      for (const { link, other } of this.near.get(node) ?? []) {
        if (link.medium === 'ethernet' && !hops.has(other)) hops.set(other, count + 1);
      }
    }
    this.walks.set(end, hops);
    return hops;
  }

  /** All that lies on some shortest way, ends included; nothing where there is none. */
  between(from: Node, to: Node): Way {
    const hops = this.hopsTo(to);
    const nodes = new Set(hops.has(from) ? [from] : []);
    const links: LinkDraft[] = [];
    for (const node of nodes) {
      const left = hops.get(node) ?? 0;
      for (const { link, other } of this.near.get(node) ?? []) {
        if (link.medium !== 'ethernet' || hops.get(other) !== left - 1) continue;
        if (other !== to && !handsOn(other, this.near)) continue;
        links.push(link);
        nodes.add(other);
      }
    }
    return { nodes: [...nodes], links };
  }
}

/** Which cards packets can get between. */
export class Reach {
  private readonly near: Neighbours;
  /** What hands packets on, by the network that it is in. */
  private readonly networkOf = new Map<Node, Node>();
  private readonly known = new Map<Node, ReadonlySet<Node | LinkDraft>>();

  constructor(near: Neighbours) {
    this.near = near;
    for (const start of near.keys()) this.enter(start);
  }

  joins(from: Node, to: Node): boolean {
    const networks = this.networksOf(to);
    for (const one of this.networksOf(from)) if (networks.has(one)) return true;
    return false;
  }

  /** All that hands packets on and can be reached from here is one network, called by its first. */
  private enter(start: Node): void {
    const reached = [start];
    for (const node of reached) {
      if (this.networkOf.has(node) || !handsOn(node, this.near)) continue;
      this.networkOf.set(node, start);
      for (const { link, other } of this.near.get(node) ?? []) {
        if (link.medium === 'ethernet') reached.push(other);
      }
    }
  }

  /** Those that a card is at; a cable between two cards that end it is a network too. */
  private networksOf(card: Node): ReadonlySet<Node | LinkDraft> {
    const known = this.known.get(card);
    if (known !== undefined) return known;
    const own = this.networkOf.get(card);
    const found = new Set<Node | LinkDraft>(own !== undefined ? [own]
      : (this.near.get(card) ?? []).filter(({ link }) => link.medium === 'ethernet')
        .map(({ link, other }) => this.networkOf.get(other) ?? link));
    this.known.set(card, found);
    return found;
  }
}

/** Which cards and switches are joined by network cables, directly or through others. */
export const islandsOf = (near: Neighbours): ReadonlyMap<Node, number> => {
  const island = new Map<Node, number>();
  let count = 0;
  for (const start of near.keys()) {
    if (island.has(start)) continue;
    for (const node of joinedTo(start, 'ethernet', near)) island.set(node, count);
    count += 1;
  }
  return island;
};
