/**
 * A queueing station: some equal servers, one line in order of arrival, room for some or for all.
 * Not a device: it has no bytes and no links. Devices are built from such parts.
 * Keeps true: what came in went out, was dropped or is inside; and the area under the number
 * present equals the times spent inside, exactly, from two books that are kept apart.
 */
import { TwoLimb } from '#base';
import { auditFlow, auditLittle } from '../audit.ts';
import type { Flow } from '../audit.ts';
import { doubled } from '../grow.ts';
import { Histogram } from '../histogram.ts';
import type { EventKind, Simulation } from '../simulation.ts';
import { TimeWeighted } from '../time-weighted.ts';

export interface StationOptions {
  readonly id: string;
  readonly servers: number;
  /** How many may wait beside those in service; unlimited if left out. */
  readonly waitingMax?: number;
  /** Draws or computes the service time of a customer when its service begins. */
  readonly serviceTicks: (customer: number) => number;
  /** Where a customer goes from here. */
  readonly onDeparture?: (customer: number) => void;
  readonly onDrop?: (customer: number) => void;
}

export class Station {
  readonly id: string;
  /** Waiting or in service. */
  readonly present = new TimeWeighted();
  readonly waiting = new TimeWeighted();
  readonly waitTicks = new Histogram();
  readonly serviceTicks = new Histogram();
  readonly responseTicks = new Histogram();
  arrived = 0;
  completed = 0;
  dropped = 0;

  private readonly simulation: Simulation;
  private readonly options: StationOptions;
  private readonly waitingMax: number;
  private readonly departure: EventKind;
  private windowStart = 0;
  private insideBefore = 0;
  // The customers' book: only arrival instants, no counts of who is present.
  private readonly timesInside = new TwoLimb();
  private readonly timesWaiting = new TwoLimb();

  // The line is a ring whose length is a power of two.
  private lineCustomers = new Int32Array(64);
  private lineArrivals = new Float64Array(64);
  private lineHead = 0;
  private lineCount = 0;
  private readonly idle: Int32Array;
  private idleCount: number;
  private readonly servedCustomers: Int32Array;
  private readonly servedArrivals: Float64Array;
  private readonly servedStarts: Float64Array;

  constructor(simulation: Simulation, options: StationOptions) {
    const { servers } = options;
    this.id = options.id;
    this.simulation = simulation;
    this.options = options;
    this.waitingMax = options.waitingMax ?? Infinity;
    this.departure = simulation.register((_, server) => {
      this.depart(server);
    });
    this.idle = Int32Array.from({ length: servers }, (_, i) => servers - 1 - i);
    this.idleCount = servers;
    this.servedCustomers = new Int32Array(servers);
    this.servedArrivals = new Float64Array(servers).fill(-1);
    this.servedStarts = new Float64Array(servers);
  }

  /** A customer comes now; false if there was no room. */
  arrive(customer: number): boolean {
    const { now } = this.simulation;
    this.arrived++;
    if (this.idleCount > 0) {
      this.present.add(now, 1);
      this.serve(customer, now);
      return true;
    }
    if (this.lineCount >= this.waitingMax) {
      this.dropped++;
      this.options.onDrop?.(customer);
      return false;
    }
    this.present.add(now, 1);
    this.waiting.add(now, 1);
    this.enqueue(customer, now);
    return true;
  }

  /** The warm-up is over: what happened so far no longer counts, who is inside stays. */
  openWindow(): void {
    const { now } = this.simulation;
    this.windowStart = now;
    this.insideBefore = this.present.value;
    this.present.openWindow(now);
    this.waiting.openWindow(now);
    for (const times of [this.timesInside, this.timesWaiting]) times.clear();
    for (const book of [this.waitTicks, this.serviceTicks, this.responseTicks]) book.clear();
    this.arrived = 0;
    this.completed = 0;
    this.dropped = 0;
  }

  flow(): Flow {
    return {
      insideBefore: this.insideBefore,
      arrived: this.arrived,
      completed: this.completed,
      dropped: this.dropped,
      inside: this.lineCount + this.options.servers - this.idleCount,
    };
  }

  /** The mean share of the servers that was busy, or null while the window has no length. */
  utilization(): number | null {
    const { now } = this.simulation;
    const present = this.present.mean(now);
    const waiting = this.waiting.mean(now);
    return present === null || waiting === null ? null : (present - waiting) / this.options.servers;
  }

  /** Stops the program unless the books balance at this instant. */
  audit(): void {
    const { now } = this.simulation;
    const waiting = this.timesWaiting.copy();
    for (let i = 0; i < this.lineCount; i++) {
      const arrival = this.lineArrivals[(this.lineHead + i) & (this.lineArrivals.length - 1)];
      waiting.add(now - Math.max(arrival as number, this.windowStart));
    }
    const inside = this.timesInside.copy();
    inside.addSum(waiting);
    inside.subtractSum(this.timesWaiting);
    for (const arrival of this.servedArrivals) {
      if (arrival >= 0) inside.add(now - Math.max(arrival, this.windowStart));
    }
    auditFlow(this.id, this.flow());
    auditLittle(this.id, 'the number present', this.present.areaUpTo(now), inside);
    // Those in service waited before; their waits are in the book since their service began.
    auditLittle(this.id, 'the number waiting', this.waiting.areaUpTo(now), waiting);
  }

  private enqueue(customer: number, now: number): void {
    if (this.lineCount === this.lineCustomers.length) this.growLine();
    const at = (this.lineHead + this.lineCount++) & (this.lineCustomers.length - 1);
    this.lineCustomers[at] = customer;
    this.lineArrivals[at] = now;
  }

  private serve(customer: number, arrival: number): void {
    const { simulation } = this;
    const server = this.idle[--this.idleCount] as number;
    const took = this.options.serviceTicks(customer);
    this.servedCustomers[server] = customer;
    this.servedArrivals[server] = arrival;
    this.servedStarts[server] = simulation.now;
    this.waitTicks.record(simulation.now - arrival);
    simulation.scheduleAfter(took, this.departure, customer, server);
  }

  private depart(server: number): void {
    const { now } = this.simulation;
    const customer = this.servedCustomers[server] as number;
    const arrival = this.servedArrivals[server] as number;
    this.completed++;
    this.present.add(now, -1);
    this.timesInside.add(now - Math.max(arrival, this.windowStart));
    this.responseTicks.record(now - arrival);
    this.serviceTicks.record(now - (this.servedStarts[server] as number));
    this.servedArrivals[server] = -1;
    this.idle[this.idleCount++] = server;
    if (this.lineCount > 0) this.serveFirstInLine(now);
    this.options.onDeparture?.(customer);
  }

  private serveFirstInLine(now: number): void {
    const customer = this.lineCustomers[this.lineHead] as number;
    const arrival = this.lineArrivals[this.lineHead] as number;
    this.lineHead = (this.lineHead + 1) & (this.lineCustomers.length - 1);
    this.lineCount--;
    this.waiting.add(now, -1);
    this.timesWaiting.add(now - Math.max(arrival, this.windowStart));
    this.serve(customer, arrival);
  }

  private growLine(): void {
    const { lineHead, lineCount } = this;
    const customers = doubled(this.lineCustomers, Int32Array);
    const arrivals = doubled(this.lineArrivals, Float64Array);
    // The ring is full: what stood before the head goes behind the rest.
    customers.copyWithin(lineCount, 0, lineHead);
    arrivals.copyWithin(lineCount, 0, lineHead);
    this.lineCustomers = customers;
    this.lineArrivals = arrivals;
  }
}
