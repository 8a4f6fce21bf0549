/**
 * What a world says of its processors: which machines there are, how they are shared, and whose
 * vCPUs run on them. Not their behaviour. Keeps true: every element is looked up once, here.
 */
import { defined, fail, invariant } from '#base';
import type {
  AnyElement, ElementIr, MachineIr, MicrovmPlacementIr, PlacementIr, World,
} from '#ir';

type Board = ElementIr<'socket'> | ElementIr<'machine'>;
type Guest = ElementIr<'instance'> | ElementIr<'microvm'>;

export interface GuestPlan {
  readonly id: string;
  /** Null: the system of the machine itself, which is nobody's guest. */
  readonly element: Guest | null;
  readonly machine: MachinePlan;
  /** Null on bare metal. */
  readonly hypervisor: ElementIr<'hypervisor'> | null;
  readonly vcpus: number;
  /** Whether vCPUs 2i and 2i + 1 are the two hardware threads of one core. */
  readonly hasSiblings: boolean;
  readonly weight: number;
  /** The hardware thread of its first vCPU; null: any. */
  readonly pinnedThread: number | null;
  /** Exits for one interrupt of a device. */
  readonly interruptExits: number;
  readonly clockHertz: number;
  /** Nobody gives its clock. */
  readonly isClockAssumed: boolean;
  /** In the sockets whose cores it has, and as much in each as it has cores there. */
  readonly memory: readonly MemoryPart[];
}

/** A part of the memory of a guest. */
export interface MemoryPart {
  readonly board: Board;
  /** The parts of a guest add up to 1. */
  readonly share: number;
}

export interface DomainPlan {
  readonly id: string;
  readonly weight: number;
  /** Hardware threads of its own; 0: it runs on the shared ones. */
  readonly ownThreads: number;
}

export interface MachinePlan {
  readonly id: string;
  readonly board: Board;
  /** All of its sockets, or the computer. */
  readonly boards: readonly Board[];
  readonly hypervisor: ElementIr<'hypervisor'> | null;
  readonly isShared: boolean;
  /** Those on which guests run. */
  readonly threads: number;
  readonly threadsPerCore: number;
  readonly siblingSpeed: number;
  readonly domain: DomainPlan | null;
  readonly guests: readonly GuestPlan[];
  /** The threads beside the guests, on which microVMs run; null where there is none. */
  readonly system: GuestPlan | null;
  /** Each with the id of its place: an instance, or the system of the machine. */
  readonly microvms: readonly { readonly plan: GuestPlan; readonly place: string }[];
}

/** Of a processor whose clock nobody gives: that of a common server, assumed. */
const assumedClockHertz = 2_500_000_000;

/** The system of a machine and microVMs have no property for it; they weigh as an instance does. */
const plainWeight = 256;

type Elements = ReadonlyMap<string, AnyElement>;

function boardOf(elements: Elements, machine: MachineIr): readonly Board[] {
  const ids = machine.computer === null ? machine.sockets : [machine.computer];
  return ids.map((id) => {
    const element = elements.get(id);
    if (element?.kind === 'socket' || element?.kind === 'machine') return element;
    return fail(`the machine '${machine.id}' has no part '${id}'`);
  });
}

function hypervisorOf(elements: Elements, id: string | null): ElementIr<'hypervisor'> | null {
  if (id === null) return null;
  const element = elements.get(id);
  invariant(element?.kind === 'hypervisor', () => `the model has no hypervisor '${id}'`);
  return element;
}

/**
 * A management domain that has no cores of its own takes processor time where guests do. So even
 * where each vCPU has a thread to itself, the threads are shared then, and it is the only one
 * who takes any away.
 */
function isShared(hypervisor: ElementIr<'hypervisor'>): boolean {
  const { cpuSharing, managementDomain, managementCores } = hypervisor.properties;
  return cpuSharing === 'shared' || (managementDomain === 'yes' && managementCores === 0);
}

function domainOf(
  hypervisor: ElementIr<'hypervisor'>, threadsPerCore: number,
): DomainPlan | null {
  const { managementDomain, managementCores, managementWeight } = hypervisor.properties;
  if (managementDomain !== 'yes' && managementCores === 0) return null;
  return {
    // No element has a slash in its id, so this is nobody else's.
    id: `${hypervisor.id}/domain`, weight: managementWeight,
    ownThreads: managementCores * threadsPerCore,
  };
}

function memoryOf(
  boards: readonly Board[], held: readonly { readonly socket: string; readonly count: number }[],
): readonly MemoryPart[] {
  const whole = boards.map(({ id, properties }) => ({ socket: id, count: properties.cores }));
  const parts = held.length === 0 ? whole : held;
  const cores = parts.reduce((sum, { count }) => sum + count, 0);
  return boards.flatMap((board) => {
    const count = parts.reduce((sum, one) => sum + (one.socket === board.id ? one.count : 0), 0);
    return count === 0 ? [] : [{ board, share: count / cores }];
  });
}

function guestPlan(
  elements: Elements, placement: PlacementIr, machine: MachinePlan,
): GuestPlan {
  const { instance: id } = placement;
  const element = elements.get(id);
  const hypervisor = hypervisorOf(elements, placement.hypervisor);
  const clock = machine.board.properties.clockHertz;
  const shared = { id, machine, hypervisor };
  invariant(element?.kind === 'instance', () => `the model has no guest '${id}'`);
  const { vcpus, threadsPerCore, weight, pinnedCore, interruptExits } = element.properties;
  return {
    ...shared, element, vcpus, weight, pinnedThread: pinnedCore, interruptExits,
    memory: memoryOf(machine.boards, placement.cores),
    hasSiblings: threadsPerCore > 1 && machine.threadsPerCore > 1,
    clockHertz: clock ?? element.properties.clockHertz ?? assumedClockHertz,
    isClockAssumed: clock === null && element.properties.clockHertz === null,
  };
}

/** Of what has no properties for these. */
function plainPlan(machine: MachinePlan): Omit<GuestPlan, 'id' | 'element' | 'vcpus'> {
  const clock = machine.board.properties.clockHertz;
  return {
    machine, hypervisor: machine.hypervisor, hasSiblings: false, weight: plainWeight,
    pinnedThread: null, interruptExits: 0, clockHertz: clock ?? assumedClockHertz,
    isClockAssumed: clock === null, memory: memoryOf(machine.boards, []),
  };
}

function microvmPlan(
  elements: Elements, { microvm: id, instance }: MicrovmPlacementIr, machine: MachinePlan,
): GuestPlan {
  const element = elements.get(id);
  invariant(element?.kind === 'microvm', () => `the model has no microVM '${id}'`);
  const plain = plainPlan(machine);
  const memory = machine.guests.find((one) => one.id === instance)?.memory ?? plain.memory;
  return { ...plain, id, element, vcpus: element.properties.vcpus, memory };
}

/** Where threads are shared, all of them; else those that no guest has to itself. */
function systemPlan(machine: MachinePlan): GuestPlan {
  const { isShared, threads, threadsPerCore, guests } = machine;
  const taken = isShared ? 0 : guests.reduce((sum, guest) =>
    sum + (guest.hasSiblings ? guest.vcpus : guest.vcpus * threadsPerCore), 0);
  return {
    // No element has a slash in its id, so this is nobody else's.
    ...plainPlan(machine), id: `${machine.id}/system`, element: null,
    hasSiblings: threadsPerCore > 1, vcpus: Math.max(1, threads - taken),
  };
}

/** In their order, by the machine that they are on. */
function byMachine<One extends { readonly machine: string }>(
  all: readonly One[],
): ReadonlyMap<string, readonly One[]> {
  const groups = new Map<string, One[]>();
  for (const one of all) {
    const group = groups.get(one.machine);
    if (group === undefined) groups.set(one.machine, [one]);
    else group.push(one);
  }
  return groups;
}

/** Machines in the order of the world, each with its guests in theirs. */
export function planMachines(world: World): readonly MachinePlan[] {
  const elements: Elements = new Map(world.elements.map((one) => [one.id, one] as const));
  const [placed, small] = [byMachine(world.placements), byMachine(world.microvms)] as const;
  return world.machines.map((machine) => {
    const boards = boardOf(elements, machine);
    const board = defined(boards[0], () => `the machine '${machine.id}' has no socket`);
    const { threadsPerCore, siblingSpeed } = board.properties;
    const placements = placed.get(machine.id) ?? [];
    // Bare metal takes the machine whole, and nothing of a hypervisor runs beside it.
    const isMetal = placements.some((one) => one.hypervisor === null);
    const hypervisor = isMetal ? null : hypervisorOf(elements, machine.hypervisor);
    const domain = hypervisor === null ? null : domainOf(hypervisor, threadsPerCore);
    const cores = boards.reduce((sum, one) => sum + one.properties.cores, 0);
    const guests: GuestPlan[] = [];
    const microvms = small.get(machine.id) ?? [];
    const plan: MachinePlan = {
      system: null, microvms: [],
      id: machine.id, board, boards, hypervisor, domain, guests, threadsPerCore, siblingSpeed,
      isShared: hypervisor !== null && isShared(hypervisor),
      threads: Math.max(1, cores * threadsPerCore - (domain?.ownThreads ?? 0)),
    };
    guests.push(...placements.map((placement) => guestPlan(elements, placement, plan)));
    if (microvms.length === 0) return plan;
    const system = microvms.some((one) => one.instance === null) ? systemPlan(plan) : null;
    return {
      ...plan, system,
      microvms: microvms.map((one) => ({
        plan: microvmPlan(elements, one, plan), place: one.instance ?? `${machine.id}/system`,
      })),
    };
  });
}
