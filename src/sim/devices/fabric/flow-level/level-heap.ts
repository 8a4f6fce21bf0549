/**
 * What is full first: numbers in the order of the levels at which they are, the lowest at the root.
 * Not a queue of events. Keeps true: equal levels come in the order of their numbers.
 */
import { doubled } from '#sim/kernel';

export class LevelHeap {
  count = 0;
  private levels = new Float64Array(64);
  private items = new Int32Array(64);

  /** The lowest level, and whose it is. */
  get level(): number {
    return this.levels[0]!;
  }

  get item(): number {
    return this.items[0]!;
  }

  clear(): void {
    this.count = 0;
  }

  push(item: number, level: number): void {
    if (this.count === this.items.length) {
      this.levels = doubled(this.levels, Float64Array);
      this.items = doubled(this.items, Int32Array);
    }
    let hole = this.count++;
    while (hole > 0) {
      const above = (hole - 1) >> 1;
      if (!this.isBefore(item, level, above)) break;
      this.levels[hole] = this.levels[above]!;
      this.items[hole] = this.items[above]!;
      hole = above;
    }
    this.levels[hole] = level;
    this.items[hole] = item;
  }

  /** The root is at another level, no lower than before. */
  raise(level: number): void {
    this.sink(this.items[0]!, level);
  }

  pop(): void {
    const last = --this.count;
    if (last > 0) this.sink(this.items[last]!, this.levels[last]!);
  }

  private sink(item: number, level: number): void {
    const { count, levels, items } = this;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= count) break;
      if (child + 1 < count && this.isBefore(items[child + 1]!, levels[child + 1]!, child)) child++;
      if (!this.isBefore(items[child]!, levels[child]!, -1, item, level)) break;
      levels[hole] = levels[child]!;
      items[hole] = items[child]!;
      hole = child;
    }
    levels[hole] = level;
    items[hole] = item;
  }

  private isBefore(
    item: number, level: number, place: number,
    other = this.items[place]!, otherLevel = this.levels[place]!,
  ): boolean {
    return level < otherLevel || (level === otherLevel && item < other);
  }
}
