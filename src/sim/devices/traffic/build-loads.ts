/**
 * Makes the loads of a world: each stream of an `io` or `flow` with its routes. Not when they run.
 * Keeps true: routes and stations are made in the order of streams, whoever declared them first.
 */
import { type Chance, defined, greatestCommonDivisor, type Rate, unitRate } from '#base';
import type { ElementIr, IoPath, PlacementIr, StreamIr, TransportIr, World } from '#ir';
import type { QueueNetwork } from '#sim/kernel';
import type { OpenContent } from '../content.ts';
import type { FabricPort } from '../fabric-port.ts';
import type { FindingCode } from '../log.ts';
import { StorageOperation, type StorageOperationCode } from '../storage-port.ts';
import type { CountedVisit } from './card-visits.ts';
import type { DeviceStations } from './device-stations.ts';
import type { Hastening } from './faster.ts';
import { FlowLoad } from './flow-load.ts';
import type { HostPort } from './host-port.ts';
import type { Load } from './load.ts';
import { MessageBuilder } from './messages/build-messages.ts';
import type { Backlog } from './messages/pipe.ts';
import type { Rounds } from './messages/rounds.ts';
import { RefusedFlow } from './refused-flow.ts';
import { isRefused, type Refusal, refusalOf } from './security-groups.ts';
import { blocksOf, Requests, shareErrorMax, touched } from './requests.ts';
import { type PlanArrival, StorageLoad } from './storage-load.ts';
import { TraceLoad, type TraceLoadOptions } from './trace-load.ts';
import { type StorageWay, type WayName, Ways } from './ways.ts';
import { wiresBetween } from './wires.ts';

export interface BuildOptions {
  readonly world: World;
  readonly network: QueueNetwork;
  readonly devices: DeviceStations;
  readonly host: HostPort;
  readonly hastening: Hastening;
  readonly fabrics: FabricPort;
  readonly chance: Chance;
  readonly ticksPerSecond: number;
  readonly plan: PlanArrival;
  readonly now: () => number;
  /** Files that workloads name. */
  readonly open: OpenContent;
  readonly find: (code: FindingCode, element: string, message: string) => void;
  /** A security group dropped the first packet of a flow. */
  readonly refused: (load: RefusedFlow) => void;
  /** A route was made: whose exits each visit costs. */
  readonly routed: (
    route: number, visits: readonly CountedVisit[], guests: readonly string[],
  ) => void;
}

/** What a stream of storage requests goes to. */
interface Ends {
  readonly placement: PlacementIr;
  readonly ends: readonly End[];
}

interface End {
  /** A volume or drive. */
  readonly id: string;
  readonly path: IoPath;
}

type RoutesBeingMade = { readonly [C in StorageOperationCode]: number[] };

/** What a load does of the three. */
function operationsOf(
  { read, trim, trace }: ElementIr<'io'>['properties'],
): readonly StorageWay['direction'][] {
  // What a file holds is known when it is read.
  if (trace !== null) return ['read', 'write', 'trim'];
  return [
    ...(read > 0 ? ['read' as const] : []), ...(read + trim < 1 - shareErrorMax ? ['write' as const] : []),
    ...(trim > 0 ? ['trim' as const] : []),
  ];
}

/** A flow that is refused sends one packet of what a file holds, and never hears of it. */
const withoutTrace = (
  properties: ElementIr<'flow'>['properties'], packetBytes: number,
): ElementIr<'flow'>['properties'] => properties.trace === null ? properties
  : { ...properties, sizeBytes: properties.packetBytes ?? packetBytes, messages: 1, depth: 1 };

/** An instance as one of its flows meets it: by one network card, and the interfaces on that. */
const overCard = (placement: PlacementIr, card: number, named: string | null): PlacementIr => {
  const { network, moreNetworks, interfaceIds, interfaceCards } = placement;
  if (named === null && moreNetworks.length === 0) return placement;
  return {
    ...placement, network: card === 0 ? network : moreNetworks[card - 1] ?? network,
    interfaceIds: named !== null ? [named]
      : interfaceIds.filter((_, i) => interfaceCards[i] === card),
  };
};

/** The time of one request, of a rate that need not be whole. */
const paceOf = (perSecond: number, ticksPerSecond: number): Rate => unitRate({
  unitsPerSecond: Math.max(1, Math.round(perSecond * 1000)), ticksPerSecond: ticksPerSecond * 1000,
});

export class LoadBuilder {
  private readonly options: BuildOptions;
  private readonly ways: Ways;
  private readonly messages: MessageBuilder;
  private readonly placements: ReadonlyMap<string, PlacementIr>;
  /** Flows that end or begin at an instance so far: each takes the next of its queues. */
  private readonly arrivalsAt = new Map<string, number>();
  private readonly departuresFrom = new Map<string, number>();

  constructor(options: BuildOptions) {
    this.options = options;
    this.ways = new Ways(options.devices, options.host);
    this.placements = new Map(options.world.placements.map((p) => [p.instance, p]));
    this.messages = new MessageBuilder({
      ...options, ways: this.ways, sendQueue: this.sendQueue, receiveQueue: this.receiveQueue,
    });
  }

  /** Jobs of flows, once all loads are built. */
  get jobs(): readonly Rounds[] {
    return this.messages.jobs;
  }

  get backlog(): Backlog {
    return this.messages.backlog;
  }

  /** The load of a stream, or null where it is none of traffic or has no path. */
  build(stream: StreamIr): Load | null {
    const workload = this.options.devices.elements.get(stream.workload);
    if (workload?.kind === 'io') return this.storage(stream, workload);
    if (workload?.kind === 'flow') return this.flow(stream, workload);
    return null;
  }

  private storage(stream: StreamIr, workload: ElementIr<'io'>): Load {
    const { network, chance, ticksPerSecond, plan, now } = this.options;
    // The compiler refuses what no path carries.
    const to = defined(this.endsOf(stream.from ?? ''), () => `${stream.id} has a path`);
    const { properties } = workload;
    const { rate, trace } = properties;
    const routes: RoutesBeingMade = { 0: [], 1: [], 2: [] };
    const slots = this.slots(to, properties);
    const deviceBytes = to.ends.map(({ id }) => this.deviceBytes(id));
    const common = {
      stream, needs: [to.placement.instance, ...to.ends.map(({ id }) => id)],
      network, plan, now, routes, ends: slots.map(({ index }) => index),
    };
    const load = trace !== null ? this.traced(trace, properties, deviceBytes, common)
      : new StorageLoad({
        ...common, properties,
        requests: new Requests({ properties, chance, name: stream.id, deviceBytes }),
        gaps: chance.stream(`${stream.id}/arrivals`),
        gap: rate === null ? null : paceOf(rate, ticksPerSecond),
        meanGapTicks: rate === null ? 0 : ticksPerSecond / rate,
      });
    const names = operationsOf(properties);
    const mostBytes = Math.max(...blocksOf(properties).bytes);
    for (const slot of slots) this.storageRoutes(load, to, { ...slot, names, mostBytes, routes });
    return load;
  }

  /** Requests of a file. */
  private traced(
    file: string, properties: ElementIr<'io'>['properties'], deviceBytes: readonly number[],
    common: Pick<TraceLoadOptions, 'stream' | 'needs' | 'network' | 'plan' | 'now' | 'routes' | 'ends'>,
  ): TraceLoad {
    const { open, find, ticksPerSecond } = this.options;
    const { speed, requests } = properties;
    return new TraceLoad({
      ...common, ticksPerSecond, file, open, speed, requests,
      parts: deviceBytes.map((bytes) => touched(properties, bytes)),
      find: (code, message) => {
        find(code, common.stream.workload, message);
      },
    });
  }

  /** The ways of one slot, one for each thing that its load does. */
  private storageRoutes(load: Load, to: Ends, slot: {
    readonly queue: number; readonly end: End; readonly mostBytes: number;
    readonly names: readonly StorageWay['direction'][]; readonly routes: RoutesBeingMade;
  }): void {
    const { queue, end, mostBytes } = slot;
    for (const direction of slot.names) {
      const visits = this.ways.storage({
        placement: to.placement, path: end.path, end: end.id, queue, direction, bytes: mostBytes,
      });
      const route = this.route(load, direction, visits, [to.placement.instance]);
      slot.routes[StorageOperation[direction]].push(route);
    }
  }

  private deviceBytes(id: string): number {
    const element = this.options.devices.elements.get(id);
    return element?.kind === 'drive' ? element.properties.capacityBytes
      : this.options.devices.element(id, 'volume').properties.sizeBytes;
  }

  /** Slot i uses the i-th queue and the i-th drive, each modulo how many there are. */
  private slots(to: Ends, properties: ElementIr<'io'>['properties']): readonly {
    readonly queue: number; readonly end: End; readonly index: number;
  }[] {
    const { host, devices } = this.options;
    const vcpus = host.vcpuCount(to.placement.instance);
    const card = devices.elements.get(to.ends[0]?.path.card ?? '');
    const most = card?.kind === 'card' ? (card.properties.queues ?? vcpus) : vcpus;
    const queues = Math.max(1, Math.min(vcpus, most));
    const { ends } = to;
    const pairs = (queues * ends.length) / greatestCommonDivisor(queues, ends.length);
    const { rate, trace, depth, jobs } = properties;
    const used = rate === null && trace === null ? Math.min(pairs, depth * jobs) : pairs;
    return Array.from({ length: used }, (_, i) => ({
      queue: i % queues, index: i % ends.length,
      end: defined(ends[i % ends.length], 'an end of a request'),
    }));
  }

  private endsOf(place: string): Ends | null {
    for (const placement of this.options.world.placements) {
      const { instance, volumes, drivePaths, volumeIds, driveIds } = placement;
      if (volumes !== null && volumeIds.includes(place)) {
        return { placement, ends: [{ id: place, path: volumes }] };
      }
      const wanted = place === instance ? driveIds : driveIds.filter((id) => id === place);
      const ends = wanted.flatMap((id): readonly End[] => {
        const path = drivePaths.find(({ stations }) =>
          stations.some(({ role, element }) => role === 'drive' && element === id));
        return path === undefined ? [] : [{ id, path }];
      });
      if (ends.length > 0) return { placement, ends };
    }
    return null;
  }

  private flow(stream: StreamIr, workload: ElementIr<'flow'>): Load {
    const { world, fabrics, devices } = this.options;
    const from = defined(this.endOf(stream, 0), () => `${stream.id} begins`);
    const to = defined(this.endOf(stream, 1), () => `${stream.id} ends`);
    const [sender, receiver] = [from.network?.card ?? '', to.network?.card ?? ''];
    const { properties } = workload;
    const transport = defined(
      world.transports.find(({ id }) => id === properties.transport),
      () => `the model has no transport '${properties.transport}'`,
    );
    const overFabric = fabrics.joins(sender, receiver);
    if (overFabric && !isRefused(devices, from, to)) {
      return this.messages.build(stream, workload, transport, { from, to, wires: null });
    }
    const wires = defined(
      wiresBetween(world.links, sender, receiver), () => `${stream.id} has a path`,
    );
    const refusal = refusalOf(devices, from, to, wires);
    if (refusal === null && MessageBuilder.isNeeded(workload)) {
      return this.messages.build(stream, workload, transport, { from, to, wires });
    }
    return this.packets(stream, workload, { from, to, wires, refusal, transport });
  }

  /** The placement of one end of a stream, as it is by the card and interface that it goes over. */
  private endOf({ from, to, cards, interfaces }: StreamIr, end: 0 | 1): PlacementIr | undefined {
    const placement = this.placements.get((end === 0 ? from : to) ?? '');
    return placement === undefined ? undefined
      : overCard(placement, cards?.[end] ?? 0, interfaces?.[end] ?? null);
  }

  /** A flow whose packets go one by one from guest to guest. */
  private packets(stream: StreamIr, flow: ElementIr<'flow'>, at: {
    readonly from: PlacementIr; readonly to: PlacementIr; readonly wires: readonly string[];
    readonly refusal: Refusal | null; readonly transport: TransportIr;
  }): Load {
    const { network, chance, plan, now } = this.options;
    const { from, to, wires, refusal } = at;
    const transport = at.transport.properties;
    const properties = withoutTrace(flow.properties, transport.packetBytes);
    const plain = {
      stream, needs: [from.instance, to.instance], properties, network, chance, plan, now,
      packetBytes: properties.packetBytes ?? transport.packetBytes,
      headerBytes: transport.headersBytes, promised: transport.delivery === 'guaranteed',
      // Who promises nothing and has a pace of his own waits for nobody.
      ...(transport.delivery === 'bestEffort' && properties.everyTicks !== null
        ? { windowPackets: 65_536 } : {}),
    };
    const load = refusal === null ? new FlowLoad(plain) : new RefusedFlow({
      ...plain, refusal, timeoutTicks: transport.minimumTimeoutTicks,
      noticed: this.options.refused,
    });
    const visits = this.ways.packet(from, to, {
      queue: this.sendQueue(from), home: this.receiveQueue(to), wires, refusal,
      promised: transport.delivery === 'guaranteed',
    });
    load.route = this.route(load, 'send', visits, [from.instance, to.instance]);
    return load;
  }

  private readonly sendQueue = (from: PlacementIr): number =>
    next(this.departuresFrom, from.instance) % this.options.host.vcpuCount(from.instance);

  private readonly receiveQueue = (to: PlacementIr): number =>
    next(this.arrivalsAt, to.instance) % this.receiveQueues(to);

  /** One for each vCPU, unless the card or the type of the instance has fewer. */
  private receiveQueues({ instance, network }: PlacementIr): number {
    const { host, devices } = this.options;
    const { enaQueues } = devices.element(instance, 'instance').properties;
    const card = devices.elements.get(network?.card ?? '');
    const { interface: driver, queues } = card?.kind === 'card' ? card.properties
      : { interface: null, queues: null };
    const most = [queues, driver === 'ena' ? enaQueues : null].filter((one) => one !== null);
    return Math.max(1, Math.min(host.vcpuCount(instance), ...most));
  }

  private route(
    load: Load, name: WayName, visits: readonly CountedVisit[], guests: readonly string[],
  ): number {
    const { network, hastening } = this.options;
    const { ids } = network.stations;
    const route = network.addRoute(
      visits.map((visit) => hastening.visit(visit, ids[visit.station] as string)), load,
    );
    // What never arrives has no latency.
    if (!(load instanceof RefusedFlow)) load.ways.push({ name, route });
    this.options.routed(route, visits, guests);
    return route;
  }
}

/** How many there were before. */
function next(counts: Map<string, number>, id: string): number {
  const before = counts.get(id) ?? 0;
  counts.set(id, before + 1);
  return before;
}
