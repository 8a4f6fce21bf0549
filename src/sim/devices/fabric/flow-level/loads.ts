/**
 * What share of its time each of many things is used, and for how long it was up to now.
 * Not who uses it. Keeps true: what was used before a share changed is counted as it was.
 */
export class Loads {
  /** Shares of time, as of now. */
  readonly shares: Float64Array;
  private readonly busyTicks: Float64Array;
  private readonly changedAt: Float64Array;

  constructor(count: number) {
    this.shares = new Float64Array(count);
    this.busyTicks = new Float64Array(count);
    this.changedAt = new Float64Array(count);
  }

  /** Nothing has happened before. */
  startAt(now: number): void {
    this.changedAt.fill(now);
  }

  set(index: number, share: number, now: number): void {
    this.busyTicks[index] = this.busyTicksOf(index, now);
    this.changedAt[index] = now;
    this.shares[index] = Math.max(0, share);
  }

  busyTicksOf(index: number, now: number): number {
    return this.busyTicks[index]! + this.shares[index]! * (now - this.changedAt[index]!);
  }
}
