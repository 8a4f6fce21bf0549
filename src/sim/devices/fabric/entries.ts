/**
 * Places of packets in the lists of links, one record of 32 bytes each: when the packet leaves, and
 * what switches ask of it, so that a hop need not touch the packet itself, far away in memory.
 * Not a queue: links chain them. Keeps true: the record that was released last is taken first, so
 * the one that a packet leaves at a hop is the one that it takes, and is still near.
 */
import { doublesInLines, twiceInLines, wordsOf } from './lines.ts';

export const entryDoubles = 4;
export const entryWords = 8;
// The first double is when the packet leaves.
export const packetAt = 2;
export const bytesAt = 3;
export const destinationAt = 4;
export const entropyAt = 5;
export const followingAt = 6;
/** Where a switch pauses: the link by which it came. */
export const ingressAt = 7;

const none = -1;

export class Entries {
  doubles = doublesInLines(entryDoubles * 64);
  words = wordsOf(this.doubles);
  private free = none;
  private used = 0;

  take(): number {
    const entry = this.free;
    if (entry !== none) {
      this.free = this.words[entryWords * entry + followingAt]!;
      return entry;
    }
    if (entryDoubles * this.used === this.doubles.length) {
      this.doubles = twiceInLines(this.doubles);
      this.words = wordsOf(this.doubles);
    }
    return this.used++;
  }

  release(entry: number): void {
    this.words[entryWords * entry + followingAt] = this.free;
    this.free = entry;
  }
}
