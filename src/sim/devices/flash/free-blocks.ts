/**
 * Erased blocks of each unit, ready to be written: first erased, first written, or the one with the
 * fewest erases first. Not which blocks are erased. Keeps true: a block is in it once at most.
 */

export class FreeBlocks {
  /** By unit. */
  readonly counts: Int32Array;
  private readonly firstBlocks: Int32Array;
  private readonly erases: Int32Array;
  private readonly leveled: boolean;
  /** A ring, or a heap, in the slice of its unit. */
  private readonly blocks: Int32Array;
  private readonly heads: Int32Array;

  constructor(firstBlocks: Int32Array, erases: Int32Array, leveled: boolean) {
    const units = firstBlocks.length - 1;
    this.firstBlocks = firstBlocks;
    this.erases = erases;
    this.leveled = leveled;
    this.counts = new Int32Array(units);
    this.heads = new Int32Array(units);
    this.blocks = new Int32Array(firstBlocks[units] as number);
  }

  add(unit: number, block: number): void {
    const first = this.firstBlocks[unit] as number;
    const count = this.counts[unit] as number;
    this.counts[unit] = count + 1;
    if (this.leveled) {
      this.rise(first, count, block);
      return;
    }
    const room = (this.firstBlocks[unit + 1] as number) - first;
    this.blocks[first + (((this.heads[unit] as number) + count) % room)] = block;
  }

  /** Only of a unit that has some. */
  take(unit: number): number {
    const first = this.firstBlocks[unit] as number;
    const count = (this.counts[unit] as number) - 1;
    this.counts[unit] = count;
    if (this.leveled) {
      const least = this.blocks[first] as number;
      this.sink(first, count, this.blocks[first + count] as number);
      return least;
    }
    const head = this.heads[unit] as number;
    const room = (this.firstBlocks[unit + 1] as number) - first;
    this.heads[unit] = (head + 1) % room;
    return this.blocks[first + head] as number;
  }

  /** Fewer erases first, and of equal ones the lower block. */
  private before(a: number, b: number): boolean {
    const [left, right] = [this.erases[a] as number, this.erases[b] as number];
    return left < right || (left === right && a < b);
  }

  private rise(first: number, at: number, block: number): void {
    let hole = at;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = this.blocks[first + parent] as number;
      if (!this.before(block, above)) break;
      this.blocks[first + hole] = above;
      hole = parent;
    }
    this.blocks[first + hole] = block;
  }

  private sink(first: number, count: number, block: number): void {
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= count) break;
      const right = this.blocks[first + child + 1] as number;
      if (child + 1 < count && this.before(right, this.blocks[first + child] as number)) child++;
      const smaller = this.blocks[first + child] as number;
      if (!this.before(smaller, block)) break;
      this.blocks[first + hole] = smaller;
      hole = child;
    }
    this.blocks[first + hole] = block;
  }
}
