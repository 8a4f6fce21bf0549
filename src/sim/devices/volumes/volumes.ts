/**
 * All volumes that requests go to in one run, and what each instance may do to its volumes.
 * Not paths, and not results. Keeps true: what two paths share is one limit and one node.
 */
import { defined } from '#base';
import type { AnyElement, ElementIr } from '#ir';
import { storageErrand, StorageOperation } from '../storage-port.ts';
import type { NetworkLeg, PortVisit, VolumeDirection, VolumePorts } from '../volume-port.ts';
import { Limiter } from './limiter.ts';
import { type Budget, instanceLimits, isNitro } from './limits.ts';
import type { VolumeEvents, VolumesOptions } from './options.ts';
import { replicasMost } from './replica-chain.ts';
import { spentMessage } from './spent.ts';
import { VolumeNetwork } from './volume-network.ts';
import { Volume } from './volume.ts';
import { Waiting } from './waiting.ts';

/** What an instance may do to all its volumes. */
export interface Allowance {
  readonly instance: string;
  readonly operations: Limiter | null;
  readonly bytes: Limiter | null;
  /** Anybody of its volumes waits there. */
  readonly throttled: Waiting;
}

/** So many bytes pass together at the pace of an instance: one segment. */
const paceBytes = 65_536;

export class Volumes implements VolumePorts {
  readonly volumes: Volume[] = [];
  readonly allowancesMade: Allowance[] = [];
  private readonly byId = new Map<string, Volume>();
  /** Of volumes on hosts. */
  private readonly networks: ReadonlyMap<string, VolumeNetwork>;
  private readonly byInstance = new Map<string, Allowance>();
  private readonly options: VolumesOptions;
  private readonly elements: ReadonlyMap<string, AnyElement>;
  private readonly events: VolumeEvents;

  constructor(options: VolumesOptions) {
    this.options = options;
    this.elements = new Map(options.world.elements.map((element) => [element.id, element]));
    const { simulation, network } = options;
    this.networks = networksOf(options);
    this.events = {
      passed: simulation.register((customer) => {
        const enteredAt = network.customers.enteredAt[customer] as number;
        network.served(customer, simulation.now - enteredAt);
      }),
      fetched: simulation.register((customer, volume) => {
        this.volumes[volume]?.node.begin(customer);
      }),
      done: simulation.register((customer, volume) => {
        this.volumes[volume]?.node.finish(customer);
      }),
      worked: simulation.register((customer, place) => {
        const volume = this.volumes[Math.floor(place / replicasMost)];
        volume?.node.chain?.worked(place % replicasMost, customer);
      }),
    };
  }

  allowances(
    instance: string, volume: string, direction: VolumeDirection,
  ): readonly PortVisit[] {
    const { operations, bytes } = this.allowanceOf(instance);
    const errand = this.volumeOf(volume, instance).index;
    return [
      ...(direction === 'trim' ? [] : limitVisit(`${instance}/ebs`, instance, bytes, errand)),
      ...limitVisit(`${instance}/ebs-iops`, instance, operations, errand),
    ];
  }

  limits(volume: string, instance: string, direction: VolumeDirection): readonly PortVisit[] {
    const { operations, bytes } = this.volumeOf(volume, instance);
    const errand = storageErrand(StorageOperation[direction], 0);
    return [
      ...limitVisit(`${volume}/iops`, volume, operations, errand),
      ...(direction === 'trim' ? [] : limitVisit(`${volume}/throughput`, volume, bytes, errand)),
    ];
  }

  node(volume: string, instance: string, direction: VolumeDirection): PortVisit {
    const { node, element } = this.volumeOf(volume, instance);
    const { log } = this.options;
    const used = element as AnyElement;
    log.use(used, 'latency');
    if (direction !== 'read' && node.chain === null) log.use(used, 'replicationDelay');
    if (node.snapshot !== null) {
      for (const property of ['firstTouchTime', 'firstTouchRate']) log.use(used, property);
    }
    const errand = storageErrand(StorageOperation[direction], node.askerOf(instance));
    const { concurrency } = element.properties;
    return {
      id: volume, owner: volume, port: node, errand,
      kind: concurrency === null ? 'delay' : 'queue', servers: concurrency ?? 1,
    };
  }

  leg(volume: string, way: 'out' | 'in'): NetworkLeg {
    const network = this.networks.get(volume);
    if (network !== undefined) return { delayTicks: 0, port: network[way] };
    const { networkDelayTicks } = this.element(volume, 'volume').properties;
    return { delayTicks: networkDelayTicks, port: null };
  }

  /** The warm-up is over. */
  cut(now: number): void {
    for (const volume of this.volumes) volume.cut(now);
    for (const network of this.networks.values()) network.cut();
    for (const { throttled, operations, bytes } of this.allowancesMade) {
      throttled.cut(now);
      operations?.credits?.cut(now);
      bytes?.credits?.cut(now);
    }
  }

  /** A window of the series is over. */
  windowClosed(now: number): void {
    for (const volume of this.volumes) volume.windowClosed(now);
  }

  /** Each two windows became one. */
  windowsJoined(): void {
    for (const volume of this.volumes) volume.windowsJoined();
  }

  private allowanceOf(instance: string): Allowance {
    const known = this.byInstance.get(instance);
    if (known !== undefined) return known;
    const { network, simulation, ticksPerSecond, factorOf } = this.options;
    const limits = instanceLimits(this.element(instance, 'instance'), ticksPerSecond);
    const throttled = new Waiting();
    const { customers } = network;
    const waits = (volume: number, now: number, until: number): void => {
      throttled.add(now, until);
      this.volumes[volume]?.capped.add(now, until);
    };
    const limiter = (
      budget: Budget | null, of: 'operations' | 'bytes', id: string,
    ): Limiter | null => budget === null ? null : new Limiter({
      network, simulation, ticksPerSecond, budget, passed: this.events.passed, waits,
      factor: factorOf(id), together: of === 'bytes' ? paceBytes : 1,
      unitsOf: of === 'bytes' ? (customer) => customers.bytes[customer] as number
        : (customer, volume) => this.volumes[volume]?.chunks
            .pieces(customers.bytes[customer] as number) ?? 1,
      spent: () => this.tellSpent(instance, budget, of),
    });
    const made = {
      instance, throttled, operations: limiter(limits.operations, 'operations', `${instance}/ebs-iops`),
      bytes: limiter(limits.bytes, 'bytes', `${instance}/ebs`),
    };
    this.allowancesMade.push(made);
    this.byInstance.set(instance, made);
    return made;
  }

  private volumeOf(id: string, instance: string): Volume {
    const known = this.byId.get(id);
    if (known !== undefined) return known;
    const placement = this.options.world.placements.find((one) => one.instance === instance);
    const volume = new Volume(this.options, {
      element: this.element(id, 'volume'), index: this.volumes.length,
      network: this.networks.get(id) ?? null,
      isNitro: placement === undefined || isNitro(placement.stage), events: this.events,
      spent: ({ element }, budget, of) => this.tellSpent(element.id, budget, of),
    });
    this.volumes.push(volume);
    this.byId.set(id, volume);
    return volume;
  }

  private tellSpent(id: string, budget: Budget, of: 'operations' | 'bytes'): void {
    const { log, simulation } = this.options;
    const kind = this.elements.get(id)?.kind === 'volume' ? 'volume' : 'instance';
    log.find('run/credits-spent', simulation.now, id, spentMessage({ id, kind, budget, of }));
  }

  private element<K extends AnyElement['kind']>(id: string, kind: K): ElementIr<K> {
    const element = defined(this.elements.get(id), () => `the model has no '${id}'`);
    return defined(element.kind === kind ? element as unknown as ElementIr<K> : null,
      () => `'${id}' is no ${kind}`);
  }
}

const limitVisit = (
  id: string, owner: string, limiter: Limiter | null, errand: number,
): readonly PortVisit[] => limiter === null ? []
  : [{ id, owner, port: limiter, errand, kind: 'limit', servers: 1 }];

/** Their flows are there from the start, so that what fails before the first request counts. */
function networksOf(options: VolumesOptions): ReadonlyMap<string, VolumeNetwork> {
  const { world, network, simulation, fabrics } = options;
  const transports = new Map(world.transports.map((one) => [one.id, one]));
  return new Map(world.volumes.map((placement) => [placement.volume, new VolumeNetwork({
    placement, fabrics, network, now: () => simulation.now,
    transport: defined(transports.get(placement.transport), () =>
      `the model has no transport '${placement.transport}'`),
  })]));
}
