/**
 * One volume: its limits, what it counts, and its storage nodes. Not the path to it.
 * Keeps true: it is made when the first path leads to it, for the instance that path begins at.
 */
import type { ElementIr } from '#ir';
import { Duration } from '../duration.ts';
import { Chunks } from './chunks.ts';
import { Limiter, type LimiterOptions } from './limiter.ts';
import { type Budget, volumeLimits } from './limits.ts';
import type { VolumeEvents, VolumesOptions } from './options.ts';
import { Replicas } from './replicas.ts';
import { Snapshot } from './snapshot.ts';
import { StorageNode } from './storage-node.ts';
import type { VolumeNetwork } from './volume-network.ts';
import { VolumeSeries } from './volume-series.ts';
import { Waiting } from './waiting.ts';

export interface VolumeMade {
  readonly element: ElementIr<'volume'>;
  readonly index: number;
  readonly isNitro: boolean;
  readonly events: VolumeEvents;
  /** Null: it is on no host. */
  readonly network: VolumeNetwork | null;
  readonly spent: (volume: Volume, budget: Budget, of: 'operations' | 'bytes') => void;
}

export class Volume {
  readonly element: ElementIr<'volume'>;
  readonly index: number;
  readonly chunks: Chunks;
  readonly operations: Limiter | null;
  readonly bytes: Limiter | null;
  readonly node: StorageNode;
  /** Null: a plain delay leads to its nodes. */
  readonly network: VolumeNetwork | null;
  /** At its own limits, and at those of its instance. */
  readonly throttled = new Waiting();
  readonly capped = new Waiting();
  readonly series = new VolumeSeries();

  constructor(options: VolumesOptions, made: VolumeMade) {
    const { element, index } = made;
    const { properties } = element;
    this.element = element;
    this.index = index;
    this.chunks = new Chunks(options.network, properties.operationSizeBytes);
    const limits = volumeLimits(element, made.isNitro);
    const shared = {
      network: options.network, simulation: options.simulation, passed: made.events.passed,
      ticksPerSecond: options.ticksPerSecond, together: 0,
      waits: (_: number, now: number, until: number) => this.throttled.add(now, until),
    };
    const limiter = (
      budget: Budget | null, of: 'operations' | 'bytes', name: string,
      unitsOf: LimiterOptions['unitsOf'],
    ): Limiter | null => budget === null ? null : new Limiter({
      ...shared, budget, unitsOf, factor: options.factorOf(`${element.id}/${name}`),
      spent: () => made.spent(this, budget, of),
    });
    const { chunks } = this;
    const count = (customer: number, errand: number): number => chunks.count(customer, errand);
    this.operations = limiter(limits.operations, 'operations', 'iops', count);
    const isFirst = limits.operations === null;
    const counted = (customer: number, errand: number): number =>
      isFirst ? count(customer, errand) : chunks.of(customer);
    const { customers } = options.network;
    // A disk moves its head for a small request as for a large one: it counts whole operations.
    this.bytes = limiter(limits.bytes, 'bytes', 'throughput', properties.media === 'disk'
      ? (customer, errand) => counted(customer, errand) * properties.operationSizeBytes
      : (customer, errand) => {
          if (isFirst) count(customer, errand);
          return customers.bytes[customer] as number;
        });
    this.node = nodeOf(options, made);
    this.network = made.network;
    if (made.network !== null) made.network.chain = this.node.chain;
  }

  windowsJoined(): void {
    this.series.join();
  }

  /** A window of the series is over. */
  windowClosed(now: number): void {
    this.series.close(now, this);
  }

  cut(now: number): void {
    this.chunks.cut();
    this.throttled.cut(now);
    this.capped.cut(now);
    this.node.cut();
    this.operations?.credits?.cut(now);
    this.bytes?.credits?.cut(now);
    this.series.open(now, this);
  }

  /** What it saved up for bursts, of all it can; null: it has no bursts. */
  creditsLeft(now: number): number | null {
    const credits = this.operations?.credits ?? this.bytes?.credits ?? null;
    return credits === null ? null : credits.left(now) / credits.capacity;
  }
}

function nodeOf(options: VolumesOptions, made: VolumeMade): StorageNode {
  const { chance, network, simulation } = options;
  const { id, properties } = made.element;
  const { replicas, concurrency, latencyTicks } = properties;
  const { fetched, done, worked } = made.events;
  return new StorageNode({
    index: made.index, network, simulation, fetched, done, worked,
    replicas: new Replicas({
      latencies: Array.from({ length: replicas }, (_, i) => new Duration(
        latencyTicks, chance, i === 0 ? `${id}/latency` : `${id}/latency/${String(i)}`,
      )),
      concurrency, factor: options.factorOf(id),
    }),
    hopTicks: properties.replicationDelayTicks, way: made.network,
    snapshot: properties.snapshot === 'no' ? null : snapshotOf(options, made),
  });
}

function snapshotOf(options: VolumesOptions, made: VolumeMade): Snapshot {
  const { chance, ticksPerSecond } = options;
  const { id, properties } = made.element;
  const { snapshotBlockBytes, initializationRateBitsPerSecond } = properties;
  const background = initializationRateBitsPerSecond ?? 0;
  return new Snapshot({
    sizeBytes: properties.sizeBytes, blockBytes: snapshotBlockBytes,
    loadedShare: properties.loaded,
    touch: new Duration(properties.firstTouchTimeTicks, chance, `${id}/firstTouchTime`),
    blockTicks: Math.round(
      (8 * snapshotBlockBytes * ticksPerSecond) / properties.firstTouchRateBitsPerSecond,
    ),
    backgroundPerTick: background / (8 * snapshotBlockBytes * ticksPerSecond),
  });
}
