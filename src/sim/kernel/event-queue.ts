/**
 * The future event list: events by time, and at one instant in the order they were scheduled.
 * Not a clock: it does not know what the present is, nor what an event means.
 * Keeps true: events leave in the total order (time, order). An order is given when an event is
 * pushed or a timer armed, so a run is the same on every machine. No event allocates an object.
 */
import { entityAt, kindAt, nearMax, none, orderAt, payloadAt, stale } from './event-fields.ts';
import { EventRecords } from './event-records.ts';
import { Ladder } from './ladder.ts';
import { TimerTable } from './timer-table.ts';

/** Entries without a timer are swept out when there are more, and they are the majority. */
const orphansMax = 1024;

export class EventQueue {
  /** The event that `next` took last. */
  at = 0;
  kind = 0;
  entity = 0;
  payload = 0;
  /** Events and armed timers that wait. */
  pendingCount = 0;

  private sequence = 0;
  private seen = 0;
  private readonly foreseen: {
    readonly kind: number;
    readonly look: (entities: Int32Array, count: number) => number;
  }[] = [];
  private readonly entities = new Int32Array(nearMax);
  private readonly records = new EventRecords();
  private readonly timers = new TimerTable(this.records);
  private readonly ladder = new Ladder(this.records, this.timers);

  /** Adds an event that will happen for certain. `kind` is not negative. */
  push(at: number, kind: number, entity: number, payload: number): void {
    const records = this.records;
    const slot = records.take();
    const { doubles, words } = records;
    doubles[4 * slot] = at;
    doubles[4 * slot + orderAt] = this.sequence++;
    words[8 * slot + kindAt] = kind;
    words[8 * slot + entityAt] = entity;
    words[8 * slot + payloadAt] = payload;
    this.pendingCount++;
    this.ladder.addNewest(at, slot);
  }

  /** Takes the next event due at `until` or before into at, kind, entity and payload. */
  next(until: number): boolean {
    const { ladder, records } = this;
    for (;;) {
      const slot = ladder.take(until);
      if (slot === none) return false;
      const { doubles, words } = records;
      const kind = words[8 * slot + kindAt] as number;
      if (kind >= 0) {
        this.at = doubles[4 * slot] as number;
        this.kind = kind;
        this.entity = words[8 * slot + entityAt] as number;
        this.payload = words[8 * slot + payloadAt] as number;
        records.release(slot);
        this.pendingCount--;
        return true;
      }
      if (this.fire(~kind, slot)) return true;
    }
  }

  /** Says of which events of a kind will be next, so that what they read can be fetched. */
  foresee(kind: number, look: (entities: Int32Array, count: number) => number): void {
    this.foreseen.push({ kind, look });
    this.ladder.comesNear = (slots, count) => {
      for (const { kind, look } of this.foreseen) this.tellOf(kind, look, slots, count);
    };
  }

  /** Makes a timer, idle at first. When due it gives an event like any other and is idle again. */
  createTimer(kind: number, entity: number): number {
    return this.timers.create(kind, entity);
  }

  /** Sets a timer, armed or idle, to a new instant. */
  arm(timer: number, at: number, payload: number): void {
    const { timers, records } = this;
    const order = this.sequence++;
    if ((timers.dues[timer] as number) < 0) this.pendingCount++;
    timers.dues[timer] = at;
    timers.orders[timer] = order;
    timers.payloads[timer] = payload;
    const held = timers.slots[timer] as number;
    if (held !== none) {
      records.doubles[4 * held + orderAt] = stale;
      // The entry that waits already comes up in time, and will find the new instant then.
      if ((records.doubles[4 * held] as number) <= at) return;
      this.abandon(timer);
    }
    const slot = records.take();
    records.doubles[4 * slot] = at;
    records.doubles[4 * slot + orderAt] = order;
    records.words[8 * slot + kindAt] = ~timer;
    timers.slots[timer] = slot;
    this.ladder.addNewest(at, slot);
  }

  /** Makes a timer idle; it does nothing to an idle one. */
  disarm(timer: number): void {
    const { timers } = this;
    if ((timers.dues[timer] as number) < 0) return;
    timers.dues[timer] = none;
    this.pendingCount--;
    const held = timers.slots[timer] as number;
    if (held !== none) this.records.doubles[4 * held + orderAt] = stale;
  }

  /** When the timer is due, or −1 while it is idle. */
  dueAt(timer: number): number {
    return this.timers.dues[timer] as number;
  }

  /** Entries that wait although their timer moved to an earlier instant. */
  get orphanCount(): number {
    return this.timers.orphanCount;
  }

  /** Bytes in the arrays of the queue. */
  memoryBytes(): number {
    return (
      this.records.doubles.byteLength + this.ladder.memoryBytes() + 32 * this.timers.dues.length
    );
  }

  private tellOf(
    kind: number, look: (entities: Int32Array, count: number) => number,
    slots: Int32Array, count: number,
  ): void {
    const { words } = this.records;
    const { entities } = this;
    let found = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i] as number;
      if (words[8 * slot + kindAt] !== kind) continue;
      entities[found++] = words[8 * slot + entityAt] as number;
    }
    // The sum is of no use, but without it nothing would have to be read.
    this.seen ^= look(entities, found);
  }

  /** The entry of a timer comes too late to be of use; it goes when it is met or swept. */
  private abandon(timer: number): void {
    const { timers } = this;
    timers.slots[timer] = none;
    timers.orphanCount++;
    if (timers.orphanCount > Math.max(orphansMax, this.pendingCount)) this.ladder.sweep();
  }

  /** A timer's entry came up: true if the timer is due, false if it moved or went. */
  private fire(timer: number, slot: number): boolean {
    const { timers, records } = this;
    if (records.doubles[4 * slot + orderAt] === stale) {
      const due = timers.settle(slot);
      if (due >= 0) this.ladder.addOrdered(due, slot);
      return false;
    }
    this.at = records.doubles[4 * slot] as number;
    this.kind = timers.kinds[timer] as number;
    this.entity = timers.entities[timer] as number;
    this.payload = timers.payloads[timer] as number;
    timers.slots[timer] = none;
    timers.dues[timer] = none;
    records.release(slot);
    this.pendingCount--;
    return true;
  }
}
