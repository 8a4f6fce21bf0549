/**
 * What a picture shows open, closed or only counted. Not places. Keeps true: what has to close
 * closes from the end, and the first host of each type stays open as long as there is room.
 */
import { comparePaths, sorted } from '#base';
import type { ElementIr } from '#ir';
import type { Model } from './model.ts';

/** One box on the sheet for one host, or for many closed ones of a type. */
export interface ShownHost {
  readonly id: string;
  readonly hosts: readonly ElementIr<'host'>[];
  readonly open: boolean;
}

export interface Shown {
  readonly hosts: readonly ShownHost[];
  /** The box that shows an end of a cable, or null. A closed host meets a fabric as a whole. */
  readonly boxAt: (end: string, other: string) => string | null;
  /** The thing on the sheet that a box is part of. */
  readonly itemOf: (box: string) => string;
}

/** More hosts than this on a fabric are shown closed, but for one of each type. */
const crowdMax = 24;

const closedMaxOf = (sizeLimit: number): number => Math.max(4, Math.floor(sizeLimit / 10));

export function openHosts(model: Model, limits: {
  readonly collapsed: ReadonlySet<string>; readonly sizeLimit: number;
}): Shown {
  const hosts = sorted(
    model.childrenOf(null).filter((each): each is ElementIr<'host'> => each.kind === 'host'),
    (a, b) => comparePaths(a.id, b.id),
  );
  const sizes = new Map(hosts.map((host) => [host.id, boxesOf(model, host)] as const));
  const elsewhere = model.byId.size === 0 ? 0
    : [...model.byId.values()].filter(({ kind }) => kind === 'switch' || kind === 'fabric').length;
  const open = new Set<string>();
  // Closed hosts take a box each, or are counted in few boxes when they are many.
  let left = limits.sizeLimit - Math.min(elsewhere, 40)
    - Math.min(hosts.length, closedMaxOf(limits.sizeLimit));
  const seen = new Set<string | null>();
  const firstOfType = hosts.filter(({ type }) => !seen.has(type) && seen.add(type));
  // Under a fabric each open host brings a cable of its own, and of many nobody can follow one.
  const crowded = hosts.length > crowdMax
    && [...model.byId.values()].some(({ kind }) => kind === 'fabric');
  const others = crowded ? [] : hosts.filter((each) => !firstOfType.includes(each));
  for (const host of [...firstOfType, ...others]) {
    const size = sizes.get(host.id) ?? 1;
    if (limits.collapsed.has(host.id)) continue;
    // One host is always worth seeing, however many boxes it has.
    if (size > left && open.size > 0) continue;
    open.add(host.id);
    left -= size;
  }
  return shownOf(model, groupClosed(hosts, open, limits.sizeLimit));
}

function boxesOf(model: Model, host: ElementIr<'host'>): number {
  let count = 0;
  for (const child of model.childrenOf(host.id)) {
    count += 1 + model.childrenOf(child.id).length + model.groupsOn(child.id).length
      + model.microvms.on(child.id).length;
  }
  return count;
}

/** Closed hosts that follow each other and have one type become one box, when they are too many. */
function groupClosed(
  hosts: readonly ElementIr<'host'>[], open: ReadonlySet<string>, sizeLimit: number,
): ShownHost[] {
  const closedMax = closedMaxOf(sizeLimit);
  const closed = hosts.length - open.size;
  const shown: ShownHost[] = [];
  let run: ElementIr<'host'>[] = [];
  const flush = (): void => {
    const [first] = run;
    if (first !== undefined) shown.push({ id: first.id, hosts: run, open: false });
    run = [];
  };
  for (const host of hosts) {
    if (open.has(host.id)) {
      flush();
      shown.push({ id: host.id, hosts: [host], open: true });
      continue;
    }
    if (closed <= closedMax || run[0]?.type !== host.type) flush();
    run.push(host);
  }
  flush();
  return shown;
}

function shownOf(model: Model, hosts: readonly ShownHost[]): Shown {
  const itemOfHost = new Map(hosts.flatMap((each) =>
    each.hosts.map((host) => [host.id, each] as const)));
  const topOf = (id: string): string => {
    let element = model.byId.get(id);
    while (element !== undefined && element.parent !== null) {
      element = model.byId.get(element.parent);
    }
    return element?.id ?? id;
  };
  const itemOf = (box: string): string => {
    const top = topOf(box);
    return itemOfHost.get(top)?.id ?? top;
  };
  return {
    hosts,
    itemOf,
    boxAt: (end, other) => {
      const element = model.elementAt(end);
      if (element === null) return null;
      const top = topOf(element.id);
      const host = itemOfHost.get(top);
      if (host === undefined) {
        const far = itemOfHost.get(topOf(model.elementAt(other)?.id ?? ''));
        const inFabric = model.byId.get(top)?.kind === 'fabric';
        if (element.kind === 'fabric') return null;
        return inFabric && (far?.open === false || isBetween(model, element.id)) ? top : element.id;
      }
      return host.open ? partBelow(model, element.id, host.id) : host.id;
    },
  };
}

/** Whether a switch of a fabric stands under another row, so that no cable gets by above it. */
function isBetween(model: Model, id: string): boolean {
  const element = model.byId.get(id);
  const fabric = model.byId.get(element?.parent ?? '');
  return fabric?.kind === 'fabric' && fabric.properties.cores > 0 && id.startsWith(`${fabric.id}.spine[`);
}

/** The child of the host that an element is or is in. */
function partBelow(model: Model, id: string, host: string): string | null {
  let element = model.byId.get(id);
  while (element !== undefined && element.parent !== host) {
    if (element.parent === null) return null;
    element = model.byId.get(element.parent);
  }
  return element?.id ?? null;
}
