/**
 * A ladder of buckets that choose their own width: it gives waiting entries by time, then by order.
 * Not aware of what an entry means; it knows only that a timer's entry may have gone stale.
 * Keeps true: entries leave in the total order (time, order), whatever the pattern of instants.
 *
 * How it works. Far entries wait unsorted on the top. When all nearer ones are gone, the next
 * stretch of the top is spread over a rung of buckets, a few entries in each; a bucket that turns
 * out full is spread over a finer rung. Only the bucket in hand is sorted: it is the bottom, and
 * what is added before its end goes straight into it. A bottom that outgrows its limit becomes a
 * rung too, or, when time cannot split it, the rest goes to a heap. With few entries the bottom is
 * all there is.
 */
import { bottomMax, nearMax, nextAt, none, orderAt, stale } from './event-fields.ts';
import type { EventRecords } from './event-records.ts';
import { doubled } from './grow.ts';
import { Rungs } from './rungs.ts';
import { SpillHeap } from './spill-heap.ts';
import type { TimerTable } from './timer-table.ts';

/** With so few entries all of them live in the bottom. */
const fewMax = 24;
/** Entries that a bucket should hold, so that neither sorting nor empty buckets cost much. */
const entriesPerBucket = 3;
/** A finer rung splits its bucket into at most so many. */
const splitMax = 4096;
/** Buckets of the first rung; beyond that more memory would be touched than is kept in cache. */
const firstRungMax = 524_288;
const firstRungMin = 64;

function powerOfTwoAtLeast(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}

export class Ladder {
  /** Everything before this instant is in the bottom or the heap. */
  bottomEnd = Infinity;
  // The bottom is sorted from late to early, so that the next entry is taken from its end.
  private bottomTimes = new Float64Array(64);
  private bottomSlots = new Int32Array(64);
  private bottomCount = 0;
  private readonly heap = new SpillHeap();

  /** Is told of entries shortly before they are taken: of the bottom, and of buckets after it. */
  comesNear: ((slots: Int32Array, count: number) => void) | null = null;
  private readonly near = new Int32Array(nearMax);

  private readonly rungs: Rungs;

  private topTimes = new Float64Array(64);
  private topSlots = new Int32Array(64);
  private topCount = 0;

  private readonly records: EventRecords;
  private readonly timers: TimerTable;

  constructor(records: EventRecords, timers: TimerTable) {
    this.records = records;
    this.timers = timers;
    this.rungs = new Rungs(records);
  }

  /** Adds an entry whose order is above all others. */
  addNewest(at: number, slot: number): void {
    if (at >= this.bottomEnd) {
      this.spread(at, slot);
      return;
    }
    if (this.bottomCount >= bottomMax) {
      this.overflow(at, slot);
      return;
    }
    const times = this.bottomTimes;
    const slots = this.bottomSlots;
    let i = this.bottomCount++;
    while (i > 0 && (times[i - 1] as number) <= at) {
      times[i] = times[i - 1] as number;
      slots[i] = slots[i - 1] as number;
      i--;
    }
    times[i] = at;
    slots[i] = slot;
  }

  /** Adds an entry at the place that its order asks for. */
  addOrdered(at: number, slot: number): void {
    if (at >= this.bottomEnd) this.spread(at, slot);
    else if (this.bottomCount >= bottomMax) this.overflow(at, slot);
    else this.sink(this.bottomCount++, at, slot);
  }

  /** Takes the next entry if its instant is `until` or before, else −1. */
  take(until: number): number {
    if (this.bottomCount === 0 && this.heap.count === 0 && !this.refill()) return none;
    if (this.heap.count > 0 && this.heapIsFirst()) {
      return this.heap.topTime() > until ? none : this.heap.pop();
    }
    const last = this.bottomCount - 1;
    if ((this.bottomTimes[last] as number) > until) return none;
    this.bottomCount = last;
    return this.bottomSlots[last] as number;
  }

  /** Gathers every entry on the top again, and drops the orphans. */
  sweep(): void {
    const { bottomCount, bottomSlots, heap, topCount, topSlots } = this;
    let slot = this.rungs.clear();
    this.bottomCount = 0;
    this.bottomEnd = -Infinity;
    this.topCount = 0;
    for (let i = 0; i < topCount; i++) this.keep(topSlots[i] as number);
    for (let i = 0; i < bottomCount; i++) this.keep(bottomSlots[i] as number);
    for (let i = 0; i < heap.count; i++) this.keep(heap.slotAt(i));
    heap.count = 0;
    while (slot !== none) {
      const following = this.records.words[8 * slot + nextAt] as number;
      this.keep(slot);
      slot = following;
    }
  }

  memoryBytes(): number {
    return 12 * (this.bottomTimes.length + this.topTimes.length) + this.rungs.memoryBytes();
  }

  private keep(slot: number): void {
    const at = this.timers.settle(slot);
    if (at >= 0) this.spread(at, slot);
  }

  private orderOf(slot: number): number {
    return this.records.doubles[4 * slot + orderAt] as number;
  }

  /** Into the bottom, searching its place from index i downwards. */
  private sink(i: number, at: number, slot: number): void {
    const times = this.bottomTimes;
    const slots = this.bottomSlots;
    const order = this.orderOf(slot);
    while (i > 0) {
      const other = times[i - 1] as number;
      if (other > at) break;
      const otherSlot = slots[i - 1] as number;
      if (other === at && this.orderOf(otherSlot) > order) break;
      times[i] = other;
      slots[i] = otherSlot;
      i--;
    }
    times[i] = at;
    slots[i] = slot;
  }

  /** Into the rung that covers the instant, or onto the top. */
  private spread(at: number, slot: number): void {
    const rung = this.rungs.covering(at);
    if (rung >= 0) {
      this.rungs.put(rung, at, slot);
      return;
    }
    if (this.topCount === this.topTimes.length) {
      this.topTimes = doubled(this.topTimes, Float64Array);
      this.topSlots = doubled(this.topSlots, Int32Array);
    }
    this.topTimes[this.topCount] = at;
    this.topSlots[this.topCount++] = slot;
  }

  private heapIsFirst(): boolean {
    const last = this.bottomCount - 1;
    if (last < 0) return true;
    const time = this.bottomTimes[last] as number;
    const heapTime = this.heap.topTime();
    if (heapTime !== time) return heapTime < time;
    return this.heap.topOrder() < this.orderOf(this.bottomSlots[last] as number);
  }

  /** The bottom is full: it becomes a rung, or the newcomer goes to the heap. */
  private overflow(at: number, slot: number): void {
    if (this.bottomEnd === Infinity) {
      this.bottomToTop();
      this.spread(at, slot);
      return;
    }
    const base = this.bottomTimes[this.bottomCount - 1] as number;
    const splits = this.heap.count === 0 && (this.bottomTimes[0] as number) > base;
    if (splits && this.openRung(base, this.bottomEnd)) {
      this.bottomToRung(base);
      this.addOrdered(at, slot);
    } else {
      this.heap.push(at, this.orderOf(slot), slot);
    }
  }

  /** From few entries to many: all of them go to the top, and the ladder starts to work. */
  private bottomToTop(): void {
    const count = this.bottomCount;
    this.bottomEnd = -Infinity;
    this.bottomCount = 0;
    for (let i = 0; i < count; i++) {
      this.spread(this.bottomTimes[i] as number, this.bottomSlots[i] as number);
    }
  }

  private bottomToRung(bottomEnd: number): void {
    const count = this.bottomCount;
    const rung = this.rungs.depth - 1;
    this.bottomEnd = bottomEnd;
    this.bottomCount = 0;
    // A list gives back first what was put last: newest first, as it was, so ties stay in order.
    for (let i = count - 1; i >= 0; i--) {
      this.rungs.put(rung, this.bottomTimes[i] as number, this.bottomSlots[i] as number);
    }
  }

  /** Opens a rung for what is in the bottom arrays; false when time cannot be split further. */
  private openRung(base: number, end: number): boolean {
    if (this.rungs.isFull) return false;
    const count = this.bottomCount;
    let sum = 0;
    let isOneInstant = true;
    for (let i = 0; i < count; i++) {
      sum += (this.bottomTimes[i] as number) - base;
      if (this.bottomTimes[i] !== this.bottomTimes[0]) isOneInstant = false;
    }
    if (isOneInstant) return false;
    const wanted = (entriesPerBucket * sum) / (count * count);
    const width = powerOfTwoAtLeast(Math.max(wanted, (end - base) / splitMax));
    if (end - base <= width) return false;
    this.rungs.open(base, end, width);
    return true;
  }

  /** Fills the bottom with the next entries; false when there are none. */
  private refill(): boolean {
    for (;;) {
      if (this.rungs.depth > 0) {
        if (this.nextBucket()) return true;
      } else if (this.topCount <= fewMax) {
        this.topToBottom();
        return this.bottomCount > 0;
      } else {
        this.topToRung();
      }
    }
  }

  private topToBottom(): void {
    const count = this.topCount;
    this.topCount = 0;
    this.bottomEnd = Infinity;
    for (let i = 0; i < count; i++) {
      const slot = this.topSlots[i] as number;
      const at = this.timers.settle(slot);
      if (at >= 0) this.addOrdered(at, slot);
    }
  }

  /** Spreads the next stretch of the top; what lies beyond it stays. */
  private topToRung(): void {
    const { topTimes, topSlots, topCount } = this;
    let base = Infinity;
    for (let i = 0; i < topCount; i++) base = Math.min(base, topTimes[i] as number);
    let sum = 0;
    for (let i = 0; i < topCount; i++) sum += (topTimes[i] as number) - base;
    const width = powerOfTwoAtLeast((entriesPerBucket * sum) / (topCount * topCount));
    const buckets = Math.min(powerOfTwoAtLeast(Math.max(topCount, firstRungMin)), firstRungMax);
    const end = base + buckets * width;
    this.rungs.open(base, end, width);
    this.bottomEnd = base;
    this.topCount = 0;
    for (let i = 0; i < topCount; i++) {
      const slot = topSlots[i] as number;
      const at = this.timers.settle(slot);
      if (at >= end) {
        topTimes[this.topCount] = at;
        topSlots[this.topCount++] = slot;
      } else if (at >= 0) {
        this.rungs.put(0, at, slot);
      }
    }
  }

  /** Takes the next bucket of the deepest rung; false when that filled no bottom. */
  private nextBucket(): boolean {
    const rungs = this.rungs;
    const first = rungs.advance();
    this.bottomEnd = rungs.bucketEnd;
    if (first === none) return false;
    const rest = this.unload(first);
    if (rest === none) {
      if (this.comesNear !== null && !rungs.isTold) this.tellNear(this.comesNear);
      return this.bottomCount > 0;
    }
    this.unloadUnsorted(rest);
    if (this.openRung(rungs.bucketStart, rungs.bucketEnd)) {
      this.bottomToRung(rungs.bucketStart);
      return false;
    }
    this.sortMany();
    return true;
  }

  private tellNear(comesNear: (slots: Int32Array, count: number) => void): void {
    const { bottomSlots, bottomCount, near } = this;
    for (let i = 0; i < bottomCount; i++) near[i] = bottomSlots[i] as number;
    comesNear(near, this.rungs.gather(near, bottomCount));
  }

  /** Moves a list into the empty bottom, sorting as it goes; where it stops when that is full. */
  private unload(first: number): number {
    const { bottomTimes, bottomSlots } = this;
    const { doubles, words } = this.records;
    let count = 0;
    let slot = first;
    while (slot !== none) {
      const following = words[8 * slot + nextAt] as number;
      const order = doubles[4 * slot + orderAt] as number;
      if (count === bottomMax) {
        this.bottomCount = count;
        return slot;
      }
      if (order === stale) {
        this.bottomCount = count;
        this.unloadStale(slot);
        count = this.bottomCount;
        slot = following;
        continue;
      }
      const at = doubles[4 * slot] as number;
      let i = count++;
      while (i > 0) {
        const other = bottomTimes[i - 1] as number;
        if (other > at) break;
        const otherSlot = bottomSlots[i - 1] as number;
        if (other === at && (doubles[4 * otherSlot + orderAt] as number) > order) break;
        bottomTimes[i] = other;
        bottomSlots[i] = otherSlot;
        i--;
      }
      bottomTimes[i] = at;
      bottomSlots[i] = slot;
      slot = following;
    }
    this.bottomCount = count;
    return none;
  }

  /** An entry whose timer moved goes on to its new place, which may be this bottom. */
  private unloadStale(slot: number): void {
    const at = this.timers.settle(slot);
    if (at >= 0) this.addOrdered(at, slot);
  }

  private unloadUnsorted(first: number): void {
    let slot = first;
    while (slot !== none) {
      const following = this.records.words[8 * slot + nextAt] as number;
      const at = this.timers.settle(slot);
      if (at >= this.bottomEnd) this.spread(at, slot);
      else if (at >= 0) this.append(at, slot);
      slot = following;
    }
  }

  private append(at: number, slot: number): void {
    if (this.bottomCount === this.bottomTimes.length) {
      this.bottomTimes = doubled(this.bottomTimes, Float64Array);
      this.bottomSlots = doubled(this.bottomSlots, Int32Array);
    }
    this.bottomTimes[this.bottomCount] = at;
    this.bottomSlots[this.bottomCount++] = slot;
  }

  /** Many entries that time does not tell apart: mostly in order already, else the heap sorts. */
  private sortMany(): void {
    const { bottomTimes, bottomSlots, bottomCount } = this;
    let sorted = 1;
    while (sorted < bottomCount) {
      const before = bottomTimes[sorted - 1] as number;
      const at = bottomTimes[sorted] as number;
      const slot = bottomSlots[sorted] as number;
      const slotBefore = bottomSlots[sorted - 1] as number;
      if (at > before) break;
      if (at === before && this.orderOf(slot) > this.orderOf(slotBefore)) break;
      sorted++;
    }
    this.bottomCount = sorted;
    for (let i = sorted; i < bottomCount; i++) {
      const slot = bottomSlots[i] as number;
      this.heap.push(bottomTimes[i] as number, this.orderOf(slot), slot);
    }
  }
}
