/**
 * Those who are on their way through stations, in typed arrays that grow to the most there ever
 * were at once. Not what they do: see the network. Keeps true: a number in use is not given out
 * again, and memory does not depend on how many came.
 */
import { doubled } from '../grow.ts';

const none = -1;

export class Customers {
  /** The most there were at once. */
  count = 0;
  /** The visit each is at, or −1 for a free number. */
  visit = new Int32Array(64);
  bytes = new Float64Array(64);
  /** Where in what it goes to, in bytes; 0 where nobody asks. */
  address = new Float64Array(64);
  bornAt = new Float64Array(64);
  enteredAt = new Float64Array(64);
  /** What its owner knows it by. */
  tag = new Int32Array(64);
  /** 1 when it is inside no station any more and will be told that it is lost. */
  lost = new Int32Array(64);
  /** Visits of the longest route. */
  width = 1;
  /** Two by customer and visit of its route: time spent, and of that waiting. */
  parts = new Float64Array(64 * 2);
  private free = none;
  private next = new Int32Array(64);

  /** Makes room for a route of so many visits. Those on their way keep what they have noted. */
  widen(visits: number): void {
    if (visits <= this.width) return;
    const wider = new Float64Array(this.visit.length * 2 * visits);
    const { parts, width } = this;
    for (let customer = 0; customer < this.count; customer++) {
      const own = parts.subarray(2 * width * customer, 2 * width * (customer + 1));
      wider.set(own, 2 * visits * customer);
    }
    this.width = visits;
    this.parts = wider;
  }

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
    return this.visit.length * (4 * 4 + 4 * 8 + 2 * 8 * this.width);
  }

  private grow(): void {
    for (const name of ['visit', 'tag', 'lost', 'next'] as const) {
      this[name] = doubled(this[name], Int32Array);
    }
    for (const name of ['bytes', 'address', 'bornAt', 'enteredAt', 'parts'] as const) {
      this[name] = doubled(this[name], Float64Array);
    }
  }
}
