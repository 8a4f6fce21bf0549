/**
 * What goes on in a world beside the life of its instances: workloads on processors and over the
 * paths of requests. Not how either does it. Keeps true: a workload runs while its ends do, unless
 * an action named it.
 */
import type { Chance } from '#base';
import type { StreamIr, World } from '#ir';
import type { QueueNetwork, Simulation } from '#sim/kernel';
import type { OpenContent } from './content.ts';
import type { Ground } from './ground.ts';
import type { Life } from './life.ts';
import type { Log } from './log.ts';
import { type MicrovmLife, Microvms } from './microvms.ts';
import { Processors } from './processors/index.ts';
import { Traffic } from './traffic/index.ts';

export interface ActivityOptions {
  readonly world: World;
  readonly simulation: Simulation;
  readonly chance: Chance;
  readonly ticksPerSecond: number;
  readonly log: Log;
  readonly startedLater: readonly string[];
  /** Files that workloads name. */
  readonly open: OpenContent;
  /** Of instances and microVMs. */
  readonly launchedLater: readonly string[];
  readonly endTicks: number | null;
  /** What its requests stand on. */
  readonly ground: Ground;
}

const noDevices: ReadonlySet<string> = new Set();

/** Streams by the guest that they run on. */
function grouped(streams: readonly StreamIr[]): ReadonlyMap<string, readonly StreamIr[]> {
  const map = new Map<string, StreamIr[]>();
  for (const stream of streams) {
    const there = map.get(stream.from ?? '');
    if (there === undefined) map.set(stream.from ?? '', [stream]);
    else there.push(stream);
  }
  return map;
}

export class Activity {
  readonly network: QueueNetwork;
  /** Of all workloads, as in the world. */
  readonly streams: readonly StreamIr[];
  readonly processors: Processors;
  readonly traffic: Traffic;
  /** Null where there are none. */
  readonly microvms: Microvms | null;
  private readonly simulation: Simulation;
  private readonly world: World;
  private readonly computing: ReadonlyMap<string, readonly StreamIr[]>;
  private readonly runningStreams = new Set<string>();
  private readonly asked = new Map<string, boolean>();
  /** Instances whose guest is up, and the devices they have. */
  private readonly up = new Map<string, ReadonlySet<string>>();
  /** Those devices, each with the number of guests that have it. */
  private readonly held = new Map<string, number>();

  constructor(options: ActivityOptions) {
    const { world, simulation, ticksPerSecond, log, ground } = options;
    [this.simulation, this.world] = [simulation, world];
    this.streams = world.streams;
    this.network = ground.network;
    this.processors = new Processors({
      world, network: this.network, simulation, ticksPerSecond, log,
      requestExits: (guest) => this.traffic.exitsOf(guest),
    });
    const { devices, figures, hastening, volumes, flash, fabrics } = ground;
    this.traffic = new Traffic({
      ...options, network: this.network, host: this.processors, devices, figures, hastening,
      fabrics,
      windowClosed: (now) => {
        volumes.windowClosed(now);
        flash.closeWindow(now);
        fabrics.windowClosed(now);
      },
      windowsJoined: () => {
        volumes.windowsJoined();
        flash.joinWindows();
        fabrics.windowsJoined();
      },
    });
    const kinds = new Map(world.elements.map((element) => [element.id, element.kind]));
    this.computing = grouped(world.streams.filter((s) => kinds.get(s.workload) === 'compute'));
    this.microvms = world.microvms.length === 0 ? null : new Microvms({
      ...options, host: this.processors, changed: (life) => this.microvmChanged(life),
    });
    for (const workload of options.startedLater) this.asked.set(workload, false);
  }

  /** Time begins: what runs from the start runs. */
  begin(lives: readonly Life[]): void {
    this.traffic.cut(this.simulation.now);
    for (const life of lives) this.lifeChanged(life);
    this.microvms?.begin();
  }

  /** A guest came up or went, or got or lost a device. */
  lifeChanged(life: Life): void {
    const { id } = life;
    const isUp = life.state === 'running' && life.doing?.kind !== 'launch'
      && life.doing?.kind !== 'reboot';
    const before = this.up.get(id);
    if (!isUp && before === undefined) return;
    const after = isUp ? new Set(life.devices) : null;
    if (after === null) this.up.delete(id);
    else this.up.set(id, after);
    this.count(before, -1);
    this.count(after, 1);
    if (before === undefined) this.processors.guestStarted(id);
    if (after === null) {
      this.microvms?.placeDown(id);
      this.processors.guestStopped(id);
    }
    this.traffic.changed(id, this.isThere);
    for (const device of new Set([...(before ?? []), ...(after ?? [])])) {
      this.traffic.changed(device, this.isThere);
    }
    for (const stream of this.computing.get(id) ?? []) this.settle(stream);
    if (before === undefined) this.microvms?.placeUp(id);
  }

  /** Starts or ends a workload on request. */
  ask(workload: string, run: boolean): void {
    this.asked.set(workload, run);
    this.traffic.ask(workload, run, this.isThere);
    for (const streams of this.computing.values()) {
      for (const stream of streams) if (stream.workload === workload) this.settle(stream);
    }
  }

  failed(element: string): void {
    this.processors.domainStopped(element);
    for (const machine of this.machinesOf(element)) this.microvms?.placeDown(machine);
  }

  restored(element: string): void {
    this.processors.domainResumed(element);
    this.traffic.restored();
    for (const machine of this.machinesOf(element)) this.microvms?.placeBack(machine);
  }

  cut(now: number): void {
    this.processors.cut(now);
    this.traffic.cut(now);
  }

  audit(now: number): void {
    this.processors.audit(now);
  }

  close(now: number): void {
    this.traffic.close(now);
    this.microvms?.close();
  }

  /** How long whole jobs took, of computing and of flows, by workloads or streams. */
  jobTicks(ids: readonly string[]): readonly number[] {
    const wanted = new Set(ids);
    const computing = [...this.computing.values()].flat()
      .filter(({ id, workload }) => wanted.has(id) || wanted.has(workload));
    return [
      ...computing.flatMap(({ id }) => [...this.processors.job(id)]), ...this.traffic.jobTicks(ids),
    ];
  }

  /** Of the processor of a guest. */
  utilizationOf(id: string): number {
    return this.processors.utilization(id) ?? 0;
  }

  private microvmChanged({ id, isUp }: MicrovmLife): void {
    if (isUp) {
      this.up.set(id, noDevices);
      this.processors.guestStarted(id);
    } else {
      this.up.delete(id);
      this.processors.guestStopped(id);
    }
    for (const stream of this.computing.get(id) ?? []) this.settle(stream);
  }

  /** The machine that a socket or computer is, or is a part of. */
  private machinesOf(element: string): readonly string[] {
    return this.world.machines
      .filter(({ sockets, computer }) => sockets.includes(element) || computer === element)
      .map(({ id }) => id);
  }

  private settle(stream: StreamIr): void {
    const wanted = (this.asked.get(stream.workload) ?? true) && this.isThere(stream.from ?? '');
    if (wanted === this.runningStreams.has(stream.id)) return;
    if (wanted) {
      this.runningStreams.add(stream.id);
      this.processors.startCompute(stream);
    } else {
      this.runningStreams.delete(stream.id);
      this.processors.endCompute(stream);
    }
  }

  private count(devices: ReadonlySet<string> | null | undefined, change: number): void {
    for (const device of devices ?? []) {
      this.held.set(device, (this.held.get(device) ?? 0) + change);
    }
  }

  private readonly isThere = (need: string): boolean =>
    this.up.has(need) || (this.held.get(need) ?? 0) > 0;
}
