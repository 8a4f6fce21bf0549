/**
 * What each link did in windows of time: how busy it was, its longest queue, drops, marks, pauses.
 * Not a trace: when there are too many windows two become one, so memory does not grow with time.
 * Keeps true: counts of all windows add up to those of the link; a window holds what happened in
 * it, to the tick.
 */
import { invariant } from '#base';
import type { EventKind } from '#sim/kernel';
import type { Fabric } from './fabric.ts';
import { countsOf, takeLongestQueue } from './link-counts.ts';
import type { Pauses } from './pauses.ts';

/** An even number, as windows are joined in pairs. */
const windowsMost = 64;

/** One link, window by window. */
export interface LinkSeries {
  readonly windowTicks: number;
  /** Shares of each window in which it was sending. */
  readonly utilization: readonly number[];
  readonly longestQueueBytes: readonly number[];
  readonly drops: readonly number[];
  readonly marks: readonly number[];
  readonly pausedTicks: readonly number[];
}

export class LinkWindows {
  private readonly fabric: Fabric;
  private readonly pauses: Pauses;
  private readonly closes: EventKind;
  private readonly startTicks: number;
  private windowTicks: number;
  private count = 0;
  private readonly busy: Float64Array;
  private readonly queue: Int32Array;
  private readonly drops: Int32Array;
  private readonly marks: Int32Array;
  private readonly paused: Float64Array;
  /** What was read at the end of the window before, link by link. */
  private readonly before: Float64Array;

  constructor(fabric: Fabric, pauses: Pauses, windowTicks: number) {
    this.fabric = fabric;
    this.pauses = pauses;
    this.windowTicks = windowTicks;
    this.startTicks = fabric.simulation.now;
    const cells = windowsMost * fabric.links.count;
    this.busy = new Float64Array(cells);
    this.queue = new Int32Array(cells);
    this.drops = new Int32Array(cells);
    this.marks = new Int32Array(cells);
    this.paused = new Float64Array(cells);
    this.before = new Float64Array(4 * fabric.links.count);
    for (let link = 0; link < fabric.links.count; link++) this.read(link, -1);
    this.closes = fabric.simulation.register(() => {
      this.close();
    });
    fabric.simulation.scheduleAfter(windowTicks, this.closes, 0, 0);
  }

  /** Windows that are complete. */
  seriesOf(link: number): LinkSeries {
    const { count, windowTicks } = this;
    const first = windowsMost * link;
    const slice = (values: ArrayLike<number>, scale = 1) =>
      Array.from({ length: count }, (_, i) => values[first + i]! * scale);
    return {
      windowTicks,
      utilization: slice(this.busy, 1 / windowTicks),
      longestQueueBytes: slice(this.queue),
      drops: slice(this.drops),
      marks: slice(this.marks),
      pausedTicks: slice(this.paused),
    };
  }

  private close(): void {
    const { simulation, links } = this.fabric;
    const window = this.count++;
    for (let link = 0; link < links.count; link++) this.read(link, window);
    if (this.count === windowsMost) this.join();
    // Nothing else will happen: the run ends, and so do its windows.
    if (simulation.pending === 0) return;
    const ends = this.startTicks + (this.count + 1) * this.windowTicks;
    simulation.schedule(ends, this.closes, 0, 0);
  }

  private read(link: number, window: number): void {
    const { busyTicks, drops, marks, pausedTicks } = countsOf(this.fabric, this.pauses, link);
    const longest = takeLongestQueue(this.fabric, link);
    const values = [busyTicks, drops, marks, pausedTicks];
    if (window >= 0) {
      const cell = windowsMost * link + window;
      this.busy[cell] = values[0]! - this.before[4 * link]!;
      this.queue[cell] = longest;
      this.drops[cell] = values[1]! - this.before[4 * link + 1]!;
      this.marks[cell] = values[2]! - this.before[4 * link + 2]!;
      this.paused[cell] = values[3]! - this.before[4 * link + 3]!;
    }
    this.before.set(values, 4 * link);
  }

  /** Two windows become one. */
  private join(): void {
    const half = windowsMost / 2;
    invariant(this.count === windowsMost, 'windows are joined when there is no room for more');
    for (let link = 0; link < this.fabric.links.count; link++) {
      const first = windowsMost * link;
      for (let i = 0; i < half; i++) {
        const from = first + 2 * i;
        for (const sums of [this.busy, this.drops, this.marks, this.paused]) {
          sums[first + i] = sums[from]! + sums[from + 1]!;
        }
        this.queue[first + i] = Math.max(this.queue[from]!, this.queue[from + 1]!);
      }
    }
    this.count = half;
    this.windowTicks *= 2;
  }
}
