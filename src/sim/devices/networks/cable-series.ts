/**
 * What each cable of a fabric did since the warm-up, and in each window of the run.
 * Not single packets. Keeps true: memory depends on the numbers of windows and of links that did
 * something; a window costs nothing but a look at those that did nothing.
 */
import {
  busyTicksOf, isSending, type Network, packetTicksOf, takeLongestQueue,
} from '../fabric/index.ts';
import { joinPairs, sum } from '../pairs.ts';
import { meanShare, share } from './shares.ts';

/** One way of a cable in one window after another. */
export interface WaySeries {
  readonly utilization: number[];
  readonly longestQueueBytes: number[];
  readonly dropped: number[];
  readonly marked: number[];
  /** Shares of the windows. */
  readonly paused: number[];
}

/** Sums of one way. */
export interface WayTotals {
  readonly busyTicks: number;
  readonly drops: number;
  readonly marks: number;
  readonly pausedTicks: number;
  readonly bytes: number;
  /** Packets times the ticks that each waited and was sent. */
  readonly packetTicks: number;
}

const noSeries = (): WaySeries =>
  ({ utilization: [], longestQueueBytes: [], dropped: [], marked: [], paused: [] });

// What was counted of a link at the end of the last window.
const lastDoubles = 5;
const [busyAt, dropsAt, marksAt, pausedAt, bytesAt] = [0, 1, 2, 3, 4];

export class CableSeries {
  private readonly network: Network;
  private series: (WaySeries | null)[] = [];
  private windows = 0;
  /** By link, at the end of the warm-up. */
  private begun: WayTotals[] = [];
  private readonly last: Float64Array;
  /** By link: 1 while it had something to send at the end of the last window. */
  private readonly wasSending: Uint8Array;
  private readonly longest: Float64Array;
  private cutTicks = 0;
  private lastTicks = 0;

  constructor(network: Network) {
    const { count } = network.fabric.links;
    this.network = network;
    this.longest = new Float64Array(count);
    this.last = new Float64Array(lastDoubles * count);
    this.wasSending = new Uint8Array(count);
    this.cut(network.simulation.now);
  }

  /** The warm-up is over. */
  cut(now: number): void {
    const { fabric } = this.network;
    this.cutTicks = now;
    this.lastTicks = now;
    this.windows = 0;
    this.series = Array.from(this.longest, () => null);
    this.begun = this.series.map((_, link) => this.totals(link));
    this.longest.fill(0);
    this.begun.forEach(({ busyTicks, drops, marks, pausedTicks, bytes }, link) => {
      this.last.set([busyTicks, drops, marks, pausedTicks, bytes], lastDoubles * link);
      this.wasSending[link] = isSending(fabric, link) ? 1 : 0;
      takeLongestQueue(fabric, link);
    });
  }

  /** A window is over. */
  close(now: number): void {
    const length = now - this.lastTicks;
    if (length <= 0) return;
    this.lastTicks = now;
    this.wasSending.forEach((_, link) => {
      if (this.didSomething(link)) this.note(link, length);
    });
    this.windows++;
  }

  /** Each two windows become one. */
  join(): void {
    this.series.forEach((known, link) => {
      if (known === null) return;
      const series = this.seriesOf(link);
      for (const row of [series.utilization, series.paused]) joinPairs(row, meanShare);
      for (const row of [series.dropped, series.marked]) joinPairs(row, sum);
      joinPairs(series.longestQueueBytes, Math.max);
    });
    this.windows = Math.floor(this.windows / 2);
  }

  /** What a link did since the warm-up. */
  since(link: number): WayTotals & { readonly ticks: number; readonly longestQueueBytes: number } {
    const { network, begun, longest } = this;
    const now = this.totals(link);
    const before = begun[link]!;
    return {
      ticks: network.simulation.now - this.cutTicks,
      busyTicks: now.busyTicks - before.busyTicks, drops: now.drops - before.drops,
      marks: now.marks - before.marks, pausedTicks: now.pausedTicks - before.pausedTicks,
      bytes: now.bytes - before.bytes, packetTicks: now.packetTicks - before.packetTicks,
      longestQueueBytes: Math.max(longest[link]!, network.fabric.links.longestQueueBytes(link)),
    };
  }

  /** As many values as there were windows. */
  seriesOf(link: number): WaySeries {
    const series = this.series[link] ?? noSeries();
    // All rows are equally long.
    while (series.utilization.length < this.windows) {
      for (const row of Object.values(series) as number[][]) row.push(0);
    }
    return series;
  }

  /** Shares of the windows in which it was sending; null: it never was. */
  utilizationOf(link: number): readonly number[] | null {
    return this.series[link] === null ? null : this.seriesOf(link).utilization;
  }

  private didSomething(link: number): boolean {
    const { fabric, pauses } = this.network;
    const l = lastDoubles * link;
    return this.wasSending[link] === 1 || fabric.links.bytesIn(link) !== this.last[l + bytesAt]
      || fabric.links.drops[link] !== this.last[l + dropsAt]
      || pauses.pausedTicks(link) !== this.last[l + pausedAt];
  }

  private note(link: number, length: number): void {
    const { fabric, pauses } = this.network;
    const { links } = fabric;
    const { last } = this;
    const l = lastDoubles * link;
    this.series[link] ??= noSeries();
    const series = this.seriesOf(link);
    const busy = busyTicksOf(fabric, link);
    const paused = pauses.pausedTicks(link);
    const longest = takeLongestQueue(fabric, link);
    this.longest[link] = Math.max(this.longest[link]!, longest);
    series.utilization.push(share(busy - last[l + busyAt]!, length));
    series.longestQueueBytes.push(longest);
    series.dropped.push(links.drops[link]! - last[l + dropsAt]!);
    series.marked.push(links.marks[link]! - last[l + marksAt]!);
    series.paused.push(share(paused - last[l + pausedAt]!, length));
    last[l + busyAt] = busy;
    last[l + dropsAt] = links.drops[link]!;
    last[l + marksAt] = links.marks[link]!;
    last[l + pausedAt] = paused;
    last[l + bytesAt] = links.bytesIn(link);
    this.wasSending[link] = isSending(fabric, link) ? 1 : 0;
  }

  private totals(link: number): WayTotals {
    const { fabric, pauses } = this.network;
    const { links } = fabric;
    return {
      busyTicks: busyTicksOf(fabric, link), drops: links.drops[link]!, marks: links.marks[link]!,
      pausedTicks: pauses.pausedTicks(link), bytes: links.bytesIn(link),
      packetTicks: packetTicksOf(fabric, link),
    };
  }
}
