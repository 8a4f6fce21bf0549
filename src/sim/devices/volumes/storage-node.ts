/**
 * The storage nodes of a volume: a read is done by the first, a write when all replicas have it,
 * which hand it on one to the next, by a plain delay or over a fabric. Each works on so many
 * operations at a time. Not the network between card and node.
 * Keeps true: whoever needs a block that is still in its snapshot waits for it first; among those
 * who are ready, first come, first served.
 */
import type { EventKind, Port, QueueNetwork, Simulation } from '#sim/kernel';
import { operationOf, queueOf, StorageOperation } from '../storage-port.ts';
import { ReplicaChain, type ReplicaWay } from './replica-chain.ts';
import type { Replicas } from './replicas.ts';
import type { Snapshot } from './snapshot.ts';

export interface StorageNodeOptions {
  /** What events call it by. */
  readonly index: number;
  readonly network: QueueNetwork;
  readonly simulation: Simulation;
  /** A customer's blocks are there; a customer is done. */
  readonly fetched: EventKind;
  readonly done: EventKind;
  /** A replica has worked on what a customer writes, where a fabric lies between them. */
  readonly worked: EventKind;
  readonly replicas: Replicas;
  /** Between one replica and the next, one way, where no fabric does that. */
  readonly hopTicks: number;
  /** Who brings writes from one replica to the next; null: they take a plain delay. */
  readonly way: ReplicaWay | null;
  readonly snapshot: Snapshot | null;
}

export class StorageNode implements Port {
  /** Requests that waited for blocks of the snapshot. */
  cold = 0;
  readonly snapshot: Snapshot | null;
  /** Null: no fabric lies between the replicas. */
  readonly chain: ReplicaChain | null;
  private readonly options: StorageNodeOptions;
  private station = -1;
  /** Who asks, by the number in the errand: dice are drawn for each of them apart. */
  private readonly askers: string[] = [];
  private errands = new Int32Array(64);
  /** What each customer has waited so far. */
  private waited = new Float64Array(64);

  constructor(options: StorageNodeOptions) {
    this.options = options;
    this.snapshot = options.snapshot;
    this.chain = options.way === null ? null : this.chainOver(options.way);
  }

  /** The number by which an instance is known here. */
  askerOf(instance: string): number {
    const known = this.askers.indexOf(instance);
    return known >= 0 ? known : this.askers.push(instance) - 1;
  }

  serve(customer: number, station: number, _service: number, errand: number): void {
    while (customer >= this.errands.length) this.grow();
    this.errands[customer] = errand;
    this.station = station;
    const { network, simulation, fetched, index } = this.options;
    const { now } = simulation;
    this.waited[customer] = 0;
    // What is thrown away need not come first.
    if (this.snapshot !== null && operationOf(errand) !== StorageOperation.trim) {
      const { customers } = network;
      const ready = this.snapshot.ready(
        customers.address[customer] as number, customers.bytes[customer] as number, now,
        this.askers[queueOf(errand)] as string,
      );
      if (ready > now) {
        this.cold++;
        this.waited[customer] = ready - now;
        network.stations.waited.add(station, ready - now);
        simulation.schedule(ready, fetched, customer, index);
        return;
      }
    }
    this.begin(customer);
  }

  /** Its blocks are there: the replicas may work on it. */
  begin(customer: number): void {
    const { network, simulation, done, hopTicks, index, replicas } = this.options;
    const { station } = this;
    const { now } = simulation;
    const writes = operationOf(this.errands[customer] as number) !== StorageOperation.read;
    if (writes && this.chain !== null) {
      this.chain.begin(customer);
      return;
    }
    const whom = this.whom(customer);
    let answered: number = now;
    let waited = 0;
    for (let i = 0; i < (writes ? replicas.count : 1); i++) {
      const ready = replicas.take(i, now + i * hopTicks, whom);
      if (i === 0) network.stations.served.add(station, replicas.serviceTicks);
      const acknowledged = ready + i * hopTicks;
      if (acknowledged < answered) continue;
      answered = acknowledged;
      waited = replicas.waitedTicks;
    }
    this.noteWait(customer, waited);
    simulation.schedule(answered, done, customer, index);
  }

  finish(customer: number): void {
    this.options.network.served(customer, this.waited[customer] as number);
  }

  cut(): void {
    this.cold = 0;
    this.snapshot?.cut();
  }

  private chainOver(way: ReplicaWay): ReplicaChain {
    const { network, simulation, index, replicas, worked } = this.options;
    return new ReplicaChain({
      index, simulation, replicas, way, worked, whom: (customer) => this.whom(customer),
      dataBytesOf: (customer) =>
        operationOf(this.errands[customer] as number) === StorageOperation.write
          ? network.customers.bytes[customer] as number : 0,
      began: () => {
        network.stations.served.add(this.station, replicas.serviceTicks);
      },
      done: (customer, waitedTicks, isLost) => {
        this.noteWait(customer, waitedTicks);
        if (isLost) network.failed(customer);
        else this.finish(customer);
      },
    });
  }

  private noteWait(customer: number, ticks: number): void {
    if (ticks > 0) this.options.network.stations.waited.add(this.station, ticks);
    this.waited[customer] = (this.waited[customer] as number) + ticks;
  }

  private whom(customer: number): string {
    return this.askers[queueOf(this.errands[customer] as number)] as string;
  }

  private grow(): void {
    const errands = new Int32Array(2 * this.errands.length);
    errands.set(this.errands);
    this.errands = errands;
    const waited = new Float64Array(2 * this.waited.length);
    waited.set(this.waited);
    this.waited = waited;
  }
}
