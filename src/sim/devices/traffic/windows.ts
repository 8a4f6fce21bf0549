/**
 * How it went in time: equal windows of a run with what was completed in each, and how busy each
 * element was. Not single events. Keeps true: memory depends on the number of windows alone.
 */
import type { QueueNetwork } from '#sim/kernel';
import { joinPairs, last, sum } from '../pairs.ts';
import { BusyShares, type BusySharesOptions } from './busy-shares.ts';
import type { Load } from './load.ts';

export const windowCount = 100;
/**
 * Where nobody knows how long a run lasts, windows begin with this length. Whenever there are twice
 * as many as there are to be, each two become one, and windows are twice as long from then on.
 */
export const firstWindowSeconds = 1e-6;

interface StreamWindows {
  readonly completed: number[];
  readonly bytes: number[];
  /** Of what came through in a window: how many, and their latencies together. */
  readonly counts: number[];
  readonly sums: number[];
  before: { completed: number; bytes: number; count: number; sum: number };
}

export class Windows {
  readonly atTicks: number[] = [];
  private readonly network: QueueNetwork;
  private readonly streams: ReadonlyMap<Load, StreamWindows>;
  private readonly shares: BusyShares;
  private lastTicks = 0;

  constructor(options: BusySharesOptions & { readonly loads: readonly Load[] }) {
    this.network = options.network;
    this.shares = new BusyShares(options);
    this.streams = new Map(options.loads.map((load) =>
      [load, { completed: [], bytes: [], counts: [], sums: [], before: none() }] as const));
  }

  /** Counting starts, or starts anew. */
  open(now: number): void {
    this.lastTicks = now;
    this.atTicks.length = 0;
    this.shares.open(now);
    for (const [load, stream] of this.streams) {
      for (const row of rowsOf(stream)) row.length = 0;
      stream.before = this.countsOf(load);
    }
  }

  /** A window is over. */
  close(now: number): void {
    const length = now - this.lastTicks;
    if (length <= 0) return;
    this.lastTicks = now;
    const window = this.atTicks.push(now) - 1;
    this.shares.close(now, window, length);
    for (const [load, stream] of this.streams) this.closeStream(load, stream);
  }

  /** Each two windows become one. */
  join(): void {
    this.shares.join(this.atTicks.length);
    joinPairs(this.atTicks, last);
    for (const stream of this.streams.values()) {
      for (const row of rowsOf(stream)) joinPairs(row, sum);
    }
  }

  /** Completed in each window, of several streams together. */
  pooled(loads: readonly Load[], what: 'completed' | 'bytes'): readonly number[] {
    const rows = loads.map((load) => this.streams.get(load)?.[what] ?? []);
    return this.atTicks.map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0));
  }

  lengthTicks(window: number, from: number): number {
    return (this.atTicks[window] ?? 0) - (window === 0 ? from : (this.atTicks[window - 1] ?? 0));
  }

  /** Share of time that the busiest station of each element was busy. */
  utilization(): ReadonlyMap<string, readonly number[]> {
    return this.shares.read(this.atTicks.length);
  }

  latencies(load: Load): readonly (number | null)[] {
    const { counts = [], sums = [] } = this.streams.get(load) ?? {};
    return counts.map((count, i) => (count <= 0 ? null : (sums[i] ?? 0) / count));
  }

  private closeStream(load: Load, stream: StreamWindows): void {
    const after = this.countsOf(load);
    const { before } = stream;
    stream.completed.push(after.completed - before.completed);
    stream.bytes.push(after.bytes - before.bytes);
    stream.counts.push(after.count - before.count);
    stream.sums.push(after.sum - before.sum);
    stream.before = after;
  }

  private countsOf(load: Load): StreamWindows['before'] {
    const { latencies } = this.network.routes;
    if (load.latencies !== null) {
      const { completed, bytes, latencies: own } = load;
      return { completed, bytes, count: own.count, sum: own.sum.toNumber() };
    }
    let count = 0;
    let sum = 0;
    for (const { route } of load.ways) {
      count += latencies[route]!.count;
      sum += latencies[route]!.sum.toNumber();
    }
    return { completed: load.completed, bytes: load.bytes, count, sum };
  }
}

const rowsOf = ({ completed, bytes, counts, sums }: StreamWindows): readonly number[][] =>
  [completed, bytes, counts, sums];

const none = (): StreamWindows['before'] => ({ completed: 0, bytes: 0, count: 0, sum: 0 });
