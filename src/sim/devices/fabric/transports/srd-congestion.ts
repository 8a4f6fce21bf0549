/**
 * How much of an SRD flow may be under way: an in-flight limit that follows what most paths show.
 * The rules are those of Shalev and others (2020); the form of steps is Swift's (Kumar and others
 * 2020): at most one a round trip, longer by a little, shorter by how far round trips are beyond
 * the target, or down to what the rate of arrivals bears out.
 * Keeps true: the limit stays between its least and its most; one slow path does not move it.
 */
import type { Fabric } from '../fabric.ts';
import { srdParameters } from './srd-parameters.ts';
import type { SrdPaths } from './srd-paths.ts';
import {
  baseAt, flowDoubles, flowWords, inFlightAt, roundAt, roundBytesAt, slowestAt, slowestBeforeAt,
  silencesAt, smoothAt, targetTicksAt, variationAt, windowAt, windowMostAt,
} from './srd-state.ts';
import type { SrdState } from './srd-state.ts';

const parameters = srdParameters;

export class SrdCongestion {
  private readonly state: SrdState;
  private readonly paths: SrdPaths;
  /** Ticks that a full packet takes at the port of each flow, and its bytes. */
  private readonly packetBytes: number[] = [];

  constructor(state: SrdState, paths: SrdPaths) {
    this.state = state;
    this.paths = paths;
  }

  /** A card knows how long an idle path takes, from packets that it sent before: it is assumed. */
  open(index: number, options: {
    readonly idleRoundTicks: number;
    readonly ticksPerByte: number;
    readonly packetBytes: number;
  }): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const { idleRoundTicks, ticksPerByte, packetBytes } = options;
    const idleBytes = Math.max(packetBytes, idleRoundTicks / ticksPerByte + packetBytes);
    doubles[d + baseAt] = idleRoundTicks;
    doubles[d + targetTicksAt] = parameters.queueTarget * idleRoundTicks;
    doubles[d + windowAt] = parameters.windowFirst * idleBytes;
    doubles[d + windowMostAt] = parameters.windowMost * idleBytes;
    doubles[d + smoothAt] = idleRoundTicks;
    this.packetBytes[index] = packetBytes;
  }

  /** A packet made its round: `bytes` less are under way. */
  note(index: number, roundTicks: number, bytes: number, now: number): void {
    const { doubles, words } = this.state;
    const d = flowDoubles * index;
    const error = roundTicks - doubles[d + smoothAt]!;
    doubles[d + smoothAt]! += error / 8;
    doubles[d + variationAt]! += (Math.abs(error) - doubles[d + variationAt]!) / 8;
    if (roundTicks > doubles[d + slowestAt]!) doubles[d + slowestAt] = roundTicks;
    doubles[d + roundBytesAt]! += bytes;
    words[flowWords * index + silencesAt] = 0;
    if (now - doubles[d + roundAt]! >= doubles[d + smoothAt]!) this.endRound(index, now);
  }

  /** How long nothing may be heard of a packet before it counts as lost. */
  timeoutTicks(index: number): number {
    const { doubles, words } = this.state;
    const d = flowDoubles * index;
    const base = doubles[d + baseAt]!;
    const slowest = Math.max(doubles[d + slowestAt]!, doubles[d + slowestBeforeAt]!);
    if (slowest === 0) return Math.ceil(parameters.timeoutFirstRoundTrips * base);
    const patient = doubles[d + smoothAt]! + 4 * doubles[d + variationAt]!;
    const ticks = Math.max(parameters.timeoutRoundTrips * base, patient, 1.5 * slowest);
    const silences = words[flowWords * index + silencesAt]! - parameters.timeoutsBeforeBackOff;
    let factor = 1;
    for (let i = 0; i < silences && factor < parameters.backOffMost; i++) factor *= 2;
    return Math.ceil(ticks * factor);
  }

  private endRound(index: number, now: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const window = doubles[d + windowAt]!;
    const isUsed = doubles[d + inFlightAt]! + doubles[d + roundBytesAt]! > window / 2;
    const lasted = now - doubles[d + roundAt]!;
    if (this.paths.areMostSlow(index)) this.shorten(index, window, lasted);
    else if (isUsed) this.lengthen(index, window);
    doubles[d + roundAt] = now;
    doubles[d + roundBytesAt] = 0;
    doubles[d + slowestBeforeAt] = doubles[d + slowestAt]!;
    doubles[d + slowestAt] = 0;
  }

  private shorten(index: number, window: number, lastedTicks: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const smooth = doubles[d + smoothAt]!;
    const target = doubles[d + targetTicksAt]!;
    const over = Math.max(0, smooth - doubles[d + baseAt]! - target);
    const cut = Math.min(parameters.decrease * (over / smooth), parameters.decreaseMost);
    let shorter = window * (1 - cut);
    // Far beyond the target the rate tells more than the delay: what arrived in a round trip is
    // what the path can bear, so it need not be found step by step.
    if (over > target) {
      const rate = doubles[d + roundBytesAt]! / Math.max(lastedTicks, smooth);
      shorter = Math.min(shorter, rate * (doubles[d + baseAt]! + target));
    }
    const least = parameters.windowLeastPackets * this.packetBytes[index]!;
    doubles[d + windowAt] = Math.max(least, shorter);
  }

  private lengthen(index: number, window: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const excess = doubles[d + smoothAt]! - doubles[d + baseAt]!;
    const isIdle = excess < doubles[d + targetTicksAt]! / 4;
    const longer = isIdle
      ? window * parameters.growth
      : window + parameters.increasePackets * this.packetBytes[index]!;
    doubles[d + windowAt] = Math.min(longer, doubles[d + windowMostAt]!);
  }
}

/** The round trip of a full packet and its acknowledgement while nothing else is under way. */
export function idleRoundTicks(
  fabric: Fabric, from: number, to: number, wire: number, backWire: number,
): number {
  return fabric.idleTicks(from, to, wire) + fabric.idleTicks(to, from, backWire);
}
