/**
 * A whole number that changes in time, with the exact area under it: queue lengths, busy servers.
 * Not a series: it keeps no history.
 * Keeps true: the area is the exact integral from the start of the window to the last change.
 */
import { TwoLimb } from '#base';

export class TimeWeighted {
  value = 0;
  max = 0;
  /** The integral of the value from the start of the window to the last change. */
  readonly area = new TwoLimb();
  windowStart = 0;
  private since = 0;

  /** The value from this instant on. */
  set(now: number, value: number): void {
    if (now > this.since) {
      this.area.addProduct(this.value, now - this.since);
      this.since = now;
    }
    this.value = value;
    if (value > this.max) this.max = value;
  }

  add(now: number, change: number): void {
    this.set(now, this.value + change);
  }

  /** Forgets the past, as at the end of a warm-up; the value stays. */
  openWindow(now: number): void {
    this.area.clear();
    this.windowStart = now;
    this.since = now;
    this.max = this.value;
  }

  /** The exact area from the start of the window up to now. */
  areaUpTo(now: number): TwoLimb {
    const area = this.area.copy();
    area.addProduct(this.value, now - this.since);
    return area;
  }

  /** The mean over the window up to now, or null while the window has no length. */
  mean(now: number): number | null {
    const length = now - this.windowStart;
    return length > 0 ? this.areaUpTo(now).dividedBy(length) : null;
  }
}
