/**
 * The timers: what each is for, when it is due, and which waiting entry stands for it.
 * Not a wheel: entries wait in the same ladder as all events.
 * Keeps true: a timer has at most one entry that counts. Arming a timer later only notes the new
 * instant; its old entry comes up first and finds the note. So timers that are put off again and
 * again, as retransmission timers are, cost next to nothing.
 */
import { kindAt, none, orderAt, stale } from './event-fields.ts';
import type { EventRecords } from './event-records.ts';
import { doubled } from './grow.ts';

export class TimerTable {
  /** When a timer is due, or −1 while it is idle. */
  dues = new Float64Array(16);
  orders = new Float64Array(16);
  slots = new Int32Array(16);
  kinds = new Int32Array(16);
  entities = new Int32Array(16);
  payloads = new Int32Array(16);
  count = 0;
  /** Entries that wait without a timer. */
  orphanCount = 0;
  private readonly records: EventRecords;

  constructor(records: EventRecords) {
    this.records = records;
  }

  create(kind: number, entity: number): number {
    if (this.count === this.dues.length) this.grow();
    const timer = this.count++;
    this.dues[timer] = none;
    this.slots[timer] = none;
    this.kinds[timer] = kind;
    this.entities[timer] = entity;
    return timer;
  }

  /**
   * The instant of an entry that is met, put right if its timer moved; −1 if nothing is due, and
   * then the entry is released.
   */
  settle(slot: number): number {
    const { doubles, words } = this.records;
    if (doubles[4 * slot + orderAt] !== stale) return doubles[4 * slot] as number;
    const timer = ~(words[8 * slot + kindAt] as number);
    if (this.slots[timer] !== slot) {
      this.orphanCount--;
      this.records.release(slot);
      return none;
    }
    const due = this.dues[timer] as number;
    if (due < 0) {
      this.slots[timer] = none;
      this.records.release(slot);
      return none;
    }
    doubles[4 * slot] = due;
    doubles[4 * slot + orderAt] = this.orders[timer] as number;
    return due;
  }

  private grow(): void {
    this.dues = doubled(this.dues, Float64Array);
    this.orders = doubled(this.orders, Float64Array);
    this.slots = doubled(this.slots, Int32Array);
    this.kinds = doubled(this.kinds, Int32Array);
    this.entities = doubled(this.entities, Int32Array);
    this.payloads = doubled(this.payloads, Int32Array);
  }
}
