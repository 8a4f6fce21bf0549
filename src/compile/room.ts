/**
 * What is left of a machine while instances are placed on it, and what an instance needs of it.
 * Not the order in which places are tried: that is placement.ts.
 */
import type { Group, Machine, Node } from './draft.ts';
import { number, numberOrNull } from './nodes.ts';

/** Whether vCPUs take turns, so that only memory limits how many instances there are. */
export const sharesCores = ({ hypervisor }: Machine): boolean =>
  hypervisor?.values['cpuSharing'] === 'shared';

/** What is left of a machine while instances are placed on it. */
export interface Room {
  readonly machine: Machine;
  readonly free: { readonly part: Node; next: number; left: number }[];
  memory: number;
  metal: Node | null;
  guests: number;
}

/** One place that an instance may take: some or all sockets of a machine. */
export interface Place {
  readonly room: Room;
  /** Parts named; all of the machine when the machine or the host was named. */
  readonly parts: readonly Node[];
  readonly id: string;
}

/** An array of instances, and where its declaration lets them be. */
export interface Wish {
  readonly group: Group;
  readonly places: readonly Place[];
  readonly metal: boolean;
}

export interface Need {
  readonly cores: number;
  readonly memory: number;
}

/** Cores an instance takes: vCPUs over the threads that a core really has. */
export const needOf = (instance: Node, part: Node | undefined): Need => {
  const asked = Math.max(1, number(instance, 'threadsPerCore'));
  const has = part === undefined ? asked : Math.max(1, number(part, 'threadsPerCore'));
  return {
    cores: Math.ceil(number(instance, 'vcpus') / Math.min(asked, has)),
    memory: number(instance, 'memoryBytes'),
  };
};

/** Hardware threads that are sold, counted from 0 as they are on the shared cores of a machine. */
export const threadsSold = (machine: Machine): number =>
  machine.cores.reduce((sum, c) => sum + c.count * Math.max(1, number(c.part, 'threadsPerCore')), 0);

/** Cores on which an instance may run where they are shared: all, or those it is pinned to. */
export const coresShared = (instance: Node, machine: Machine): Machine['cores'] => {
  const pinned = numberOrNull(instance, 'pinnedCore');
  if (pinned === null) return machine.cores;
  const last = pinned + Math.max(1, number(instance, 'vcpus')) - 1;
  let before = 0;
  return machine.cores.flatMap(({ part, first, count }) => {
    const threads = Math.max(1, number(part, 'threadsPerCore'));
    const low = Math.max(0, Math.floor((pinned - before) / threads));
    const high = Math.min(count - 1, Math.floor((last - before) / threads));
    before += count * threads;
    return low > high ? [] : [{ part, first: first + low, count: high - low + 1 }];
  });
};

/** The cores a virtual instance would take: of one socket if it can, else of all; or null. */
export const coresFor = (
  need: Need, place: Place,
): readonly { readonly part: Node; readonly count: number }[] | null => {
  const { room, parts } = place;
  if (sharesCores(room.machine)) return room.free.map((f) => ({ part: f.part, count: 0 }));
  const named = room.free.filter((f) => parts.includes(f.part));
  const one = named.find((f) => f.left >= need.cores);
  if (one !== undefined) return [{ part: one.part, count: need.cores }];
  // A socket that was named stands for its machine when the instance is larger than it.
  const all = room.free;
  if (all.reduce((sum, f) => sum + f.left, 0) < need.cores) return null;
  let rest = need.cores;
  const shares = all.map((f) => ({ part: f.part, count: 0, left: f.left }));
  while (rest > 0) {
    const open = shares.filter((s) => s.left > 0);
    const each = Math.max(1, Math.floor(rest / open.length));
    for (const share of open) {
      const taken = Math.min(each, share.left, rest);
      share.count += taken;
      share.left -= taken;
      rest -= taken;
    }
  }
  return shares.filter((s) => s.count > 0).map(({ part, count }) => ({ part, count }));
};

/** How many more virtual instances that need so much a place would take. */
export const roomFor = (need: Need, place: Place): number => {
  const { room, parts } = place;
  const byMemory = Math.floor(room.memory / Math.max(1, need.memory));
  if (sharesCores(room.machine)) return byMemory;
  const cores = Math.max(1, need.cores);
  const onOne = room.free.filter((f) => parts.includes(f.part))
    .reduce((sum, f) => sum + Math.floor(f.left / cores), 0);
  // Larger than any socket, it takes some of each.
  const onAll = Math.floor(room.free.reduce((sum, f) => sum + f.left, 0) / cores);
  return Math.min(byMemory, onOne === 0 ? onAll : onOne);
};
