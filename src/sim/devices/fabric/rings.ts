/**
 * Room for many rings in one array, of entries of one word or of four, which may hold a double.
 * A ring holds a power of two entries; its owner keeps where it begins, and counts what came in and
 * went out.
 * Not a queue: who owns a ring knows what its entries mean, and asks for a wider one in time.
 * Keeps true: no two rings share an entry, and what a ring held stands in the wider one too.
 */
import { defined } from '#base';

export class Rings {
  doubles = new Float64Array(2 * 1024);
  words = new Int32Array(this.doubles.buffer);
  private used = 0;
  private readonly entryWords: 1 | 4;
  /** Places that were given back, by the power of two that they hold. */
  private readonly free: number[][] = Array.from({ length: 31 }, () => []);

  constructor(entryWords: 1 | 4) {
    this.entryWords = entryWords;
  }

  /** Where a ring of so many entries, a power of two, begins. */
  allocate(entries: number): number {
    const again = defined(this.free[31 - Math.clz32(entries)], 'a ring of a power of two').pop();
    if (again !== undefined) return again;
    const base = this.used;
    this.used += entries;
    let room = this.words.length;
    while (this.entryWords * this.used > room) room *= 2;
    if (room > this.words.length) {
      const wider = new Float64Array(room / 2);
      wider.set(this.doubles);
      this.doubles = wider;
      this.words = new Int32Array(wider.buffer);
    }
    return base;
  }

  /** Moves entries from `first` up to `end` into a ring twice as wide, and says where it begins. */
  widen(base: number, entries: number, first: number, end: number): number {
    const wider = this.allocate(2 * entries);
    const { words, entryWords } = this;
    for (let count = first; count !== end; count++) {
      const from = entryWords * (base + (count & (entries - 1)));
      const to = entryWords * (wider + (count & (2 * entries - 1)));
      for (let i = 0; i < entryWords; i++) words[to + i] = words[from + i]!;
    }
    this.release(base, entries);
    return wider;
  }

  release(base: number, entries: number): void {
    defined(this.free[31 - Math.clz32(entries)], 'a ring of a power of two').push(base);
  }
}
