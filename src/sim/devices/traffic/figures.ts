/**
 * What stations and ways came to since the warm-up. Not the counting itself, which the network
 * does. Keeps true: the parts of a way add up to its mean latency.
 */
import type { TwoLimb } from '#base';
import { Histogram, type QueueNetwork } from '#sim/kernel';
import { commonId } from '../alike.ts';
import type { DeskFigures } from '../desk.ts';
import type { VcpuTimes } from '../processor-port.ts';
import type { PortKind } from '../volume-port.ts';
import type { HostPort } from './host-port.ts';

export interface StationFigures extends DeskFigures {
  readonly id: string;
  readonly element: string;
}

export interface PartFigures {
  readonly station: string;
  readonly element: string;
  readonly role: string;
  readonly queuedTicks: number;
  readonly servedTicks: number;
  readonly propagatedTicks: number;
  readonly tailTicks: number | null;
  readonly utilization: number | null;
}

export interface WayFigures {
  readonly count: number;
  readonly meanTicks: number;
  readonly tailFromTicks: number | null;
  readonly parts: readonly PartFigures[];
  readonly bottleneck: number | null;
}

/** No element has a slash in its id: what follows says what the station does for it. */
export const elementOfStation = (id: string): string => {
  const slash = id.indexOf('/');
  return slash < 0 ? id : id.slice(0, slash);
};

interface Snapshot {
  readonly inside: number;
  readonly arrived: number;
  readonly completed: number;
  readonly lost: number;
  readonly delayed: number;
  readonly busyTicks: number;
  readonly waited: TwoLimb;
  /** Under the number inside. */
  readonly area: TwoLimb;
  /** Of the vCPUs behind it; null: it is a device's. */
  readonly times: VcpuTimes | null;
}

export class Figures {
  private readonly network: QueueNetwork;
  private cutTicks = 0;
  /** Of those where anything was before. */
  private before: readonly (Snapshot | undefined)[] = [];

  /** Where there are processors: what they count of the stations at which they work. */
  host: Pick<HostPort, 'timesAt' | 'computes'> = { timesAt: () => null, computes: () => false };
  private readonly portKind: (station: number) => PortKind | null;

  /** `portKind`: of ports that count their own work. */
  constructor(network: QueueNetwork, portKind: (station: number) => PortKind | null) {
    this.network = network;
    this.portKind = portKind;
  }

  /** The warm-up is over. */
  cut(now: number): void {
    this.cutTicks = now;
    const { ids, arrived, meters } = this.network.stations;
    this.before = ids.map((_, station) =>
      arrived[station] === 0 && !meters.has(station) && !this.host.computes(station)
        ? undefined : this.snapshot(station, now));
  }

  /**
   * Share of time that the servers of a station were busy; of a bucket, of what it may pass. A vCPU
   * that takes turns has no more to give while it waits for its own, so that counts too.
   */
  utilization(station: number, now: number): number {
    const window = now - this.cutTicks;
    if (window <= 0) return 0;
    const { stations } = this.network;
    const times = stations.disciplines[station] === 'port' ? this.host.timesAt(station) : null;
    if (times !== null) {
      const before = this.before[station]?.times;
      const wanted = times.ranTicks + times.waitedTicks
        - (before?.ranTicks ?? 0) - (before?.waitedTicks ?? 0);
      return Math.max(0, Math.min(1, wanted / window / times.vcpus));
    }
    const busy = stations.busyTicks(station, now) - (this.before[station]?.busyTicks ?? 0);
    return Math.max(0, Math.min(1, busy / window / (stations.servers[station] as number)));
  }

  queues(station: number): boolean {
    const discipline = this.network.stations.disciplines[station];
    if (discipline === 'port') return this.portKind(station) !== 'delay';
    return discipline === 'queue' || discipline === 'bucket';
  }

  /** Whether it counts those whom it holds up. */
  isLimit(station: number): boolean {
    return this.network.stations.disciplines[station] === 'bucket'
      || this.portKind(station) === 'limit';
  }

  station(station: number, now: number): StationFigures {
    const { stations } = this.network;
    const window = now - this.cutTicks;
    const before = this.before[station];
    const after = this.snapshot(station, now);
    const arrived = after.arrived - (before?.arrived ?? 0);
    const completed = after.completed - (before?.completed ?? 0);
    const waited = after.waited.toNumber() - (before?.waited.toNumber() ?? 0);
    const busy = after.busyTicks - (before?.busyTicks ?? 0);
    const id = stations.ids[station] as string;
    return {
      // Who was inside at the end of the warm-up counts too, or the books would not balance.
      id, element: elementOfStation(id), arrived: arrived + (before?.inside ?? 0), completed,
      dropped: after.lost - (before?.lost ?? 0), inside: stations.inside[station] as number,
      servers: this.servers(station), utilization: this.utilization(station, now),
      meanQueueLength: window <= 0 ? 0 : this.queuedTicks(station, before, after) / window,
      longestQueue: this.longestQueue(station, after),
      meanWaitTicks: arrived === 0 ? 0 : waited / arrived,
      meanServiceTicks: arrived === 0 ? 0 : busy / arrived,
    };
  }

  private servers(station: number): number {
    return this.host.timesAt(station)?.vcpus ?? (this.network.stations.servers[station] as number);
  }

  /** At a port that counts its work everybody may wait: for a limit, or for a block to come. */
  private longestQueue(station: number, after: Snapshot): number {
    const longest = this.network.stations.longest[station] as number;
    if (after.times === null && this.network.stations.disciplines[station] === 'port') {
      return after.waited.toNumber() > 0 ? longest : 0;
    }
    return Math.max(0, longest - this.servers(station));
  }

  /** Customers that a limit held up since the warm-up. */
  delayed(station: number): number {
    const { delayed } = this.network.stations;
    return (delayed[station] as number) - (this.before[station]?.delayed ?? 0);
  }

  /** Routes of one stream that differ only in queue or drive, taken together. */
  way(routes: readonly number[], now: number): WayFigures {
    const all = this.network.routes;
    const latency = this.latency(routes);
    const { count } = latency;
    const first = routes[0] as number;
    const tails = routes.reduce((sum, route) => sum + (all.tailCount[route] as number), 0);
    const parts = Array.from({ length: all.lengths[first] as number }, (_, i) =>
      this.part(routes.map((route) => (all.starts[route] as number) + i), { count, tails }, now));
    const from = Math.min(...routes.map((route) => all.tailFrom[route] as number));
    return {
      count, meanTicks: latency.mean() ?? 0, parts, bottleneck: busiest(parts),
      tailFromTicks: Number.isFinite(from) ? from : null,
    };
  }

  latency(routes: readonly number[]): Histogram {
    const pooled = new Histogram();
    for (const route of routes) pooled.merge(this.network.routes.latencies[route]!);
    return pooled;
  }

  private part(
    visits: readonly number[], counts: { readonly count: number; readonly tails: number },
    now: number,
  ): PartFigures {
    const { routes, stations } = this.network;
    const { count, tails } = counts;
    const sum = (of: 'spent' | 'waited' | 'tail'): number =>
      visits.reduce((total, visit) => total + routes[of].toNumber(visit), 0);
    const places = [...new Set(visits.map((visit) => routes.station[visit] as number))];
    const ids = places.map((station) => stations.ids[station] as string);
    const queued = count === 0 ? 0 : sum('waited') / count;
    const propagated = routes.propagation[visits[0] as number] as number;
    const spent = count === 0 ? 0 : sum('spent') / count;
    const shares = places.filter((station) => this.queues(station))
      .map((station) => this.utilization(station, now));
    return {
      station: commonId(ids), element: commonId(ids.map(elementOfStation)),
      role: routes.roles[visits[0] as number] as string, queuedTicks: queued,
      servedTicks: count === 0 ? 0 : Math.max(0, spent - queued - propagated),
      propagatedTicks: count === 0 ? 0 : Math.min(propagated, spent),
      tailTicks: tails === 0 ? null : sum('tail') / tails,
      utilization: shares.length === 0 ? null
        : shares.reduce((total, share) => total + share, 0) / shares.length,
    };
  }

  /**
   * Time spent waiting up to now, all customers together. What those have still to wait who are
   * there is known, but it has not been.
   */
  private queuedTicks(station: number, before: Snapshot | undefined, after: Snapshot): number {
    const area = after.area.toNumber() - (before?.area.toNumber() ?? 0);
    if (this.isLimit(station)) return area;
    if (this.network.stations.disciplines[station] === 'queue') {
      return Math.max(0, area - (after.busyTicks - (before?.busyTicks ?? 0)));
    }
    if (after.times !== null) {
      return Math.max(0, area - after.times.servedTicks + (before?.times?.servedTicks ?? 0));
    }
    return after.waited.toNumber() - (before?.waited.toNumber() ?? 0);
  }

  private snapshot(station: number, now: number): Snapshot {
    const { stations } = this.network;
    return {
      inside: stations.inside[station] as number, arrived: stations.arrived[station] as number,
      completed: stations.completed[station] as number,
      lost: stations.lost[station] as number, delayed: stations.delayed[station] as number,
      busyTicks: stations.busyTicks(station, now), waited: stations.waited.read(station),
      area: stations.areaUpTo(station, now), times: this.host.timesAt(station),
    };
  }
}

function busiest(parts: readonly PartFigures[]): number | null {
  let best: number | null = null;
  parts.forEach(({ utilization }, i) => {
    if (utilization === null) return;
    if (best === null || utilization > (parts[best]?.utilization ?? 0)) best = i;
  });
  return best;
}
