/**
 * Where fabrics are in a world: switches and cards that Ethernet joins, in groups of all that can
 * reach each other. Not what they are made of: that is plans.ts.
 * Keeps true: a group has a switch, made by hand or of a fabric; between cards that only cables
 * join is no queue, and their cables are visited one packet after another.
 */
import { comparePaths, sorted } from '#base';
import type { AnyElement, ElementIr, LinkIr, World } from '#ir';

/** All that Ethernet joins. */
export interface FabricSite {
  /** The first of its fabrics, or else of its switches, by path. */
  readonly id: string;
  /** As its fabrics say, which agree. */
  readonly model: ElementIr<'fabric'>['properties']['model'];
  readonly switches: readonly ElementIr<'switch'>[];
  readonly cards: readonly ElementIr<'card'>[];
  readonly links: readonly LinkIr[];
}

/** With links that work so many times as fast: by themselves, or those within a fabric. */
export function hastened(site: FabricSite, factorOf: (id: string) => number): FabricSite {
  const parents = new Map(site.switches.map(({ id, parent }) => [id, parent]));
  const links = site.links.map((link): LinkIr => {
    const [left = null, right = null] = link.ends.map((end) => parents.get(end) ?? null);
    const within = left !== null && left === right ? factorOf(left) : 1;
    const factor = Math.max(factorOf(link.id), within);
    return factor === 1 || link.rateBitsPerSecond === null ? link
      : { ...link, rateBitsPerSecond: Math.round(link.rateBitsPerSecond * factor) };
  });
  return { ...site, links };
}

/** Groups of things that are joined, each by one of them. */
class Groups {
  private readonly above = new Map<string, string>();

  find(id: string): string {
    let top = id;
    for (let next = this.above.get(top); next !== undefined; next = this.above.get(top)) top = next;
    for (let at = id; at !== top;) {
      const next = this.above.get(at) ?? top;
      this.above.set(at, top);
      at = next;
    }
    return top;
  }

  join(left: string, right: string): void {
    const [a, b] = [this.find(left), this.find(right)];
    if (a !== b) this.above.set(a, b);
  }
}

/** The fabrics of a world, in the order of their names. */
export function fabricSites(world: World): readonly FabricSite[] {
  const elements = new Map(world.elements.map((element) => [element.id, element]));
  const groups = new Groups();
  const cables = world.links.filter(({ medium }) => medium === 'ethernet');
  for (const { ends: [left, right] } of cables) groups.join(left, right);
  const sites = new Map<string, {
    switches: ElementIr<'switch'>[]; cards: ElementIr<'card'>[]; links: LinkIr[];
  }>();
  for (const element of world.elements) {
    if (element.kind !== 'switch') continue;
    sites.set(groups.find(element.id), { switches: [], cards: [], links: [] });
  }
  if (sites.size === 0) return [];
  const joined = new Set(cables.flatMap(({ ends }) => ends));
  for (const element of world.elements) {
    const site = sites.get(groups.find(element.id));
    if (site === undefined || !joined.has(element.id)) continue;
    if (element.kind === 'switch') site.switches.push(element);
    else if (element.kind === 'card') site.cards.push(element);
  }
  for (const link of cables) sites.get(groups.find(link.ends[0]))?.links.push(link);
  const named = [...sites.values()].map((site): FabricSite => {
    const tops = site.switches.map((one): AnyElement => {
      const above = elements.get(one.parent ?? '');
      return above?.kind === 'fabric' ? above : one;
    });
    const isFlows = tops.some((top) => top.kind === 'fabric' && top.properties.model === 'flows');
    const names = tops.map(({ id }) => id);
    return {
      id: sorted(names, comparePaths)[0] ?? '', model: isFlows ? 'flows' : 'packets', ...site,
    };
  });
  return sorted(named, (a, b) => comparePaths(a.id, b.id));
}
