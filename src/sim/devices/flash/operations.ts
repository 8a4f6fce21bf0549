/**
 * What requests want of pages: reads in line at the unit that has the page, writes in one line for
 * the whole drive, taken by whichever unit is ready first. Not when: that is the drive's.
 * Keeps true: lines are in order of arrival, and a number in use is not given out again.
 */
import { doubledInts, doubledNumbers } from './typed.ts';

const none = -1;

/** Nobody waits for it: the drive said so already when it was in its buffer. */
export const nobody = -1;

export class Operations {
  /** By operation. */
  customer = new Int32Array(64);
  logical = new Int32Array(64);
  bytes = new Int32Array(64);
  /** Order of arrival. */
  order = new Float64Array(64);
  /** 1: a read of a page of which a part will be written. */
  partial = new Uint8Array(64);
  next = new Int32Array(64);
  /** Line of reads by unit, and the line of writes behind them. */
  readonly heads: Int32Array;
  private readonly tails: Int32Array;
  readonly writes: number;
  private used = 0;
  private free = none;
  private arrivals = 0;

  constructor(units: number) {
    this.writes = units;
    this.heads = new Int32Array(units + 1).fill(none);
    this.tails = new Int32Array(units + 1).fill(none);
  }

  make(customer: number, logical: number, bytes: number): number {
    let operation = this.free;
    if (operation === none) operation = this.extend();
    else this.free = this.next[operation] as number;
    this.customer[operation] = customer;
    this.logical[operation] = logical;
    this.bytes[operation] = bytes;
    this.partial[operation] = 0;
    return operation;
  }

  /** Puts it at the end of a line: that of a unit, or of writes. */
  append(line: number, operation: number): void {
    this.order[operation] = this.arrivals++;
    this.next[operation] = none;
    const tail = this.tails[line] as number;
    if (tail === none) this.heads[line] = operation;
    else this.next[tail] = operation;
    this.tails[line] = operation;
  }

  /** Takes the first of a line that has one. */
  take(line: number): number {
    const operation = this.heads[line] as number;
    const after = this.next[operation] as number;
    this.heads[line] = after;
    if (after === none) this.tails[line] = none;
    return operation;
  }

  release(operation: number): void {
    this.next[operation] = this.free;
    this.free = operation;
  }

  private extend(): number {
    const operation = this.used++;
    if (operation < this.customer.length) return operation;
    this.customer = doubledInts(this.customer, operation);
    this.logical = doubledInts(this.logical, operation);
    this.bytes = doubledInts(this.bytes, operation);
    this.next = doubledInts(this.next, operation);
    this.order = doubledNumbers(this.order, operation);
    const partial = new Uint8Array(this.customer.length);
    partial.set(this.partial);
    this.partial = partial;
    return operation;
  }
}
