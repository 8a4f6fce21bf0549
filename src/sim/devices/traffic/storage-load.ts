/**
 * Storage requests of one stream: so many in flight in a closed loop, or at a rate of their own in
 * an open one. Not their ways, nor where on a device they go. Keeps true: a request that is lost is
 * made again when what failed works again, so a closed loop never shrinks.
 *
 * A slot is one request in flight of a closed loop, or one turn of an open one. Slot i is of job
 * i modulo their number, and goes the i-th way, modulo theirs: each drive of an instance has its
 * share of what is in flight whatever the addresses, as where a benchmark opens each drive by
 * itself. The address says where on that drive.
 */
import type { Stream } from '#base';
import { Pacer, type Rate } from '#base';
import type { ElementIr, StreamIr } from '#ir';
import type { QueueNetwork } from '#sim/kernel';
import { StorageOperation, type StorageOperationCode } from '../storage-port.ts';
import { Load } from './load.ts';
import { Ramp } from './ramp.ts';
import type { Requests } from './requests.ts';

/** Makes a planned arrival at an instant. */
export type PlanArrival = (load: Load, atTicks: number, serial: number) => void;

/** Routes by operation and way. */
export type RoutesByOperation = { readonly [C in StorageOperationCode]: readonly number[] };

export interface StorageOptions {
  readonly stream: StreamIr;
  readonly needs: readonly string[];
  readonly properties: ElementIr<'io'>['properties'];
  readonly network: QueueNetwork;
  readonly plan: PlanArrival;
  readonly now: () => number;
  readonly requests: Requests;
  readonly gaps: Stream;
  /** The time of one request at the rate of an open loop; null for a closed loop. */
  readonly gap: Rate | null;
  readonly meanGapTicks: number;
  readonly routes: RoutesByOperation;
  /** The end of each way. */
  readonly ends: readonly number[];
}

/** The tag of a request: its slot, and its operation in the last two bits. */
const operationBits = 2;
const operationMask = 3;

export class StorageLoad extends Load {
  private readonly options: StorageOptions;
  private readonly pacer: Pacer | null;
  private readonly ramp: Ramp;
  private serial = 0;
  private issued = 0;
  private nextSlot = 0;
  private startedTicks = 0;
  /** Slots of a closed loop that a ramp has not opened yet. */
  private unopened = 0;
  /** Slots of a closed loop with a request on its way. */
  private readonly isBusy: Uint8Array;
  /** Slots whose request was lost. */
  private readonly held: number[] = [];
  private readonly slots: number;

  constructor(options: StorageOptions) {
    super(options.stream, options.needs);
    this.options = options;
    const { depth, jobs, rampTicks } = options.properties;
    this.pacer = options.gap === null ? null : new Pacer(options.gap);
    this.ramp = new Ramp(rampTicks, options.meanGapTicks);
    // Of an open loop turns, which come round when each job has gone each way.
    this.slots = options.gap === null ? depth * jobs : options.ends.length * jobs;
    this.isBusy = new Uint8Array(options.gap === null ? this.slots : 0);
  }

  override arrive(serial: number): void {
    if (serial !== this.serial || !this.running) return;
    if (this.pacer === null) {
      this.open();
      return;
    }
    const { arrivals, burst } = this.options.properties;
    const together = arrivals === 'bursts' ? burst : 1;
    for (let i = 0; i < together && this.more(); i++) {
      this.issue(this.nextSlot);
      this.nextSlot = (this.nextSlot + 1) % this.slots;
    }
    this.planNext();
  }

  override done(customer: number, tag: number): void {
    this.completed++;
    const isTrim = (tag & operationMask) === StorageOperation.trim;
    if (!isTrim) this.bytes += this.options.network.customers.bytes[customer] as number;
    if (this.pacer !== null) return;
    const slot = tag >> operationBits;
    this.isBusy[slot] = 0;
    if (this.running && this.more()) this.issue(slot);
  }

  override lost(_customer: number, tag: number, station: number): void {
    this.lostCount++;
    if (this.pacer !== null) return;
    const slot = tag >> operationBits;
    this.isBusy[slot] = 0;
    // News of a short failure may come when it is over, and nobody calls a second time.
    const works = this.options.network.stations.works(station);
    if (works && this.running && this.more()) this.issue(slot);
    else this.held.push(slot);
  }

  override restored(): void {
    const slots = this.held.splice(0);
    for (const slot of slots) {
      if (this.running && this.more() && this.isBusy[slot] === 0) this.issue(slot);
    }
  }

  protected override begin(): void {
    this.serial++;
    this.held.length = 0;
    this.startedTicks = this.options.now();
    this.ramp.restart();
    if (this.pacer !== null) {
      this.pacer.restart();
      this.planNext();
      return;
    }
    this.unopened = 0;
    this.open();
  }

  private more(): boolean {
    const { requests } = this.options.properties;
    return requests === null || this.issued < requests;
  }

  /** Opens the slots of a closed loop that are due, and plans the next one. */
  private open(): void {
    const { plan, now, properties } = this.options;
    const { rampTicks } = properties;
    const share = rampTicks / this.slots;
    while (this.unopened < this.slots && this.more()) {
      const dueTicks = this.startedTicks + Math.round(this.unopened * share);
      if (dueTicks > now()) {
        plan(this, dueTicks, this.serial);
        return;
      }
      const slot = this.unopened++;
      if (this.isBusy[slot] === 0) this.issue(slot);
    }
  }

  private planNext(): void {
    if (!this.more()) return;
    const { properties, gaps, meanGapTicks, now, plan } = this.options;
    const { pacer } = this;
    if (pacer === null) return;
    const { arrivals, burst } = properties;
    const together = arrivals === 'bursts' ? burst : 1;
    const elapsed = now() - this.startedTicks;
    if (this.ramp.lasts(elapsed)) {
      const work = arrivals === 'poisson' ? gaps.exponential(1) : together;
      plan(this, this.startedTicks + this.ramp.next(work), this.serial);
      return;
    }
    const gap = arrivals === 'poisson' ? gaps.exponentialTicks(meanGapTicks)
      : pacer.nextTicks(together);
    plan(this, now() + gap, this.serial);
  }

  private issue(slot: number): void {
    const { network, requests, routes, ends, properties } = this.options;
    const way = slot % ends.length;
    requests.draw(ends[way] as number, slot % properties.jobs);
    const { operation, bytes, address } = requests;
    this.issued++;
    if (this.pacer === null) this.isBusy[slot] = 1;
    const route = routes[operation][way] as number;
    network.begin(route, bytes, (slot << operationBits) | operation, address);
  }
}
