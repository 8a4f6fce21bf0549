/**
 * The events that wait, one record of 32 bytes each, and the list of free records.
 * Not an order: which event is next is the ladder's matter.
 * Keeps true: a record in use is never given out again before it is released.
 */
import { nextAt, none } from './event-fields.ts';
import { doubled } from './grow.ts';

export class EventRecords {
  doubles = new Float64Array(4 * 64);
  words = new Int32Array(this.doubles.buffer);
  private free = none;
  private used = 0;

  /** A record to write. It may move the arrays, so take it before reading them. */
  take(): number {
    const slot = this.free;
    if (slot !== none) {
      this.free = this.words[8 * slot + nextAt] as number;
      return slot;
    }
    if (4 * this.used === this.doubles.length) {
      this.doubles = doubled(this.doubles, Float64Array);
      this.words = new Int32Array(this.doubles.buffer);
    }
    return this.used++;
  }

  release(slot: number): void {
    this.words[8 * slot + nextAt] = this.free;
    this.free = slot;
  }
}
