/**
 * All that runs on processors in one world: vCPUs of guests, management domains, and compute work.
 * Not the routes of requests, which visit the stations this makes. Keeps true: time of a hardware
 * thread is given once; measures only read, and asking for them changes nothing.
 */
import { defined, sortedById } from '#base';
import type { ElementIr, StreamIr, World } from '#ir';
import type { QueueNetwork, Simulation } from '#sim/kernel';
import type { Log } from '../log.ts';
import type { MachineThreads, VcpuTimes } from '../processor-port.ts';
import { buildMachine, type MachineProcessors } from './build.ts';
import { ComputeWork } from './compute.ts';
import { DedicatedVcpus } from './dedicated.ts';
import {
  figuresOf, noTotals, type ProcessorFigures, share, since, stolenShare, sumOf, type Totals,
} from './figures.ts';
import { domainTotals, type GuestProcessors, timesOf, type Vcpus } from './guest-processors.ts';
import { MemoryBandwidth } from './memory-bandwidth.ts';
import { MicrovmWork } from './microvm-work.ts';
import { planMachines } from './plan.ts';
import { ComputeStream } from './stream.ts';

export interface ProcessorsOptions {
  readonly world: World;
  readonly network: QueueNetwork;
  readonly simulation: Simulation;
  readonly ticksPerSecond: number;
  readonly log: Log;
  /** A job is done, or its process was killed: nothing of the stream runs any more. */
  readonly onEnd?: (stream: StreamIr) => void;
  /** Exits of a guest for its requests since the warm-up; whoever sends them keeps count. */
  readonly requestExits?: (guest: string) => number;
}

interface Domain {
  readonly vcpus: Vcpus;
  before: Totals;
}

export class Processors {
  private readonly options: ProcessorsOptions;
  private readonly compute: ComputeWork;
  private readonly memory: MemoryBandwidth;
  private readonly machines: readonly MachineProcessors[];
  private readonly microvms: MicrovmWork;
  private readonly guests = new Map<string, GuestProcessors>();
  private readonly byStation = new Map<number, Vcpus>();
  private readonly domains = new Map<string, Domain>();
  /** By all that a reader may call them and what is on them; the first, of several. */
  private readonly machineOf = new Map<string, MachineProcessors>();
  /** Stations of guests that have compute work, or microVMs. */
  private readonly computing: ReadonlySet<number>;
  private readonly streams: readonly ComputeStream[];
  private readonly streamById: ReadonlyMap<string, ComputeStream>;
  private cutAt = 0;

  constructor(options: ProcessorsOptions) {
    this.options = options;
    const { world, simulation, network, ticksPerSecond, log } = options;
    this.memory = new MemoryBandwidth();
    this.compute = new ComputeWork({
      simulation, memory: this.memory, reached: (work) => this.reached(work),
    });
    const dedicated = new DedicatedVcpus(simulation, network, this.compute);
    const shop = { network, simulation, compute: this.compute, dedicated, ticksPerSecond, log };
    this.machines = planMachines(world).map((plan) => buildMachine(plan, shop));
    for (const machine of this.machines) {
      const { plan, guests, system, domain } = machine;
      this.nameMachine(machine);
      for (const guest of guests) this.guests.set(guest.plan.id, guest);
      for (const guest of system === null ? guests : [...guests, system]) this.index(guest.vcpus);
      if (domain === null) continue;
      this.domains.set(plan.id, { vcpus: domain, before: noTotals });
      this.index(domain);
    }
    this.microvms = new MicrovmWork({
      machines: this.machines, compute: this.compute, ticksPerSecond, log,
    });
    for (const guest of this.microvms.guests) this.guests.set(guest.plan.id, guest);
    for (const { vcpus } of this.guests.values()) {
      // A guest that is off takes no work.
      for (const station of vcpus.stations) network.stop(station);
    }
    this.streams = this.computeStreams();
    this.microvms.number();
    const working = [...this.streams.map(({ guest }) => guest), ...this.microvms.guests];
    this.computing = new Set(working.flatMap((guest) => (guest.place ?? guest).vcpus.stations));
    this.streamById = new Map(this.streams.map((one) => [one.ir.id, one] as const));
  }

  vcpuCount(guest: string): number {
    return this.guest(guest).vcpus.count;
  }

  /** The station at which work of a vCPU is served. */
  vcpu(guest: string, index: number): number {
    return this.guest(guest).station(index);
  }

  /** The station of a machine's management domain; null without one. */
  domain(machine: string): number | null {
    return this.domains.get(machine)?.vcpus.stations[0] ?? null;
  }

  /** Of one exit for a request. */
  exitTicks(guest: string): number {
    this.guest(guest).useExits();
    return this.guest(guest).exitTicks;
  }

  /** Exits for one interrupt of a device: none where they are direct, or on metal. */
  interruptExits(guest: string): number {
    return this.guest(guest).interruptExits;
  }

  interruptExitTicks(guest: string): number {
    const exits = this.interruptExits(guest);
    return exits === 0 ? 0 : exits * this.exitTicks(guest);
  }

  /** Work of a guest takes so many times as long: the hypervisor takes its tax of the vCPU. */
  slowness(guest: string): number {
    return 1 / this.guest(guest).speed;
  }

  /** Times of the vCPUs behind a station, compute work included; null where none is. */
  timesAt(station: number): VcpuTimes | null {
    const vcpus = this.byStation.get(station);
    if (vcpus === undefined) return null;
    const { served, computed, switched, stolen } = timesOf(vcpus, this.options.simulation.now);
    return {
      vcpus: vcpus.count, ranTicks: served + computed + switched, servedTicks: served,
      waitedTicks: stolen,
    };
  }

  computes(station: number): boolean {
    return this.computing.has(station);
  }

  /** Of every machine; they do not change in a run. */
  machineThreads(): readonly MachineThreads[] {
    return this.machines.map(({ plan, guests, system, domain }) => ({
      boards: plan.boards.map(({ id }) => id),
      threads: plan.threads + (plan.domain?.ownThreads ?? 0),
      stations: [...guests.map(({ vcpus }) => vcpus), system?.vcpus, domain]
        .flatMap((vcpus) => vcpus?.stations ?? []),
    }));
  }

  /** Starts a stream; on a guest that is not up it begins when that comes up. */
  startCompute(stream: StreamIr): void {
    const one = this.stream(stream.id);
    if (one.isWanted) return;
    one.isWanted = true;
    if (one.guest.isUp) this.begin(one);
  }

  endCompute(stream: StreamIr): void {
    this.end(this.stream(stream.id));
  }

  /** A microVM needs so much processor time of its place before it goes on. */
  workFor(microvm: string, ticks: number, whenDone: () => void): void {
    this.microvms.begin(microvm, ticks, this.options.simulation.now, whenDone);
  }

  /** Whatever a microVM was at is given up. */
  giveUp(microvm: string): void {
    this.microvms.end(microvm, this.options.simulation.now);
  }

  /** Its vCPUs exist and may run. */
  guestStarted(id: string): void {
    const guest = this.guest(id);
    if (guest.isUp) return;
    guest.isUp = true;
    for (const station of guest.vcpus.stations) this.options.network.resume(station);
    for (const one of this.streams) if (one.guest === guest && one.isWanted) this.begin(one);
  }

  /** Its vCPUs are gone, and with them its compute work and the customers inside. */
  guestStopped(id: string): void {
    const guest = this.guest(id);
    if (!guest.isUp) return;
    guest.isUp = false;
    for (const one of this.streams) if (one.guest === guest) this.end(one);
    const { vcpus } = guest;
    for (const station of vcpus.stations) this.options.network.stop(station);
    const machine = this.machines.find(({ guests }) => guests.includes(guest));
    machine?.cores?.stop(vcpus.first, vcpus.count);
  }

  /** The management domains of a hypervisor serve nobody any more; who was there is lost. */
  domainStopped(hypervisor: string): void {
    for (const { plan, cores, domain } of this.machines) {
      if (domain === null || plan.hypervisor?.id !== hypervisor) continue;
      for (const station of domain.stations) this.options.network.stop(station);
      if (domain.runner === cores) cores.stop(domain.first, domain.count);
    }
  }

  domainResumed(hypervisor: string): void {
    for (const { plan, domain } of this.machines) {
      if (domain === null || plan.hypervisor?.id !== hypervisor) continue;
      for (const station of domain.stations) this.options.network.resume(station);
    }
  }

  /** The warm-up is over: what was before does not count. */
  cut(now: number): void {
    this.cutAt = now;
    for (const guest of this.guests.values()) guest.before = this.guestTotals(guest, now);
    for (const { system } of this.machines) {
      if (system !== null) system.before = this.guestTotals(system, now);
    }
    for (const domain of this.domains.values()) domain.before = domainTotals(domain.vcpus, now);
    for (const one of this.streams) one.cut(this.compute.ranAt(one.work));
  }

  audit(now: number): void {
    for (const { cores } of this.machines) cores?.audit(now);
  }

  /** Machines whose threads are shared, guests and management domains, sorted by id. */
  readOut(now: number): readonly ProcessorFigures[] {
    return sortedById(this.machines.flatMap((machine) => this.figuresAt(machine, now)));
  }

  /** Exits of a stream since the warm-up, or of a guest, those for its requests included. */
  exits(id: string): number {
    const one = this.streamById.get(id);
    if (one !== undefined) return one.exitsSince(this.compute.ranAt(one.work));
    return this.guestSince(this.guest(id), this.options.simulation.now).exits;
  }

  /** Steal time of a guest, or of the guest that a stream runs on. */
  stolen(id: string): number {
    const guest = this.streamById.get(id)?.guest ?? this.guest(id);
    if (guest.place !== null) return this.stolenOf(guest);
    return stolenShare(this.guestSince(guest, this.options.simulation.now));
  }

  /** Useful processor time of a stream for each tick since the warm-up. */
  speed(streamId: string): number {
    const one = this.stream(streamId);
    return share(
      one.usefulSince(this.compute.ranAt(one.work)), this.options.simulation.now - this.cutAt,
    );
  }

  /** Processes of a stream that were killed since the warm-up. */
  crashed(streamId: string): number {
    return this.stream(streamId).crashed;
  }

  /** Times of jobs that were done since the warm-up, in ticks. */
  job(streamId: string): readonly number[] {
    return this.stream(streamId).jobs;
  }

  /** Busy share of a guest, a machine that is shared, or a domain by its machine or id. */
  utilization(id: string): number | null {
    const { now } = this.options.simulation;
    const machine = this.machineOf.get(id);
    if (machine === undefined) return null;
    return sortedById(this.figuresAt(machine, now))
      .find((one) => one.id === id || one.id === `${id}/domain`)?.busy ?? null;
  }

  private figuresAt(machine: MachineProcessors, now: number): readonly ProcessorFigures[] {
    const { plan, guests: placed, system, cores, domain } = machine;
    const window = now - this.cutAt;
    const guests = system === null ? placed : [...placed, system];
    const totals = guests.map((guest) => this.guestSince(guest, now));
    const all = guests.map(({ vcpus }, i) =>
      figuresOf(vcpus.id, vcpus.count, totals[i] ?? noTotals, window));
    if (domain !== null) {
      const own = this.domainSince(plan.id, now);
      if (cores !== null) totals.push(own);
      all.push(figuresOf(domain.id, domain.count, own, window));
    }
    if (cores !== null) all.push(figuresOf(plan.id, plan.threads, sumOf(totals), window));
    return all;
  }

  private nameMachine(machine: MachineProcessors): void {
    const { plan, guests, system, domain } = machine;
    const names = [plan.id, ...guests.map(({ vcpus }) => vcpus.id), system?.vcpus.id, domain?.id];
    for (const name of domain === null ? names : [...names, plan.hypervisor?.id]) {
      if (name !== undefined && !this.machineOf.has(name)) this.machineOf.set(name, machine);
    }
  }

  /** Each station has its own vCPU, or one has them all. */
  private index(vcpus: Vcpus): void {
    const { stations, first } = vcpus;
    stations.forEach((station, i) => this.byStation.set(station, stations.length === 1
      ? vcpus : { ...vcpus, first: first + i, count: 1 }));
  }

  private guest(id: string): GuestProcessors {
    return defined(this.guests.get(id), () => `no vCPUs of '${id}'`);
  }

  private stream(id: string): ComputeStream {
    return defined(this.streamById.get(id), () => `no compute work '${id}'`);
  }

  private computeStreams(): readonly ComputeStream[] {
    const { world, ticksPerSecond, log } = this.options;
    const workloads = new Map<string, ElementIr<'compute'>>();
    for (const one of world.elements) if (one.kind === 'compute') workloads.set(one.id, one);
    const streams: ComputeStream[] = [];
    for (const ir of world.streams) {
      const workload = workloads.get(ir.workload);
      if (workload === undefined) continue;
      const guest = this.guest(defined(ir.from, () => `'${ir.id}' computes nowhere`));
      const work = this.compute.addWork();
      const stream = new ComputeStream({ ir, workload, guest, work, ticksPerSecond, log });
      streams.push(stream);
      const traffic = stream.vcpuTrafficBitsPerSecond;
      if (traffic > 0) this.memory.add(work, traffic, guest.plan.memory);
    }
    return streams;
  }

  private begin(one: ComputeStream): void {
    const { now } = this.options.simulation;
    const { guest } = one;
    one.start(now);
    const { firstSeat, vcpus } = guest;
    this.compute.begin(one.work, firstSeat, vcpus.count, one.threads, one.ticksToRun);
  }

  private end(one: ComputeStream): void {
    one.isWanted = false;
    one.stop(this.options.simulation.now);
    this.compute.end(one.work);
  }

  /** A stream has done all it will: its job, or the instructions until one that kills it. */
  private reached(work: number): void {
    const { now } = this.options.simulation;
    const one = this.streams[work];
    if (one === undefined) {
      this.microvms.reached(work, now);
      return;
    }
    this.end(one);
    one.finish(now);
    this.options.onEnd?.(one.ir);
  }

  /**
   * Of a microVM, all its life: what its threads wanted and did not have. What a busy thread of the
   * same core slows them by counts too.
   */
  private stolenOf(guest: GuestProcessors): number {
    const { now } = this.options.simulation;
    let { had, wanted } = this.microvms.ran(guest.plan.id, now);
    for (const one of this.streams) {
      if (one.guest !== guest) continue;
      had += this.compute.ranAt(one.work);
      wanted += one.wanted(now);
    }
    return share(Math.max(0, wanted - had), wanted);
  }

  private guestTotals(guest: GuestProcessors, now: number): Totals {
    let [useful, exiting, exits] = [this.microvms.ranAt(guest), 0, 0];
    for (const one of this.streams) {
      if (one.guest !== guest && one.guest.place !== guest) continue;
      const ran = this.compute.ranAt(one.work);
      useful += one.useful(ran);
      exiting += one.exiting(ran);
      exits += one.exits(ran);
    }
    return guest.totals(now, { useful, exiting, exits });
  }

  private guestSince(guest: GuestProcessors, now: number): Totals {
    const totals = since(this.guestTotals(guest, now), guest.before);
    const { id } = guest.plan;
    return guest.withRequests(totals, this.options.requestExits?.(id) ?? 0);
  }

  private domainSince(machine: string, now: number): Totals {
    const { vcpus, before } = defined(this.domains.get(machine), 'a management domain');
    const totals = since(domainTotals(vcpus, now), before);
    // A thread that is being woken as it is read has worked less than nothing; see its station.
    return { ...totals, busy: Math.max(0, totals.busy), useful: Math.max(0, totals.useful) };
  }
}
