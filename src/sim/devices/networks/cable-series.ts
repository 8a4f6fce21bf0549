/**
 * What each cable of a fabric did since the warm-up, and in each window of the run.
 * Not single packets. Keeps true: memory depends on the numbers of links and windows alone.
 */
import { countsOf, type LinkCounts, type Network, takeLongestQueue } from '../fabric/index.ts';

/** One way of a cable in one window after another. */
export interface WaySeries {
  readonly utilization: number[];
  readonly longestQueueBytes: number[];
  readonly dropped: number[];
  readonly marked: number[];
  /** Shares of the windows. */
  readonly paused: number[];
}

export class CableSeries {
  private readonly network: Network;
  private readonly series: WaySeries[];
  /** By link: at the end of the warm-up, and of the last window. */
  private begun: LinkCounts[] = [];
  private last: LinkCounts[] = [];
  private readonly longest: Float64Array;
  private cutTicks = 0;
  private lastTicks = 0;

  constructor(network: Network) {
    this.network = network;
    this.longest = new Float64Array(network.fabric.links.count);
    this.series = Array.from(this.longest, () =>
      ({ utilization: [], longestQueueBytes: [], dropped: [], marked: [], paused: [] }));
    this.cut(network.simulation.now);
  }

  /** The warm-up is over. */
  cut(now: number): void {
    const { fabric, pauses } = this.network;
    this.cutTicks = now;
    this.lastTicks = now;
    this.begun = this.series.map((_, link) => countsOf(fabric, pauses, link));
    this.last = this.begun;
    this.longest.fill(0);
    this.series.forEach((series, link) => {
      takeLongestQueue(fabric, link);
      for (const row of Object.values(series) as number[][]) row.length = 0;
    });
  }

  /** A window is over. */
  close(now: number): void {
    const length = now - this.lastTicks;
    if (length <= 0) return;
    const { fabric, pauses } = this.network;
    this.lastTicks = now;
    this.last = this.last.map((before, link) => {
      const after = countsOf(fabric, pauses, link);
      const series = this.series[link]!;
      const longest = takeLongestQueue(fabric, link);
      this.longest[link] = Math.max(this.longest[link]!, longest);
      series.utilization.push(share(after.busyTicks - before.busyTicks, length));
      series.longestQueueBytes.push(longest);
      series.dropped.push(after.drops - before.drops);
      series.marked.push(after.marks - before.marks);
      series.paused.push(share(after.pausedTicks - before.pausedTicks, length));
      return after;
    });
  }

  /** What a link did since the warm-up. */
  since(link: number): LinkCounts & { readonly ticks: number; readonly longestQueueBytes: number } {
    const { network, begun, longest } = this;
    const { fabric, pauses } = network;
    const now = countsOf(fabric, pauses, link);
    const before = begun[link]!;
    return {
      ticks: network.simulation.now - this.cutTicks,
      busyTicks: now.busyTicks - before.busyTicks, drops: now.drops - before.drops,
      marks: now.marks - before.marks, pausedTicks: now.pausedTicks - before.pausedTicks,
      bytes: now.bytes - before.bytes, packetTicks: now.packetTicks - before.packetTicks,
      longestQueueBytes: Math.max(longest[link]!, network.fabric.links.longestQueueBytes(link)),
    };
  }

  seriesOf(link: number): WaySeries {
    return this.series[link]!;
  }
}

/** Heat needs no more digits. */
const share = (part: number, whole: number): number =>
  Math.min(1, Math.max(0, Math.round((part / whole) * 10_000) / 10_000));
