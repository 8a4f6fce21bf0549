/**
 * How long at least one request waited at a limit: the length of all waits laid over each other.
 * Not who waited. Keeps true: a wait is told of when it begins, so no time is counted twice.
 */
export class Waiting {
  private total = 0;
  private until = 0;
  private before = 0;
  private cutTicks = 0;

  /** Somebody waits from now until then. */
  add(now: number, until: number): void {
    if (until <= this.until) return;
    this.total += until - Math.max(now, this.until);
    this.until = until;
  }

  /** The warm-up is over. */
  cut(now: number): void {
    this.cutTicks = now;
    this.before = this.upTo(now);
  }

  /** Ticks so far; what is still to come of a wait has not been. */
  upTo(now: number): number {
    return this.total - Math.max(0, this.until - now);
  }

  /** Of the time since the warm-up. */
  share(now: number): number {
    const window = now - this.cutTicks;
    return window <= 0 ? 0 : (this.upTo(now) - this.before) / window;
  }
}
