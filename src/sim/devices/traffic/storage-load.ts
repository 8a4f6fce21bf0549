/**
 * Storage requests of one stream: so many in flight in a closed loop, or at a rate of their own in
 * an open one. Not their ways. Keeps true: a request that is lost is made again when what failed
 * works again, so a closed loop never shrinks.
 */
import type { Stream } from '#base';
import { Pacer, type Rate } from '#base';
import type { ElementIr, StreamIr } from '#ir';
import type { QueueNetwork } from '#sim/kernel';
import { Load } from './load.ts';

/** Makes a planned arrival at an instant. */
export type PlanArrival = (load: Load, atTicks: number, serial: number) => void;

export interface StorageOptions {
  readonly stream: StreamIr;
  readonly needs: readonly string[];
  readonly properties: ElementIr<'io'>['properties'];
  readonly network: QueueNetwork;
  readonly plan: PlanArrival;
  readonly now: () => number;
  /** Dice for the mix of reads and writes, and for gaps. */
  readonly mix: Stream;
  readonly gaps: Stream;
  /** The time of one request at the rate of an open loop; null for a closed loop. */
  readonly gap: Rate | null;
  readonly meanGapTicks: number;
  /** Routes by slot and direction: slot i goes the i-th way, modulo their number. */
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

export class StorageLoad extends Load {
  private readonly options: StorageOptions;
  private readonly pacer: Pacer | null;
  private serial = 0;
  private issued = 0;
  private nextSlot = 0;
  /** Slots whose request was lost. */
  private readonly held: number[] = [];
  private inFlight = 0;

  constructor(options: StorageOptions) {
    super(options.stream, options.needs);
    this.options = options;
    this.pacer = options.gap === null ? null : new Pacer(options.gap);
  }

  override arrive(serial: number): void {
    if (serial !== this.serial || !this.running) return;
    const { arrivals, burst } = this.options.properties;
    const together = arrivals === 'bursts' ? burst : 1;
    for (let i = 0; i < together && this.more(); i++) this.issue(this.nextSlot++);
    this.planNext();
  }

  override done(_customer: number, tag: number): void {
    this.inFlight--;
    this.completed++;
    this.bytes += this.options.properties.blockBytes;
    if (this.pacer === null && this.running && this.more()) this.issue(tag);
  }

  override lost(_customer: number, tag: number, station: number): void {
    this.inFlight--;
    this.lostCount++;
    if (this.pacer !== null) return;
    // News of a short failure may come when it is over, and nobody calls a second time.
    const works = this.options.network.stations.works(station);
    if (works && this.running && this.more()) this.issue(tag);
    else this.held.push(tag);
  }

  override restored(): void {
    const slots = this.held.splice(0);
    for (const slot of slots) if (this.running && this.more()) this.issue(slot);
  }

  protected override begin(): void {
    this.serial++;
    this.held.length = 0;
    if (this.pacer !== null) {
      this.pacer.restart();
      this.planNext();
      return;
    }
    const { depth } = this.options.properties;
    for (let slot = this.inFlight; slot < depth && this.more(); slot++) this.issue(slot);
  }

  private more(): boolean {
    const { requests } = this.options.properties;
    return requests === null || this.issued < requests;
  }

  private planNext(): void {
    if (!this.more()) return;
    const { properties, gaps, meanGapTicks, now, plan } = this.options;
    const pacer = this.pacer;
    if (pacer === null) return;
    const { arrivals, burst } = properties;
    const gap = arrivals === 'poisson' ? gaps.exponentialTicks(meanGapTicks)
      : pacer.nextTicks(arrivals === 'bursts' ? burst : 1);
    plan(this, now() + gap, this.serial);
  }

  private issue(slot: number): void {
    const { network, properties, mix, reads, writes } = this.options;
    const { read, blockBytes } = properties;
    const isRead = read === 1 || (read > 0 && mix.happens(read));
    const routes = isRead ? reads : writes;
    this.issued++;
    this.inFlight++;
    network.begin(routes[slot % routes.length] as number, blockBytes, slot);
  }
}
