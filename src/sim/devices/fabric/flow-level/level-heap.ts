/**
 * What is full first: numbers in the order of the levels at which they are, the lowest at the root.
 * Not a queue of events. Keeps true: each number is there once.
 */
import { none } from '../fields.ts';

export class LevelHeap {
  count = 0;
  private readonly levels: Float64Array;
  private readonly items: Int32Array;
  /** By number. */
  private readonly places: Int32Array;

  constructor(numbers: number) {
    this.levels = new Float64Array(numbers);
    this.items = new Int32Array(numbers);
    this.places = new Int32Array(numbers).fill(none);
  }

  /** The lowest level, and whose it is. */
  get level(): number {
    return this.levels[0]!;
  }

  get item(): number {
    return this.items[0]!;
  }

  clear(): void {
    for (let i = 0; i < this.count; i++) this.places[this.items[i]!] = none;
    this.count = 0;
  }

  /** A number is at a level, or stays where it is if that is lower. */
  lower(item: number, level: number): void {
    const { levels, items, places } = this;
    let hole = places[item]!;
    if (hole === none) hole = this.count++;
    else if (levels[hole]! <= level) return;
    while (hole > 0) {
      const above = (hole - 1) >> 1;
      if (levels[above]! <= level) break;
      levels[hole] = levels[above]!;
      const other = items[above]!;
      items[hole] = other;
      places[other] = hole;
      hole = above;
    }
    levels[hole] = level;
    items[hole] = item;
    places[item] = hole;
  }

  /** The root is at another level, no lower than before. */
  raise(level: number): void {
    this.sink(0, this.items[0]!, level);
  }

  pop(): void {
    this.places[this.items[0]!] = none;
    const last = --this.count;
    if (last > 0) this.sink(0, this.items[last]!, this.levels[last]!);
  }

  private sink(from: number, item: number, level: number): void {
    const { count, levels, items, places } = this;
    let hole = from;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= count) break;
      const next = child + 1;
      if (next < count && levels[next]! < levels[child]!) child = next;
      if (levels[child]! >= level) break;
      levels[hole] = levels[child]!;
      const other = items[child]!;
      items[hole] = other;
      places[other] = hole;
      hole = child;
    }
    levels[hole] = level;
    items[hole] = item;
    places[item] = hole;
  }
}
