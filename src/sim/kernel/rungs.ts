/**
 * Rungs of buckets, each spreading a stretch of time; deeper rungs are nearer and finer. A bucket
 * is a list of entries in no order.
 * Not the ladder: when a rung opens, and how wide its buckets are, is decided there.
 * Keeps true: a deeper rung ends where the bucket in hand of the rung above it ends.
 */
import { nearLeast, nextAt, none } from './event-fields.ts';
import type { EventRecords } from './event-records.ts';
import { doubled } from './grow.ts';

const rungsMax = 24;

export class Rungs {
  depth = 0;
  /** The bucket that `advance` took last. */
  bucketStart = 0;
  bucketEnd = 0;
  // Rung r spreads from bases[r] up to ends[r] over the buckets offsets[r] up to offsets[r + 1].
  private readonly bases = new Float64Array(rungsMax);
  private readonly ends = new Float64Array(rungsMax);
  private readonly widths = new Float64Array(rungsMax);
  private readonly bucketsPerTick = new Float64Array(rungsMax);
  private readonly offsets = new Int32Array(rungsMax + 1);
  private readonly cursors = new Int32Array(rungsMax);
  private heads = new Int32Array(256);
  /** Of this rung the buckets before this one were gathered already. */
  private toldRung = none;
  private toldEnd = 0;
  private readonly records: EventRecords;

  constructor(records: EventRecords) {
    this.records = records;
  }

  get isFull(): boolean {
    return this.depth === rungsMax;
  }

  /** Opens the next deeper rung. The width is a power of two. */
  open(base: number, end: number, width: number): void {
    const rung = this.depth++;
    const offset = this.offsets[rung] as number;
    const offsetEnd = offset + Math.ceil((end - base) / width);
    while (this.heads.length < offsetEnd) this.heads = doubled(this.heads, Int32Array);
    this.heads.fill(none, offset, offsetEnd);
    this.offsets[rung + 1] = offsetEnd;
    this.bases[rung] = base;
    this.ends[rung] = end;
    this.widths[rung] = width;
    this.bucketsPerTick[rung] = 1 / width;
    this.cursors[rung] = offset;
    if (rung === this.toldRung) this.toldRung = none;
  }

  /** The rung that covers an instant, or −1 if it lies beyond all of them. */
  covering(at: number): number {
    let rung = this.depth - 1;
    while (rung >= 0 && at >= (this.ends[rung] as number)) rung--;
    return rung;
  }

  put(rung: number, at: number, slot: number): void {
    const past = at - (this.bases[rung] as number);
    // A width is a power of two, so this product is the exact quotient.
    const index = (past * (this.bucketsPerTick[rung] as number)) | 0;
    const bucket = (this.offsets[rung] as number) + index;
    this.records.words[8 * slot + nextAt] = this.heads[bucket] as number;
    this.heads[bucket] = slot;
  }

  /** The list of the next bucket that holds any, or −1 when the deepest rung ends and closes. */
  advance(): number {
    const rung = this.depth - 1;
    const heads = this.heads;
    const last = this.offsets[rung + 1] as number;
    let bucket = this.cursors[rung] as number;
    while (bucket < last && heads[bucket] === none) bucket++;
    const end = this.ends[rung] as number;
    if (bucket === last) {
      this.bucketEnd = end;
      this.depth = rung;
      return none;
    }
    const width = this.widths[rung] as number;
    const index = bucket - (this.offsets[rung] as number);
    this.bucketStart = (this.bases[rung] as number) + index * width;
    this.bucketEnd = Math.min(this.bucketStart + width, end);
    this.cursors[rung] = bucket + 1;
    const first = heads[bucket] as number;
    heads[bucket] = none;
    return first;
  }

  /** Whether the bucket that `advance` took last was gathered before. */
  get isTold(): boolean {
    const rung = this.depth - 1;
    return rung === this.toldRung && (this.cursors[rung] as number) <= this.toldEnd;
  }

  /** Adds entries of the next buckets to a list of so many slots; how many it has then. */
  gather(slots: Int32Array, count: number): number {
    const { heads } = this;
    const { words } = this.records;
    const rung = this.depth - 1;
    const last = this.offsets[rung + 1] as number;
    let bucket = this.cursors[rung] as number;
    while (bucket < last && count < nearLeast) {
      let slot = heads[bucket++] as number;
      while (slot !== none && count < slots.length) {
        slots[count++] = slot;
        slot = words[8 * slot + nextAt] as number;
      }
    }
    this.toldRung = rung;
    this.toldEnd = bucket;
    return count;
  }

  /** Closes all rungs and links what they held into one list. */
  clear(): number {
    const { words } = this.records;
    const end = this.offsets[this.depth] as number;
    this.depth = 0;
    let list = none;
    for (let bucket = 0; bucket < end; bucket++) {
      let slot = this.heads[bucket] as number;
      while (slot !== none) {
        const following = words[8 * slot + nextAt] as number;
        words[8 * slot + nextAt] = list;
        list = slot;
        slot = following;
      }
    }
    return list;
  }

  memoryBytes(): number {
    return 4 * this.heads.length;
  }
}
