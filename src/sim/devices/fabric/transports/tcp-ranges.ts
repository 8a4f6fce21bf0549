/**
 * What came out of order at receivers: of each flow ranges of packet numbers, from low to high,
 * each as its first number and the number after its last.
 * Keeps true: ranges of a flow neither overlap nor touch.
 */
import { invariant } from '#base';
import { doubled } from '#sim/kernel';
import { sequenceAt } from '../fields.ts';
import { Rings } from '../rings.ts';
import { rangesAt } from './tcp-fields.ts';

const roomLeast = 8;

export class TcpRanges {
  private readonly rings = new Rings(1);
  /** By flow: where its numbers stand, how many they are, two a range, and how many may be. */
  private bases = new Int32Array(16);
  private counts = new Int32Array(16);
  private rooms = new Int32Array(16);

  isEmpty(index: number): boolean {
    return index >= this.counts.length || this.counts[index] === 0;
  }

  /** The number after the range that begins at a number, which is taken out, or that number. */
  takeFrom(index: number, next: number): number {
    if (this.isEmpty(index)) return next;
    const { words } = this.rings;
    const base = this.bases[index]!;
    if (words[base] !== next) return next;
    const end = words[base + 1]!;
    this.close(index, 0);
    return end;
  }

  /** Adds a number. False: it was in one of the ranges. */
  insert(index: number, sequence: number): boolean {
    while (index >= this.counts.length) this.grow();
    const count = this.counts[index]!;
    if (count + 2 > this.rooms[index]!) this.widen(index, count);
    const { words } = this.rings;
    const base = this.bases[index]!;
    let i = count;
    while (i > 0 && words[base + i - 2]! > sequence) i -= 2;
    // Now the range before i begins at or before the number, and the one at i after it.
    const joinsBefore = i > 0 && words[base + i - 1]! >= sequence;
    if (joinsBefore && words[base + i - 1]! > sequence) return false;
    const joinsAfter = i < count && words[base + i] === sequence + 1;
    if (joinsBefore && joinsAfter) this.close(index, i - 1);
    else if (joinsBefore) words[base + i - 1] = sequence + 1;
    else if (joinsAfter) words[base + i] = sequence;
    else {
      for (let j = count - 1; j >= i; j--) words[base + j + 2] = words[base + j]!;
      words[base + i] = sequence;
      words[base + i + 1] = sequence + 1;
      this.counts[index] = count + 2;
    }
    return true;
  }

  /**
   * Writes into an acknowledgement the range that holds a number, or else the first, and the one
   * before it, or else after it.
   */
  write(index: number, sequence: number, words: Int32Array, p: number): void {
    if (this.isEmpty(index)) return;
    const missing = words[p + sequenceAt]!;
    const ranges = this.rings.words;
    const base = this.bases[index]!;
    const count = this.counts[index]!;
    let own = count - 2;
    while (own > 0 && ranges[base + own]! > sequence) own -= 2;
    if (sequence >= ranges[base + own + 1]!) own = 0;
    words[p + rangesAt] = rangeWord(
      ranges[base + own]! - missing, ranges[base + own + 1]! - missing,
    );
    // The other range is the one before, which an acknowledgement that was lost may have told.
    const other = own >= 2 ? own - 2 : own + 2;
    if (other >= count) return;
    words[p + rangesAt + 1] = rangeWord(
      ranges[base + other]! - missing, ranges[base + other + 1]! - missing,
    );
  }

  /** Takes out two numbers, the end of a range and the beginning of another, or a range. */
  private close(index: number, at: number): void {
    const { words } = this.rings;
    const base = this.bases[index]!;
    const count = this.counts[index]! - 2;
    this.counts[index] = count;
    for (let i = at; i < count; i++) words[base + i] = words[base + i + 2]!;
  }

  private widen(index: number, count: number): void {
    const room = this.rooms[index]!;
    const wider = room === 0 ? roomLeast : 2 * room;
    this.bases[index] = room === 0
      ? this.rings.allocate(roomLeast) : this.rings.widen(this.bases[index]!, room, 0, count);
    this.rooms[index] = wider;
  }

  private grow(): void {
    this.bases = doubled(this.bases, Int32Array);
    this.counts = doubled(this.counts, Int32Array);
    this.rooms = doubled(this.rooms, Int32Array);
  }
}

/** A range counted from the first packet that is missing, in one word. */
function rangeWord(start: number, end: number): number {
  invariant(end <= 0xffff, 'a receiver holds less than 65,536 packets of a flow');
  return (start << 16) | end;
}
