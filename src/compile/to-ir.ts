/**
 * Writes a finished model as a World of the IR: ids instead of objects, ticks instead of
 * picoseconds. Keeps true: equal models give equal worlds, whatever the order of declarations.
 */
import type {
  AnyElement, Distribution, LinkIr, MachineIr, NandIr, PlacementIr, PropertyValue, TransportIr,
  VolumePlacementIr, World,
} from '#ir';
import { compareIds } from '#base';
import { irKey } from '#ir';
import { kindRow, type KindName } from '#kinds';
import { flashOf } from './flash.ts';
import type { LinkDraft, Machine, Node, Values } from './draft.ts';
import { pathsOf, type Served } from './io-paths.ts';
import { typeValuesOf } from './blueprints.ts';
import { networkOf } from './network-cards.ts';
import type { Model } from './model.ts';
import { rackOf } from './racks.ts';
import { contextFor } from './scope.ts';
import type { VolumePlaced } from './volume-nodes.ts';

export type Tick = 1 | 1000;

export const toTicks = (picoseconds: number, tick: Tick): number =>
  tick === 1 ? picoseconds : Math.round(picoseconds / tick);

/** Which parameters of a distribution are times. */
const TIMES: { readonly [S in Distribution['shape']]: number } = {
  constant: 1, exponential: 1, uniform: 2, lognormal: 1, pareto: 1, bursts: 2,
  mix: Infinity,
};

const distributionTicks = (d: Distribution, tick: Tick): Distribution => ({
  shape: d.shape,
  parameters: d.parameters.map((p, i) =>
    (i < TIMES[d.shape] && !(d.shape === 'mix' && i % 2 === 1) ? toTicks(p, tick) : p)),
});

const timeKeysCache = new Map<KindName, readonly string[]>();

/** The IR keys of a kind that hold times. */
export const timeKeysOf = (kind: KindName): readonly string[] => {
  let keys = timeKeysCache.get(kind);
  if (keys === undefined) {
    keys = Object.entries(kindRow(kind).properties).flatMap(([name, row]) =>
      (row.value.is === 'quantity' || row.value.is === 'distribution') && row.value.dimension === 'time'
        ? [irKey(name, row.value)] : []);
    timeKeysCache.set(kind, keys);
  }
  return keys;
};

/** Records in ticks, each converted once. */
export type TickCache = Map<Values, Values>;

const inTicks = (node: Node, tick: Tick, cache: TickCache): Values => {
  const keys = timeKeysOf(node.kind);
  if (tick === 1 || keys.length === 0) return node.values;
  const known = cache.get(node.values);
  if (known !== undefined) return known;
  const record: Record<string, PropertyValue> = { ...node.values };
  for (const key of keys) {
    const value = record[key];
    if (typeof value === 'number') record[key] = toTicks(value, tick);
    else if (value != null && typeof value === 'object' && 'shape' in value) {
      record[key] = distributionTicks(value, tick);
    }
  }
  cache.set(node.values, record);
  return record;
};

const elementIr = (
  node: Node, tick: Tick, cache: TickCache, derived: Values | undefined,
): AnyElement => ({
  id: node.id,
  kind: node.kind,
  type: node.blueprint.type?.name ?? null,
  types: node.blueprint.typeNames,
  parent: node.parent?.id ?? null,
  // The record was made from the rows of this kind; the checker cannot follow that.
  properties: derived === undefined ? inTicks(node, tick, cache)
    : { ...inTicks(node, tick, cache), ...derived },
  assumed: node.assumed,
} as unknown as AnyElement);

const ids = (nodes: readonly Node[]): readonly string[] => nodes.map((n) => n.id);

const machineIr = (machine: Machine): MachineIr => ({
  id: machine.id,
  host: machine.host?.id ?? null,
  sockets: ids(machine.sockets),
  computer: machine.computer?.id ?? null,
  hypervisor: machine.hypervisor?.id ?? null,
  controller: machine.controller?.id ?? null,
  chip: machine.chip?.id ?? null,
  cards: ids(machine.cards),
  drives: ids(machine.drives),
  coresSellable: machine.cores.reduce((sum, c) => sum + c.count, 0),
  memorySellableBytes: machine.memorySellable,
});

const linkIr = (link: LinkDraft, tick: Tick): LinkIr => ({
  id: link.id,
  name: link.name,
  ends: [link.ends[0].id, link.ends[1].id],
  ports: link.ports,
  type: link.type,
  medium: link.medium as LinkIr['medium'],
  generation: link.generation,
  lanes: link.lanes,
  rateBitsPerSecond: link.rateBitsPerSecond,
  delayTicks: toTicks(link.delayPicoseconds, tick),
  loss: link.loss,
  lossEvery: link.lossEvery,
  mtuBytes: link.mtuBytes,
});

const placementIr = (served: Served, model: Model): PlacementIr => {
  const { instance, machine, cores } = served.placed;
  const { network, moreNetworks, volumes, drives, drivePaths } = pathsOf(served);
  return {
    instance: instance.id,
    machine: machine.id,
    cores: cores.map((c) => ({ socket: c.part.id, first: c.first, count: c.count })),
    hypervisor: served.stage === 'metal' ? null : (machine.hypervisor?.id ?? null),
    controller: machine.controller?.id ?? null,
    rack: rackOf(served.cards.vpc, model.machines.near)?.id ?? null,
    network,
    moreNetworks,
    volumes,
    drives,
    drivePaths,
    stage: served.stage,
    volumeIds: ids(served.volumes),
    interfaceIds: ids(served.interfaces),
    interfaceCards: served.interfaces.map((one) => networkOf(served, one)),
    driveIds: ids(served.drives),
  };
};

const volumePlacementIr = (placed: VolumePlaced): VolumePlacementIr => ({
  volume: placed.volume.id, card: placed.card.id, transport: placed.transport,
  nodes: placed.nodes.map(({ host, card, rack }) => ({
    host: host.id, card: card.id, rack: rack.id,
  })),
});

/** A type that something names as a value, as the IR has it. */
interface NamedType {
  readonly id: string;
  readonly types: readonly string[];
  readonly properties: unknown;
  readonly assumed: readonly string[];
}

/** Names of types that a property of elements of a kind holds. */
const namesOf = (property: string, by: KindName, model: Model): readonly string[] =>
  model.draft.nodes.flatMap((n) => {
    const name = n.kind === by ? n.values[property] : null;
    return typeof name === 'string' ? [name] : [];
  });

const transportsOf = (model: Model): readonly string[] => [
  ...namesOf('transport', 'flow', model), ...model.volumes.map(({ transport }) => transport),
];

/** The types of a kind by their names, each once. */
const typesNamed = (
  kind: 'transport' | 'nand', names: readonly string[], model: Model, tick: Tick,
): readonly NamedType[] => {
  const { draft } = model;
  const named = new Set(names);
  if (named.size === 0) return [];
  const context = contextFor({ draft, node: null });
  const keys = timeKeysOf(kind);
  return [...named].sort(compareIds).flatMap((id): readonly NamedType[] => {
    const type = typeValuesOf(kind, id, draft, context);
    if (type === null) return [];
    const properties: Record<string, PropertyValue> = { ...type.values };
    for (const key of keys) {
      const value = properties[key];
      if (typeof value === 'number') properties[key] = toTicks(value, tick);
    }
    return [{ id, types: type.typeNames, properties, assumed: type.assumed }];
  });
};

const derivedOf = (node: Node, model: Model): Values | undefined => {
  const derived = model.switches.get(node)?.derived;
  return derived === undefined || Object.keys(derived).length === 0 ? undefined : derived;
};

/** Of the others there are types alone, or they have lists of their own. */
const isElementKind = (kind: KindName): boolean =>
  kind !== 'link' && kind !== 'transport' && kind !== 'nand' && kind !== 'scenario';

/** The world of a model, in ticks of a length. */
export const worldOf = (model: Model, tick: Tick, cache: TickCache): World => ({
  elements: model.draft.nodes
    .filter((n) => isElementKind(n.kind))
    .map((n) => elementIr(n, tick, cache, derivedOf(n, model))),
  machines: model.machines.list.map(machineIr),
  links: model.links.map((l) => linkIr(l, tick)),
  placements: model.served.map((s) => placementIr(s, model)),
  microvms: model.microvms.map(({ microvm, machine, instance }) => ({
    microvm: microvm.id, machine: machine.id, instance: instance?.id ?? null,
  })),
  volumes: model.volumes.map(volumePlacementIr),
  streams: model.streams.map((s) => s.ir),
  // The records were made from the rows of these kinds; the checker cannot follow that.
  transports: typesNamed('transport', transportsOf(model), model, tick) as readonly TransportIr[],
  nands: typesNamed('nand', namesOf('nand', 'drive', model), model, tick) as readonly NandIr[],
  flash: flashOf(model),
});

