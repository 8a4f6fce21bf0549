/**
 * The storage nodes of a volume: a read is done by the first, a write when all replicas have it,
 * which hand it on one to the next. Each works on so many operations at a time.
 * Not the network between card and node. Keeps true: whoever needs a block that is still in its
 * snapshot waits for it first; among those who are ready, first come, first served.
 */
import {
  type EventKind, type Port, type QueueNetwork, replaceFirst, type Simulation,
} from '#sim/kernel';
import type { Duration } from '../duration.ts';
import { operationOf, queueOf, StorageOperation } from '../storage-port.ts';
import type { Snapshot } from './snapshot.ts';

export interface StorageNodeOptions {
  /** What events call it by. */
  readonly index: number;
  readonly network: QueueNetwork;
  readonly simulation: Simulation;
  /** A customer's blocks are there; a customer is done. */
  readonly fetched: EventKind;
  readonly done: EventKind;
  /** The time of one operation, by replica. */
  readonly latencies: readonly Duration[];
  /** Between one replica and the next, one way. */
  readonly hopTicks: number;
  /** Operations that each works on at a time; null: all of them. */
  readonly concurrency: number | null;
  readonly snapshot: Snapshot | null;
  /** It works so many times as fast as it does. */
  readonly factor: number;
}

export class StorageNode implements Port {
  /** Requests that waited for blocks of the snapshot. */
  cold = 0;
  readonly snapshot: Snapshot | null;
  private readonly options: StorageNodeOptions;
  private station = -1;
  /** Who asks, by the number in the errand: dice are drawn for each of them apart. */
  private readonly askers: string[] = [];
  /** When each server of each replica is free, the first to be free at the front. */
  private readonly frees: readonly Float64Array[];
  private errands = new Int32Array(64);
  /** What each customer has waited so far. */
  private waited = new Float64Array(64);

  constructor(options: StorageNodeOptions) {
    this.options = options;
    this.snapshot = options.snapshot;
    this.frees = options.latencies.map(() => new Float64Array(options.concurrency ?? 0));
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
    const { network, simulation, done, hopTicks, index } = this.options;
    const { station } = this;
    const { now } = simulation;
    const errand = this.errands[customer] as number;
    const whom = this.askers[queueOf(errand)] as string;
    const writes = operationOf(errand) !== StorageOperation.read;
    const replicas = writes ? this.frees.length : 1;
    let answered: number = now;
    let waited = 0;
    for (let i = 0; i < replicas; i++) {
      const arrives = now + i * hopTicks;
      const service = this.latency(i, whom);
      const begins = this.place(i, arrives, service);
      if (i === 0) network.stations.served.add(station, service);
      const acknowledged = begins + service + i * hopTicks;
      if (acknowledged < answered) continue;
      answered = acknowledged;
      waited = begins - arrives;
    }
    if (waited > 0) network.stations.waited.add(station, waited);
    this.waited[customer] = (this.waited[customer] as number) + waited;
    simulation.schedule(answered, done, customer, index);
  }

  finish(customer: number): void {
    this.options.network.served(customer, this.waited[customer] as number);
  }

  cut(): void {
    this.cold = 0;
    this.snapshot?.cut();
  }

  private latency(replica: number, whom: string): number {
    const duration = this.options.latencies[replica] as Duration;
    return Math.round(duration.next(whom) / this.options.factor);
  }

  /** When a replica begins; the server that is free first takes it. */
  private place(replica: number, arrives: number, service: number): number {
    const frees = this.frees[replica] as Float64Array;
    if (frees.length === 0) return arrives;
    const begins = Math.max(arrives, frees[0] as number);
    replaceFirst(frees, 0, frees.length, begins + service);
    return begins;
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
