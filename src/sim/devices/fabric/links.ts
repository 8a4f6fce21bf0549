/**
 * The links of a fabric, one each way of a cable: what waits for each, what is on its way, and the
 * books. The departure of a packet is computed when it arrives, and stands in the link's list.
 * Not the way through the fabric: who sends what where is decided around it.
 * Keeps true: at one instant departures precede arrivals; what came in went out, was lost or is
 * inside; the area under the occupancy is the sum of the times inside, both to the tick.
 */
import { bitRate, TwoLimb } from '#base';
import type { Rate } from '#base';
import { auditFlow } from '#sim/kernel';
import {
  areaAt, bufferAt, bytesAt, bytesInAt, bytesOutAt, delayAt, departingAt, dueAt, followingAt,
  headAt, insideAt, leavesAt, limb, linkDoubles, linkFlags, linkWords, markAboveAt, nextLeavesAt,
  packetDoubles, packetWords, perByteAt, queuedAt, queuedMaxAt, sinceAt, stateAt, tailAt,
  targetAt, timesAt, unlimited, waitingAt,
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
    let packet = words[w + departingAt]!;
    let departure = times[packetDoubles * packet + leavesAt]!;
    if (departure > now) return;
    const d = linkDoubles * link;
    const records = this.packets.words;
    let area = doubles[d + areaAt]! + waiting * (now - doubles[d + sinceAt]!);
    let queued = words[w + queuedAt]!;
    for (;;) {
      area -= now - departure;
      queued -= records[packetWords * packet + bytesAt]!;
      waiting--;
      if (waiting === 0) break;
      departure = times[packetDoubles * packet + nextLeavesAt]!;
      packet = records[packetWords * packet + followingAt]!;
      if (departure > now) break;
    }
    words[w + waitingAt] = waiting;
    words[w + departingAt] = packet;
    words[w + queuedAt] = queued;
    doubles[d + sinceAt] = now;
    doubles[d + areaAt] = area;
    if (area >= limb) this.carryArea(link);
  }

  /** Puts a packet behind all others. True if none was on its way before. */
  append(link: number, packet: number, bytes: number, now: number, departure: number): boolean {
    const { doubles, words, packets } = this;
    packets.doubles[packetDoubles * packet + leavesAt] = departure;
    const d = linkDoubles * link;
    const w = linkWords * link;
    const waiting = words[w + waitingAt]!;
    if (waiting > 0) doubles[d + areaAt]! += waiting * (now - doubles[d + sinceAt]!);
    else words[w + departingAt] = packet;
    words[w + waitingAt] = waiting + 1;
    doubles[d + sinceAt] = now;
    const times = doubles[d + timesAt]! + (departure - now);
    doubles[d + timesAt] = times;
    if (times >= limb) this.carryTimes(link);
    doubles[d + bytesInAt]! += bytes;
    const inside = words[w + insideAt]!;
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
    const { words, doubles, packets } = this;
    const w = linkWords * link;
    const inside = words[w + insideAt]!;
    const packet = words[w + headAt]!;
    const p = packetWords * packet;
    const bytes = packets.words[p + bytesAt]!;
    if (words[w + waitingAt] === inside) this.settleFirst(link, packet, bytes, now);
    words[w + insideAt] = inside - 1;
    words[w + headAt] = packets.words[p + followingAt]!;
    doubles[linkDoubles * link + bytesOutAt]! += bytes;
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
    const times = TwoLimb.fromJson(
      [this.timesHigh[link]!, this.doubles[linkDoubles * link + timesAt]!],
    );
    const toCome = new TwoLimb();
    const { words, packets } = this;
    const w = linkWords * link;
    let packet = words[w + departingAt]!;
    for (let i = 0; i < words[w + waitingAt]!; i++) {
      toCome.add(packets.doubles[packetDoubles * packet + leavesAt]! - now);
      packet = packets.words[packetWords * packet + followingAt]!;
    }
    times.subtractSum(toCome);
    return times;
  }

  /** Adds ticks to the times inside, or takes them away: departures were computed anew. */
  mendTimes(link: number, ticks: number): void {
    const d = linkDoubles * link;
    const times = this.doubles[d + timesAt]! + ticks;
    this.doubles[d + timesAt] = times;
    if (times >= limb) this.carryTimes(link);
    else if (times < 0) {
      this.doubles[d + timesAt] = times + limb;
      this.timesHigh[link]!--;
    }
  }

  /** Stops the program unless the bytes that came in went out, were lost or are inside. */
  auditBytes(link: number): void {
    const { doubles, words, packets } = this;
    const d = linkDoubles * link;
    const w = linkWords * link;
    let inside = 0;
    let packet = words[w + headAt]!;
    for (let i = 0; i < words[w + insideAt]!; i++) {
      inside += packets.words[packetWords * packet + bytesAt]!;
      packet = packets.words[packetWords * packet + followingAt]!;
    }
    auditFlow(`${this.ids[link]!}, in bytes`, {
      insideBefore: 0,
      arrived: doubles[d + bytesInAt]!,
      completed: doubles[d + bytesOutAt]!,
      dropped: this.lostBytes[link]!,
      inside,
    });
  }

  /** Writes down that the first packet has left, which was counted as waiting until now. */
  private settleFirst(link: number, packet: number, bytes: number, now: number): void {
    const { doubles, words, packets } = this;
    const d = linkDoubles * link;
    const w = linkWords * link;
    const waiting = words[w + waitingAt]!;
    const late = now - packets.doubles[packetDoubles * packet + leavesAt]!;
    const area = doubles[d + areaAt]! + waiting * (now - doubles[d + sinceAt]!) - late;
    words[w + waitingAt] = waiting - 1;
    words[w + departingAt] = packets.words[packetWords * packet + followingAt]!;
    words[w + queuedAt]! -= bytes;
    doubles[d + sinceAt] = now;
    doubles[d + areaAt] = area;
    if (area >= limb) this.carryArea(link);
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
