/**
 * Where each instance is (rule 14): round robin over its places skipping full ones, packed,
 * clustered, spread or in partitions of racks; metal takes a whole machine, alone. Not how its
 * requests travel: io-paths.ts.
 * Keeps true: places are handed out in an order that is not the file's: metal first, then what has
 * the fewest places to choose from, then by id.
 */
import { comparePaths } from '#base';
import { namedBy } from './clauses.ts';
import type { Draft, Group, Machine, Node } from './draft.ts';
import type { Machines } from './machines.ts';
import { isMetal, number } from './nodes.ts';
import { reportUnfit } from './placement-checks.ts';
import { hostKey, racksOf } from './racks.ts';
import {
  coresFor, coresShared, needOf, type Place, type Room, roomFor, sharesCores, type Wish,
} from './room.ts';

export interface Placed {
  readonly instance: Node;
  readonly machine: Machine;
  readonly cores: Machine['cores'];
}

const PLACES = ['socket', 'machine', 'host'] as const;

const roomOf = (machine: Machine): Room => ({
  machine,
  free: machine.cores.map((c) => ({ part: c.part, next: c.first, left: c.count })),
  memory: machine.memorySellable,
  metal: null,
  guests: 0,
});

const placesFor = (
  node: Node, machines: Machines, rooms: ReadonlyMap<Machine, Room>,
): readonly Place[] => {
  const { kind } = node;
  const place = (
    machine: Machine | undefined, parts: readonly Node[], id: string,
  ): readonly Place[] => {
    const room = machine === undefined ? undefined : rooms.get(machine);
    return room === undefined ? [] : [{ room, parts, id }];
  };
  if (kind === 'socket' || kind === 'machine') {
    return place(machines.of.get(node), [node], node.id);
  }
  if (kind !== 'host') return [];
  const inHost = machinesIn(machines).get(node) ?? [];
  return inHost.flatMap((m) => place(m, m.parts, m.id));
};

const inHostCache = new WeakMap<Machines, ReadonlyMap<Node, readonly Machine[]>>();
const machinesIn = (machines: Machines): ReadonlyMap<Node, readonly Machine[]> => {
  const cached = inHostCache.get(machines);
  if (cached !== undefined) return cached;
  const map = new Map<Node, Machine[]>();
  for (const machine of machines.list) {
    if (machine.host === null) continue;
    const list = map.get(machine.host);
    if (list === undefined) map.set(machine.host, [machine]);
    else list.push(machine);
  }
  inHostCache.set(machines, map);
  return map;
};

/** Reads the `on` clause of an array; null after a report. */
const wishOf = (
  group: Group, machines: Machines, rooms: ReadonlyMap<Machine, Room>, draft: Draft,
): Wish | null => {
  const [first] = group.nodes;
  if (first === undefined) return null;
  const named = namedBy(first, 'on', draft, { kinds: PLACES, mayBeEmpty: false });
  if (named === null || named.length === 0) return null;
  const metal = group.nodes.some(isMetal);
  const places: Place[] = [];
  const seen = new Set<string>();
  for (const { node, at } of named) {
    const found = placesFor(node, machines, rooms);
    if (node.kind === 'host' && found.length > 1 && metal) {
      const names = found.map((p) => p.id);
      draft.problems.report('placement/metal-ambiguous', at, {
        name: first.id, host: node.id, machines: names,
      }, { fixes: names.map((text) => ({
        title: `Change to '${text}'`, edits: [{ at, action: 'replace', text }],
      })) });
      return null;
    }
    places.push(...found.filter((place) => !seen.has(place.id)));
    for (const place of found) seen.add(place.id);
  }
  return { group, places, metal };
};

const take = (instance: Node, place: Place): Placed | null => {
  const { room } = place;
  if (isMetal(instance)) {
    if (room.metal !== null || room.guests > 0) return null;
    room.metal = instance;
    room.memory = 0;
    const { parts } = room.machine;
    const cores = parts.map((part) => ({ part, first: 0, count: number(part, 'cores') }));
    for (const free of room.free) free.left = 0;
    return { instance, machine: room.machine, cores };
  }
  if (room.metal !== null) return null;
  const need = needOf(instance, place.parts[0]);
  const cores = need.memory > room.memory ? null : coresFor(need, place);
  if (cores === null) return null;
  room.memory -= need.memory;
  room.guests += 1;
  if (sharesCores(room.machine)) {
    return { instance, machine: room.machine, cores: coresShared(instance, room.machine) };
  }
  return {
    instance,
    machine: room.machine,
    cores: cores.map(({ part, count }) => {
      const free = room.free.find((f) => f.part === part);
      const first = free?.next ?? 0;
      if (free !== undefined) {
        free.next += count;
        free.left -= count;
      }
      return { part, first, count };
    }),
  };
};

/** The rack of each host by its key. */
type Racks = ReadonlyMap<string, string>;

/** Which places an instance may try, in which order. */
type Order = (i: number, cursor: number) => readonly number[];

const turning = (places: readonly Place[]): Order => (_, cursor) =>
  places.map((_place, k) => (cursor + k) % places.length);

/** What instances that are spread may not share: a rack, or only a host. */
const apartOf = (wish: Wish, racks: Racks): (place: Place) => string => {
  const byHost = wish.group.nodes[0]?.values['spreadLevel'] === 'hosts';
  return ({ room }) => {
    const host = hostKey(room.machine);
    return byHost ? host : racks.get(host) ?? host;
  };
};

/** Racks that take the whole array first, then those that take most of it; place by place. */
const clustered = (wish: Wish, racks: Racks): readonly number[] => {
  const { places, group } = wish;
  const [first] = group.nodes;
  const rooms = new Map<string, { readonly indices: number[]; room: number }>();
  const seen = new Set<Room>();
  for (const [k, place] of places.entries()) {
    const host = hostKey(place.room.machine);
    const rack = racks.get(host) ?? host;
    const one = rooms.get(rack) ?? { indices: [], room: 0 };
    rooms.set(rack, one);
    one.indices.push(k);
    const part = place.parts[0];
    if (first === undefined || (place.parts.length > 1 && seen.has(place.room))) continue;
    seen.add(place.room);
    one.room += isMetal(first) ? Number(place.room.metal === null && place.room.guests === 0)
      : place.room.metal === null ? roomFor(needOf(first, part), place) : 0;
  }
  const wanted = group.nodes.length;
  // Sorting is stable: of racks that are alike the one that is named first stays first.
  return [...rooms.values()]
    .sort((l, r) => Math.min(r.room, wanted) - Math.min(l.room, wanted))
    .flatMap(({ indices }) => indices);
};

const orderOf = (wish: Wish, used: ReadonlySet<string>, racks: Racks): Order => {
  const { places, group } = wish;
  const values = group.nodes[0]?.values ?? {};
  const how = values['placement'];
  if (how === 'pack') return () => [...places.keys()];
  if (how === 'cluster') {
    const order = clustered(wish, racks);
    return () => order;
  }
  const apart = apartOf(wish, racks);
  if (how === 'spread') {
    return (i, cursor) => turning(places)(i, cursor).filter((k) => {
      const place = places[k];
      return place !== undefined && !used.has(apart(place));
    });
  }
  if (how === 'partition') {
    const groups = new Map<string, number>();
    for (const place of places) {
      const rack = apart(place);
      if (!groups.has(rack)) groups.set(rack, groups.size);
    }
    const partitions = Math.min(Number(values['partitions'] ?? 1), Math.max(1, groups.size));
    return (i, cursor) => turning(places)(i, cursor).filter((k) => {
      const place = places[k];
      return place !== undefined && (groups.get(apart(place)) ?? 0) % partitions === i % partitions;
    });
  }
  return turning(places);
};

const placeArray = (
  wish: Wish, into: Map<Node, Placed>, rooms: ReadonlyMap<Machine, Room>, racks: Racks,
  draft: Draft,
): void => {
  const used = new Set<string>();
  const order = orderOf(wish, used, racks);
  const apart = apartOf(wish, racks);
  let cursor = 0;
  for (const [i, instance] of wish.group.nodes.entries()) {
    const tries = order(i, cursor);
    let placed: Placed | null = null;
    for (const k of tries) {
      const place = wish.places[k];
      placed = place === undefined ? null : take(instance, place);
      if (placed === null || place === undefined) continue;
      cursor = (k + 1) % wish.places.length;
      used.add(apart(place));
      break;
    }
    if (placed === null) {
      const elsewhere = [...rooms.values()].map((room) => ({
        room, parts: room.machine.parts, id: room.machine.id,
      }));
      const left = wish.group.nodes.length - i;
      reportUnfit(
        { instance, wish, tried: tries.length, hostsUsed: used.size, left, elsewhere }, draft,
      );
      // The rest of the array fits no better, and one report says it.
      return;
    }
    into.set(instance, placed);
  }
};

export interface Placements {
  /** By instance. */
  readonly of: ReadonlyMap<Node, Placed>;
  readonly rooms: ReadonlyMap<Machine, Room>;
}

const reportMissing = (group: Group, rooms: readonly Room[], draft: Draft): void => {
  const [first] = group.nodes;
  if (first === undefined) return;
  const { pointer, spec } = first.blueprint.declaration;
  const fitting = rooms.filter((room) =>
    room.metal === null && coresFor(needOf(first, room.machine.parts[0]), {
      room, parts: room.machine.parts, id: room.machine.id,
    }) !== null && room.memory >= number(first, 'memoryBytes'));
  const places = fitting.slice(0, 5).map((room) => room.machine.id);
  draft.problems.report('placement/missing', `${pointer}/name`, {
    kind: 'instance', name: spec.name, places,
  }, {
    fixes: spec.types[0] === undefined ? [] : places.map((place) => ({
      title: `Place it on ${place}`,
      edits: [{
        at: `${pointer}/types/0`, action: 'replace' as const,
        text: `${spec.types[0] ?? ''} on ${place}`,
      }],
    })),
  });
};

/** Places all instances of a model. */
export const placeAll = (draft: Draft, machines: Machines): Placements => {
  const rooms = new Map(machines.list.map((m) => [m, roomOf(m)]));
  const wishes: Wish[] = [];
  const homeless: Group[] = [];
  for (const group of draft.roots.values()) {
    if (group.kind !== 'instance' || group.nodes.length === 0) continue;
    if (group.nodes[0]?.blueprint.declaration.spec.on.length === 0) homeless.push(group);
    const wish = wishOf(group, machines, rooms, draft);
    if (wish !== null && wish.places.length > 0) wishes.push(wish);
  }
  wishes.sort((left, right) =>
    Number(right.metal) - Number(left.metal) || left.places.length - right.places.length
    || comparePaths(left.group.name, right.group.name));
  const of = new Map<Node, Placed>();
  const racks = wishes.length === 0 ? new Map<string, string>() : racksOf(machines);
  for (const wish of wishes) placeArray(wish, of, rooms, racks, draft);
  for (const group of homeless) reportMissing(group, [...rooms.values()], draft);
  return { of, rooms };
};
