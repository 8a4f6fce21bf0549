/**
 * What share of its time each of many things is used, and for how long it was up to now.
 * Not who uses it. Keeps true: what was used before a share changed is counted as it was.
 */

/** Of each: its share of time as of now, ticks that it was used, and until when that is counted. */
const doublesEach = 4;
const shareAt = 0;
const busyAt = 1;
const countedAt = 2;

export class Loads {
  private readonly doubles: Float64Array;

  constructor(count: number) {
    this.doubles = new Float64Array(doublesEach * count);
  }

  /** Nothing has happened before. */
  startAt(now: number): void {
    const { doubles } = this;
    for (let i = countedAt; i < doubles.length; i += doublesEach) doubles[i] = now;
  }

  set(index: number, share: number, now: number): void {
    const { doubles } = this;
    doubles[doublesEach * index + busyAt] = this.busyTicksOf(index, now);
    doubles[doublesEach * index + countedAt] = now;
    doubles[doublesEach * index + shareAt] = Math.max(0, share);
  }

  shareOf(index: number): number {
    return this.doubles[doublesEach * index + shareAt]!;
  }

  busyTicksOf(index: number, now: number): number {
    const { doubles } = this;
    const at = doublesEach * index;
    return doubles[at + busyAt]! + doubles[at + shareAt]! * (now - doubles[at + countedAt]!);
  }
}
