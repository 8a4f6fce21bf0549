/**
 * A World made easy to ask: children of an element, who holds a socket, which hue an instance has.
 * Not a layout. Keeps true: an instance's name decides neither its hue nor its place among others;
 * where it stands does.
 */
import { arrayOf } from '#scene';
import { compareIds, compareInTurn, compareNumbers, comparePaths, sorted } from '#base';
import type { AnyElement, ElementIr, LinkIr, MachineIr, PlacementIr, World } from '#ir';
import { microvmPlaces, type MicrovmPlaces } from './microvms.ts';


export interface Holding {
  readonly placement: PlacementIr;
  readonly first: number;
  readonly count: number;
}

/** Instances of one array and type on one socket: drawn as one. */
export interface InstanceGroup {
  readonly ids: readonly string[];
  readonly holdings: readonly Holding[];
  readonly element: ElementIr<'instance'> | null;
  readonly hue: number;
}

export interface Model {
  readonly world: World;
  readonly byId: ReadonlyMap<string, AnyElement>;
  readonly childrenOf: (id: string | null) => readonly AnyElement[];
  readonly machineOf: (socketOrComputer: string) => MachineIr | null;
  readonly groupsOn: (socketOrComputer: string) => readonly InstanceGroup[];
  readonly microvms: MicrovmPlaces;
  readonly hypervisorsOn: (socketOrComputer: string) => readonly ElementIr<'hypervisor'>[];
  readonly links: readonly LinkIr[];
  /** The element that an end of a link names, ports included; null: there is none. */
  readonly elementAt: (end: string) => AnyElement | null;
}

export function modelOf(world: World): Model {
  const byId = new Map(world.elements.map((element) => [element.id, element] as const));
  const children = new Map<string | null, AnyElement[]>();
  for (const element of sorted(world.elements, (a, b) => comparePaths(a.id, b.id))) {
    const held = children.get(element.parent);
    if (held === undefined) children.set(element.parent, [element]);
    else held.push(element);
  }
  const machines = new Map<string, MachineIr>();
  for (const machine of world.machines) {
    const places = machine.computer === null ? machine.sockets : [machine.computer];
    for (const place of places) machines.set(place, machine);
  }
  const groups = groupsBySocket(world, byId);
  const ends = new Map<string, AnyElement | null>();
  const elementOf = (end: string): AnyElement | null => {
    const held = ends.get(end);
    if (held !== undefined) return held;
    const found = elementAt(byId, end);
    ends.set(end, found);
    return found;
  };
  return {
    world,
    byId,
    childrenOf: (id) => children.get(id) ?? [],
    machineOf: (id) => machines.get(id) ?? null,
    groupsOn: (id) => groups.get(id) ?? [],
    microvms: microvmPlaces(world, byId, huesOf(groups)),
    hypervisorsOn: (id) => {
      const found = byId.get(machines.get(id)?.hypervisor ?? '');
      return found?.kind === 'hypervisor' ? [found] : [];
    },
    links: sorted(world.links, (a, b) => comparePaths(a.id, b.id)),
    elementAt: elementOf,
  };
}

function elementAt(byId: ReadonlyMap<string, AnyElement>, end: string): AnyElement | null {
  let id = end;
  while (id !== '') {
    const found = byId.get(id);
    if (found !== undefined) return found;
    const dot = id.lastIndexOf('.');
    if (dot < 0) return null;
    id = id.slice(0, dot);
  }
  return null;
}

/** How many hues the instances have. */
const huesOf = (groups: ReadonlyMap<string, readonly InstanceGroup[]>): number =>
  1 + Math.max(-1, ...[...groups.values()].flat().map(({ hue }) => hue));

interface GroupDraft {
  readonly socket: string;
  readonly key: string;
  readonly holdings: Holding[];
}

const groupKey = (id: string, type: string | null): string => `${arrayOf(id).base} ${type ?? ''}`;

function groupsBySocket(
  world: World, byId: ReadonlyMap<string, AnyElement>,
): Map<string, InstanceGroup[]> {
  const drafts = new Map<string, GroupDraft>();
  for (const placement of world.placements) {
    const key = groupKey(placement.instance, byId.get(placement.instance)?.type ?? null);
    for (const { socket, first, count } of placement.cores) {
      const draft = drafts.get(`${socket} ${key}`) ?? { socket, key, holdings: [] };
      drafts.set(`${socket} ${key}`, draft);
      draft.holdings.push({ placement, first, count });
    }
  }
  const byCore = compareInTurn<Holding>(
    (a, b) => compareNumbers(a.first, b.first),
    (a, b) => comparePaths(a.placement.instance, b.placement.instance),
  );
  const inOrder = sorted(
    [...drafts.values()].map((draft) => ({ ...draft, holdings: sorted(draft.holdings, byCore) })),
    compareInTurn(
      (a, b) => comparePaths(a.socket, b.socket),
      (a, b) => compareNumbers(a.holdings[0]?.first ?? 0, b.holdings[0]?.first ?? 0),
      (a, b) => compareIds(a.key, b.key),
    ),
  );
  const hues = new Map<string, number>();
  const groups = new Map<string, InstanceGroup[]>();
  for (const { socket, key, holdings } of inOrder) {
    const hue = hues.get(key) ?? hues.size;
    hues.set(key, hue);
    const ids = holdings.map(({ placement }) => placement.instance);
    const element = byId.get(ids[0] ?? '');
    const held = groups.get(socket) ?? [];
    groups.set(socket, held);
    held.push({ ids, holdings, element: element?.kind === 'instance' ? element : null, hue });
  }
  return groups;
}
