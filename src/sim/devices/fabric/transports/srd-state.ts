/**
 * What SRD knows of each flow: the window, the packets under way, the paths, and at the receiver
 * what has arrived. Not a protocol: only room, and where things stand in it.
 * Keeps true: records of one flow stand together, and growing moves them without a change.
 */
import { doubled } from '#sim/kernel';
import { Rings } from '../rings.ts';
import { srdParameters } from './srd-parameters.ts';

// Doubles of a flow.
export const flowDoubles = 16;
export const windowAt = 0;
export const inFlightAt = 1;
export const baseAt = 2;
export const smoothAt = 3;
export const variationAt = 4;
export const roundAt = 5;
export const roundBytesAt = 6;
export const windowMostAt = 7;
/** When the next packet may be sent, where packets are spaced out. */
export const spacedAt = 8;
export const targetTicksAt = 9;
/** The largest round trip of this round and the one before. */
export const slowestAt = 11;
export const slowestBeforeAt = 12;

// Words of a flow.
export const flowWords = 16;
/** The first packet that is not known to have arrived. */
export const unknownAt = 0;
/** Packets before this one are not judged by those after them any more. */
export const judgedAt = 1;
export const ringAt = 2;
export const maskAt = 3;
/** Packets to be sent again, and where the first of them may be. */
export const lostAt = 4;
export const lostFromAt = 5;
export const cursorAt = 6;
export const slowPathsAt = 7;
export const knownPathsAt = 8;
export const silencesAt = 9;
/** At the receiver: the first packet that is missing, and the last that came. */
export const missingAt = 10;
export const highestAt = 11;
export const timerAt = 12;
export const mostPathsAt = 13;

// Doubles of a path: its last round trip, and until when it rests.
export const pathDoubles = 2;
// Words of a path: its entropy and packets sent over it, whose sign says nothing; then its state.
export const pathWords = 4;
export const pathEntropyAt = 0;
export const pathSentAt = 1;
export const pathStateAt = 2;

export const pathStates = { unknown: 0, fine: 1, slow: 2 } as const;

// Entries of the ring of packets under way: when sent; path and state; message.
export const entryStates = { sent: 0, arrived: 0x4000_0000, lost: 0x2000_0000 } as const;
export const entryPathMask = 0xffff;
export const entryAgain = 0x1000_0000;

const ringEntries = 64;
const spanWords = srdParameters.spanPackets / 32;

export class SrdState {
  doubles = new Float64Array(flowDoubles * 16);
  words = new Int32Array(flowWords * 16);
  pathDoubles = new Float64Array(pathDoubles * srdParameters.paths * 16);
  pathWords = new Int32Array(pathWords * srdParameters.paths * 16);
  /** One bit a packet of the span that has arrived. */
  arrived = new Int32Array(spanWords * 16);
  readonly rings = new Rings();
  private count = 0;

  add(): number {
    if (flowWords * this.count === this.words.length) {
      this.doubles = doubled(this.doubles, Float64Array);
      this.words = doubled(this.words, Int32Array);
      this.pathDoubles = doubled(this.pathDoubles, Float64Array);
      this.pathWords = doubled(this.pathWords, Int32Array);
      this.arrived = doubled(this.arrived, Int32Array);
    }
    const state = this.count++;
    const w = flowWords * state;
    this.words[w + ringAt] = this.rings.allocate(ringEntries);
    this.words[w + maskAt] = ringEntries - 1;
    this.words[w + highestAt] = -1;
    return state;
  }

  /** The place of a packet in the ring; the ring is wide enough for it afterwards. */
  entryOf(state: number, sequence: number): number {
    const { words } = this;
    const w = flowWords * state;
    const first = words[w + unknownAt]!;
    while (sequence - first > words[w + maskAt]!) {
      const entries = words[w + maskAt]! + 1;
      const base = words[w + ringAt]!;
      words[w + ringAt] = this.rings.widen(base, entries, first, sequence);
      words[w + maskAt] = 2 * entries - 1;
    }
    return words[w + ringAt]! + (sequence & words[w + maskAt]!);
  }

  /** Notes that a packet arrived. False: it had before. Moves the first that is missing on. */
  noteArrival(state: number, sequence: number): boolean {
    const { arrived, words } = this;
    const w = flowWords * state;
    let missing = words[w + missingAt]!;
    if (sequence < missing) return false;
    const base = spanWords * state;
    const place = base + ((sequence >>> 5) & (spanWords - 1));
    const bit = 1 << (sequence & 31);
    if ((arrived[place]! & bit) !== 0) return false;
    if (sequence !== missing) {
      arrived[place] = arrived[place]! | bit;
      return true;
    }
    for (;;) {
      missing++;
      const next = base + ((missing >>> 5) & (spanWords - 1));
      const mask = 1 << (missing & 31);
      if ((arrived[next]! & mask) === 0) break;
      arrived[next] = arrived[next]! & ~mask;
    }
    words[w + missingAt] = missing;
    return true;
  }
}
