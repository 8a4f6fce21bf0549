/**
 * What is written goes from replica to replica over a fabric: each hands it on when it has come,
 * works on it meanwhile, and says that it is done once those behind it are. Not reads, and not the
 * way to the first replica. Keeps true: a customer is let go when nobody works on what is his.
 */
import type { EventKind, Simulation } from '#sim/kernel';
import type { Replicas } from './replicas.ts';

/** An event tells a replica of a volume by one number. */
export const replicasMost = 16;

/** Who brings it from a replica to the next, and word of it back. */
export interface ReplicaWay {
  /** To a replica, from the one before it, with so many bytes of data. */
  handOn(replica: number, customer: number, dataBytes: number): void;
  /** From a replica to the one before it. */
  acknowledge(replica: number, customer: number): void;
}

export interface ReplicaChainOptions {
  /** What events call its volume by. */
  readonly index: number;
  readonly simulation: Simulation;
  readonly replicas: Replicas;
  readonly way: ReplicaWay;
  /** A replica has worked on what a customer writes. */
  readonly worked: EventKind;
  readonly whom: (customer: number) => string;
  /** What is to be kept of it; nothing where it is thrown away. */
  readonly dataBytesOf: (customer: number) => number;
  /** The first replica has taken it up. */
  readonly began: () => void;
  /** All have it; or a part of it was lost between two of them, and nobody sends it again. */
  readonly done: (customer: number, waitedTicks: number, isLost: boolean) => void;
}

export class ReplicaChain {
  private readonly options: ReplicaChainOptions;
  /** By customer and replica: what it still waits for, and how long what ended last had waited. */
  private open = new Uint8Array(64);
  private waited = new Float64Array(64);
  private isLost = new Uint8Array(64);

  constructor(options: ReplicaChainOptions) {
    this.options = options;
  }

  /** The first replica has it. */
  begin(customer: number): void {
    while ((customer + 1) * replicasMost > this.open.length) this.grow();
    this.isLost[customer] = 0;
    this.arrived(0, customer);
  }

  /** A replica has it. */
  arrived(replica: number, customer: number): void {
    const {
      replicas, simulation, worked, whom, way, index, dataBytesOf, began,
    } = this.options;
    const done = replicas.take(replica, simulation.now, whom(customer));
    const at = customer * replicasMost + replica;
    const isLast = replica + 1 === replicas.count;
    this.open[at] = isLast ? 1 : 2;
    this.waited[at] = replicas.waitedTicks;
    if (replica === 0) began();
    simulation.schedule(done, worked, customer, index * replicasMost + replica);
    if (!isLast) way.handOn(replica + 1, customer, dataBytesOf(customer));
  }

  /** A replica has done its own work. */
  worked(replica: number, customer: number): void {
    this.settle(replica, customer);
  }

  /** A replica hears that those behind it have it. */
  acknowledged(replica: number, customer: number): void {
    const at = customer * replicasMost + replica;
    // It may be the last to end; where it is not, the wait of the own work is longer known.
    if (this.open[at] === 1) this.waited[at] = this.waited[at + 1] as number;
    this.settle(replica, customer);
  }

  /** A replica will not hear of those behind it. */
  missed(replica: number, customer: number): void {
    this.isLost[customer] = 1;
    this.settle(replica, customer);
  }

  private settle(replica: number, customer: number): void {
    const at = customer * replicasMost + replica;
    this.open[at] = (this.open[at] as number) - 1;
    if (this.open[at] !== 0) return;
    if (replica > 0) this.options.way.acknowledge(replica, customer);
    else this.options.done(customer, this.waited[at] as number, this.isLost[customer] === 1);
  }

  private grow(): void {
    const open = new Uint8Array(2 * this.open.length);
    open.set(this.open);
    this.open = open;
    const waited = new Float64Array(open.length);
    waited.set(this.waited);
    this.waited = waited;
    const isLost = new Uint8Array(open.length);
    isLost.set(this.isLost);
    this.isLost = isLost;
  }
}
