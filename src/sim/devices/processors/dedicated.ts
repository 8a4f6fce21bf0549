/**
 * vCPUs that have a hardware thread to themselves: stations of a network whose customers come
 * first, and compute work that has whatever time they leave. Not a scheduler: nobody waits for
 * anybody else's vCPU. Keeps true: what customers and compute work had, adds up to the time that
 * compute work was there, to the tick.
 */
import { defined } from '#base';
import type { QueueNetwork, Simulation } from '#sim/kernel';
import type { ComputeWork } from './compute.ts';
import type { Runner, Times } from './runner.ts';

interface Vcpu {
  readonly local: number;
  readonly station: number;
  readonly seat: number;
  /** The other thread of its core, or null. */
  sibling: Vcpu | null;
  /** Its speed while that one is busy. */
  siblingSpeed: number;
  threads: number;
  /** Since when compute work was not told of, and how long both stations had worked by then. */
  since: number;
  busySince: number;
  besideSince: number;
  computed: number;
}

export class DedicatedVcpus implements Runner {
  private readonly simulation: Simulation;
  private readonly network: QueueNetwork;
  private readonly compute: ComputeWork;
  private readonly vcpus: Vcpu[] = [];

  constructor(simulation: Simulation, network: QueueNetwork, compute: ComputeWork) {
    this.simulation = simulation;
    this.network = network;
    this.compute = compute;
  }

  add(id: string): { readonly local: number; readonly station: number; readonly seat: number } {
    const station = this.network.addStation({ id, discipline: 'queue' });
    const local = this.vcpus.length;
    const seat = this.compute.addSeat(this, local);
    this.vcpus.push({
      local, station, seat, sibling: null, siblingSpeed: 1, threads: 0, since: 0, busySince: 0,
      besideSince: 0, computed: 0,
    });
    return { local, station, seat };
  }

  /** Two vCPUs are the threads of one core. */
  pair(one: number, other: number, speed: number): void {
    const [first, second] = [this.vcpu(one), this.vcpu(other)];
    const { stations } = this.network;
    stations.pair(first.station, second.station, 1 / speed);
    stations.pair(second.station, first.station, 1 / speed);
    [first.sibling, second.sibling] = [second, first];
    [first.siblingSpeed, second.siblingSpeed] = [speed, speed];
    this.compute.pair(first.seat, second.seat);
  }

  settle(local: number): void {
    const vcpu = this.vcpu(local);
    const { now } = this.simulation;
    if (vcpu.threads > 0 && now > vcpu.since) {
      const free = this.freeTicks(vcpu, now);
      vcpu.computed += free;
      this.compute.progress(vcpu.seat, free * this.speed(vcpu, now));
    }
    this.open(vcpu, now);
  }

  unsettled(local: number): number {
    const vcpu = this.vcpu(local);
    const { now } = this.simulation;
    if (vcpu.threads === 0 || now === vcpu.since) return 0;
    return this.freeTicks(vcpu, now) * this.speed(vcpu, now);
  }

  pace(local: number): number {
    const { threads, sibling, siblingSpeed } = this.vcpu(local);
    if (threads === 0) return 0;
    return sibling !== null && sibling.threads > 0 ? siblingSpeed : 1;
  }

  busyUntil(local: number): number {
    const { stations } = this.network;
    return stations.frees[stations.first[this.vcpu(local).station] as number] as number;
  }

  load(local: number, threads: number): void {
    const vcpu = this.vcpu(local);
    const { sibling } = vcpu;
    const wasLoaded = vcpu.threads > 0;
    if (wasLoaded === threads > 0) {
      vcpu.threads = threads;
      return;
    }
    // Up to now the sibling ran at its old speed.
    if (sibling !== null) this.settle(sibling.local);
    vcpu.threads = threads;
    this.network.stations.loaded[vcpu.station] = threads > 0 ? 1 : 0;
    this.open(vcpu, this.simulation.now);
    if (sibling !== null) this.compute.paceChanged(sibling.seat);
  }

  addTimes(local: number, now: number, into: Times): void {
    const vcpu = this.vcpu(local);
    const { stations } = this.network;
    if (stations.arrived[vcpu.station] !== 0) into.served += stations.busyTicks(vcpu.station, now);
    into.computed += vcpu.computed + (vcpu.threads > 0 ? this.freeTicks(vcpu, now) : 0);
  }

  private vcpu(local: number): Vcpu {
    return defined(this.vcpus[local], 'a vCPU with a thread of its own');
  }

  /** Starts a new window of a vCPU. */
  private open(vcpu: Vcpu, now: number): void {
    const { stations } = this.network;
    vcpu.since = now;
    vcpu.busySince = stations.busyTicks(vcpu.station, now);
    vcpu.besideSince = vcpu.sibling === null
      ? 0
      : stations.busyTicks(vcpu.sibling.station, now);
  }

  /** What customers have left of the window. */
  private freeTicks(vcpu: Vcpu, now: number): number {
    const busy = this.network.stations.busyTicks(vcpu.station, now) - vcpu.busySince;
    return now - vcpu.since - busy;
  }

  /**
   * Its speed in the window: that beside a busy sibling while that one computes, which is exact. A
   * sibling that only has customers is busy for a part of the window, and is taken to be so as
   * often while this one computes as it is at all.
   */
  private speed(vcpu: Vcpu, now: number): number {
    const { sibling, siblingSpeed } = vcpu;
    if (sibling === null) return 1;
    if (sibling.threads > 0) return siblingSpeed;
    const busy = this.network.stations.busyTicks(sibling.station, now) - vcpu.besideSince;
    return 1 - ((1 - siblingSpeed) * busy) / (now - vcpu.since);
  }
}
