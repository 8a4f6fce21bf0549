/**
 * Customers of a network who wait for a vCPU, in order of arrival, with the work that is left of
 * each: lists in typed arrays that grow to the most there ever were. Not the vCPUs.
 * Keeps true: nothing is allocated for a customer.
 */
const none = -1;

function wider(old: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const more = new Float64Array(length);
  more.set(old);
  return more;
}

export class CustomerLines {
  /** By customer: work that is left, and how long somebody worked on it, in ticks. */
  left = new Float64Array(64);
  worked = new Float64Array(64);
  private next = new Int32Array(64);
  private readonly heads: number[] = [];
  private readonly tails: number[] = [];

  add(): number {
    this.heads.push(none);
    this.tails.push(none);
    return this.heads.length - 1;
  }

  isEmpty(line: number): boolean {
    return this.heads[line] === none;
  }

  push(line: number, customer: number, ticks: number): void {
    if (customer >= this.next.length) this.grow(customer);
    this.left[customer] = ticks;
    this.worked[customer] = 0;
    this.next[customer] = none;
    const tail = this.tails[line] as number;
    if (tail === none) this.heads[line] = customer;
    else this.next[tail] = customer;
    this.tails[line] = customer;
  }

  /** The first, who leaves the line, or −1. */
  take(line: number): number {
    const customer = this.heads[line] as number;
    if (customer === none) return none;
    const next = this.next[customer] as number;
    this.heads[line] = next;
    if (next === none) this.tails[line] = none;
    return customer;
  }

  private grow(customer: number): void {
    let { length } = this.next;
    while (length <= customer) length *= 2;
    this.left = wider(this.left, length);
    this.worked = wider(this.worked, length);
    const next = new Int32Array(length);
    next.set(this.next);
    this.next = next;
  }
}
