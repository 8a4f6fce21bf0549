/**
 * How much of an SRD flow may be under way: a rate that most paths bear, and from it an in-flight
 * limit, the rate times an idle round trip and the queueing that is aimed at.
 * The rules are those of Shalev and others (2020): congestion is what most paths show by their
 * round trips, or a rate of arrivals below the rate of sending. What most paths show is read from
 * the quickest of a few round trips: where packets are sprayed some paths are slow by chance, and
 * only what even quick ones wait for is everybody's.
 * The steps are Swift's (Kumar and others 2020), written as rates of change, so that near and far
 * flows of one queue grow and shrink alike. So is the scaling of what is aimed at: the smaller a
 * flow's share of the port, the longer a queue it bears. Flows in one queue see one delay, which
 * only equal shares call right: who has more slows down while who has less still speeds up, and
 * shares even out without large steps. Where a buffer is too short for any such delay packets are
 * lost instead, and lengthen the delay that there is for all of them alike.
 * Keeps true: the rate stays between its least and the port's; one slow path does not move it.
 */
import {
  baseAt, flowDoubles, flowWords, inFlightAt, quickestAt, quickestBeforeAt, quickestSumAt, rateAt,
  roundAt, roundBytesAt, roundLostAt, roundSeenAt, silencesAt, slowestAt, slowestBeforeAt,
  smoothAt, spacedUntilAt, targetTicksAt, windowAt,
} from './srd-fields.ts';
import { srdParameters } from './srd-parameters.ts';
import type { SrdState } from './srd-state.ts';

const parameters = srdParameters;

export interface PathFacts {
  /** Of a full packet and its acknowledgement while nothing else is under way. */
  readonly idleRoundTicks: number;
  readonly ticksPerByte: number;
  readonly packetBytes: number;
  readonly ticksPerSecond: number;
}

export class SrdCongestion {
  private readonly state: SrdState;
  /** Bytes of a full packet, and the most of them in a tick, by flow. */
  private readonly packetBytes: number[] = [];
  private readonly rateMost: number[] = [];
  /** The queueing that is aimed at by who has a port for himself. */
  private readonly targetLeastTicks: number[] = [];

  constructor(state: SrdState) {
    this.state = state;
  }

  /** A card knows how long an idle path takes, from packets that it sent before: assumed. */
  open(index: number, facts: PathFacts): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const { idleRoundTicks, ticksPerByte, packetBytes, ticksPerSecond } = facts;
    const microsecond = ticksPerSecond / 1_000_000;
    const packetTicks = packetBytes * ticksPerByte;
    const target = parameters.targetMicroseconds * microsecond
      + parameters.targetPackets * packetTicks;
    doubles[d + baseAt] = idleRoundTicks;
    this.targetLeastTicks[index] = target;
    doubles[d + targetTicksAt] = target;
    doubles[d + smoothAt] = idleRoundTicks;
    doubles[d + quickestBeforeAt] = Infinity;
    this.packetBytes[index] = packetBytes;
    this.rateMost[index] = 1 / ticksPerByte;
    this.start(index, 1);
  }

  /** An idle round trip takes so long from now on. */
  setBase(index: number, idleRoundTicks: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    if (doubles[d + baseAt] === idleRoundTicks) return;
    doubles[d + smoothAt]! += idleRoundTicks - doubles[d + baseAt]!;
    doubles[d + baseAt] = idleRoundTicks;
    this.setRate(index, doubles[d + rateAt]!);
  }

  /**
   * A flow begins with what an idle path holds and a few packets for queues to work on. Those
   * of one pair of cards share it: a card keeps its context by peer. Assumed.
   */
  start(index: number, flowsOfPair: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const base = doubles[d + baseAt]!;
    const packets = parameters.firstPackets * this.packetBytes[index]!;
    const first = (base * this.rateMost[index]! + packets) / flowsOfPair;
    this.setRate(index, first / (base + doubles[d + targetTicksAt]!));
  }

  /** Its peer was given up: what was learnt on the way there is of no use any more. */
  startAnew(index: number, now: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    doubles[d + smoothAt] = doubles[d + baseAt]!;
    doubles[d + spacedUntilAt] = 0;
    doubles[d + slowestAt] = 0;
    doubles[d + quickestBeforeAt] = Infinity;
    this.beginRound(index, now);
    this.start(index, 1);
  }

  private beginRound(index: number, now: number): void {
    const { doubles, words } = this.state;
    const d = flowDoubles * index;
    const w = flowWords * index;
    const seen = words[w + roundSeenAt]!;
    // Of a small window no group is ever whole, and what was quick before tells nothing any more.
    if (seen > 0 && seen < parameters.groupPackets) {
      doubles[d + quickestBeforeAt] = doubles[d + quickestAt]!;
    }
    words[w + roundSeenAt] = 0;
    words[w + roundLostAt] = 0;
    doubles[d + roundAt] = now;
    doubles[d + roundBytesAt] = 0;
    doubles[d + quickestSumAt] = 0;
    doubles[d + slowestBeforeAt] = doubles[d + slowestAt]!;
    doubles[d + slowestAt] = 0;
  }

  /** A packet made its round: `bytes` less are under way. True: it was slower than it should. */
  note(index: number, roundTicks: number, bytes: number, now: number): boolean {
    const { doubles, words } = this.state;
    const d = flowDoubles * index;
    const w = flowWords * index;
    // What one path takes a hundred times as long for says nothing of the others.
    const most = parameters.slowestTimes * doubles[d + quickestBeforeAt]!
      + doubles[d + targetTicksAt]!;
    const told = roundTicks < most ? roundTicks : most;
    // Of few packets in a round trip each tells more.
    const packets = Math.min(8, doubles[d + windowAt]! / this.packetBytes[index]!);
    doubles[d + smoothAt]! += (told - doubles[d + smoothAt]!) / Math.max(2, packets);
    if (told > doubles[d + slowestAt]!) doubles[d + slowestAt] = told;
    const place = words[w + roundSeenAt]!++ % parameters.groupPackets;
    if (place === 0 || roundTicks < doubles[d + quickestAt]!) doubles[d + quickestAt] = roundTicks;
    if (place === parameters.groupPackets - 1) {
      doubles[d + quickestSumAt]! += doubles[d + quickestAt]!;
      doubles[d + quickestBeforeAt] = doubles[d + quickestAt]!;
    }
    doubles[d + roundBytesAt]! += bytes;
    words[w + silencesAt] = 0;
    if (now - doubles[d + roundAt]! >= doubles[d + smoothAt]!) this.endRound(index, now);
    const slower = roundTicks - doubles[d + smoothAt]!;
    return slower > parameters.slowerShare * doubles[d + targetTicksAt]!;
  }

  /** A packet was judged lost. */
  noteLoss(index: number): void {
    this.state.words[flowWords * index + roundLostAt]!++;
  }

  /**
   * A packet is sent: where few make a window, the next keeps its distance, as a window of two
   * packets and a half cannot be kept evenly by counting. One that was late catches up by half
   * of it.
   */
  space(index: number, now: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const packet = this.packetBytes[index]!;
    if (doubles[d + windowAt]! >= parameters.spacedBelowPackets * packet) return;
    const gap = parameters.spacedShare * packet / doubles[d + rateAt]!;
    const next = Math.max(doubles[d + spacedUntilAt]! + gap, now + gap / 2);
    doubles[d + spacedUntilAt] = Math.ceil(next);
  }

  /** How long nothing may be heard of a packet before it counts as lost. */
  patienceTicks(index: number): number {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const base = doubles[d + baseAt]!;
    const slowest = Math.max(doubles[d + slowestAt]!, doubles[d + slowestBeforeAt]!);
    const ticks = slowest === 0
      ? parameters.timeoutFirstRoundTrips * base
      : Math.max(parameters.timeoutRoundTrips * base, parameters.timeoutSlowest * slowest);
    // Of few packets the slowest tells little of how slow the next may be without being lost.
    return Math.ceil(ticks + doubles[d + targetTicksAt]!);
  }

  /** How many times as long the next look is put off, where nobody has answered for long. */
  backOff(index: number): number {
    const silences = this.state.words[flowWords * index + silencesAt]!;
    let factor = 1;
    for (let i = parameters.timeoutsBeforeBackOff; i < silences; i++) {
      factor = Math.min(2 * factor, parameters.backOffMost);
    }
    return factor;
  }

  private endRound(index: number, now: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const lasted = now - doubles[d + roundAt]!;
    const queueing = this.queueingOf(index);
    const target = doubles[d + targetTicksAt]!;
    const steps = Math.min(lasted / (parameters.stepShare * target), parameters.stepsMost);
    // Who asks for less than the limit learns nothing of what he could have; nor does a short round
    // hold a window that is for a long queue.
    const limit = Math.min(doubles[d + windowAt]!, doubles[d + rateAt]! * lasted);
    const isUsed = doubles[d + inFlightAt]! + doubles[d + roundBytesAt]! > limit / 2;
    if (queueing > target) this.slowDown(index, queueing, steps, lasted);
    else if (isUsed) this.speedUp(index, queueing, steps);
    this.beginRound(index, now);
  }

  /** What even the quickest of a few packets waited for in this round, longer by what was lost. */
  private queueingOf(index: number): number {
    const { doubles, words } = this.state;
    const d = flowDoubles * index;
    const w = flowWords * index;
    const seen = words[w + roundSeenAt]!;
    const lost = words[w + roundLostAt]!;
    const groups = Math.floor(seen / parameters.groupPackets);
    const quickest = groups === 0 ? doubles[d + quickestAt]! : doubles[d + quickestSumAt]! / groups;
    const queueing = quickest - doubles[d + baseAt]!;
    // Delay beyond the target says enough.
    if (queueing > doubles[d + targetTicksAt]!) return queueing;
    const lostShare = Math.min(lost / (lost + seen), parameters.lossMost);
    return queueing * (1 + parameters.lossWeight * lostShare);
  }

  private slowDown(index: number, queueing: number, steps: number, lasted: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const rate = doubles[d + rateAt]!;
    const target = doubles[d + targetTicksAt]!;
    const over = Math.max(0, queueing - target);
    const share = over / (queueing + parameters.stepShare * target);
    const wanted = parameters.decreaseLeast + parameters.decrease * share;
    const cut = Math.min(wanted * Math.min(1, steps), parameters.decreaseMost);
    let slower = rate * (1 - cut);
    // Far beyond the target the rate tells more than the delay: what arrives is what the paths
    // bear, so it need not be found step by step.
    if (over > target) slower = Math.min(slower, doubles[d + roundBytesAt]! / lasted);
    this.setRate(index, slower);
  }

  private speedUp(index: number, queueing: number, steps: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const rate = doubles[d + rateAt]!;
    const target = doubles[d + targetTicksAt]!;
    const room = Math.max(0, 1 - queueing / target);
    const packet = this.packetBytes[index]! / (parameters.stepShare * target);
    // Powers by hand: the last digit of a library's is nobody's promise.
    const fourth = room * room * room * room;
    const wanted = parameters.growth * room + parameters.idleGrowth * fourth * fourth;
    const growth = Math.min(wanted * steps, parameters.growthMost);
    this.setRate(index, rate * (1 + growth) + parameters.increasePackets * packet * steps);
  }

  private setRate(index: number, rate: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const base = doubles[d + baseAt]!;
    const most = this.rateMost[index]!;
    const packets = parameters.windowLeastPackets * this.packetBytes[index]!;
    const least = packets / (base + doubles[d + targetTicksAt]!);
    const within = Math.min(Math.max(rate, least), most);
    const scale = 1 + parameters.targetScaling * (Math.sqrt(most / within) - 1);
    const target = this.targetLeastTicks[index]! * scale;
    doubles[d + rateAt] = within;
    doubles[d + targetTicksAt] = target;
    doubles[d + windowAt] = within * (base + target);
  }
}
