/**
 * What SRD knows of each flow: the window, the packets under way, the paths, and at the receiver
 * what has arrived. Not a protocol: only room, and where things stand in it.
 * Keeps true: records of one flow stand together, and growing moves them without a change.
 */
import { doubled } from '#sim/kernel';
import { doublesInLines, twiceInLines, wordsOf } from '../lines.ts';
import { Rings } from '../rings.ts';
import {
  flowDoubles, flowWords, highestAt, inFlightAt, maskAt, missingAt, pathWords, ringAt, spanWords,
  unknownAt,
} from './srd-fields.ts';
import { srdParameters } from './srd-parameters.ts';

const ringEntries = 64;

export class SrdState {
  doubles = doublesInLines(flowDoubles * 16);
  words = wordsOf(this.doubles);
  pathWords = new Int32Array(pathWords * srdParameters.paths * 16);
  /** One bit a packet of the span that has arrived. */
  arrived = new Int32Array(spanWords * 16);
  readonly rings = new Rings(4);
  private count = 0;

  add(): number {
    if (flowWords * this.count === this.words.length) {
      this.doubles = twiceInLines(this.doubles);
      this.words = wordsOf(this.doubles);
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

  /** Packets before this number are of no matter any more, to the sender and to the receiver. */
  forget(state: number, next: number): void {
    this.words[flowWords * state + unknownAt] = next;
    this.words[flowWords * state + missingAt] = next;
    this.doubles[flowDoubles * state + inFlightAt] = 0;
    this.arrived.fill(0, spanWords * state, spanWords * (state + 1));
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
