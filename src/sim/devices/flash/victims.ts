/**
 * Which block to collect next: closed blocks of each unit in lists by the pages that are still
 * valid, so that the emptiest is found at once, or in the order in which they were closed. Not the
 * collecting. Keeps true: whatever is asked costs the same for a thousand blocks and for a million.
 */
import type { Stream } from '#base';
import type { CollectionPolicy } from './shape.ts';

export interface VictimOptions {
  readonly policy: CollectionPolicy;
  readonly choices: number;
  readonly pagesPerBlock: number;
  /** First block of each unit, and one more: the number of blocks. */
  readonly firstBlocks: Int32Array;
  /** Pages of each block that hold data, and whether it is closed; kept by whoever asks. */
  readonly valid: Int32Array;
  readonly closed: Uint8Array;
  readonly dice: Stream;
}

export class Victims {
  private readonly options: VictimOptions;
  private readonly byValid: boolean;
  private readonly inOrder: boolean;
  /** Lists of a unit: one for each number of valid pages, or one in order of closing. */
  private readonly levels: number;
  /** Rings through blocks; behind the blocks stands one anchor for each list. */
  private readonly next: Int32Array;
  private readonly previous: Int32Array;
  private readonly anchors: number;
  /** By unit: no list below this one has a block. */
  private readonly least: Int32Array;

  constructor(options: VictimOptions) {
    this.options = options;
    const { policy, firstBlocks, pagesPerBlock } = options;
    const units = firstBlocks.length - 1;
    this.byValid = policy === 'greedy';
    this.inOrder = policy === 'fifo';
    this.levels = this.byValid ? pagesPerBlock + 1 : 1;
    this.anchors = firstBlocks[units] as number;
    const listed = this.byValid || this.inOrder;
    const size = listed ? this.anchors + units * this.levels : 0;
    this.next = Int32Array.from({ length: size }, (_, i) => i);
    this.previous = this.next.slice();
    this.least = new Int32Array(units).fill(this.levels);
  }

  /** A block was closed, and may be collected from now on. */
  add(unit: number, block: number): void {
    if (this.byValid) this.insert(unit, block, this.options.valid[block] as number);
    else if (this.inOrder) this.insert(unit, block, 0);
  }

  /** A page of a closed block holds nothing any more. */
  lowered(unit: number, block: number, valid: number): void {
    if (!this.byValid) return;
    const { next, previous } = this;
    const [after, before] = [next[block] as number, previous[block] as number];
    next[before] = after;
    previous[after] = before;
    this.insert(unit, block, valid);
  }

  /** A block leaves before it was picked. */
  remove(block: number): void {
    if (!this.byValid && !this.inOrder) return;
    const { next, previous } = this;
    const [after, before] = [next[block] as number, previous[block] as number];
    next[before] = after;
    previous[after] = before;
  }

  /** The block to collect; −1 when the unit has none closed. It leaves the lists. */
  pick(unit: number): number {
    if (this.byValid) return this.emptiest(unit);
    if (this.inOrder) return this.oldest(unit);
    return this.drawn(unit);
  }

  private insert(unit: number, block: number, level: number): void {
    const { next, previous } = this;
    const anchor = this.anchors + unit * this.levels + level;
    const last = previous[anchor] as number;
    next[last] = block;
    previous[block] = last;
    next[block] = anchor;
    previous[anchor] = block;
    if (level < (this.least[unit] as number)) this.least[unit] = level;
  }

  private emptiest(unit: number): number {
    const { next, levels, least } = this;
    const first = this.anchors + unit * levels;
    let level = least[unit] as number;
    while (level < levels && next[first + level] === first + level) level++;
    least[unit] = level;
    if (level === levels) return -1;
    const block = next[first + level] as number;
    this.remove(block);
    return block;
  }

  private oldest(unit: number): number {
    const { valid, choices } = this.options;
    const anchor = this.anchors + unit;
    let best = -1;
    let block = this.next[anchor] as number;
    for (let i = 0; i < choices && block !== anchor; i++) {
      if (best < 0 || (valid[block] as number) < (valid[best] as number)) best = block;
      block = this.next[block] as number;
    }
    if (best >= 0) this.remove(best);
    return best;
  }

  /** Of so many closed blocks drawn by chance, each time from all of them, the emptiest. */
  private drawn(unit: number): number {
    const { policy, choices, firstBlocks, valid, closed, dice } = this.options;
    const first = firstBlocks[unit] as number;
    const count = (firstBlocks[unit + 1] as number) - first;
    let best = -1;
    for (let i = policy === 'random' ? 1 : choices; i > 0; i--) {
      let block = first + dice.integerBelow(count);
      while (closed[block] === 0) block = first + dice.integerBelow(count);
      if (best < 0 || (valid[block] as number) < (valid[best] as number)) best = block;
    }
    return best;
  }
}
