/**
 * What an editor asks about a compiled spec without compiling it again: which words made an
 * element, where each value comes from, what is free on a machine. Not part of the IR.
 * Keeps true: everything is worked out when asked for, so that it costs a keystroke nothing.
 */
import type { IoPath, OffloadStage, PropertyValue } from '#ir';
import { irKey } from '#ir';
import { kindRow, type KindName } from '#kinds';
import type { SpecPointer } from '#spec';
import { typeBody } from './blueprints.ts';
import type { Node, Origin, Source, TypeEntry } from './draft.ts';
import { sourceInFabric } from './generated.ts';
import { pathsOf, type Served } from './io-paths.ts';
import type { Model } from './model.ts';
import { contextFor } from './scope.ts';
import { defaultsOf, printValue } from './values.ts';
import type { VolumePlaced } from './volume-nodes.ts';

export interface ResolvedProperty {
  readonly name: string;
  /** As in the IR. */
  readonly key: string;
  /** In base units; times in picoseconds. */
  readonly value: PropertyValue;
  /** As the author would write it. */
  readonly text: string;
  readonly origin: Origin;
  /** The type it comes from, when it comes from one. */
  readonly type: string | null;
  readonly pointer: SpecPointer | null;
  readonly assumed: boolean;
}

export interface Free {
  readonly machine: string;
  readonly cores: number;
  readonly coresSellable: number;
  readonly memoryBytes: number;
  readonly memorySellableBytes: number;
  readonly metal: string | null;
}

export interface PlacedAt {
  readonly machine: string;
  readonly stage: OffloadStage;
  readonly network: IoPath | null;
  /** Over its other network cards. */
  readonly moreNetworks: readonly IoPath[];
  readonly volumes: IoPath | null;
  readonly drives: IoPath | null;
}

/** A volume on hosts. */
export interface KeptOn {
  readonly card: string;
  readonly transport: string;
  /** One for each replica; requests go to the first. */
  readonly hosts: readonly string[];
}

export interface SpecIndex {
  /** Ids of all elements, links and streams, sorted. */
  readonly ids: () => readonly string[];
  /** Where an element, link or stream is declared: its own words first, then those around it. */
  readonly pointersOf: (id: string) => readonly SpecPointer[];
  /** What the declaration at a pointer, or around it, made. */
  readonly idsAt: (pointer: SpecPointer) => readonly string[];
  readonly kindOf: (id: string) => KindName | null;
  /** All properties of an element or link, in the table's order. */
  readonly propertiesOf: (id: string) => readonly ResolvedProperty[];
  /** All properties that a type gives, in the table's order. */
  readonly typeProperties: (name: string) => readonly ResolvedProperty[];
  readonly countOf: (pointer: SpecPointer) => number | null;
  readonly freeOf: (machine: string) => Free | null;
  readonly machines: () => readonly Free[];
  readonly placementOf: (instance: string) => PlacedAt | null;
  /** Null: it is no volume, or one on no host. */
  readonly keptOn: (volume: string) => KeptOn | null;
  /** Machines with room for an element of an instance type, for completion after `on`. */
  readonly roomFor: (cores: number, memoryBytes: number) => readonly string[];
}

type From = Pick<ResolvedProperty, 'origin' | 'type' | 'pointer'>;

const originOf = (source: Source | undefined): From =>
  source === undefined
    ? { origin: 'default', type: null, pointer: null }
    : { origin: source.origin, type: source.type, pointer: source.pointer };

const resolved = (
  kind: KindName, values: Readonly<Record<string, PropertyValue>>,
  sourceOf: (name: string) => Source | undefined, assumed: readonly string[],
): readonly ResolvedProperty[] =>
  Object.entries(kindRow(kind).properties).map(([name, row]) => {
    const key = irKey(name, row.value);
    const value = values[key] ?? null;
    return {
      name, key, value, text: printValue(value, row), ...originOf(sourceOf(name)),
      assumed: assumed.includes(name),
    };
  });

/** What is said of a fabric is said around its switches. */
const fromAround = (source: Source | undefined): Source | undefined =>
  source?.origin === 'own' ? { ...source, origin: 'outer' } : source;

const nodeProperties = (node: Node, model: Model): readonly ResolvedProperty[] => {
  const derived = model.switches.get(node)?.derived ?? {};
  const said = resolved(node.kind, { ...node.values, ...derived }, (name) =>
    node.own?.get(name) ?? fromAround(sourceInFabric(node, name))
      ?? node.blueprint.sources.get(name), node.assumed);
  return said.map((one) => one.origin === 'default'
    && (one.key in derived || (node.generated && one.name === 'ports'))
    ? { ...one, origin: 'derived' } : one);
};

const typeValues = (type: TypeEntry, model: Model): readonly ResolvedProperty[] => {
  const { kind } = type;
  if (kind === null) return [];
  const defaults = defaultsOf(kind);
  const values: Record<string, PropertyValue> = { ...defaults.values };
  const sources = new Map<string, Source>();
  const context = contextFor({ draft: model.draft, node: null });
  for (const entry of type.chain.toReversed()) {
    for (const source of typeBody(entry, model.draft, context).sources) {
      sources.set(source.property, source);
      if (source.value !== undefined) values[source.key] = source.value;
    }
  }
  const assumed = [
    ...defaults.assumed.filter((name) => !sources.has(name)),
    ...[...sources.values()].filter((s) => s.assumed).map((s) => s.property),
  ];
  return resolved(kind, values, (name) => sources.get(name), assumed);
};

interface Maps {
  readonly nodes: ReadonlyMap<string, Node>;
  readonly linkPointers: ReadonlyMap<string, string>;
  readonly streamPointers: ReadonlyMap<string, string>;
  readonly byPointer: ReadonlyMap<string, readonly string[]>;
  readonly served: ReadonlyMap<string, Served>;
  readonly volumes: ReadonlyMap<string, VolumePlaced>;
}

const mapsOf = (model: Model): Maps => {
  const byPointer = new Map<string, string[]>();
  const add = (pointer: string, id: string): void => {
    const list = byPointer.get(pointer);
    if (list === undefined) byPointer.set(pointer, [id]);
    else list.push(id);
  };
  for (const node of model.draft.nodes) {
    if (!node.generated) add(node.blueprint.declaration.pointer, node.id);
  }
  for (const link of model.links) if (link.blueprint !== null) add(link.pointer, link.id);
  return {
    nodes: new Map(model.draft.nodes.map((n) => [n.id, n])),
    linkPointers: new Map(model.links.map((l) => [l.id, l.pointer])),
    streamPointers: new Map(
      model.streams.map((s) => [s.ir.id, s.workload.blueprint.declaration.pointer]),
    ),
    byPointer,
    served: new Map(model.served.map((s) => [s.placed.instance.id, s])),
    volumes: new Map(model.volumes.map((v) => [v.volume.id, v])),
  };
};

const freeOn = (model: Model, id: string): Free | null => {
  const machine = model.machines.list.find((m) => m.id === id);
  const room = machine === undefined ? undefined : model.placements.rooms.get(machine);
  if (machine === undefined || room === undefined) return null;
  return {
    machine: id,
    cores: room.free.reduce((sum, f) => sum + f.left, 0),
    coresSellable: machine.cores.reduce((sum, c) => sum + c.count, 0),
    memoryBytes: room.memory,
    memorySellableBytes: machine.memorySellable,
    metal: room.metal?.id ?? null,
  };
};

const around = (node: Node): readonly string[] => {
  const pointers: string[] = [];
  for (let up: Node | null = node; up !== null; up = up.parent) {
    const { pointer } = up.blueprint.declaration;
    if (pointers.at(-1) !== pointer) pointers.push(pointer);
  }
  return pointers;
};

export const indexOf = (model: Model): SpecIndex => {
  let made: Maps | null = null;
  const maps = (): Maps => (made ??= mapsOf(model));
  const machines = (): readonly Free[] =>
    model.machines.list.flatMap((m) => freeOn(model, m.id) ?? []);
  return {
    ids: () => [
      ...model.draft.nodes.map((n) => n.id), ...model.links.map((l) => l.id),
      ...model.streams.map((s) => s.ir.id),
    ],
    pointersOf: (id) => {
      const node = maps().nodes.get(id);
      if (node !== undefined) return around(node);
      const pointer = maps().linkPointers.get(id) ?? maps().streamPointers.get(id);
      return pointer === undefined ? [] : [pointer];
    },
    idsAt: (pointer) => {
      for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
        const ids = maps().byPointer.get(at);
        if (ids !== undefined) return ids;
      }
      return [];
    },
    kindOf: (id) => maps().nodes.get(id)?.kind ?? (maps().linkPointers.has(id) ? 'link' : null),
    propertiesOf: (id) => {
      const node = maps().nodes.get(id);
      if (node !== undefined) return nodeProperties(node, model);
      const link = model.links.find((l) => l.id === id);
      const blueprint = link?.blueprint;
      if (link === undefined || blueprint == null) return [];
      return resolved('link', link.values, (name) => blueprint.sources.get(name), blueprint.assumed);
    },
    typeProperties: (name) => {
      const type = model.draft.shared.names.types.get(name);
      return type === undefined ? [] : typeValues(type, model);
    },
    countOf: (pointer) => maps().byPointer.get(pointer)?.length ?? null,
    freeOf: (machine) => freeOn(model, machine),
    machines,
    placementOf: (instance) => {
      const served = maps().served.get(instance);
      return served === undefined ? null : {
        machine: served.placed.machine.id, stage: served.stage, ...pathsOf(served),
      };
    },
    keptOn: (volume) => {
      const placed = maps().volumes.get(volume);
      return placed === undefined ? null : {
        card: placed.card.id, transport: placed.transport,
        hosts: placed.nodes.map(({ host }) => host.id),
      };
    },
    roomFor: (cores, memoryBytes) => machines()
      .filter((m) => m.metal === null && m.cores >= cores && m.memoryBytes >= memoryBytes)
      .map((m) => m.machine),
  };
};
