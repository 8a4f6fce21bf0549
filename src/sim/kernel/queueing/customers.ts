/**
 * Those who are on their way through stations, in typed arrays that grow to the most there ever
 * were at once. Not what they do: see the network. Keeps true: a number in use is not given out
 * again, and memory does not depend on how many came.
 */
import { doubled } from '../grow.ts';
import { visitsMax } from './routes.ts';

const none = -1;

export class Customers {
  /** The most there were at once. */
  count = 0;
  /** The visit each is at, or −1 for a free number. */
  visit = new Int32Array(64);
  bytes = new Float64Array(64);
  bornAt = new Float64Array(64);
  enteredAt = new Float64Array(64);
  /** What its owner knows it by. */
  tag = new Int32Array(64);
  /** 1 when it is lost and will be told so. */
  lost = new Int32Array(64);
  /** By customer and visit of its route: time spent, and of that waiting. */
  spent = new Float64Array(64 * visitsMax);
  waited = new Float64Array(64 * visitsMax);
  private free = none;
  private next = new Int32Array(64);

  take(): number {
    const known = this.free;
    if (known !== none) {
      this.free = this.next[known] as number;
      return known;
    }
    if (this.count === this.visit.length) this.grow();
    return this.count++;
  }

  release(customer: number): void {
    this.visit[customer] = none;
    this.next[customer] = this.free;
    this.free = customer;
  }

  memoryBytes(): number {
    return this.visit.length * (4 * 4 + 3 * 8 + 2 * 8 * visitsMax);
  }

  private grow(): void {
    for (const name of ['visit', 'tag', 'lost', 'next'] as const) {
      this[name] = doubled(this[name], Int32Array);
    }
    for (const name of ['bytes', 'bornAt', 'enteredAt', 'spent', 'waited'] as const) {
      this[name] = doubled(this[name], Float64Array);
    }
  }
}
