/**
 * How it went in time: equal windows of a run with what was completed in each, and how busy each
 * element was. Not single events. Keeps true: memory depends on the number of windows alone.
 */
import type { QueueNetwork } from '#sim/kernel';
import type { ThreadTimes } from '../processor-port.ts';
import type { Figures } from './figures.ts';
import { elementOfStation } from './figures.ts';
import type { HostPort } from './host-port.ts';
import type { Load } from './load.ts';

export const windowCount = 100;

interface StreamWindows {
  readonly completed: number[];
  readonly bytes: number[];
  readonly latencyTicks: (number | null)[];
  before: { completed: number; bytes: number; count: number; sum: number };
}

export class Windows {
  readonly atTicks: number[] = [];
  private readonly network: QueueNetwork;
  private readonly figures: Figures;
  private readonly host: HostPort;
  private readonly loads: readonly Load[];
  private readonly busyBefore = new Map<number, number>();
  private threadsBefore: readonly ThreadTimes[] = [];
  private readonly shares = new Map<string, number[]>();
  private readonly streams: StreamWindows[];
  private lastTicks = 0;

  constructor(options: {
    readonly network: QueueNetwork; readonly figures: Figures; readonly host: HostPort;
    readonly loads: readonly Load[];
  }) {
    const { network, figures, host, loads } = options;
    [this.network, this.figures, this.host, this.loads] = [network, figures, host, loads];
    this.streams = loads.map(() =>
      ({ completed: [], bytes: [], latencyTicks: [], before: none() }));
  }

  /** Counting starts, or starts anew. */
  open(now: number): void {
    this.lastTicks = now;
    this.atTicks.length = 0;
    this.shares.clear();
    this.network.stations.ids.forEach((_, station) =>
      this.busyBefore.set(station, this.busyAt(station, now).ticks));
    this.threadsBefore = this.host.threadTimes();
    this.loads.forEach((load, i) => {
      const stream = this.streams[i]!;
      stream.completed.length = 0;
      stream.bytes.length = 0;
      stream.latencyTicks.length = 0;
      stream.before = this.countsOf(load);
    });
  }

  /** A window is over. */
  close(now: number): void {
    const length = now - this.lastTicks;
    if (length <= 0) return;
    this.lastTicks = now;
    const window = this.atTicks.push(now) - 1;
    this.closeStations(now, length, window);
    this.loads.forEach((load, i) => this.closeStream(load, this.streams[i]!));
  }

  /** Completed in each window, of several streams together. */
  pooled(loads: readonly Load[], what: 'completed' | 'bytes'): readonly number[] {
    const rows = loads.map((load) => this.streams[this.loads.indexOf(load)]?.[what] ?? []);
    return this.atTicks.map((_, i) => rows.reduce((sum, row) => sum + (row[i] ?? 0), 0));
  }

  lengthTicks(window: number, from: number): number {
    return (this.atTicks[window] ?? 0) - (window === 0 ? from : (this.atTicks[window - 1] ?? 0));
  }

  /** Share of time that the busiest station of each element was busy. */
  utilization(): ReadonlyMap<string, readonly number[]> {
    return this.shares;
  }

  latencies(load: Load): readonly (number | null)[] {
    return this.streams[this.loads.indexOf(load)]?.latencyTicks ?? [];
  }

  private closeStations(now: number, length: number, window: number): void {
    this.network.stations.ids.forEach((id, station) => {
      if (!this.figures.queues(station)) return;
      const { ticks, servers } = this.busyAt(station, now);
      const share = (ticks - (this.busyBefore.get(station) ?? 0)) / length / servers;
      this.busyBefore.set(station, ticks);
      this.note(elementOfStation(id), window, share);
    });
    const threads = this.host.threadTimes();
    threads.forEach(({ boards, threads: count, ranTicks }, i) => {
      const share = (ranTicks - (this.threadsBefore[i]?.ranTicks ?? 0)) / length / count;
      for (const board of boards) this.note(board, window, share);
    });
    this.threadsBefore = threads;
  }

  /** Of a vCPU whatever it did, compute work too; it does not work while it waits for a thread. */
  private busyAt(
    station: number, now: number,
  ): { readonly ticks: number; readonly servers: number } {
    const { stations } = this.network;
    const times = this.host.timesAt(station);
    return times === null
      ? { ticks: stations.busyTicks(station, now), servers: stations.servers[station] as number }
      : { ticks: times.ranTicks, servers: times.vcpus };
  }

  private note(element: string, window: number, share: number): void {
    let row = this.shares.get(element);
    if (row === undefined) this.shares.set(element, row = []);
    while (row.length <= window) row.push(0);
    row[window] = Math.min(1, Math.max(row[window] ?? 0, share, 0));
  }

  private closeStream(load: Load, stream: StreamWindows): void {
    const after = this.countsOf(load);
    const { before } = stream;
    const count = after.count - before.count;
    stream.completed.push(after.completed - before.completed);
    stream.bytes.push(after.bytes - before.bytes);
    stream.latencyTicks.push(count <= 0 ? null : (after.sum - before.sum) / count);
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

const none = (): StreamWindows['before'] => ({ completed: 0, bytes: 0, count: 0, sum: 0 });
