/**
 * vCPUs that take turns on the hardware threads of a machine, and what they do in their turns:
 * customers of a network first, then compute work. Not who is next: see turns.ts.
 * Keeps true: what vCPUs ran and what turning to them took adds up to the time that threads were
 * held, from books kept apart.
 */
import { defined, fail } from '#base';
import type { Port, QueueNetwork, Simulation } from '#sim/kernel';
import type { ComputeWork } from './compute.ts';
import { CustomerLines } from './customer-lines.ts';
import type { RunQueue } from './run-queue.ts';
import { noTimes, type Runner, type Times } from './runner.ts';
import { auditShared } from './shared-books.ts';
import {
  addTimesOf, type Share, type SharedVcpu, type Thread, unsettledTicks,
} from './shared-vcpu.ts';
import { Turns, type Worker } from './turns.ts';

export interface SharedCoresOptions {
  readonly id: string;
  readonly simulation: Simulation;
  readonly network: QueueNetwork;
  readonly compute: ComputeWork;
  readonly threads: number;
  readonly threadsPerCore: number;
  readonly siblingSpeed: number;
  readonly sliceTicks: number;
  readonly switchTicks: number;
  readonly minimumRunTicks: number;
  readonly boost: boolean;
}

export interface SharedGuest {
  readonly id: string;
  readonly vcpus: number;
  readonly weight: number;
  /** Thread of the first vCPU; each next one has the next. */
  readonly pinnedThread: number | null;
  /** Whether all vCPUs serve one line of customers, as those of a management domain do. */
  readonly isPooled: boolean;
}

/** Work that is left after its time is up is a rounding of speeds. */
const toleranceTicks = 1e-3;

const newShare = (weight: number, queue: RunQueue): Share =>
  ({ weight, queue, virtual: 0, active: 0 });

export class SharedCores implements Port, Runner, Worker {
  private readonly options: SharedCoresOptions;
  private readonly turns: Turns;
  private readonly lines = new CustomerLines();
  private readonly vcpus: SharedVcpu[] = [];
  /** By line. */
  private readonly servers: (readonly SharedVcpu[])[] = [];
  private readonly lineOf = new Map<number, number>();

  constructor(options: SharedCoresOptions) {
    this.options = options;
    this.turns = new Turns({ ...options, worker: this });
  }

  /** Adds the vCPUs of a guest: its first number here, stations, and seats of compute work. */
  addGuest(guest: SharedGuest): {
    readonly first: number; readonly stations: readonly number[]; readonly seats: readonly number[];
  } {
    const { threads, queue } = this.turns;
    const first = this.vcpus.length;
    const pins = Array.from({ length: guest.vcpus }, (_, i) => guest.pinnedThread === null
      ? null
      // A number that the machine does not have wraps around, as a mask of threads would.
      : defined(threads[(guest.pinnedThread + i) % threads.length], 'a thread'));
    const whole = newShare(guest.weight, queue);
    const stations: number[] = [];
    const seats: number[] = [];
    for (const [i, pin] of pins.entries()) {
      if (i === 0 || !guest.isPooled) {
        const name = guest.isPooled ? guest.id : `${guest.id}/vcpu[${String(i)}]`;
        stations.push(this.options.network.addStation({ id: name, discipline: 'port' }, this));
        this.lineOf.set(stations[stations.length - 1] as number, this.lines.add());
      }
      const local = first + i;
      const seat = this.options.compute.addSeat(this, local);
      seats.push(seat);
      const station = stations[stations.length - 1] as number;
      this.vcpus.push({
        local, seat, station, pin, line: this.lineOf.get(station) as number,
        share: pin === null ? whole : newShare(guest.weight / guest.vcpus, pin.queue),
        state: 'blocked', thread: null, customer: -1, threads: 0, computes: false, boosted: false,
        readyAt: 0, key: 0, order: 0, ran: 0,
        times: noTimes(),
      });
    }
    const own = this.vcpus.slice(first);
    if (guest.isPooled) this.servers.push(own);
    else this.servers.push(...own.map((vcpu) => [vcpu]));
    return { first, stations, seats };
  }

  serve(customer: number, station: number, serviceTicks: number): void {
    const line = defined(this.lineOf.get(station), 'a line of a station');
    const isFirst = this.lines.isEmpty(line);
    const servers = this.servers[line] as readonly SharedVcpu[];
    const wake = isFirst && isAnyFree(servers) ? this.wakeTicks(customer) : 0;
    this.lines.push(line, customer, serviceTicks + wake);
    for (const vcpu of servers) {
      if (vcpu.state !== 'running' || vcpu.customer >= 0 || vcpu.thread === null) continue;
      // One that is telling a customer that it is through takes the next one after that.
      if (vcpu.thread.telling && !isFirst) continue;
      if (!vcpu.thread.telling) this.interrupt(vcpu.thread, vcpu);
      return;
    }
    for (const vcpu of servers) {
      if (vcpu.state !== 'blocked') continue;
      this.turns.wake(vcpu);
      return;
    }
  }

  settle(local: number): void {
    const vcpu = this.vcpu(local);
    if (vcpu.state === 'running' && vcpu.thread !== null) this.turns.settle(vcpu.thread);
  }

  unsettled(local: number): number {
    const { state, thread, customer } = this.vcpu(local);
    if (state !== 'running' || thread === null || customer >= 0) return 0;
    return unsettledTicks(thread, this.options.simulation.now) * thread.speed;
  }

  pace(local: number): number {
    const vcpu = this.vcpu(local);
    return vcpu.computes && vcpu.thread !== null ? vcpu.thread.speed : 0;
  }

  /** Whoever does compute work goes on with it at once, after the switch to it. */
  busyUntil(local: number): number {
    return this.vcpu(local).thread?.runsFrom ?? 0;
  }

  load(local: number, threads: number): void {
    const vcpu = this.vcpu(local);
    vcpu.threads = threads;
    const { thread } = vcpu;
    if (vcpu.state === 'running' && thread !== null) {
      if (!thread.telling) this.turns.proceed(thread);
    } else if (vcpu.state === 'blocked' && threads > 0) this.turns.wake(vcpu);
    else if (vcpu.state === 'ready' && !this.hasWork(vcpu)) this.turns.withdraw(vcpu);
  }

  addTimes(local: number, now: number, into: Times): void {
    addTimesOf(this.vcpu(local), now, into);
  }

  /** Vcpus of a guest are gone; customers that the network has given up are handed back to it. */
  stop(first: number, count: number): void {
    const { network, simulation } = this.options;
    const gone: number[] = [];
    for (const vcpu of this.vcpus.slice(first, first + count)) {
      const { thread } = vcpu;
      if (vcpu.state === 'running' && thread !== null) this.turns.settle(thread);
      if (vcpu.customer >= 0) gone.push(vcpu.customer);
      vcpu.customer = -1;
      for (let one = this.lines.take(vcpu.line); one >= 0; one = this.lines.take(vcpu.line)) {
        gone.push(one);
      }
      if (vcpu.state === 'ready') this.turns.withdraw(vcpu);
      else if (vcpu.state === 'running' && thread !== null) this.turns.block(thread, vcpu);
    }
    for (const customer of gone) {
      const waited = simulation.now - (network.customers.enteredAt[customer] as number);
      network.served(customer, waited - (this.lines.worked[customer] as number));
    }
  }

  /** Stops the program unless the books agree, and nobody waits beside an idle thread. */
  audit(now: number): void {
    const { threads, queue } = this.turns;
    auditShared({ id: this.options.id, threads, vcpus: this.vcpus, now });
    const idle = threads.find((one) =>
      one.vcpu === null && (one.queue.length > 0 || queue.length > 0));
    if (idle !== undefined) {
      fail(`${this.options.id}: thread ${String(idle.index)} is idle while a vCPU waits for it`);
    }
  }

  hasWork(vcpu: SharedVcpu): boolean {
    return vcpu.customer >= 0 || vcpu.threads > 0 || !this.lines.isEmpty(vcpu.line);
  }

  begin(vcpu: SharedVcpu): void {
    if (vcpu.customer < 0) vcpu.customer = this.lines.take(vcpu.line);
  }

  work(vcpu: SharedVcpu, ticks: number, speed: number): void {
    const { customer } = vcpu;
    if (customer < 0) {
      vcpu.times.computed += ticks;
      this.options.compute.progress(vcpu.seat, ticks * speed);
      return;
    }
    const { left, worked } = this.lines;
    left[customer] = (left[customer] as number) - ticks * speed;
    worked[customer] = (worked[customer] as number) + ticks;
    vcpu.times.served += ticks;
  }

  left(vcpu: SharedVcpu): number {
    if (vcpu.customer < 0) return Infinity;
    return Math.max(0, (this.lines.left[vcpu.customer] as number) - toleranceTicks);
  }

  /** A customer is through, or the slice is. */
  due(thread: Thread, vcpu: SharedVcpu): void {
    const { customer } = vcpu;
    if (customer >= 0 && (this.lines.left[customer] as number) <= toleranceTicks) {
      vcpu.customer = -1;
      thread.telling = true;
      this.tell(vcpu, customer);
      if (!isTelling(thread, vcpu)) return;
      thread.telling = false;
    }
    this.turns.proceed(thread);
  }

  changed(vcpu: SharedVcpu, isPace: boolean): void {
    const computes = vcpu.state === 'running' && vcpu.customer < 0 && vcpu.threads > 0;
    if (computes === vcpu.computes && !(isPace && computes)) return;
    vcpu.computes = computes;
    this.options.compute.paceChanged(vcpu.seat);
  }

  private vcpu(local: number): SharedVcpu {
    return defined(this.vcpus[local], 'a vCPU on shared threads');
  }

  /** What it costs to be woken for a customer, as at the stations of a network. */
  private wakeTicks(customer: number): number {
    const { customers, routes } = this.options.network;
    const visit = customers.visit[customer] as number;
    routes.wakes[visit] = (routes.wakes[visit] as number) + 1;
    return routes.wake[visit] as number;
  }

  /** A customer has come for a vCPU that runs compute work, or is about to. */
  private interrupt(thread: Thread, vcpu: SharedVcpu): void {
    this.turns.settle(thread);
    this.begin(vcpu);
    this.changed(vcpu, false);
    this.turns.arm(thread, vcpu);
  }

  private tell(vcpu: SharedVcpu, customer: number): void {
    const { network, simulation } = this.options;
    const worked = this.lines.worked[customer] as number;
    const entered = network.customers.enteredAt[customer] as number;
    const waited = simulation.now - entered - worked;
    network.stations.served.add(vcpu.station, worked);
    if (waited > 0) network.stations.waited.add(vcpu.station, waited);
    network.served(customer, waited);
  }
}

/** Whether one of them works on no customer. */
function isAnyFree(vcpus: readonly SharedVcpu[]): boolean {
  for (const vcpu of vcpus) if (vcpu.customer < 0) return true;
  return false;
}

/** Whoever was told may have stopped the guest. */
const isTelling = (thread: Thread, vcpu: SharedVcpu): boolean =>
  thread.vcpu === vcpu && thread.telling;
