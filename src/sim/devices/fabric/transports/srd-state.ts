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
/** The limit of bytes under way, and those that are. */
export const windowAt = 0;
export const inFlightAt = 1;
/** An idle round trip, and a smoothed one. */
export const baseAt = 2;
export const smoothAt = 3;
/** When silence was noted last. */
export const silentAt = 4;
/** When this round began, what arrived in it, and the sum of its round trips. */
export const roundAt = 5;
export const roundBytesAt = 6;
export const roundTicksAt = 7;
/** No packet is sent before this instant. */
export const spacedUntilAt = 8;
export const targetTicksAt = 9;
/** Bytes a tick. */
export const rateAt = 10;
export const rateMostAt = 11;
/** The largest round trip of this round and the one before. */
export const slowestAt = 12;
export const slowestBeforeAt = 13;

// Words of a flow.
export const flowWords = 20;
/** The first packet that is not known to have arrived. */
export const unknownAt = 0;
/** Packets before this one are not judged by those after them any more. */
export const judgedAt = 1;
const ringAt = 2;
const maskAt = 3;
/** Packets to be sent again, and where the first of them may be. */
export const lostAt = 4;
export const lostFromAt = 5;
/** Whose turn it is among the paths, and how many there are. */
export const cursorAt = 6;
export const pathCountAt = 7;
/** Packets that made their round in this round, and how many of them were slow. */
export const roundSeenAt = 8;
export const roundSlowAt = 9;
/** 1 if most were in the round before. */
export const wasSlowAt = 10;
/** Times in a row that nothing was heard. */
export const silencesAt = 11;
/** At the receiver: the first packet that is missing, and the last that came. */
export const missingAt = 12;
export const highestAt = 13;
/** At the receiver: answers that were sent. */
export const answersAt = 15;
/** 1 while a timer looks after what is under way. */
export const timerAt = 14;
/** 1 while an event will ask the flow again. */
export const wakesAt = 16;
/** 1 once all is known to have arrived, until there is more to send. */
export const throughAt = 17;

// A path is two words.
export const pathWords = 2;
export const pathEntropyAt = 0;
/** Packets that were sent over it. */
export const pathSentAt = 1;

// Entries of the ring of packets under way: when sent; path and state; message.
export const entryStates = { sent: 0, arrived: 0x4000_0000, lost: 0x2000_0000 } as const;
export const entryPathMask = 0xffff;
export const entryAgain = 0x1000_0000;

const ringEntries = 64;
const spanWords = srdParameters.spanPackets / 32;

export class SrdState {
  doubles = new Float64Array(flowDoubles * 16);
  words = new Int32Array(flowWords * 16);
  pathWords = new Int32Array(pathWords * srdParameters.paths * 16);
  /** One bit a packet of the span that has arrived. */
  arrived = new Int32Array(spanWords * 16);
  readonly rings = new Rings();
  private count = 0;

  add(): number {
    if (flowWords * this.count === this.words.length) {
      this.doubles = doubled(this.doubles, Float64Array);
      this.words = doubled(this.words, Int32Array);
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
