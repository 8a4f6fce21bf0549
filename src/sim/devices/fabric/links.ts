/**
 * The links of a fabric, one each way of a cable: what waits for each, what is on its way, and the
 * books. A packet's departure is computed when it arrives, and waits in the link's ring.
 * Not the way through the fabric: who sends what where is decided around it.
 * Keeps true: at one instant departures precede arrivals; what came in went out, was lost or is
 * inside; the area under the occupancy is the sum of the times inside, both to the tick.
 */
import { bitRate, TwoLimb } from '#base';
import type { Rate } from '#base';
import { auditFlow } from '#sim/kernel';
import type { CablePlan } from './plan.ts';
import { Rings } from './rings.ts';

// A record is 128 bytes: ten doubles, then twelve words.
export const linkDoubles = 16;
export const linkWords = 32;
/** When the last bit of all that is in the ring will have left. */
export const freeAt = 0;
/** When the first packet of the ring reaches the other end; −1 while none is on its way. */
export const dueAt = 1;
export const delayAt = 2;
/** Whole ticks a byte; what is left over stands in `rates`. */
export const perByteAt = 3;
/** ∫ of the packets that have not left, to the last change; its high limb stands in `areaHigh`. */
export const areaAt = 4;
export const sinceAt = 5;
/** Sum of the times until packets left, likewise. */
export const timesAt = 6;
export const busyAt = 7;
export const bytesInAt = 8;
export const bytesOutAt = 9;
// Counters of packets that only ever grow, and wrap: of those that reached the other end, of those
// that left, and of those that came.
export const headAt = 20;
export const departedAt = 21;
export const tailAt = 22;
export const ringAt = 23;
export const maskAt = 24;
/** Bytes that have not left. */
export const queuedAt = 25;
export const bufferAt = 26;
export const markAboveAt = 27;
/** The switch at the other end, or ~port. */
export const targetAt = 28;
/** Bits of `linkFlags`: anything out of the ordinary. */
export const stateAt = 29;
/** Most bytes that waited, since it was last asked. */
export const queuedMaxAt = 30;

export const linkFlags = {
  /** It carries nothing. */
  down: 1,
  /** Its rate is no whole number of ticks a byte. */
  fractional: 2,
  /** It loses or damages packets. */
  faulty: 4,
  /** It may be paused or has classes: each departure is an event. */
  scheduled: 8,
  /** Its MTU is smaller than that of other links. */
  narrow: 16,
} as const;

export const limb = 4_503_599_627_370_496;
const ringEntries = 8;
const unlimited = 0x7fff_ffff;

export class Links {
  doubles = new Float64Array(linkDoubles * 64);
  words = new Int32Array(this.doubles.buffer);
  readonly rings = new Rings();
  count = 0;
  readonly ids: string[] = [];
  readonly plans: CablePlan[] = [];
  /** Rates as they are now. */
  readonly rates: Rate[] = [];
  /** The node that each begins at: a switch, or ~port. */
  readonly sources: number[] = [];
  readonly drops: Float64Array;
  readonly marks: Float64Array;
  /** Packets and bytes that came in and were lost inside: flushed, or never seen again. */
  readonly lost: Float64Array;
  readonly lostBytes: Float64Array;
  readonly carries: Float64Array;
  private readonly areaHigh: Float64Array;
  private readonly timesHigh: Float64Array;
  private readonly ticksPerSecond: number;

  constructor(linkCount: number, ticksPerSecond: number) {
    this.ticksPerSecond = ticksPerSecond;
    this.doubles = new Float64Array(linkDoubles * linkCount);
    this.words = new Int32Array(this.doubles.buffer);
    const zeros = () => new Float64Array(linkCount);
    this.drops = zeros();
    this.marks = zeros();
    this.lost = zeros();
    this.lostBytes = zeros();
    this.carries = zeros();
    this.areaHigh = zeros();
    this.timesHigh = zeros();
  }

  /** One way of a cable, from its first end to its second or back. */
  add(plan: CablePlan, id: string, source: number, target: number): number {
    const link = this.count++;
    this.ids.push(id);
    this.plans.push(plan);
    this.sources.push(source);
    const { doubles, words } = this;
    const d = linkDoubles * link;
    const w = linkWords * link;
    doubles[d + dueAt] = -1;
    doubles[d + delayAt] = plan.delayTicks;
    words[w + ringAt] = this.rings.allocate(ringEntries);
    words[w + maskAt] = ringEntries - 1;
    // A card takes from its host only what it can send, so nothing is lost before it.
    words[w + bufferAt] = source < 0 ? unlimited : plan.bufferBytes ?? unlimited;
    words[w + markAboveAt] = source < 0 ? unlimited : plan.marks?.fromBytes ?? unlimited;
    words[w + targetAt] = target;
    this.rates.push(bitRate({ bitsPerSecond: 1, ticksPerSecond: 1 }));
    this.setRate(link, plan.bitsPerSecond);
    return link;
  }

  setRate(link: number, bitsPerSecond: number): void {
    const rate = bitRate({ bitsPerSecond, ticksPerSecond: this.ticksPerSecond });
    this.rates[link] = rate;
    this.carries[link] = 0;
    this.doubles[linkDoubles * link + perByteAt] = rate.whole;
    this.setFlag(link, linkFlags.fractional, rate.remainder !== 0);
  }

  setFlag(link: number, flag: number, isSet: boolean): void {
    const at = linkWords * link + stateAt;
    const state = this.words[at]!;
    this.words[at] = isSet ? state | flag : state & ~flag;
  }

  has(link: number, flag: number): boolean {
    return (this.words[linkWords * link + stateAt]! & flag) !== 0;
  }

  /** Writes down what has left up to now. */
  settle(link: number, now: number): void {
    const { doubles, words } = this;
    const w = linkWords * link;
    let departed = words[w + departedAt]!;
    const tail = words[w + tailAt]!;
    if (departed === tail) return;
    const base = words[w + ringAt]!;
    const mask = words[w + maskAt]!;
    const entries = this.rings.doubles;
    let entry = base + (departed & mask);
    let departure = entries[2 * entry]!;
    if (departure > now) return;
    const d = linkDoubles * link;
    const sizes = this.rings.words;
    let since = doubles[d + sinceAt]!;
    let area = doubles[d + areaAt]!;
    let queued = words[w + queuedAt]!;
    for (;;) {
      area += ((tail - departed) | 0) * (departure - since);
      since = departure;
      queued -= sizes[4 * entry + 3]!;
      departed = (departed + 1) | 0;
      if (departed === tail) break;
      entry = base + (departed & mask);
      departure = entries[2 * entry]!;
      if (departure > now) break;
    }
    words[w + departedAt] = departed;
    words[w + queuedAt] = queued;
    doubles[d + sinceAt] = since;
    doubles[d + areaAt] = area;
    if (area >= limb) this.carryArea(link);
  }

  /** Puts a packet behind all others. True if none was on its way before. */
  append(link: number, packet: number, bytes: number, now: number, departure: number): boolean {
    const { doubles, words } = this;
    const d = linkDoubles * link;
    const w = linkWords * link;
    const tail = words[w + tailAt]!;
    const head = words[w + headAt]!;
    if (((tail - head) | 0) > words[w + maskAt]!) this.widen(link);
    const entry = words[w + ringAt]! + (tail & words[w + maskAt]!);
    this.rings.doubles[2 * entry] = departure;
    const entries = this.rings.words;
    entries[4 * entry + 2] = packet;
    entries[4 * entry + 3] = bytes;
    words[w + tailAt] = (tail + 1) | 0;
    const inside = (tail - words[w + departedAt]!) | 0;
    if (inside > 0) doubles[d + areaAt]! += inside * (now - doubles[d + sinceAt]!);
    doubles[d + sinceAt] = now;
    const times = doubles[d + timesAt]! + (departure - now);
    doubles[d + timesAt] = times;
    if (times >= limb) this.carryTimes(link);
    doubles[d + bytesInAt]! += bytes;
    return tail === head;
  }

  /** Takes the first packet out; it has reached the other end. */
  shift(link: number, now: number): number {
    const { words, doubles } = this;
    const w = linkWords * link;
    const head = words[w + headAt]!;
    if (words[w + departedAt] === head) this.settle(link, now);
    const entry = words[w + ringAt]! + (head & words[w + maskAt]!);
    const entries = this.rings.words;
    words[w + headAt] = (head + 1) | 0;
    doubles[linkDoubles * link + bytesOutAt]! += entries[4 * entry + 3]!;
    return entries[4 * entry + 2]!;
  }

  /** The area under the number of packets that have not left, up to now. */
  areaUpTo(link: number, now: number): TwoLimb {
    this.settle(link, now);
    const d = linkDoubles * link;
    const w = linkWords * link;
    if (this.doubles[d + areaAt]! >= limb) this.carryArea(link);
    const area = TwoLimb.fromJson([this.areaHigh[link]!, this.doubles[d + areaAt]!]);
    const inside = (this.words[w + tailAt]! - this.words[w + departedAt]!) | 0;
    area.addProduct(inside, now - this.doubles[d + sinceAt]!);
    return area;
  }

  /** The times that packets had spent before they left, up to now. */
  timesUpTo(link: number, now: number): TwoLimb {
    this.settle(link, now);
    const times = TwoLimb.fromJson(
      [this.timesHigh[link]!, this.doubles[linkDoubles * link + timesAt]!],
    );
    const toCome = new TwoLimb();
    const { words } = this;
    const w = linkWords * link;
    for (let count = words[w + departedAt]!; count !== words[w + tailAt]!; count = (count + 1) | 0) {
      toCome.add(this.entryDeparture(link, count) - now);
    }
    times.subtractSum(toCome);
    return times;
  }

  /** When the packet of a count in the ring has left, or will have. */
  entryDeparture(link: number, count: number): number {
    const w = linkWords * link;
    const entry = this.words[w + ringAt]! + (count & this.words[w + maskAt]!);
    return this.rings.doubles[2 * entry]!;
  }

  /** Adds ticks to the times inside, or takes them away: departures were computed anew. */
  mendTimes(link: number, ticks: number): void {
    const d = linkDoubles * link;
    const times = this.doubles[d + timesAt]! + ticks;
    this.doubles[d + timesAt] = times;
    if (times >= limb) this.carryTimes(link);
    if (times < 0) {
      this.doubles[d + timesAt] = times + limb;
      this.timesHigh[link]!--;
    }
  }

  /** Stops the program unless the bytes that came in went out, were lost or are inside. */
  auditBytes(link: number): void {
    const { doubles, words } = this;
    const d = linkDoubles * link;
    const w = linkWords * link;
    let inside = 0;
    for (let count = words[w + headAt]!; count !== words[w + tailAt]!; count = (count + 1) | 0) {
      const entry = words[w + ringAt]! + (count & words[w + maskAt]!);
      inside += this.rings.words[4 * entry + 3]!;
    }
    auditFlow(`${this.ids[link]!}, in bytes`, {
      insideBefore: 0,
      arrived: doubles[d + bytesInAt]!,
      completed: doubles[d + bytesOutAt]!,
      dropped: this.lostBytes[link]!,
      inside,
    });
  }

  private widen(link: number): void {
    const { words } = this;
    const w = linkWords * link;
    const entries = words[w + maskAt]! + 1;
    const first = words[w + headAt]!;
    words[w + ringAt] = this.rings.widen(words[w + ringAt]!, entries, first, words[w + tailAt]!);
    words[w + maskAt] = 2 * entries - 1;
  }

  private carryArea(link: number): void {
    this.doubles[linkDoubles * link + areaAt]! -= limb;
    this.areaHigh[link]!++;
  }

  private carryTimes(link: number): void {
    this.doubles[linkDoubles * link + timesAt]! -= limb;
    this.timesHigh[link]!++;
  }
}
