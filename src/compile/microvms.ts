/**
 * Where each microVM is: in an instance, or beside the instances of a machine. It shares the
 * processors of its place, so only memory and the number of its vCPUs limit how many there are.
 * Not the placing of instances, which are there first. Keeps true: an array goes round its places
 * in path order and skips full ones; groups are placed in the order of their names.
 */
import { comparePaths } from '#base';
import { printQuantity } from '#kinds';
import { namedBy } from './clauses.ts';
import type { Draft, Group, Machine, Node } from './draft.ts';
import type { Machines } from './machines.ts';
import { isBroken, isMetal, nameAt, number, typeName, words } from './nodes.ts';
import type { Placements } from './placement.ts';
import type { Room } from './room.ts';

export interface MicrovmPlaced {
  readonly microvm: Node;
  readonly machine: Machine;
  /** Null: it runs on the machine itself. */
  readonly instance: Node | null;
}

/** What is left of an instance, or of a machine beside its instances. */
interface Pool {
  readonly id: string;
  readonly machine: Machine;
  readonly instance: Node | null;
  /** vCPUs of the instance, or hardware threads that no instance has to itself. */
  readonly threads: number;
  readonly total: number;
  memory: number;
  readonly metal: Node | null;
}

const PLACES = ['instance', 'socket', 'machine'] as const;

/** Hardware threads that a microVM may use: all that are shared, or those that nobody has. */
const threadsLeft = (room: Room): number => {
  const shared = room.machine.hypervisor?.values['cpuSharing'] === 'shared';
  const cores = shared
    ? room.machine.cores.reduce((sum, c) => sum + c.count, 0)
    : room.free.reduce((sum, f) => sum + f.left, 0);
  const [part] = room.machine.parts;
  return cores * Math.max(1, part === undefined ? 1 : number(part, 'threadsPerCore'));
};

const poolIn = (instance: Node, machine: Machine): Pool => {
  const memory = number(instance, 'memoryBytes');
  return {
    id: instance.id, machine, instance, threads: number(instance, 'vcpus'), total: memory, memory,
    metal: null,
  };
};

const poolOn = (room: Room): Pool => ({
  id: room.machine.id, machine: room.machine, instance: null, threads: threadsLeft(room),
  total: room.machine.memorySellable, memory: room.memory, metal: room.metal,
});

/** Places by the instance or machine that they are. */
class Pools {
  private readonly machines: Machines;
  private readonly placements: Placements;
  private readonly known = new Map<Node | Machine, Pool>();

  constructor(machines: Machines, placements: Placements) {
    [this.machines, this.placements] = [machines, placements];
  }

  /** Null for an instance that stands nowhere, which was reported. */
  of(node: Node): Pool | null {
    if (node.kind === 'instance') {
      const machine = this.placements.of.get(node)?.machine;
      return machine === undefined ? null : this.kept(node, () => poolIn(node, machine));
    }
    const machine = this.machines.of.get(node);
    const room = machine === undefined ? undefined : this.placements.rooms.get(machine);
    return room === undefined ? null : this.kept(room.machine, () => poolOn(room));
  }

  private kept(key: Node | Machine, make: () => Pool): Pool {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.known.set(key, made);
    return made;
  }
}

/** The guest mode of the processor is there on metal, and in a guest only where it is handed on. */
const checkNested = (first: Node, place: Node, at: string, draft: Draft): void => {
  if (place.kind !== 'instance' || isMetal(place) || isBroken(place)) return;
  if (words(place, 'processorFeatures').includes('nestedVirtualization')) return;
  draft.problems.report('placement/no-nesting', at, {
    name: first.id, instance: place.id, type: typeName(place),
  });
};

/** The places that the `on` clause names, each once; null after a report. */
const placesOf = (group: Group, pools: Pools, draft: Draft): readonly Pool[] | null => {
  const [first] = group.nodes;
  if (first === undefined) return null;
  const named = namedBy(first, 'on', draft, { kinds: PLACES, mayBeEmpty: false });
  if (named === null) return null;
  for (const { node, at } of named) checkNested(first, node, at, draft);
  const found = named.map(({ node }) => pools.of(node)).filter((pool) => pool !== null);
  return [...new Set(found)];
};

const needOf = (microvm: Node): number =>
  number(microvm, 'memoryBytes') + number(microvm, 'overheadBytes');

const fits = (microvm: Node, pool: Pool): boolean =>
  pool.metal === null && needOf(microvm) <= pool.memory && number(microvm, 'vcpus') <= pool.threads;

/** Says why no place takes a microVM; what is wrong with an instance has been said already. */
const reportUnfit = (microvm: Node, pools: readonly Pool[], draft: Draft): void => {
  const [pool] = pools;
  if (pool === undefined || isBroken(microvm)) return;
  const broken = (one: Pool): boolean =>
    one.machine.parts.some(isBroken) || (one.instance !== null && isBroken(one.instance));
  if (pools.some(broken)) return;
  const at = `${microvm.blueprint.declaration.pointer}/on/0`;
  const size = (bytes: number): string => printQuantity(bytes, 'size');
  const { problems } = draft;
  if (pool.metal !== null) {
    problems.report('placement/metal-shared', at, {
      name: microvm.id, metal: pool.metal.id, machine: pool.machine.id,
    }, {
      related: [{ at: nameAt(pool.metal), message: `Metal '${pool.metal.id}' is declared here.` }],
      fixes: [{
        title: `Place it in ${pool.metal.id}`,
        edits: [{ at, action: 'replace', text: pool.metal.id }],
      }],
    });
  } else if (number(microvm, 'vcpus') > pool.threads) {
    problems.report('placement/no-threads', at, {
      name: microvm.id, vcpus: number(microvm, 'vcpus'), place: pool.id, has: pool.threads,
    });
  } else {
    const room = [...pools].sort((left, right) => right.memory - left.memory)[0] ?? pool;
    problems.report('placement/no-memory', at, {
      name: microvm.id, memory: size(needOf(microvm)), place: room.id, free: size(room.memory),
      total: size(room.total),
    });
  }
};

const placeArray = (group: Group, pools: readonly Pool[], draft: Draft): MicrovmPlaced[] => {
  const placed: MicrovmPlaced[] = [];
  let cursor = 0;
  for (const microvm of group.nodes) {
    const order = pools.map((_, k) => (cursor + k) % pools.length);
    const k = order.find((i) => pools[i] !== undefined && fits(microvm, pools[i]));
    const pool = k === undefined ? undefined : pools[k];
    if (pool === undefined || k === undefined) {
      // The rest of the array fits no better, and one report says it.
      reportUnfit(microvm, pools, draft);
      return placed;
    }
    pool.memory -= needOf(microvm);
    cursor = (k + 1) % pools.length;
    placed.push({ microvm, machine: pool.machine, instance: pool.instance });
  }
  return placed;
};

/** All microVMs of a model, sorted by id. */
export const placeMicrovms = (
  draft: Draft, machines: Machines, placements: Placements,
): readonly MicrovmPlaced[] => {
  const groups = [...draft.roots.values()]
    .filter(({ kind, nodes }) => kind === 'microvm' && nodes.length > 0)
    .sort((left, right) => comparePaths(left.name, right.name));
  if (groups.length === 0) return [];
  const pools = new Pools(machines, placements);
  return groups.flatMap((group) => {
    const places = placesOf(group, pools, draft);
    return places === null ? [] : placeArray(group, places, draft);
  });
};
