/**
 * A four-way heap of (time, order, slot): where the event queue puts what it cannot spread by time.
 * Not the main road: without bursts at a single instant it stays empty.
 * Keeps true: `top` is the least entry by time, then by order, whatever was pushed in what order.
 */
import { doubled } from './grow.ts';

export class SpillHeap {
  count = 0;
  private times = new Float64Array(64);
  private orders = new Float64Array(64);
  private slots = new Int32Array(64);

  topTime(): number {
    return this.times[0] as number;
  }

  topOrder(): number {
    return this.orders[0] as number;
  }

  /** The slot at a place in no useful order, for whoever empties the heap as a whole. */
  slotAt(index: number): number {
    return this.slots[index] as number;
  }

  push(time: number, order: number, slot: number): void {
    if (this.count === this.times.length) this.grow();
    const { times, orders, slots } = this;
    let hole = this.count++;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const parentTime = times[parent] as number;
      if (parentTime < time || (parentTime === time && (orders[parent] as number) < order)) break;
      times[hole] = parentTime;
      orders[hole] = orders[parent] as number;
      slots[hole] = slots[parent] as number;
      hole = parent;
    }
    times[hole] = time;
    orders[hole] = order;
    slots[hole] = slot;
  }

  /** Takes the least entry and gives its slot. */
  pop(): number {
    const { times, orders, slots } = this;
    const result = slots[0] as number;
    const last = --this.count;
    const time = times[last] as number;
    const order = orders[last] as number;
    const slot = slots[last] as number;
    let hole = 0;
    for (;;) {
      const child = this.leastChild(hole, last);
      if (child < 0) break;
      const childTime = times[child] as number;
      if (childTime > time || (childTime === time && (orders[child] as number) > order)) break;
      times[hole] = childTime;
      orders[hole] = orders[child] as number;
      slots[hole] = slots[child] as number;
      hole = child;
    }
    times[hole] = time;
    orders[hole] = order;
    slots[hole] = slot;
    return result;
  }

  private leastChild(parent: number, count: number): number {
    const { times, orders } = this;
    const first = 4 * parent + 1;
    if (first >= count) return -1;
    const end = first + 4 < count ? first + 4 : count;
    let least = first;
    let leastTime = times[first] as number;
    for (let child = first + 1; child < end; child++) {
      const time = times[child] as number;
      if (time > leastTime) continue;
      if (time < leastTime || (orders[child] as number) < (orders[least] as number)) {
        least = child;
        leastTime = time;
      }
    }
    return least;
  }

  private grow(): void {
    this.times = doubled(this.times, Float64Array);
    this.orders = doubled(this.orders, Float64Array);
    this.slots = doubled(this.slots, Int32Array);
  }
}
