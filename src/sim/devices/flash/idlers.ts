/**
 * Units with nothing to do, the one that has waited longest first, so that writes go round. Not who
 * is idle now: whoever takes one asks it. Keeps true: a unit stands in it once at most.
 */

export class Idlers {
  count = 0;
  private readonly ring: Int32Array;
  private readonly isIn: Uint8Array;
  private head = 0;

  /** At first all are idle. */
  constructor(units: number) {
    this.ring = Int32Array.from({ length: units }, (_, unit) => unit);
    this.isIn = new Uint8Array(units).fill(1);
    this.count = units;
  }

  add(unit: number): void {
    if (this.isIn[unit] === 1) return;
    this.isIn[unit] = 1;
    const { ring } = this;
    let at = this.head + this.count++;
    if (at >= ring.length) at -= ring.length;
    ring[at] = unit;
  }

  /** Only when there is one. */
  take(): number {
    const unit = this.ring[this.head] as number;
    this.head = this.head + 1 === this.ring.length ? 0 : this.head + 1;
    this.count--;
    this.isIn[unit] = 0;
    return unit;
  }
}
