/**
 * All requests and packets of one world: loads that run while their ends do, over stations that
 * fail and come back with their elements. Not the life of instances.
 * Keeps true: what happens is a function of the world, the dice and the calls alone.
 */
import type { Chance } from '#base';
import type { World } from '#ir';
import type { EventKind, Histogram, QueueNetwork, Simulation } from '#sim/kernel';
import type { OpenContent } from '../content.ts';
import type { FabricPort, FlowCounts } from '../fabric-port.ts';
import type { Log } from '../log.ts';
import { LoadBuilder } from './build-loads.ts';
import type { DeviceStations } from './device-stations.ts';
import type { Hastening } from './faster.ts';
import type { Figures } from './figures.ts';
import type { HostPort } from './host-port.ts';
import type { Load } from './load.ts';
import { MessageLoad } from './messages/message-load.ts';
import type { Backlog } from './messages/pipe.ts';
import type { Rounds } from './messages/rounds.ts';
import { RefusedFlow } from './refused-flow.ts';
import type { CountedVisit } from './card-visits.ts';
import { firstWindowSeconds, windowCount, Windows } from './windows.ts';

export interface TrafficOptions {
  readonly world: World;
  readonly network: QueueNetwork;
  readonly simulation: Simulation;
  readonly host: HostPort;
  readonly chance: Chance;
  readonly ticksPerSecond: number;
  readonly log: Log;
  /** Workloads that an action starts: idle until then. */
  readonly startedLater: readonly string[];
  /** Files that workloads name. */
  readonly open: OpenContent;
  /** What is measured ends here; null: when nothing is left to do. */
  readonly endTicks: number | null;
  readonly devices: DeviceStations;
  readonly figures: Figures;
  readonly hastening: Hastening;
  readonly fabrics: FabricPort;
  /** A window of the series is over. */
  readonly windowClosed: (now: number) => void;
  /** Each two windows became one. */
  readonly windowsJoined: () => void;
}

/** A visit that costs exits: whose, and how many. */
interface Exits {
  readonly visit: number;
  readonly route: number;
  readonly guest: string;
  readonly each: number;
  readonly onWake: number;
}

export class Traffic {
  readonly loads: readonly Load[];
  readonly jobs: readonly Rounds[];
  private readonly backlog: Backlog;
  readonly figures: Figures;
  readonly windows: Windows;
  readonly devices: DeviceStations;
  cutTicks = 0;
  /** When the window ends that lasts; Infinity: at an event, or with the run. */
  nextWindowTicks = Infinity;
  private windowTicks = 0;
  private readonly options: TrafficOptions;
  private readonly arrival: EventKind;
  private readonly windowEnd: EventKind;
  private readonly exits: Exits[] = [];
  /** Windows of a measurement that was cut have an older number. */
  private cutSerial = 0;
  private readonly asked = new Map<string, boolean>();
  private readonly byNeed = new Map<string, Load[]>();
  private readonly indices = new Map<Load, number>();

  constructor(options: TrafficOptions) {
    const { world, network, simulation, host, chance, ticksPerSecond, log, hastening } = options;
    this.options = options;
    this.devices = options.devices;
    this.figures = options.figures;
    this.figures.host = host;
    this.arrival = simulation.register((index, serial) => this.loads[index]!.arrive(serial));
    this.windowEnd = simulation.register((_, serial) => {
      if (serial === this.cutSerial) this.closeWindow(simulation.now);
    });
    const builder = new LoadBuilder({
      world, network, devices: this.devices, host, hastening, chance, ticksPerSecond,
      fabrics: options.fabrics,
      now: () => simulation.now,
      plan: (load, atTicks, serial) => this.plan(load, atTicks, serial),
      open: options.open,
      find: (code, element, message) => {
        log.find(code, simulation.now, element, message);
      },
      refused: ({ stream, refusal }) => {
        log.find('run/flow-refused', simulation.now, stream.workload,
          `${refusal.at} drops what ${stream.id} sends: ${refusal.why}.`);
      },
      routed: (route, visits, guests) => this.countExits(route, visits, guests),
    });
    this.loads = world.streams.flatMap((stream) => builder.build(stream) ?? []);
    this.jobs = builder.jobs;
    this.backlog = builder.backlog;
    this.windows = new Windows({ network, figures: this.figures, host, loads: this.loads });
    this.loads.forEach((load, index) => {
      this.indices.set(load, index);
      for (const need of load.needs) {
        const list = this.byNeed.get(need);
        if (list === undefined) this.byNeed.set(need, [load]);
        else list.push(load);
      }
    });
    for (const workload of options.startedLater) this.asked.set(workload, false);
  }

  /** Measuring starts, now or at the end of the warm-up; figures and routes were cut before. */
  cut(now: number): void {
    this.cutTicks = now;
    this.cutSerial++;
    for (const load of this.loads) load.cut();
    this.windows.open(now);
    const { endTicks, simulation, world, ticksPerSecond } = this.options;
    // Nobody knows yet how long such a run lasts.
    this.windowTicks = Math.max(1, Math.round(firstWindowSeconds * ticksPerSecond));
    this.nextWindowTicks = endTicks !== null || world.streams.length === 0 ? Infinity
      : now + this.windowTicks;
    if (endTicks === null || world.streams.length === 0 || endTicks <= now) return;
    for (let i = 1; i <= windowCount; i++) {
      const at = now + Math.round(((endTicks - now) * i) / windowCount);
      if (i < windowCount) simulation.schedule(at, this.windowEnd, 0, this.cutSerial);
    }
  }

  /** A window is over in a run of which nobody knows how long it lasts. */
  windowDue(now: number): void {
    this.closeWindow(now);
    if (this.windows.atTicks.length >= 2 * windowCount) {
      this.windows.join();
      this.options.windowsJoined();
      this.windowTicks *= 2;
    }
    this.nextWindowTicks = now + this.windowTicks;
  }

  /** The run is over. */
  close(now: number): void {
    for (const load of this.loads) load.close();
    this.closeWindow(now);
  }

  /** Something that loads need is there, or is gone. */
  changed(need: string, isThere: (need: string) => boolean): void {
    for (const load of this.byNeed.get(need) ?? []) this.settle(load, isThere);
  }

  /** Starts or ends a workload on request. */
  ask(workload: string, run: boolean, isThere: (need: string) => boolean): void {
    this.asked.set(workload, run);
    for (const load of this.loads) {
      if (load.stream.workload === workload) this.settle(load, isThere);
    }
  }

  /** Something on the ways works again. */
  restored(): void {
    for (const load of this.loads) load.restored();
  }

  /** Exits of a guest for its requests since the warm-up. */
  exitsOf(guest: string): number {
    const { routes } = this.options.network;
    let count = 0;
    for (const { visit, route, guest: whose, each, onWake } of this.exits) {
      if (whose !== guest) continue;
      count += each * (routes.latencies[route]?.count ?? 0) + onWake * (routes.wakes[visit] ?? 0);
    }
    return count;
  }

  /** Requests and packets that allowances of an instance held up. */
  exceeded(instance: string): number {
    return this.devices.of(instance)
      .reduce((sum, station) => sum + this.figures.delayed(station), 0);
  }

  /** Packets that security groups dropped: of flows, or at cards and management domains. */
  dropped(ids: readonly string[]): number {
    const wanted = new Set(ids);
    let count = 0;
    for (const load of this.loads) {
      if (!(load instanceof RefusedFlow)) continue;
      const { id, workload } = load.stream;
      if ([id, workload, load.refusal.at].some((one) => wanted.has(one))) count += load.dropped;
    }
    return count;
  }

  /** Of requests or packets; of messages, of the segments that they are brought in. */
  latency(load: Load): Histogram {
    return load.latencies ?? this.figures.latency(load.ways.map(({ route }) => route));
  }

  /** How long each round of jobs took, since the warm-up, by their workloads or streams. */
  jobTicks(ids: readonly string[]): readonly number[] {
    const workloads = new Set(this.loadsOf(ids).map(({ stream }) => stream.workload));
    return this.jobs.flatMap(({ workload, roundTicks }) =>
      workloads.has(workload) ? roundTicks : []);
  }

  /**
   * What flows over fabrics counted between the cards, since the warm-up. Null: the fabric of one
   * is computed as flows, and what is known of the others is no answer.
   */
  counted(ids: readonly string[], what: keyof FlowCounts): number | null {
    let count = 0;
    for (const load of this.loadsOf(ids)) {
      if (!(load instanceof MessageLoad)) continue;
      for (const flow of load.flows) {
        const counts = flow.counts();
        if (counts === null) return null;
        count += counts[what];
      }
    }
    return count;
  }

  /** A rough measure of what is kept of messages: as seen in a heap snapshot, rounded up. */
  memoryBytes(): number {
    return 256 * this.backlog.messages;
  }

  /** Loads of workloads or streams, by their ids. */
  loadsOf(ids: readonly string[]): readonly Load[] {
    const wanted = new Set(ids);
    return this.loads.filter(({ stream }) => wanted.has(stream.workload) || wanted.has(stream.id));
  }

  private closeWindow(now: number): void {
    const before = this.windows.atTicks.length;
    this.windows.close(now);
    if (this.windows.atTicks.length > before) this.options.windowClosed(now);
  }

  private settle(load: Load, isThere: (need: string) => boolean): void {
    const wanted = this.asked.get(load.stream.workload) ?? true;
    if (wanted && load.needs.every(isThere)) load.start();
    else load.end();
  }

  private plan(load: Load, atTicks: number, serial: number): void {
    const { endTicks, simulation } = this.options;
    if (endTicks !== null && atTicks > endTicks) return;
    simulation.schedule(atTicks, this.arrival, this.indices.get(load) ?? 0, serial);
  }

  private countExits(
    route: number, visits: readonly CountedVisit[], guests: readonly string[],
  ): void {
    const first = this.options.network.routes.starts[route] as number;
    visits.forEach(({ exits = 0, exitsOnWake = 0, role }, i) => {
      if (exits === 0 && exitsOnWake === 0) return;
      const guest = role === 'interrupt' ? guests.at(-1) : guests[0];
      this.exits.push({
        visit: first + i, route, guest: guest ?? '', each: exits, onWake: exitsOnWake,
      });
    });
  }
}
