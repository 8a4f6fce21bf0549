/**
 * How busy each cable of a fabric was that is computed as flows, since the warm-up and in each
 * window of the run. Not queues, drops or pauses: flows have none.
 * Keeps true: memory depends on the numbers of windows and of links that did something.
 */
import type { FlowNetwork } from '../fabric/index.ts';
import { joinPairs } from '../pairs.ts';
import { meanShare, share } from './shares.ts';

export class BusySeries {
  private readonly network: FlowNetwork;
  private series: (number[] | null)[] = [];
  private windows = 0;
  /** By link, at the end of the warm-up, and of the last window. */
  private readonly begun: Float64Array;
  private readonly begunBytes: Float64Array;
  private readonly last: Float64Array;
  private cutTicks = 0;
  private lastTicks = 0;

  constructor(network: FlowNetwork) {
    const { count } = network.fabric.links;
    this.network = network;
    this.begun = new Float64Array(count);
    this.begunBytes = new Float64Array(count);
    this.last = new Float64Array(count);
    this.cut(network.simulation.now);
  }

  /** The warm-up is over. */
  cut(now: number): void {
    const { network, begun } = this;
    this.cutTicks = now;
    this.lastTicks = now;
    this.windows = 0;
    this.series = Array.from(begun, () => null);
    begun.forEach((_, link) => {
      begun[link] = network.busyTicks(link);
      this.begunBytes[link] = network.bytesOf(link);
    });
    this.last.set(begun);
  }

  /** A window is over. */
  close(now: number): void {
    const length = now - this.lastTicks;
    if (length <= 0) return;
    this.lastTicks = now;
    this.last.forEach((before, link) => {
      const busy = this.network.busyTicks(link);
      if (busy === before) return;
      this.series[link] ??= [];
      this.utilizationOf(link)!.push(share(busy - before, length));
      this.last[link] = busy;
    });
    this.windows++;
  }

  /** Each two windows become one. */
  join(): void {
    this.series.forEach((_, link) => {
      const series = this.utilizationOf(link);
      if (series !== null) joinPairs(series, meanShare);
    });
    this.windows = Math.floor(this.windows / 2);
  }

  /** What a link did since the warm-up; bytes to the next whole one. */
  since(link: number): {
    readonly ticks: number; readonly busyTicks: number; readonly bytes: number;
  } {
    const { network } = this;
    return {
      ticks: network.simulation.now - this.cutTicks,
      busyTicks: network.busyTicks(link) - this.begun[link]!,
      bytes: Math.round(network.bytesOf(link) - this.begunBytes[link]!),
    };
  }

  /** Shares of the windows in which it was sending; null: it never was. */
  utilizationOf(link: number): number[] | null {
    const series = this.series[link] ?? null;
    while (series !== null && series.length < this.windows) series.push(0);
    return series;
  }

  /** As many values as there were windows. */
  seriesOf(link: number): readonly number[] {
    return this.utilizationOf(link) ?? new Array<number>(this.windows).fill(0);
  }
}
