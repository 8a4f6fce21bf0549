/**
 * Worlds that pictures are drawn of: the hosts of the catalogue, built by hand. Not a compiler.
 * Keeps true: ids, links and machines are as the compiler would give them.
 */
import { comparePaths } from '#base';
import type { AnyElement, IoPath, LinkIr, MachineIr, PlacementIr, PropertyValue, World } from '#ir';
import { element, world, type Parts } from './ir-builder.ts';

const gib = 1024 ** 3;
type Given = Readonly<Record<string, PropertyValue>>;

export function link(a: string, b: string, medium: LinkIr['medium'], more: {
  readonly type?: string; readonly generation?: number; readonly lanes?: number;
  readonly rate?: number;
} = {}): LinkIr {
  const ends = [a, b].sort(comparePaths) as [string, string];
  return {
    id: `${ends[0]} -- ${ends[1]}`, name: null, ends, type: more.type ?? null, medium,
    generation: more.generation ?? null, lanes: more.lanes ?? null,
    rateBitsPerSecond: more.rate ?? null, delayTicks: 0, loss: 0, ports: [null, null],
    lossEvery: null, mtuBytes: null,
  };
}

export const pcie = (a: string, b: string, generation: number, lanes: number): LinkIr =>
  link(a, b, 'pcie', {
    type: `Pcie${String(generation)}`, generation, lanes, rate: lanes * 2e9 * 2 ** (generation - 1),
  });

const manage = (a: string, b: string): LinkIr => link(a, b, 'management', { type: 'Management' });
const firmware = (a: string, b: string): LinkIr => link(a, b, 'firmware', { type: 'FirmwareBus' });

export function part(
  kind: AnyElement['kind'], id: string, type: string, given: Given = {},
): AnyElement {
  const dot = id.lastIndexOf('.');
  return element(kind, id, given, { type, ...(dot < 0 ? {} : { parent: id.slice(0, dot) }) });
}

export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const at = (base: string, index: number): string => `${base}[${String(index)}]`;

const socketFacts = (cores: number, memory: number, threads = 1): Given => ({
  architecture: threads === 2 ? 'x86' : 'arm64', cores, threadsPerCore: threads,
  memoryBytes: memory * gib,
});

export interface Machine {
  readonly id: string;
  readonly host: string | null;
  readonly sockets?: readonly string[];
  readonly computer?: string;
  readonly hypervisor?: string;
  readonly controller?: string;
}

export const machine = (given: Machine): MachineIr => ({
  id: given.id, host: given.host, sockets: given.sockets ?? [], computer: given.computer ?? null,
  hypervisor: given.hypervisor ?? null, controller: given.controller ?? null, chip: null,
  cards: [], drives: [], coresSellable: 64, memorySellableBytes: 128 * gib,
});

/** Three sockets on one sled, each a machine with a life of its own. */
export function graviton3Sled(host: string): Parts {
  return {
    elements: [
      part('host', host, 'Graviton3Sled'),
      ...many(3, (i) => part('socket', at(`${host}.soc`, i), 'Graviton3', socketFacts(64, 128))),
      ...many(3, (i) => part('hypervisor', at(`${host}.hv`, i), 'Nitro')),
      ...many(3, (i) => part('card', at(`${host}.nic`, i), 'NitroVpc30', {
        serves: ['vpc'], rateBitsPerSecond: 30e9,
      })),
      ...many(3, (i) => part('card', at(`${host}.ebs`, i), 'NitroEbs20', {
        serves: ['ebs'], rateBitsPerSecond: 20e9,
      })),
      part('controller', `${host}.ctl`, 'NitroController'),
      part('chip', `${host}.guard`, 'NitroSecurity'),
    ],
    machines: many(3, (i) => machine({
      id: at(`${host}.soc`, i), host, sockets: [at(`${host}.soc`, i)],
      hypervisor: at(`${host}.hv`, i), controller: `${host}.ctl`,
    })),
    links: [
      ...many(3, (i) => pcie(at(`${host}.nic`, i), at(`${host}.soc`, i), 5, 16)),
      ...many(3, (i) => pcie(at(`${host}.ebs`, i), at(`${host}.soc`, i), 5, 8)),
      ...many(3, (i) => manage(`${host}.ctl`, at(`${host}.soc`, i))),
      firmware(`${host}.ctl`, `${host}.guard`),
    ],
  };
}

/** Two sockets joined by a coherent link. */
function twoSockets(host: string, given: {
  readonly type: string; readonly socket: string; readonly facts: Given; readonly join: string;
  readonly hypervisor?: Given; readonly network: number; readonly volumes: number;
  readonly generation: number;
}): Parts {
  const sockets = many(2, (i) => at(`${host}.soc`, i));
  const [first, second] = sockets as [string, string];
  return {
    elements: [
      part('host', host, given.type),
      ...sockets.map((id) => part('socket', id, given.socket, given.facts)),
      ...(given.hypervisor === undefined ? []
        : [part('hypervisor', `${host}.hv`, 'Nitro', given.hypervisor)]),
      part('card', `${host}.nic`, 'NitroVpc', {
        serves: ['vpc'], rateBitsPerSecond: given.network,
      }),
      part('card', `${host}.ebs`, 'NitroEbs', {
        serves: ['ebs'], rateBitsPerSecond: given.volumes,
      }),
      part('controller', `${host}.ctl`, 'NitroController'),
      part('chip', `${host}.guard`, 'NitroSecurity'),
    ],
    machines: [machine({
      id: host, host, sockets, controller: `${host}.ctl`,
      ...(given.hypervisor === undefined ? {} : { hypervisor: `${host}.hv` }),
    })],
    links: [
      link(first, second, 'coherent', { type: given.join, rate: 153.6e9 }),
      pcie(`${host}.nic`, first, given.generation, 16),
      pcie(`${host}.ebs`, first, given.generation, 8),
      ...sockets.map((id) => manage(`${host}.ctl`, id)),
      firmware(`${host}.ctl`, `${host}.guard`),
    ],
  };
}

/** The board of i3.metal: eight drives behind four storage cards. */
export function i3Board(host: string, hypervisor?: Given): Parts {
  const board = twoSockets(host, {
    type: 'I3MetalHost', socket: 'XeonE5v4', facts: socketFacts(18, 256, 2), join: 'Qpi',
    network: 25e9, volumes: 14e9, generation: 3,
    ...(hypervisor === undefined ? {} : { hypervisor }),
  });
  return {
    ...board,
    elements: [
      ...board.elements,
      ...many(4, (i) => part('card', at(`${host}.local`, i), 'NitroStorage', { serves: ['storage'] })),
      ...many(8, (i) => part('drive', at(`${at(`${host}.local`, Math.floor(i / 2))}.nvme`, i % 2),
        'NvmeI3', { capacityBytes: 1.9e12 })),
    ],
    links: [
      ...board.links ?? [],
      ...many(4, (i) => pcie(at(`${host}.local`, i), at(`${host}.soc`, Math.floor(i / 2)), 3, 8)),
    ],
  };
}

export const graviton4Pair = (host: string): Parts => twoSockets(host, {
  type: 'Graviton4Host', socket: 'Graviton4', facts: socketFacts(96, 768), join: 'GravitonCoherent',
  hypervisor: {}, network: 50e9, volumes: 40e9, generation: 5,
});

/** A Mac mini with its cards on Thunderbolt and its power switch on the controller. */
export function macShelf(host: string): Parts {
  const mini = `${host}.mini`;
  return {
    elements: [
      part('host', host, 'Mac1Host'),
      part('machine', mini, 'MacMini2018', {
        ...socketFacts(6, 32, 2), thunderboltPorts: 4, model: 'Core i7-8700B',
      }),
      part('card', `${host}.nic`, 'NitroVpc25', { serves: ['vpc'], rateBitsPerSecond: 25e9 }),
      part('card', `${host}.ebs`, 'NitroEbs', { serves: ['ebs'], rateBitsPerSecond: 14e9 }),
      part('controller', `${host}.ctl`, 'NitroController'),
      part('chip', `${host}.guard`, 'NitroSecurity'),
    ],
    machines: [machine({ id: mini, host, computer: mini, controller: `${host}.ctl` })],
    links: [
      ...['nic', 'ebs'].map((card) => link(`${host}.${card}`, mini, 'thunderbolt', {
        type: 'Thunderbolt3', generation: 3, lanes: 4, rate: 31.5e9,
      })),
      link(`${host}.ctl`, mini, 'management', { type: 'PowerSwitch' }),
      firmware(`${host}.ctl`, `${host}.guard`),
    ],
  };
}

export function clos(name: string, leaves: number, spines: number): Parts {
  const leaf = (i: number): string => at(`${name}.leaf`, i);
  const spine = (i: number): string => at(`${name}.spine`, i);
  return {
    elements: [
      part('fabric', name, 'Clos', { leaves, spines }),
      ...many(leaves, (i) => part('switch', leaf(i), 'Switch')),
      ...many(spines, (i) => part('switch', spine(i), 'Switch')),
    ],
    links: many(leaves, leaf).flatMap((one) => many(spines, (i) =>
      link(one, spine(i), 'ethernet', { rate: 100e9 }))),
  };
}

/** k pods of k/2 leaves and k/2 spines, and k²/4 cores over them. */
function fatTree(name: string, k: number): Parts {
  const half = k / 2;
  const own = (row: string, i: number): string => at(`${name}.${row}`, i);
  const inPod = many(k * half, (i) =>
    many(half, (j) => ({ i, j, pod: Math.floor(i / half) }))).flat();
  return {
    elements: [
      part('fabric', name, 'FatTree', {
        shape: 'fatTree', k, leaves: k * half, spines: k * half, cores: half * half,
      }),
      ...many(k * half, (i) => part('switch', own('leaf', i), 'Switch')),
      ...many(k * half, (i) => part('switch', own('spine', i), 'Switch')),
      ...many(half * half, (i) => part('switch', own('core', i), 'Switch')),
    ],
    links: inPod.flatMap(({ i, j, pod }) => [
      cable(own('leaf', i), own('spine', pod * half + j)),
      cable(own('spine', i), own('core', (i % half) * half + j)),
    ]),
  };
}

export const cable = (a: string, b: string): LinkIr => link(a, b, 'ethernet', { rate: 100e9 });

const nothing: IoPath | null = null;

/** Instances of one type, each with one volume and its cores. */
export function instance(id: string, type: string, given: {
  readonly machine: string; readonly vcpus: number; readonly memory: number;
  readonly cores: PlacementIr['cores'];
  readonly volumes?: readonly (readonly [name: string, type: string, gib: number, iops: number])[];
}): Parts {
  const volumes = given.volumes ?? [];
  return {
    elements: [
      part('instance', id, type, {
        vcpus: given.vcpus, memoryBytes: given.memory * gib, architectures: ['arm64'],
      }),
      ...volumes.map(([name, kind, size, iops]) =>
        element('volume', `${id}.${name}`, { sizeBytes: size * gib, iops }, { type: kind, parent: id })),
    ],
    placements: [{
      instance: id, machine: given.machine, cores: given.cores, hypervisor: null, controller: null,
      rack: null, network: nothing, volumes: nothing, drives: nothing, moreNetworks: [], drivePaths: [], stage: 'full',
      volumeIds: volumes.map(([name]) => `${id}.${name}`), interfaceIds: [],
      interfaceCards: [], driveIds: [],
    }],
  };
}

/** MicroVMs of one array, in an instance or beside the instances of a machine. */
const microvms = (name: string, count: number, where: {
  readonly machine: string; readonly instance: string | null;
}): Parts => ({
  elements: many(count, (i) => part('microvm', at(name, i), 'Function', {
    vcpus: 1, memoryBytes: gib / 8, overheadBytes: 0,
  })),
  microvms: many(count, (i) => ({ microvm: at(name, i), ...where })),
});

const onSocket = (socket: string, first: number, count: number): PlacementIr['cores'] =>
  [{ socket, first, count }];

const sledInstances = (host: string): Parts[] => [
  ...many(4, (i) => instance(at('web', i), 'c7g.4xlarge', {
    machine: `${host}.soc[0]`, vcpus: 16, memory: 32, cores: onSocket(`${host}.soc[0]`, i * 16, 16),
    volumes: [['root', 'gp3', 100, 3000]],
  })),
  instance('db', 'c7g.metal', {
    machine: `${host}.soc[1]`, vcpus: 64, memory: 128, cores: onSocket(`${host}.soc[1]`, 0, 64),
    volumes: [['data', 'io2', 1024, 64000]],
  }),
  instance('batch[0]', 'c7g.8xlarge', {
    machine: `${host}.soc[2]`, vcpus: 32, memory: 64, cores: onSocket(`${host}.soc[2]`, 0, 32),
    volumes: [['root', 'gp3', 50, 3000]],
  }),
];

/** The flagship: one sled on a fabric. */
export const sledWorld = (): World => world(
  graviton3Sled('sled[0]'), clos('net', 4, 4), ...sledInstances('sled[0]'),
  { elements: [], links: many(3, (i) => cable(`sled[0].nic[${String(i)}]`, `net.leaf[${String(i)}]`)) },
);

export const plainSledWorld = (): World => world(
  graviton3Sled('sled[0]'), ...sledInstances('sled[0]'),
);

export const i3World = (): World => world(i3Board('board'), instance('store', 'i3.metal', {
  machine: 'board', vcpus: 72, memory: 512,
  cores: many(2, (i) => ({ socket: at('board.soc', i), first: 0, count: 18 })),
  volumes: [['root', 'gp3', 50, 3000]],
}));

export const i3SharedWorld = (): World => world(
  i3Board('board', { managementDomain: 'yes', managementCores: 4, managementMemoryBytes: 24 * gib }),
  instance('a', 'i3.8xlarge', {
    machine: 'board', vcpus: 32, memory: 244, cores: onSocket('board.soc[0]', 0, 16),
  }),
  instance('b', 'i3.4xlarge', {
    machine: 'board', vcpus: 16, memory: 122, cores: onSocket('board.soc[1]', 0, 8),
  }),
);

export const macWorld = (): World => world(macShelf('shelf'), instance('builder', 'mac1.metal', {
  machine: 'shelf.mini', vcpus: 12, memory: 32, cores: onSocket('shelf.mini', 0, 6),
  volumes: [['root', 'gp3', 200, 3000]],
}));

export const graviton4World = (): World => world(
  graviton4Pair('host'),
  instance('big', 'c8g.metal-48xl', {
    machine: 'host', vcpus: 192, memory: 384,
    cores: many(2, (i) => ({ socket: at('host.soc', i), first: 0, count: 96 })),
    volumes: [['root', 'gp3', 100, 3000]],
  }),
);

/** Two sockets whose instances hold microVMs, and more of them beside; on one core three share. */
export const smallThingsWorld = (): World => world(
  i3Board('board', { cpuSharing: 'shared' }), graviton3Sled('sled'),
  ...many(3, (i) => {
    const parts = instance(at('abc'.charAt(i), i), 'XenDomain', {
      machine: 'board', vcpus: 1, memory: 1, cores: onSocket('board.soc[0]', 0, 1),
      volumes: many(5, (j) => [`vol${String(j)}`, 'gp3', 8, 3000] as const),
    });
    return { ...parts, placements: parts.placements!.map((each) =>
      ({ ...each, hypervisor: 'board.hv' })) };
  }),
  microvms('beside', 64, { machine: 'board', instance: null }),
  instance('worker', 'c7g.metal', {
    machine: 'sled.soc[1]', vcpus: 64, memory: 128, cores: onSocket('sled.soc[1]', 0, 64),
  }),
  ...many(6, (i) =>
    microvms('pqrstu'.charAt(i), 1 + i * 700, { machine: 'sled.soc[1]', instance: 'worker' })),
);

/** Sleds on a fat tree: few enough to stand open, or a crowd; one cable goes to a spine. */
export const fatTreeWorld = (k: number, sleds: number): World => world(
  ...many(sleds, (i) => graviton3Sled(at('sled', i))), fatTree('net', k),
  { elements: [], links: many(sleds, (i) =>
    cable(`sled[${String(i)}].nic[0]`, at('net.leaf', i % (k * k / 2)))) },
  { elements: [], links: [cable('sled[0].nic[1]', 'net.spine[1]')] },
);

/** More leaves than a row shows, each with a host. */
export const manyLeavesWorld = (): World => world(
  ...many(20, (i) => graviton3Sled(at('sled', i))), clos('net', 20, 20),
  { elements: [], links: many(20, (i) => cable(`sled[${String(i)}].nic[0]`, at('net.leaf', i))) },
);

/** Four sleds on one fabric. */
export const fourSledsWorld = (): World => world(
  ...many(4, (i) => graviton3Sled(at('sled', i))), clos('net', 4, 4),
  ...many(12, (i) => instance(at('web', i), 'c7g.16xlarge', {
    machine: `${at('sled', Math.floor(i / 3))}.soc[${String(i % 3)}]`, vcpus: 64, memory: 128,
    cores: onSocket(`${at('sled', Math.floor(i / 3))}.soc[${String(i % 3)}]`, 0, 64),
    volumes: [['root', 'gp3', 100, 3000]],
  })),
  {
    elements: [],
    links: many(12, (i) => cable(
      `${at('sled', Math.floor(i / 3))}.nic[${String(i % 3)}]`, `net.leaf[${String(i % 4)}]`,
    )),
  },
);
