/**
 * Small worlds built by hand, as the compiler would build them: every default of the kinds table is
 * materialised, ids are paths, arrays are sorted. Not a compiler: nothing is checked or derived.
 * Keeps true: a property that is not given has the value of the kinds table, so a test that names
 * no number tests the numbers of the product.
 */
import { comparePaths } from '#base';
import type {
  ActionIr, AnyElement, Distribution, ExpectationIr, IoPath, Ir, LinkIr, MachineIr, PlacementIr,
  PropertyValue, ScenarioIr, VariantIr, World,
} from '#ir';
import { irKey } from '#ir';
import { kindRow, readQuantity, type KindName } from '#kinds';

export const second = 1e12;
export const minute = 60 * second;

type Given = Readonly<Record<string, PropertyValue>>;
type ElementKind = AnyElement['kind'];

export const constant = (value: number): Distribution => ({
  shape: 'constant', parameters: [value],
});

function fallbackValue(kind: KindName, name: string): PropertyValue {
  const row = kindRow(kind).properties[name];
  if (row === undefined || row.fallback === null) return null;
  switch (row.value.is) {
    case 'quantity':
    case 'distribution': {
      const quantity = readQuantity(row.fallback);
      if (!quantity.ok) throw new Error(`${kind}.${name} has a default that is no quantity`);
      return row.value.is === 'quantity' ? quantity.value : constant(quantity.value);
    }
    case 'part': {
      const quantity = readQuantity(row.fallback);
      if (!quantity.ok) throw new Error(`${kind}.${name} has a default that is no part`);
      return { unit: quantity.dimension === 'size' ? 'bytes' : 'share', amount: quantity.value };
    }
    case 'words':
      return [row.fallback];
    default:
      return row.fallback;
  }
}

/** One element with all its properties; `given` is keyed as in the IR (`attachTimeTicks`). */
export function element(
  kind: ElementKind,
  id: string,
  given: Given = {},
  more: { readonly type?: string; readonly parent?: string } = {},
): AnyElement {
  const properties: Record<string, PropertyValue> = {};
  const assumed: string[] = [];
  for (const [name, row] of Object.entries(kindRow(kind).properties)) {
    const key = irKey(name, row.value);
    const own = given[key];
    properties[key] = own === undefined ? fallbackValue(kind, name) : own;
    if (own === undefined && row.assumed) assumed.push(name);
  }
  for (const key of Object.keys(given)) {
    if (!(key in properties)) throw new Error(`${kind} has no property ${key}`);
  }
  return {
    id, kind, type: more.type ?? null, types: more.type === undefined ? [] : [more.type],
    parent: more.parent ?? null, properties, assumed: assumed.sort(comparePaths),
  } as unknown as AnyElement;
}

/** What is put together before it is sorted into a world. */
export interface Parts {
  readonly elements: readonly AnyElement[];
  readonly machines?: readonly MachineIr[];
  readonly placements?: readonly PlacementIr[];
  readonly microvms?: World['microvms'];
  readonly links?: readonly LinkIr[];
}

const byId = (left: { readonly id: string }, right: { readonly id: string }): number =>
  comparePaths(left.id, right.id);

export function world(...parts: readonly Parts[]): World {
  return {
    elements: parts.flatMap((p) => p.elements).sort(byId),
    machines: parts.flatMap((p) => p.machines ?? []).sort(byId),
    links: parts.flatMap((p) => p.links ?? []).sort(byId),
    placements: parts.flatMap((p) => p.placements ?? [])
      .sort((a, b) => comparePaths(a.instance, b.instance)),
    microvms: parts.flatMap((p) => p.microvms ?? [])
      .sort((a, b) => comparePaths(a.microvm, b.microvm)),
    volumes: [],
    streams: [], transports: [], nands: [], flash: [],
  };
}

/** Properties of the parts of a host, by kind. */
export interface HostOptions {
  readonly sockets?: number;
  readonly controller?: Given;
  readonly hypervisor?: Given;
  readonly nic?: Given;
  readonly ebs?: Given;
  readonly socket?: Given;
  /** A storage card with so many drives on each socket. */
  readonly drives?: number;
  /** Bare metal: no hypervisor, and a security chip. */
  readonly metal?: boolean;
  readonly chip?: Given;
}

const at = (base: string, index: number): string => `${base}[${String(index)}]`;

function socketParts(host: string, index: number, options: HostOptions): Parts {
  const socket = at(`${host}.soc`, index);
  const nic = at(`${host}.nic`, index);
  const ebs = at(`${host}.ebs`, index);
  const store = at(`${host}.store`, index);
  const hypervisor = options.metal === true ? null : at(`${host}.hv`, index);
  const drives = Array.from({ length: options.drives ?? 0 }, (_, d) => at(`${store}.drive`, d));
  const inside = { parent: host };
  const elements = [
    element('socket', socket, {
      architecture: 'arm64', cores: 64, memoryBytes: 128 * 1024 ** 3, ...options.socket,
    }, { ...inside, type: 'Graviton3' }),
    element('card', nic, { serves: ['vpc'], rateBitsPerSecond: 30e9, ...options.nic }, {
      ...inside, type: 'NitroVpc',
    }),
    element('card', ebs, { serves: ['ebs'], rateBitsPerSecond: 20e9, ...options.ebs }, {
      ...inside, type: 'NitroEbs',
    }),
    ...(hypervisor === null
      ? []
      : [element('hypervisor', hypervisor, { ...options.hypervisor }, {
          ...inside, type: 'Nitro',
        })]),
    ...(drives.length === 0
      ? []
      : [element('card', store, { serves: ['storage'] }, { ...inside, type: 'NitroStorage' })]),
    ...drives.map((id) => element('drive', id, { capacityBytes: 1.9e12 }, { parent: store })),
  ];
  return {
    elements,
    machines: [{
      id: socket, host, sockets: [socket], computer: null, hypervisor, controller: `${host}.ctl`,
      chip: options.metal === true ? `${host}.guard` : null,
      cards: drives.length === 0 ? [ebs, nic] : [ebs, nic, store], drives,
      coresSellable: 64, memorySellableBytes: 128 * 1024 ** 3,
    }],
  };
}

/** A host whose sockets are machines of their own, each with its cards, under one controller. */
export function sled(host: string, options: HostOptions = {}): Parts {
  const sockets = Array.from({ length: options.sockets ?? 1 }, (_, i) =>
    socketParts(host, i, options));
  return {
    elements: [
      element('host', host),
      element('controller', `${host}.ctl`, { ...options.controller }, {
        type: 'NitroController', parent: host,
      }),
      ...(options.metal === true
        ? [element('chip', `${host}.guard`, { ...options.chip }, { parent: host })]
        : []),
      ...sockets.flatMap((s) => s.elements),
    ],
    machines: sockets.flatMap((s) => s.machines ?? []),
  };
}

/** A Mac on a shelf with its two cards on Thunderbolt. */
export function macShelf(host: string, options: {
  readonly machine?: Given; readonly controller?: Given;
  /** Of the Thunderbolt links. */
  readonly rateBitsPerSecond?: number;
} = {}): Parts {
  const mini = `${host}.mini`;
  const inside = { parent: host };
  const cards = [`${host}.ebs`, `${host}.nic`] as const;
  const joined = (card: string): LinkIr => ({
    id: `${card} -- ${mini}`, name: null, ends: [card, mini], type: 'Thunderbolt3',
    medium: 'thunderbolt', generation: 3, lanes: null,
    rateBitsPerSecond: options.rateBitsPerSecond ?? 40e9, delayTicks: 0,
    loss: 0, ports: [null, null], lossEvery: null, mtuBytes: null,
  });
  return {
    elements: [
      element('host', host),
      element('machine', mini, {
        architecture: 'x86', cores: 6, memoryBytes: 32 * 1024 ** 3, thunderboltPorts: 4,
        ...options.machine,
      }, { ...inside, type: 'MacMini' }),
      element('card', cards[0], { serves: ['ebs'], rateBitsPerSecond: 10e9 }, {
        ...inside, type: 'NitroEbs',
      }),
      element('card', cards[1], { serves: ['vpc'], rateBitsPerSecond: 10e9 }, {
        ...inside, type: 'NitroVpc',
      }),
      element('controller', `${host}.ctl`, { ...options.controller }, {
        ...inside, type: 'NitroController',
      }),
    ],
    machines: [{
      id: mini, host, sockets: [], computer: mini, hypervisor: null, controller: `${host}.ctl`,
      chip: null, cards: [...cards], drives: [], coresSellable: 6,
      memorySellableBytes: 32 * 1024 ** 3,
    }],
    links: cards.map(joined),
  };
}

/** An instance placed on a machine that one of the functions above made. */
export interface InstanceOptions {
  readonly machine: MachineIr;
  readonly instance?: Given;
  readonly volume?: Given;
  /** Names of volumes besides the root. */
  readonly volumes?: readonly string[];
  readonly interfaces?: readonly string[];
  /** Those of the two lists above that a scenario attaches. */
  readonly later?: readonly string[];
  readonly drives?: number;
}

function path(
  exposure: IoPath['exposure'],
  card: string,
  far: string,
  machine: MachineIr,
): IoPath {
  // Cards of a whole computer are joined to it by a cable, as macShelf lays it.
  const cable = machine.computer === null ? [] : [`${card} -- ${machine.computer}`];
  return {
    exposure, interface: null, card,
    stations: [
      ...cable.map((element) => ({ role: 'link', element }) as const),
      { role: 'card', element: card }, { role: 'remote', element: far },
    ],
  };
}

const cardNamed = (machine: MachineIr, name: string): string => {
  const found = machine.cards.find((card) => card.includes(`.${name}`));
  if (found === undefined) throw new Error(`${machine.id} has no card ${name}`);
  return found;
};

/** gp3 as it comes: 3,000 operations and 125 MiB a second. */
export const gp3: Given = {
  sizeBytes: 100 * 1024 ** 3, iops: 3000, throughputBitsPerSecond: 125 * 1024 ** 2 * 8,
};

export function instance(id: string, options: InstanceOptions): Parts {
  const { machine } = options;
  const exposure = machine.hypervisor === null ? 'metal' : 'function';
  const attached = (name: string): string => (options.later?.includes(name) === true ? 'no' : 'yes');
  const root = `${id}.root`;
  const volumes = (options.volumes ?? []).map((name) => `${id}.${name}`);
  const interfaces = (options.interfaces ?? []).map((name) => `${id}.${name}`);
  const inside = { parent: id };
  return {
    elements: [
      element('instance', id, {
        vcpus: 4, memoryBytes: 8 * 1024 ** 3, architectures: ['arm64'],
        metal: machine.hypervisor === null ? 'yes' : 'no', ...options.instance,
      }, { type: 'c7g.xlarge' }),
      element('volume', root, { ...gp3, boot: 'yes', ...options.volume }, {
        ...inside, type: 'gp3',
      }),
      ...(options.volumes ?? []).map((name) =>
        element('volume', `${id}.${name}`, { ...gp3, attached: attached(name) }, {
          ...inside, type: 'gp3',
        })),
      ...(options.interfaces ?? []).map((name) =>
        element('interface', `${id}.${name}`, { attached: attached(name) }, inside)),
    ],
    placements: [{
      instance: id, machine: machine.id, cores: [], hypervisor: machine.hypervisor,
      controller: machine.controller, rack: null,
      network: path(exposure, cardNamed(machine, 'nic'), cardNamed(machine, 'nic'), machine),
      volumes: path(exposure, cardNamed(machine, 'ebs'), root, machine),
      drives: (options.drives ?? 0) === 0
        ? null
        : path(exposure, cardNamed(machine, 'store'), cardNamed(machine, 'store'), machine),
      moreNetworks: [], drivePaths: [], stage: machine.hypervisor === null ? 'metal' : 'full',
      volumeIds: [root, ...volumes.sort(comparePaths)], interfaceIds: interfaces.sort(comparePaths),
      interfaceCards: interfaces.map(() => 0),
      driveIds: machine.drives.slice(0, options.drives ?? 0),
    }],
  };
}

/** The only machine of a host, or the one of that number. */
export function machineOf(parts: Parts, index = 0): MachineIr {
  const machine = parts.machines?.[index];
  if (machine === undefined) throw new Error(`no machine ${String(index)}`);
  return machine;
}

export const action = (
  atTicks: number,
  name: string,
  target: string,
  more: { readonly to?: string; readonly forTicks?: number } = {},
): ActionIr => ({
  atTicks, action: name, target, to: more.to ?? null, forTicks: more.forTicks ?? null,
  properties: {},
});

export function variant(given: Partial<VariantIr> = {}): VariantIr {
  const actions = given.actions ?? [];
  const launched = actions.filter((a) => a.action === 'launch').map((a) => a.target);
  return {
    assignments: [], world: 0, expectations: [], notSimulated: [], idle: [],
    launchedLater: [...new Set(launched)].sort(comparePaths), ...given, actions,
  };
}

export const scenario = (name: string, given: Partial<ScenarioIr> = {}): ScenarioIr => ({
  name, durationTicks: null, warmupTicks: 0, seed: 1, runs: 1, variants: [variant()],
  expectations: (given.variants ?? []).flatMap((v) => v.expectations).map((e) => String(e.index)),
  ...given,
});

export const ir = (worlds: readonly World[], scenarios: readonly ScenarioIr[]): Ir => ({
  irVersion: 1, tickPicoseconds: 1, files: [], worlds, scenarios,
});

export const expectation = (given: Partial<ExpectationIr>): ExpectationIr => ({
  index: 0, left: { is: 'constant', value: 0 }, operator: '<', right: { is: 'constant', value: 1 },
  tolerance: null, dimension: 'time', ...given,
});
