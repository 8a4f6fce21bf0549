/**
 * Makes the vCPUs of a machine's guests, and of its management domain: on threads of their own, or
 * on threads that they share. Not their work.
 */
import type { QueueNetwork, Simulation } from '#sim/kernel';
import type { Log } from '../log.ts';
import type { ComputeWork } from './compute.ts';
import type { DedicatedVcpus } from './dedicated.ts';
import { GuestProcessors, type Vcpus } from './guest-processors.ts';
import type { GuestPlan, MachinePlan } from './plan.ts';
import type { Runner, Times } from './runner.ts';
import { SharedCores } from './shared-cores.ts';

export interface Workshop {
  readonly network: QueueNetwork;
  readonly simulation: Simulation;
  readonly compute: ComputeWork;
  readonly dedicated: DedicatedVcpus;
  readonly ticksPerSecond: number;
  readonly log: Log;
}

export interface MachineProcessors {
  readonly plan: MachinePlan;
  readonly guests: readonly GuestProcessors[];
  /** Null where nothing is shared. */
  readonly cores: SharedCores | null;
  readonly domain: Vcpus | null;
  /** Where microVMs run that are in no instance. */
  readonly system: GuestProcessors | null;
}

/** The threads of a domain that has cores of its own; they only have customers. */
class OwnThreads implements Runner {
  private readonly network: QueueNetwork;
  private readonly station: number;

  constructor(network: QueueNetwork, station: number) {
    this.network = network;
    this.station = station;
  }

  settle(): void { /* There is no compute work. */ }
  load(): void { /* There is no compute work. */ }
  unsettled(): number { return 0; }
  pace(): number { return 0; }
  busyUntil(): number { return 0; }

  /** All of them work at one station, so the times of the first are those of all. */
  addTimes(vcpu: number, now: number, into: Times): void {
    if (vcpu === 0) into.served += this.network.stations.busyTicks(this.station, now);
  }
}

function dedicatedGuest(plan: GuestPlan, shop: Workshop): GuestProcessors {
  const { dedicated, ticksPerSecond, log } = shop;
  const made = Array.from({ length: plan.vcpus }, (_, i) =>
    dedicated.add(`${plan.id}/vcpu[${String(i)}]`));
  const first = made[0]?.local ?? 0;
  const { siblingSpeed, board } = plan.machine;
  if (plan.hasSiblings && siblingSpeed < 1) {
    log.use(board, 'siblingSpeed');
    for (let i = 0; i + 1 < plan.vcpus; i += 2) {
      dedicated.pair(first + i, first + i + 1, siblingSpeed);
    }
  }
  const vcpus: Vcpus = {
    id: plan.id, runner: dedicated, first, count: plan.vcpus,
    stations: made.map(({ station }) => station),
  };
  return new GuestProcessors({
    plan, vcpus, firstSeat: made[0]?.seat ?? 0, ticksPerSecond, log,
  });
}

function sharedCores(plan: MachinePlan, shop: Workshop): SharedCores | null {
  const { hypervisor, threads, threadsPerCore, siblingSpeed } = plan;
  if (!plan.isShared || hypervisor === null) return null;
  const { network, simulation, compute, log } = shop;
  const { timeSliceTicks, switchTimeTicks, minimumRunTicks, boost } = hypervisor.properties;
  for (const property of ['timeSlice', 'switchTime']) log.use(hypervisor, property);
  if (threadsPerCore > 1) log.use(plan.board, 'siblingSpeed');
  return new SharedCores({
    id: plan.id, network, simulation, compute, threads, threadsPerCore, siblingSpeed,
    sliceTicks: Math.max(1, timeSliceTicks), switchTicks: switchTimeTicks, minimumRunTicks,
    boost: boost === 'yes',
  });
}

function domain(plan: MachinePlan, cores: SharedCores | null, shop: Workshop): Vcpus | null {
  if (plan.domain === null) return null;
  const { id, ownThreads, weight } = plan.domain;
  if (ownThreads === 0 && cores !== null) {
    // As many vCPUs as there are threads, which is what a Xen host gives its dom0 unless told else.
    const made = cores.addGuest({
      id, vcpus: plan.threads, weight, pinnedThread: null, isPooled: true,
    });
    const { first, stations } = made;
    return { id, runner: cores, first, count: plan.threads, stations };
  }
  // Device models run on any hardware thread of the cores that the domain keeps.
  const station = shop.network.addStation({ id, discipline: 'queue', servers: ownThreads });
  const runner = new OwnThreads(shop.network, station);
  return { id, runner, first: 0, count: ownThreads, stations: [station] };
}

export function buildMachine(plan: MachinePlan, shop: Workshop): MachineProcessors {
  const { ticksPerSecond, log } = shop;
  const cores = sharedCores(plan, shop);
  const make = (guest: GuestPlan): GuestProcessors => {
    if (cores === null) return dedicatedGuest(guest, shop);
    const { id, vcpus: count, weight, pinnedThread } = guest;
    const { first, stations, seats } = cores.addGuest({
      id, vcpus: count, weight, pinnedThread, isPooled: false,
    });
    const vcpus: Vcpus = { id, runner: cores, first, count, stations };
    return new GuestProcessors({
      plan: guest, vcpus, firstSeat: seats[0] ?? 0, ticksPerSecond, log,
    });
  };
  const guests = plan.guests.map(make);
  const system = plan.system === null ? null : make(plan.system);
  return { plan, guests, system, cores, domain: domain(plan, cores, shop) };
}
