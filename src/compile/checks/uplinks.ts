/**
 * Whether ways that switches take for equal are equal: those of a fabric by its uplinks, those
 * between switches that are made by hand by the slowest cable of each.
 * Keeps true: of very many switches next to cards the first ones are looked at.
 */
import { comparePaths, sorted } from '#base';
import { printQuantity } from '#kinds';
import type { LinkDraft, Node } from '../draft.ts';
import { isInside } from '../fabrics.ts';
import type { Neighbours } from '../machines.ts';
import type { Model } from '../model.ts';
import { nameAt } from '../nodes.ts';

const ENDS_LOOKED_AT = 64;

const rateOf = (link: LinkDraft): number => link.rateBitsPerSecond ?? Infinity;

const text = (link: LinkDraft): string => `${link.id} at ${printQuantity(rateOf(link), 'rate')}`;

/** The uplinks of each leaf of a fabric run at one rate, and carry as much as those of others. */
export const checkUplinks = (fabric: Node, links: readonly LinkDraft[], model: Model): void => {
  const byLeaf = new Map<Node, LinkDraft[]>();
  for (const link of links) {
    const leaf = link.ends.find((end) => end.name === 'leaf');
    if (leaf === undefined) continue;
    const list = byLeaf.get(leaf);
    if (list === undefined) byLeaf.set(leaf, [link]);
    else list.push(link);
  }
  const [usual] = links;
  const odd = [...byLeaf.values()].flat().find((l) =>
    l.rateBitsPerSecond !== [...byLeaf.values()][0]?.[0]?.rateBitsPerSecond);
  if (usual === undefined || odd === undefined) return;
  model.draft.problems.report('network/unequal-uplinks', nameAt(fabric), {
    what: `The uplinks of '${fabric.id}'`, one: text(usual), other: text(odd),
  });
};

/** A switch with two equally short ways to another, by the slowest cables of both. */
interface Unequal {
  readonly node: Node;
  readonly end: Node;
  readonly wide: LinkDraft;
  readonly narrow: LinkDraft;
  /** Whether the narrow one is a cable of the switch itself. */
  readonly isOwn: boolean;
}

const isMade = (node: Node): boolean => node.kind === 'switch' && !node.generated;

/** Looks from one switch outwards: what each other has to it, and where ways to it differ. */
const unequalTo = (end: Node, near: Neighbours): readonly Unequal[] => {
  const hops = new Map([[end, 0]]);
  const slowest = new Map<Node, LinkDraft>();
  const found: Unequal[] = [];
  for (const [node, count] of hops) {
    let [wide, narrow] = [undefined, undefined] as (LinkDraft | undefined)[];
    for (const { link, other } of near.get(node) ?? []) {
      if (link.medium !== 'ethernet' || other.kind !== 'switch') continue;
      if (!hops.has(other)) hops.set(other, count + 1);
      if (hops.get(other) !== count - 1) continue;
      const beyond = slowest.get(other);
      const way = beyond === undefined || rateOf(link) <= rateOf(beyond) ? link : beyond;
      if (wide === undefined || rateOf(way) > rateOf(wide)) wide = way;
      if (narrow === undefined || rateOf(way) < rateOf(narrow)) narrow = way;
    }
    if (wide === undefined || narrow === undefined) continue;
    slowest.set(node, narrow);
    if (rateOf(wide) === rateOf(narrow)) continue;
    found.push({ node, end, wide, narrow, isOwn: narrow.ends.includes(node) });
  }
  return found;
};

/** Equally short ways between switches are equally wide; each narrow cable is named once. */
export const checkWays = (model: Model): void => {
  const { near } = model.machines;
  const switches = [...near.keys()].filter((node) => node.kind === 'switch');
  if (!switches.some(isMade)) return;
  const ends = switches.filter((node) => near.get(node)?.some(({ other }) => other.kind === 'card'));
  const byPlace = new Map<string, Unequal>();
  for (const end of sorted(ends, (a, b) => comparePaths(a.id, b.id)).slice(0, ENDS_LOOKED_AT)) {
    for (const one of unequalTo(end, near)) {
      // Those of fabrics have their own check.
      if (isInside(one.narrow) && isInside(one.wide)) continue;
      const at = isInside(one.narrow) ? one.wide.pointer : one.narrow.pointer;
      const known = byPlace.get(at);
      if (known === undefined || (one.isOwn && !known.isOwn)) byPlace.set(at, one);
    }
  }
  for (const [at, { node, end, wide, narrow }] of byPlace) {
    model.draft.problems.report('network/unequal-uplinks', at, {
      what: `Ways from '${node.id}' to '${end.id}'`, one: text(wide), other: text(narrow),
    });
  }
};
