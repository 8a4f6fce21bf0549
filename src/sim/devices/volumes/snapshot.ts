/**
 * The blocks of a volume that was made from a snapshot: they come when they are touched first, or
 * in the background where that is paid for. Not their contents. Keeps true: a block comes once, and
 * whoever wants it meanwhile waits for it; memory is one bit a block.
 */
import type { Duration } from '../duration.ts';

export interface SnapshotOptions {
  readonly sizeBytes: number;
  readonly blockBytes: number;
  /** Of all blocks, from the first on, so many are there from the start. */
  readonly loadedShare: number;
  /** Until a block that is asked for is there. */
  readonly touch: Duration;
  /** Ticks for one block at the rate at which they come on demand. */
  readonly blockTicks: number;
  /** Blocks a tick that come in the background; 0: none do. */
  readonly backgroundPerTick: number;
}

export class Snapshot {
  /** Blocks that came because they were touched. */
  firstTouches = 0;
  readonly blocks: number;
  private readonly options: SnapshotOptions;
  private readonly there: Uint32Array;
  /** Blocks that are coming, and when they are there. */
  private readonly coming = new Map<number, number>();
  private sweepFrom = 64;
  private freeTicks = 0;

  constructor(options: SnapshotOptions) {
    this.options = options;
    this.blocks = Math.ceil(options.sizeBytes / options.blockBytes);
    this.there = new Uint32Array(Math.ceil(this.blocks / 32));
  }

  /** When all that a request needs is there: now, or later. */
  ready(address: number, bytes: number, now: number, whom: string): number {
    const { blockBytes } = this.options;
    const first = Math.floor(address / blockBytes);
    const last = Math.floor((address + Math.max(1, bytes) - 1) / blockBytes);
    let ready = now;
    for (let block = first; block <= last; block++) {
      ready = Math.max(ready, this.readyBlock(block % this.blocks, now, whom));
    }
    return ready;
  }

  /** Of all blocks, those that are there or coming. */
  loadedShare(now: number): number {
    const front = this.front(now);
    let count = front;
    for (let block = front; block < this.blocks; block++) if (this.has(block)) count++;
    return count / this.blocks;
  }

  cut(): void {
    this.firstTouches = 0;
  }

  private readyBlock(block: number, now: number, whom: string): number {
    if (this.has(block)) return this.arrival(block, now);
    if (block < this.front(now)) return now;
    const word = block >>> 5;
    this.there[word] = (this.there[word] as number) | (1 << (block & 31));
    this.firstTouches++;
    const begins = Math.max(now, this.freeTicks);
    this.freeTicks = begins + this.options.blockTicks;
    const ready = begins + Math.max(this.options.blockTicks, this.options.touch.next(whom));
    if (this.coming.size >= this.sweepFrom) this.sweep(now);
    this.coming.set(block, ready);
    return ready;
  }

  /** When a block that was asked for comes, or came. */
  private arrival(block: number, now: number): number {
    if (this.coming.size === 0) return now;
    const ready = this.coming.get(block);
    if (ready === undefined) return now;
    if (ready > now) return ready;
    this.coming.delete(block);
    return now;
  }

  private has(block: number): boolean {
    return ((this.there[block >>> 5] as number) & (1 << (block & 31))) !== 0;
  }

  /** Forgets those that are there, so that memory is that of what is on its way. */
  private sweep(now: number): void {
    for (const [block, ready] of this.coming) if (ready <= now) this.coming.delete(block);
    this.sweepFrom = 64 + 2 * this.coming.size;
  }

  /** Blocks that came in order, at the start and in the background. */
  private front(now: number): number {
    const { loadedShare, backgroundPerTick } = this.options;
    return Math.min(this.blocks, Math.floor(loadedShare * this.blocks + backgroundPerTick * now));
  }
}
