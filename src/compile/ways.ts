/**
 * Which cards network cables and switches join, and the shortest ways between them: what packets
 * may pass. Not routing: that is the run's. Keeps true: each far end is walked from once.
 */
import type { LinkDraft, Node } from './draft.ts';
import { joinedTo, type Neighbours } from './machines.ts';

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
        links.push(link);
        nodes.add(other);
      }
    }
    return { nodes: [...nodes], links };
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
