/**
 * How busy each element was in each window of a run: the busiest of its stations, or its hardware
 * threads. Not what was sent.
 * Keeps true: a window costs no more than a look at a station that nobody was at, for of thousands
 * of vCPUs most have no part in any request.
 */
import type { QueueNetwork } from '#sim/kernel';
import { joinPairs, mean } from '../pairs.ts';
import type { MachineThreads } from '../processor-port.ts';
import { elementOfStation, type Figures } from './figures.ts';
import type { HostPort } from './host-port.ts';

export interface BusySharesOptions {
  readonly network: QueueNetwork;
  readonly figures: Figures;
  readonly host: HostPort;
}

/** Stations that can be busy, side by side. */
interface Watched {
  readonly stations: Int32Array;
  /** The machine whose threads do the work of each; −1: it is no vCPU. */
  readonly machines: Int32Array;
  readonly servers: Float64Array;
  /** Values of their elements, window by window. */
  readonly rows: readonly number[][];
  /** When the last window closed: time worked, who had come, and 1 where nobody was. */
  readonly busyTicks: Float64Array;
  readonly arrived: Float64Array;
  readonly wasEmpty: Uint8Array;
}

export class BusyShares {
  private readonly options: BusySharesOptions;
  /** By element; one that is shorter than there are windows did nothing in the others. */
  private readonly rows = new Map<string, number[]>();
  /** Those of the start, and those that were made since. */
  private watched: Watched[] = [];
  private count = 0;
  private machines: readonly MachineThreads[] = [];
  private machineAt: ReadonlyMap<number, number> = new Map();

  constructor(options: BusySharesOptions) {
    this.options = options;
  }

  /** Counting starts, or starts anew. */
  open(now: number): void {
    const { arrived } = this.options.network.stations;
    this.machines = this.options.host.machineThreads();
    this.machineAt = new Map(this.machines.flatMap(({ stations }, machine) =>
      stations.map((station) => [station, machine] as const)));
    this.rows.clear();
    for (const { boards } of this.machines) for (const board of boards) this.row(board);
    [this.watched, this.count] = [[], 0];
    this.watchMore();
    for (const { stations, machines, ...last } of this.watched) {
      stations.forEach((station, i) => {
        last.busyTicks[i] = this.busyTicks(station, machines[i]!, now);
        last.arrived[i] = arrived[station]!;
        last.wasEmpty[i] = this.isEmpty(station) ? 1 : 0;
      });
    }
  }

  /** A window of so many ticks is over. */
  close(now: number, window: number, ticks: number): void {
    this.watchMore();
    const ranTicks = new Float64Array(this.machines.length);
    for (const some of this.watched) this.closeSome(some, { now, window, ticks, ranTicks });
    this.machines.forEach(({ boards, threads }, machine) => {
      const share = ranTicks[machine]! / ticks / threads;
      for (const board of boards) note(this.row(board), window, share);
    });
  }

  /** Each two windows become one, and its share their mean. */
  join(windows: number): void {
    for (const row of this.rows.values()) {
      fill(row, windows);
      joinPairs(row, mean);
    }
  }

  /** By element, as many values as there were windows. */
  read(windows: number): ReadonlyMap<string, readonly number[]> {
    for (const row of this.rows.values()) fill(row, windows);
    return this.rows;
  }

  private closeSome(
    { stations, machines, servers, rows, busyTicks, arrived, wasEmpty }: Watched,
    { now, window, ticks, ranTicks }: {
      readonly now: number; readonly window: number; readonly ticks: number;
      readonly ranTicks: Float64Array;
    },
  ): void {
    const { arrived: arrivals } = this.options.network.stations;
    for (let i = 0; i < stations.length; i++) {
      const station = stations[i]!;
      if (wasEmpty[i] === 1 && arrivals[station] === arrived[i]) continue;
      arrived[i] = arrivals[station]!;
      wasEmpty[i] = this.isEmpty(station) ? 1 : 0;
      const machine = machines[i]!;
      const busy = this.busyTicks(station, machine, now);
      const worked = busy - busyTicks[i]!;
      busyTicks[i] = busy;
      note(rows[i]!, window, worked / ticks / servers[i]!);
      if (machine >= 0) ranTicks[machine]! += worked;
    }
  }

  /** Ways to storage are made when something first goes there. */
  private watchMore(): void {
    const { network, figures, host } = this.options;
    const { ids, servers } = network.stations;
    if (ids.length === this.count) return;
    const all = Int32Array.from({ length: ids.length - this.count }, (_, i) => this.count + i);
    this.count = ids.length;
    const stations = all.filter((station) => figures.queues(station));
    const machines = stations.map((station) => this.machineAt.get(station) ?? -1);
    this.watched.push({
      stations, machines,
      servers: Float64Array.from(stations, (station, i) =>
        (machines[i]! < 0 ? null : host.timesAt(station)?.vcpus) ?? servers[station]!),
      rows: Array.from(stations, (station) => this.row(elementOfStation(ids[station]!))),
      busyTicks: new Float64Array(stations.length), arrived: new Float64Array(stations.length),
      wasEmpty: new Uint8Array(stations.length),
    });
  }

  /** Whether it does nothing more until somebody comes. */
  private isEmpty(station: number): boolean {
    const { network: { stations }, host } = this.options;
    return stations.inside[station] === 0 && !stations.meters.has(station)
      && !host.computes(station);
  }

  /** Of a vCPU whatever it did, compute work too; it does not work while it waits for a thread. */
  private busyTicks(station: number, machine: number, now: number): number {
    const { network, host } = this.options;
    return (machine < 0 ? null : host.timesAt(station)?.ranTicks)
      ?? network.stations.busyTicks(station, now);
  }

  private row(element: string): number[] {
    const known = this.rows.get(element);
    if (known !== undefined) return known;
    const made: number[] = [];
    this.rows.set(element, made);
    return made;
  }
}

function fill(row: number[], length: number): void {
  while (row.length < length) row.push(0);
}

function note(row: number[], window: number, share: number): void {
  if (share <= 0) return;
  fill(row, window + 1);
  row[window] = Math.min(1, Math.max(row[window]!, share));
}
