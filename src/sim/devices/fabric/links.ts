/**
 * The links of a fabric, one each way of a cable: what waits for each, what is on its way, and the
 * books. The departure of a packet is computed when it arrives, and stands in the link's list.
 * Not the way through the fabric: who sends what where is decided around it.
 * Keeps true: at one instant departures precede arrivals; what came in went out, was lost or is
 * inside; the area under the occupancy is the sum of the times inside, both to the tick.
 */
import { bitRate, TwoLimb } from '#base';
import type { Rate } from '#base';
import {
  areaAt, bytesAt, bytesInAt, bytesLimb, bytesOutAt, delayAt, followingAt, headAt, insideAt,
  kindDoubles, kindShift, leavesAt, limb, linkDoubles, linkFlags, linkWords, nextLeavesAt,
  oddMask, packetDoubles, packetWords, queuedAt, queuedMaxAt, sinceAt, stateAt, tailAt, targetAt,
  unlimited, waitingAt,
} from './fields.ts';
import { doublesInLines, wordsOf } from './lines.ts';
import type { Packets } from './packets.ts';
import type { CablePlan } from './plan.ts';

export class Links {
  readonly doubles: Float64Array;
  readonly words: Int32Array;
  count = 0;
  readonly ids: string[] = [];
  readonly plans: CablePlan[] = [];
  /** Rates as they are now. */
  readonly rates: Rate[] = [];
  /** How often a link came to another rate or delay. */
  revision = 0;
  /** The node that each begins at: a switch, or ~port. */
  readonly sources: number[] = [];
  readonly drops: Float64Array;
  readonly marks: Float64Array;
  /** Packets and bytes that came in and were lost inside: flushed, or never seen again. */
  readonly lost: Float64Array;
  readonly lostBytes: Float64Array;
  readonly carries: Float64Array;
  /** Delay, ticks a byte, buffer and marks of each kind of links. */
  kinds = new Float64Array(0);
  /** When the first packet of a link comes out, where that was changed; −1: none will. */
  readonly dues: Float64Array;
  /** The first packet that has not left, where the first of all has. */
  readonly departing: Int32Array;
  /** Sums of the times until packets left; their high limbs stand in `timesHigh`. */
  private readonly times: Float64Array;
  /** Ticks of sending that bytes times ticks a byte does not tell, since so many bytes. */
  private readonly busyBefore: Float64Array;
  private readonly bytesBefore: Float64Array;
  private readonly bytesInHigh: Float64Array;
  private readonly bytesOutHigh: Float64Array;
  private readonly kindNumbers = new Map<string, number>();
  private readonly areaHigh: Float64Array;
  private readonly timesHigh: Float64Array;
  private readonly ticksPerSecond: number;
  private readonly packets: Packets;

  constructor(linkCount: number, ticksPerSecond: number, packets: Packets) {
    this.packets = packets;
    this.ticksPerSecond = ticksPerSecond;
    this.doubles = doublesInLines(linkDoubles * linkCount);
    this.words = wordsOf(this.doubles);
    const zeros = () => new Float64Array(linkCount);
    this.drops = zeros();
    this.marks = zeros();
    this.lost = zeros();
    this.lostBytes = zeros();
    this.carries = zeros();
    this.dues = zeros();
    this.departing = new Int32Array(linkCount);
    this.times = zeros();
    this.busyBefore = zeros();
    this.bytesBefore = zeros();
    this.bytesInHigh = zeros();
    this.bytesOutHigh = zeros();
    this.areaHigh = zeros();
    this.timesHigh = zeros();
  }

  /** One way of a cable, from its first end to its second or back. */
  add(plan: CablePlan, id: string, source: number, target: number): number {
    const link = this.count++;
    this.ids.push(id);
    this.plans.push(plan);
    this.sources.push(source);
    this.words[linkWords * link + targetAt] = target;
    const { ticksPerSecond } = this;
    this.rates.push(bitRate({ bitsPerSecond: plan.bitsPerSecond, ticksPerSecond }));
    this.setKind(link, plan.delayTicks);
    return link;
  }

  delayOf(link: number): number {
    return this.kinds[this.kindOf(link) + delayAt]!;
  }

  /** Where the kind of a link begins in `kinds`. */
  kindOf(link: number): number {
    return kindDoubles * (this.words[linkWords * link + stateAt]! >>> kindShift);
  }

  setRate(link: number, bitsPerSecond: number): void {
    const bytes = this.bytesIn(link);
    this.busyBefore[link] = this.busyTicks(link);
    this.bytesBefore[link] = bytes;
    this.revision++;
    this.rates[link] = bitRate({ bitsPerSecond, ticksPerSecond: this.ticksPerSecond });
    this.carries[link] = 0;
    this.setKind(link, this.delayOf(link));
  }

  setDelay(link: number, delayTicks: number): void {
    if (delayTicks !== this.delayOf(link)) this.revision++;
    this.setKind(link, delayTicks);
  }

  /** Events for packets of a link may be void from now on: when its first comes out is noted. */
  retime(link: number): void {
    if (this.has(link, linkFlags.retimed)) return;
    this.setFlag(link, linkFlags.retimed, true);
    const w = linkWords * link;
    const leaves = this.packets.doubles[packetDoubles * this.words[w + headAt]! + leavesAt]!;
    this.dues[link] = this.words[w + insideAt] === 0 ? -1 : leaves + this.delayOf(link);
  }

  /** Ticks that a link has been sending, or will for what is in it. */
  busyTicks(link: number): number {
    const bytes = this.bytesIn(link) - this.bytesBefore[link]!;
    return this.busyBefore[link]! + bytes * this.rates[link]!.whole;
  }

  /** Ticks of sending beyond the whole ones of each byte. */
  addBusy(link: number, ticks: number): void {
    this.busyBefore[link]! += ticks;
  }

  /** Bytes that ever came in. */
  bytesIn(link: number): number {
    return this.bytesInHigh[link]! * bytesLimb + this.words[linkWords * link + bytesInAt]!;
  }

  /** Bytes that ever came out at the other end. */
  bytesOut(link: number): number {
    return this.bytesOutHigh[link]! * bytesLimb + this.words[linkWords * link + bytesOutAt]!;
  }

  /** The first packet that has not left, if any has not. */
  firstWaiting(link: number): number {
    const { words } = this;
    const w = linkWords * link;
    const hasFirstLeft = words[w + waitingAt] !== words[w + insideAt];
    return hasFirstLeft ? this.departing[link]! : words[w + headAt]!;
  }

  setFlag(link: number, flag: number, isSet: boolean): void {
    const at = linkWords * link + stateAt;
    const state = this.words[at]!;
    this.words[at] = isSet ? state | flag : state & ~flag;
  }

  has(link: number, flag: number): boolean {
    return (this.words[linkWords * link + stateAt]! & flag) !== 0;
  }

  /**
   * Writes down what has left up to now. It may be late: what left before was counted as waiting
   * until now, and is taken back. So a link is settled where its packets are at hand anyway, when
   * they reach the other end, and before only when it matters how many wait.
   */
  settle(link: number, now: number): void {
    const { doubles, words } = this;
    const w = linkWords * link;
    let waiting = words[w + waitingAt]!;
    if (waiting === 0) return;
    const times = this.packets.doubles;
    let packet = this.firstWaiting(link);
    let departure = times[packetDoubles * packet + leavesAt]!;
    if (departure > now) return;
    const d = linkDoubles * link;
    const records = this.packets.words;
    const more = waiting * (now - doubles[d + sinceAt]!);
    const late = more < limb ? null : new TwoLimb();
    let area = doubles[d + areaAt]! + more;
    const waited = waiting;
    let queued = words[w + queuedAt]!;
    for (;;) {
      if (late === null) area -= now - departure;
      else late.add(now - departure);
      queued -= records[packetWords * packet + bytesAt]!;
      waiting--;
      if (waiting === 0) break;
      departure = times[packetDoubles * packet + nextLeavesAt]!;
      packet = records[packetWords * packet + followingAt]!;
      if (departure > now) break;
    }
    words[w + waitingAt] = waiting;
    this.departing[link] = packet;
    words[w + queuedAt] = queued;
    if (late !== null) this.addArea(link, waited, now, late);
    doubles[d + sinceAt] = now;
    if (late !== null) return;
    doubles[d + areaAt] = area;
    if (area >= limb || area < 0) this.carryArea(link);
  }

  /** So many waited until now, but some had left that long before: too much for one double. */
  private addArea(link: number, waiting: number, now: number, late: TwoLimb): void {
    const d = linkDoubles * link;
    const area = TwoLimb.fromJson([this.areaHigh[link]!, this.doubles[d + areaAt]!]);
    area.addProduct(waiting, now - this.doubles[d + sinceAt]!);
    area.subtractSum(late);
    const [high, low] = area.toJson();
    this.areaHigh[link] = high;
    this.doubles[d + areaAt] = low;
  }

  /** Puts a packet behind all others. True if none was on its way before. */
  append(link: number, packet: number, bytes: number, now: number, departure: number): boolean {
    const { doubles, words, packets } = this;
    packets.doubles[packetDoubles * packet + leavesAt] = departure;
    const d = linkDoubles * link;
    const w = linkWords * link;
    const waiting = words[w + waitingAt]!;
    const inside = words[w + insideAt]!;
    const more = waiting * (now - doubles[d + sinceAt]!);
    if (more >= limb) this.addArea(link, waiting, now, new TwoLimb());
    else {
      const area = doubles[d + areaAt]! + more;
      doubles[d + areaAt] = area;
      if (area >= limb) this.carryArea(link);
    }
    if (waiting === 0) this.departing[link] = packet;
    words[w + waitingAt] = waiting + 1;
    doubles[d + sinceAt] = now;
    const times = this.times[link]! + (departure - now);
    this.times[link] = times;
    if (times >= limb) this.carryTimes(link);
    const bytesIn = words[w + bytesInAt]! + bytes;
    words[w + bytesInAt] = bytesIn;
    if (bytesIn >= bytesLimb) this.carryBytes(link, bytesInAt, this.bytesInHigh);
    words[w + insideAt] = inside + 1;
    if (inside === 0) words[w + headAt] = packet;
    else {
      const last = words[w + tailAt]!;
      packets.words[packetWords * last + followingAt] = packet;
      packets.doubles[packetDoubles * last + nextLeavesAt] = departure;
    }
    words[w + tailAt] = packet;
    return inside === 0;
  }

  /** Takes the first packet out, which has reached the other end. */
  shift(link: number, now: number): number {
    const { words, packets } = this;
    const w = linkWords * link;
    const inside = words[w + insideAt]!;
    const packet = words[w + headAt]!;
    const p = packetWords * packet;
    const bytes = packets.words[p + bytesAt]!;
    if (words[w + waitingAt] === inside) this.settleFirst(link, packet, bytes, now);
    words[w + insideAt] = inside - 1;
    words[w + headAt] = packets.words[p + followingAt]!;
    const bytesOut = words[w + bytesOutAt]! + bytes;
    words[w + bytesOutAt] = bytesOut;
    if (bytesOut >= bytesLimb) this.carryBytes(link, bytesOutAt, this.bytesOutHigh);
    return packet;
  }

  /** The most bytes that waited since it was last asked for good. */
  longestQueueBytes(link: number): number {
    return this.words[linkWords * link + queuedMaxAt]!;
  }

  /** The area under the number of packets that have not left, up to now. */
  areaUpTo(link: number, now: number): TwoLimb {
    this.settle(link, now);
    const d = linkDoubles * link;
    const w = linkWords * link;
    if (this.doubles[d + areaAt]! >= limb) this.carryArea(link);
    const area = TwoLimb.fromJson([this.areaHigh[link]!, this.doubles[d + areaAt]!]);
    area.addProduct(this.words[w + waitingAt]!, now - this.doubles[d + sinceAt]!);
    return area;
  }

  /** The times that packets had spent before they left, up to now. */
  timesUpTo(link: number, now: number): TwoLimb {
    this.settle(link, now);
    const times = TwoLimb.fromJson([this.timesHigh[link]!, this.times[link]!]);
    const toCome = new TwoLimb();
    const { words, packets } = this;
    const w = linkWords * link;
    let packet = this.firstWaiting(link);
    for (let i = 0; i < words[w + waitingAt]!; i++) {
      toCome.add(packets.doubles[packetDoubles * packet + leavesAt]! - now);
      packet = packets.words[packetWords * packet + followingAt]!;
    }
    times.subtractSum(toCome);
    return times;
  }

  /** Adds ticks to the times inside, or takes them away: departures were computed anew. */
  mendTimes(link: number, ticks: number): void {
    const times = this.times[link]! + ticks;
    this.times[link] = times;
    if (times >= limb) this.carryTimes(link);
    else if (times < 0) {
      this.times[link] = times + limb;
      this.timesHigh[link]!--;
    }
  }

  /** Writes down that the first packet has left, which was counted as waiting until now. */
  private settleFirst(link: number, packet: number, bytes: number, now: number): void {
    const { doubles, words, packets } = this;
    const d = linkDoubles * link;
    const w = linkWords * link;
    const waiting = words[w + waitingAt]!;
    const late = now - packets.doubles[packetDoubles * packet + leavesAt]!;
    const more = waiting * (now - doubles[d + sinceAt]!);
    words[w + waitingAt] = waiting - 1;
    words[w + queuedAt]! -= bytes;
    if (more >= limb) {
      const before = new TwoLimb();
      before.add(late);
      this.addArea(link, waiting, now, before);
    }
    doubles[d + sinceAt] = now;
    if (more >= limb) return;
    const area = doubles[d + areaAt]! + more - late;
    doubles[d + areaAt] = area;
    if (area >= limb || area < 0) this.carryArea(link);
  }

  /**
   * Carries whole limbs: more than one of many that wait for long, and fewer than none where
   * packets were counted as waiting for too long.
   */
  private carryArea(link: number): void {
    const at = linkDoubles * link + areaAt;
    const limbs = Math.floor(this.doubles[at]! / limb);
    this.doubles[at]! -= limbs * limb;
    this.areaHigh[link]! += limbs;
  }

  private carryTimes(link: number): void {
    this.times[link]! -= limb;
    this.timesHigh[link]!++;
  }

  private carryBytes(link: number, at: number, high: Float64Array): void {
    this.words[linkWords * link + at]! -= bytesLimb;
    high[link]!++;
  }

  /** Gives a link the kind that its plan, its rate and a delay make. */
  private setKind(link: number, delayTicks: number): void {
    const plan = this.plans[link]!;
    const rate = this.rates[link]!;
    // A card takes from its host only what it can send, so nothing is lost before it.
    const isCard = this.sources[link]! < 0;
    const buffer = isCard ? unlimited : plan.bufferBytes ?? unlimited;
    const markAbove = isCard ? unlimited : plan.marks?.fromBytes ?? unlimited;
    const kind = [delayTicks, rate.whole, buffer, markAbove];
    const name = kind.join();
    let number = this.kindNumbers.get(name);
    if (number === undefined) {
      number = this.kindNumbers.size;
      this.kindNumbers.set(name, number);
      this.kinds = Float64Array.of(...this.kinds, ...kind);
    }
    const at = linkWords * link + stateAt;
    this.words[at] = (this.words[at]! & oddMask) | (number << kindShift);
    this.setFlag(link, linkFlags.fractional, rate.remainder !== 0);
  }
}
