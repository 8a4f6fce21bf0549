/**
 * Which sockets are one machine, and what serves it: hypervisor, controller, chip, cards, drives.
 * Keeps true (rule 14): sockets of one host joined by coherent links are one machine; sockets
 * without one are machines of their own; a `machine` element is one.
 */
import { comparePaths } from '#base';
import { printQuantity } from '#kinds';
import { namedBy } from './clauses.ts';
import type { Draft, LinkDraft, Machine, Node } from './draft.ts';
import { isBroken } from './nodes.ts';

const byId = (left: Node, right: Node): number => comparePaths(left.id, right.id);

const hostOf = (node: Node): Node | null => {
  for (let up = node.parent; up !== null; up = up.parent) if (up.kind === 'host') return up;
  return null;
};

/** Links of each element, both ways. */
export type Neighbours = ReadonlyMap<Node, readonly Neighbour[]>;

export interface Neighbour {
  readonly link: LinkDraft;
  readonly other: Node;
}

const neighboursOf = (links: readonly LinkDraft[]): Neighbours => {
  const map = new Map<Node, { link: LinkDraft; other: Node }[]>();
  for (const link of links) {
    for (const end of [0, 1] as const) {
      const list = map.get(link.ends[end]);
      const entry = { link, other: link.ends[end === 0 ? 1 : 0] };
      if (list === undefined) map.set(link.ends[end], [entry]);
      else list.push(entry);
    }
  }
  return map;
};

/** An element and all that links of one medium join to it, directly or through others. */
export const joinedTo = (start: Node, medium: string, near: Neighbours): readonly Node[] => {
  const joined = new Set([start]);
  for (const node of joined) {
    for (const { link, other } of near.get(node) ?? []) {
      if (link.medium === medium) joined.add(other);
    }
  }
  return [...joined];
};

const coherentSets = (sockets: readonly Node[], near: Neighbours): readonly (readonly Node[])[] => {
  const seen = new Set<Node>();
  const sets: Node[][] = [];
  for (const socket of sockets) {
    if (seen.has(socket)) continue;
    const host = hostOf(socket);
    const set = joinedTo(socket, 'coherent', near).filter((s) => hostOf(s) === host);
    for (const member of set) seen.add(member);
    sets.push(set.sort(byId));
  }
  return sets;
};

const newMachine = (parts: readonly Node[], siblings: number): Machine => {
  const [first] = parts;
  const host = first === undefined ? null : hostOf(first);
  const computer = first?.kind === 'machine' ? first : null;
  const whole = host !== null && parts.length === siblings;
  const id = parts.length === 1 || host === null ? (first?.id ?? '')
    : whole ? host.id : parts.map((p) => p.id).join('+');
  return {
    id, host, sockets: computer === null ? parts : [], computer, parts, hypervisor: null,
    controller: null, chip: null, cards: [], drives: [], cores: [], memorySellable: 0,
  };
};

/** Cards and drives that a machine reaches over its fast links, through other cards. */
const reach = (machine: Machine, near: Neighbours): void => {
  const seen = new Set<Node>(machine.parts);
  const open = [...machine.parts];
  for (const node of open) {
    for (const { link, other } of near.get(node) ?? []) {
      if (link.medium !== 'pcie' && link.medium !== 'thunderbolt') continue;
      if (seen.has(other) || other.kind === 'socket' || other.kind === 'machine') continue;
      seen.add(other);
      open.push(other);
      if (other.kind === 'card') machine.cards.push(other);
      else if (other.kind === 'drive') machine.drives.push(other);
      else if (other.kind === 'controller') machine.controller ??= other;
    }
  }
  if (machine.cards.length > 1) machine.cards.sort(byId);
  for (const card of machine.cards) {
    for (const group of card.groups?.values() ?? []) {
      if (group.kind === 'drive') machine.drives.push(...group.nodes.filter((n) => !seen.has(n)));
    }
  }
};

/** What is linked to a part of the machine, or is the only one of its kind in the host. */
const served = (
  machine: Machine, kind: 'controller' | 'chip', from: readonly Node[], near: Neighbours,
  inHost: ReadonlyMap<Node, readonly Node[]>, draft: Draft,
): Node | null => {
  const linked = new Set<Node>();
  for (const part of from) {
    for (const { other } of near.get(part) ?? []) if (other.kind === kind) linked.add(other);
  }
  const [first, second] = [...linked].sort(byId);
  if (first !== undefined && second !== undefined) {
    draft.problems.report('placement/two-on-one-machine',
      `${second.blueprint.declaration.pointer}/name`,
      { kind, first: first.id, second: second.id, machine: machine.id });
  }
  if (first !== undefined) return first;
  const around = machine.host === null ? [] : (inHost.get(machine.host) ?? []);
  const only = around.filter((n) => n.kind === kind);
  return only.length === 1 ? (only[0] ?? null) : null;
};

const membersOf = (draft: Draft): ReadonlyMap<Node, readonly Node[]> => {
  const map = new Map<Node, Node[]>();
  for (const node of draft.nodes) {
    const { parent } = node;
    if (parent?.kind !== 'host') continue;
    const list = map.get(parent);
    if (list === undefined) map.set(parent, [node]);
    else list.push(node);
  }
  return map;
};

/** The parts that each hypervisor of a declaration runs on: paired, or all for a single one. */
const placesOf = (node: Node, draft: Draft): readonly Node[] => {
  const named = namedBy(node, 'on', draft, { kinds: ['socket', 'machine'], mayBeEmpty: true });
  if (named === null) return [];
  const places = named.map((one) => one.node);
  if (node.index === null) return places;
  const siblings = node.parent?.groups?.get(node.name)?.nodes.length
    ?? draft.roots.get(node.name)?.nodes.length ?? 1;
  if (siblings === 1) return places;
  if (places.length === siblings) return places.slice(node.index, node.index + 1);
  draft.problems.report('array/lengths', `${node.blueprint.declaration.pointer}/on/0`, {
    left: siblings, right: places.length,
  });
  return [];
};

const placeHypervisors = (draft: Draft, machineOf: ReadonlyMap<Node, Machine>): void => {
  for (const node of draft.nodes) {
    if (node.kind !== 'hypervisor') continue;
    const { spec, pointer } = node.blueprint.declaration;
    let places = placesOf(node, draft);
    if (spec.on.length === 0) {
      // Left out where there is no choice: the only machine of its host.
      const all = new Set([...machineOf.values()].filter((m) => m.host === hostOf(node)));
      const [only] = all;
      places = all.size === 1 && only !== undefined ? only.parts : [];
      if (places.length === 0) {
        draft.problems.report('placement/missing', `${pointer}/name`, {
          kind: 'hypervisor', name: node.id, places: [...all].map((m) => m.id),
        });
      }
    }
    for (const machine of new Set(places.map((p) => machineOf.get(p)))) {
      if (machine === undefined) continue;
      if (machine.host !== hostOf(node)) {
        draft.problems.report('wiring/hypervisor-away', `${pointer}/on/0`, {
          hypervisor: node.id, place: machine.id,
        });
      } else if (machine.hypervisor !== null && machine.hypervisor !== node) {
        draft.problems.report('placement/two-on-one-machine', `${pointer}/name`, {
          kind: 'hypervisor', first: machine.hypervisor.id, second: node.id, machine: machine.id,
        });
      } else machine.hypervisor = node;
    }
  }
};

const number = (node: Node, key: string): number => {
  const value = node.values[key];
  return typeof value === 'number' ? value : 0;
};

/** What the management domain leaves: cores are kept evenly from all parts, the lowest first. */
const sell = (machine: Machine, draft: Draft): void => {
  const { hypervisor, parts } = machine;
  const kept = hypervisor === null ? 0 : number(hypervisor, 'managementCores');
  const keptMemory = hypervisor === null ? 0 : number(hypervisor, 'managementMemoryBytes');
  const cores = parts.reduce((sum, p) => sum + number(p, 'cores'), 0);
  const memory = parts.reduce((sum, p) => sum + number(p, 'memoryBytes'), 0);
  if (hypervisor !== null && (kept > cores || keptMemory > memory) && !parts.some(isBroken)) {
    const byCores = kept > cores;
    draft.problems.report('placement/management-too-large',
      `${hypervisor.blueprint.declaration.pointer}/name`, {
        hypervisor: hypervisor.id, machine: machine.id,
        asked: byCores ? `${kept} cores` : printQuantity(keptMemory, 'size'),
        has: byCores ? String(cores) : printQuantity(memory, 'size'),
      });
  }
  let rest = Math.min(kept, cores);
  for (const [i, part] of parts.entries()) {
    const has = number(part, 'cores');
    const share = Math.min(has, Math.ceil(rest / (parts.length - i)));
    rest -= share;
    machine.cores.push({ part, first: share, count: has - share });
  }
  machine.memorySellable = Math.max(0, memory - keptMemory);
};

/** Drives of a host that stand on no card belong to its only machine. */
const addLooseDrives = (machine: Machine, inHost: ReadonlyMap<Node, readonly Node[]>): void => {
  const around = machine.host === null ? [] : (inHost.get(machine.host) ?? []);
  for (const node of around) {
    if (node.kind === 'drive' && !machine.drives.includes(node)) machine.drives.push(node);
  }
};

export interface Machines {
  readonly list: readonly Machine[];
  /** The machine of each socket and computer. */
  readonly of: ReadonlyMap<Node, Machine>;
  readonly near: Neighbours;
}

/** All machines of a model, sorted by id. */
export const machinesOf = (draft: Draft, links: readonly LinkDraft[]): Machines => {
  const near = neighboursOf(links);
  const inHost = membersOf(draft);
  const sockets = draft.nodes.filter((n) => n.kind === 'socket');
  const siblings = new Map<Node | null, number>();
  for (const socket of sockets) {
    siblings.set(hostOf(socket), (siblings.get(hostOf(socket)) ?? 0) + 1);
  }
  const list = [
    ...coherentSets(sockets, near).map((parts) => {
      const [first] = parts;
      return newMachine(parts, first === undefined ? 0 : (siblings.get(hostOf(first)) ?? 0));
    }),
    ...draft.nodes.filter((n) => n.kind === 'machine').map((n) => newMachine([n], 1)),
  ].sort((left, right) => comparePaths(left.id, right.id));
  const of = new Map(list.flatMap((m) => m.parts.map((p) => [p, m] as const)));
  placeHypervisors(draft, of);
  const machinesIn = new Map<Node | null, number>();
  for (const m of list) machinesIn.set(m.host, (machinesIn.get(m.host) ?? 0) + 1);
  for (const machine of list) {
    reach(machine, near);
    machine.controller ??= served(machine, 'controller', machine.parts, near, inHost, draft);
    const { controller, parts } = machine;
    const guarded = controller === null ? parts : [...parts, controller];
    machine.chip = served(machine, 'chip', guarded, near, inHost, draft);
    if (machinesIn.get(machine.host) === 1) addLooseDrives(machine, inHost);
    if (machine.drives.length > 1) machine.drives.sort(byId);
    sell(machine, draft);
  }
  return { list, of, near };
};
