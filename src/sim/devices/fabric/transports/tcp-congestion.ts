/**
 * How wide a TCP flow's window is: NewReno (RFC 5681, RFC 6582), CUBIC (RFC 9438) and DCTCP
 * (RFC 8257). Not a detector of losses: it is told of them.
 * Keeps true: a window is at least one packet, and a round trip sees one reduction at most.
 */
import { pow } from '#base';
import {
  answeredAt, epochAt, flowDoubles, flowWords, friendlyAt, markedAt, markedShareAt, observedAt,
  reachAt, reducedAt, smoothAt, thresholdAt, wideAt, windowAt,
} from './tcp-fields.ts';
import { tcpParameters } from './tcp-options.ts';
import type { TcpOptions } from './tcp-options.ts';
import type { TcpState } from './tcp-state.ts';

const { cubicC, cubicBeta, dctcpGain } = tcpParameters;
/** What a Reno flow adds in a round trip to be as fast as CUBIC, which gives less away. */
const friendlyGain = (3 * (1 - cubicBeta)) / (1 + cubicBeta);

export class TcpCongestion {
  private readonly state: TcpState;
  private readonly options: TcpOptions;
  private readonly ticksPerSecond: number;

  constructor(state: TcpState, options: TcpOptions, ticksPerSecond: number) {
    this.state = state;
    this.options = options;
    this.ticksPerSecond = ticksPerSecond;
  }

  /** A connection begins, or begins anew. */
  open(index: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    doubles[d + windowAt] = tcpParameters.windowFirstPackets;
    doubles[d + thresholdAt] = Infinity;
    doubles[d + epochAt] = -1;
    doubles[d + wideAt] = 0;
    doubles[d + markedShareAt] = 1;
  }

  /** So many packets arrived in order while nothing was repaired. */
  grow(index: number, packets: number, now: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const window = doubles[d + windowAt]!;
    const threshold = doubles[d + thresholdAt]!;
    if (window < threshold) doubles[d + windowAt] = Math.min(window + packets, threshold);
    else if (this.options.congestion === 'cubic') this.growCubic(d, packets, now);
    else doubles[d + windowAt] = window + packets / window;
  }

  /** Packets were lost: the window after it. `flight` is what was under way. */
  reduce(index: number, flight: number): void {
    const { doubles } = this.state;
    const d = flowDoubles * index;
    const window = doubles[d + windowAt]!;
    const threshold = this.options.congestion === 'cubic'
      ? this.reduceCubic(d, window)
      : Math.max(flight / 2, 2);
    doubles[d + thresholdAt] = threshold;
    doubles[d + windowAt] = threshold;
  }

  /** Nothing was heard for so long that all is sent again, from one packet. */
  collapse(index: number, flight: number): void {
    this.reduce(index, flight);
    this.state.doubles[flowDoubles * index + windowAt] = 1;
  }

  /**
   * An acknowledgement says whether packets were marked. True: it lets no window grow. The first
   * mark cuts at once, and no other does until what was sent after the cut is answered.
   */
  noteMarks(
    index: number, packets: number, isMarked: boolean, known: number, next: number,
  ): boolean {
    const { doubles, words } = this.state;
    const d = flowDoubles * index;
    const w = flowWords * index;
    const isDctcp = this.options.congestion === 'dctcp';
    if (isDctcp) this.noteShare(index, packets, isMarked, known, next);
    if (!isMarked || known <= words[w + reducedAt]!) return isMarked;
    words[w + reducedAt] = next;
    const window = doubles[d + windowAt]!;
    if (!isDctcp) {
      this.reduce(index, window);
      return true;
    }
    const narrower = Math.max(2, window * (1 - doubles[d + markedShareAt]! / 2));
    doubles[d + windowAt] = narrower;
    doubles[d + thresholdAt] = narrower;
    return true;
  }

  /** DCTCP: the share of marked packets, once a window. */
  private noteShare(
    index: number, packets: number, isMarked: boolean, known: number, next: number,
  ): void {
    const { doubles, words } = this.state;
    const d = flowDoubles * index;
    const w = flowWords * index;
    words[w + answeredAt]! += packets;
    if (isMarked) words[w + markedAt]! += packets;
    if (known <= words[w + observedAt]!) return;
    const share = words[w + markedAt]! / words[w + answeredAt]!;
    doubles[d + markedShareAt]! += dctcpGain * (share - doubles[d + markedShareAt]!);
    words[w + observedAt] = next;
    words[w + answeredAt] = 0;
    words[w + markedAt] = 0;
  }

  private growCubic(d: number, packets: number, now: number): void {
    const { doubles } = this.state;
    const window = doubles[d + windowAt]!;
    if (doubles[d + epochAt]! < 0) this.beginEpoch(d, now);
    const wide = doubles[d + wideAt]!;
    const since = (now - doubles[d + epochAt]!) / this.ticksPerSecond;
    const roundTrip = doubles[d + smoothAt]! / this.ticksPerSecond;
    const friendly = doubles[d + friendlyAt]!;
    const gain = friendly >= wide ? 1 : friendlyGain;
    doubles[d + friendlyAt] = friendly + gain * (packets / window);
    const away = since + roundTrip - doubles[d + reachAt]!;
    const target = Math.min(Math.max(cubicC * away * away * away + wide, window), 1.5 * window);
    const wider = window + packets * ((target - window) / window);
    // Where a Reno flow would be wider, so is this one.
    doubles[d + windowAt] = Math.max(wider, doubles[d + friendlyAt]!);
  }

  private beginEpoch(d: number, now: number): void {
    const { doubles } = this.state;
    const window = doubles[d + windowAt]!;
    doubles[d + epochAt] = now;
    doubles[d + friendlyAt] = window;
    if (window < doubles[d + wideAt]!) {
      doubles[d + reachAt] = pow((doubles[d + wideAt]! - window) / cubicC, 1 / 3);
    } else {
      doubles[d + wideAt] = window;
      doubles[d + reachAt] = 0;
    }
  }

  private reduceCubic(d: number, window: number): number {
    const { doubles } = this.state;
    // Fast convergence: a flow that has come to have less leaves room for others.
    doubles[d + wideAt] = window < doubles[d + wideAt]! ? (window * (1 + cubicBeta)) / 2 : window;
    doubles[d + epochAt] = -1;
    return Math.max(window * cubicBeta, 2);
  }
}
