/**
 * Which page of flash holds which page of a host, and back, in typed arrays: eight bytes for a page
 * of flash that hosts fill, and what blocks need. Not when anything is written, and not which block
 * is collected. Keeps true: a page of flash holds data exactly when the map of that data points to
 * it; a page is written once between two erases, in order within its block.
 */
import type { FlashShape } from './shape.ts';

export const BlockState = { free: 0, open: 1, closed: 2, collected: 3, retired: 4 } as const;

/** Of a unit: what hosts write, and what collection moves where that is kept apart. */
export type WriteStream = 0 | 1;

/** What a page map asks when something changes in a closed block. */
export interface MapObserver {
  closed(unit: number, block: number): void;
  lowered(unit: number, block: number, valid: number): void;
  /** A block to write: one is there. */
  opened(unit: number): number;
}

export class PageMap {
  readonly pagesPerBlock: number;
  readonly units: number;
  readonly blocks: number;
  readonly logicalPages: number;
  /** By page of a host: the page of flash, or −1. */
  readonly map: Int32Array;
  /** By page of flash: the page of a host that it holds, or −1. */
  readonly holds: Int32Array;
  /** First block of each unit, and one more. */
  readonly firstBlocks: Int32Array;
  readonly unitOf: Int32Array;
  readonly valid: Int32Array;
  readonly isClosed: Uint8Array;
  readonly state: Uint8Array;
  readonly erases: Int32Array;
  /** By unit: pages of closed blocks that hold nothing. */
  readonly garbage: Float64Array;
  /** Pages of hosts that lie somewhere. */
  mapped = 0;
  /** By unit and stream: the next page to write, and the end of its block. */
  private readonly cursor: Int32Array;
  private readonly end: Int32Array;
  private readonly observer: MapObserver;

  constructor(shape: FlashShape, observer: MapObserver) {
    const { unitBlocks, pagesPerBlock, logicalPages } = shape;
    this.observer = observer;
    this.pagesPerBlock = pagesPerBlock;
    this.logicalPages = logicalPages;
    this.units = unitBlocks.length;
    this.firstBlocks = new Int32Array(this.units + 1);
    unitBlocks.forEach((count, unit) => {
      this.firstBlocks[unit + 1] = (this.firstBlocks[unit] as number) + count;
    });
    this.blocks = this.firstBlocks[this.units] as number;
    this.map = new Int32Array(logicalPages).fill(-1);
    this.holds = new Int32Array(this.blocks * pagesPerBlock).fill(-1);
    this.unitOf = new Int32Array(this.blocks);
    for (let unit = 0; unit < this.units; unit++) {
      this.unitOf.fill(unit, this.firstBlocks[unit], this.firstBlocks[unit + 1]);
    }
    this.valid = new Int32Array(this.blocks);
    this.isClosed = new Uint8Array(this.blocks);
    this.state = new Uint8Array(this.blocks);
    this.erases = new Int32Array(this.blocks);
    this.garbage = new Float64Array(this.units);
    this.cursor = new Int32Array(2 * this.units);
    this.end = new Int32Array(2 * this.units);
  }

  blockOf(page: number): number {
    return (page / this.pagesPerBlock) | 0;
  }

  unitOfPage(page: number): number {
    return this.unitOf[(page / this.pagesPerBlock) | 0] as number;
  }

  /** Pages that can still be written to the open block of a unit. */
  room(unit: number, stream: WriteStream): number {
    const slot = 2 * unit + stream;
    return (this.end[slot] as number) - (this.cursor[slot] as number);
  }

  /** Writes a page of a host to the next page of a unit. What it held before must be dropped. */
  place(logical: number, unit: number, stream: WriteStream): number {
    const { cursor, end, valid } = this;
    const slot = 2 * unit + stream;
    let page = cursor[slot] as number;
    if (page === end[slot]) page = this.open(unit, slot);
    cursor[slot] = page + 1;
    this.map[logical] = page;
    this.holds[page] = logical;
    const block = (page / this.pagesPerBlock) | 0;
    valid[block] = (valid[block] as number) + 1;
    if (page + 1 === end[slot]) this.close(unit, block);
    return page;
  }

  /** A page of a host holds something else now, or nothing; what it held is garbage. */
  drop(logical: number): void {
    const page = this.map[logical] as number;
    if (page < 0) return;
    this.holds[page] = -1;
    const block = (page / this.pagesPerBlock) | 0;
    const left = (this.valid[block] as number) - 1;
    this.valid[block] = left;
    if (this.isClosed[block] === 0) return;
    const unit = this.unitOf[block] as number;
    this.garbage[unit] = (this.garbage[unit] as number) + 1;
    this.observer.lowered(unit, block, left);
  }

  /** What a page of a host held is not needed any more. */
  trim(logical: number): boolean {
    if ((this.map[logical] as number) < 0) return false;
    this.drop(logical);
    this.map[logical] = -1;
    this.mapped--;
    return true;
  }

  /** A closed block is taken out to be emptied: none of its pages counts as garbage any more. */
  takeOut(unit: number, block: number): void {
    this.isClosed[block] = 0;
    this.state[block] = BlockState.collected;
    const empty = this.pagesPerBlock - (this.valid[block] as number);
    this.garbage[unit] = (this.garbage[unit] as number) - empty;
  }

  memoryBytes(): number {
    return 4 * (this.map.length + this.holds.length) + 16 * this.blocks;
  }

  private open(unit: number, slot: number): number {
    const block = this.observer.opened(unit);
    this.state[block] = BlockState.open;
    const first = block * this.pagesPerBlock;
    this.end[slot] = first + this.pagesPerBlock;
    return first;
  }

  private close(unit: number, block: number): void {
    this.state[block] = BlockState.closed;
    this.isClosed[block] = 1;
    const empty = this.pagesPerBlock - (this.valid[block] as number);
    this.garbage[unit] = (this.garbage[unit] as number) + empty;
    this.observer.closed(unit, block);
  }
}
