/**
 * The vCPUs of one guest or management domain, wherever they run: their stations, what an exit
 * costs there, and what they have done. Not who runs them. Keeps true: exits of compute work are
 * those of the instructions it did, a fraction of one carried on.
 */
import { defined } from '#base';
import type { Log } from '../log.ts';
import { noTotals, type Totals } from './figures.ts';
import type { GuestPlan } from './plan.ts';
import { noTimes, type Runner } from './runner.ts';

export interface Vcpus {
  readonly id: string;
  readonly runner: Runner;
  /** Numbers with the runner. */
  readonly first: number;
  readonly count: number;
  readonly stations: readonly number[];
}

/** One vCPU or thread at least runs at this share of its speed, whatever tax is asked. */
const leastSpeed = 0.001;

export class GuestProcessors {
  readonly plan: GuestPlan;
  readonly vcpus: Vcpus;
  /** The number of its first vCPU with the compute work. */
  readonly firstSeat: number;
  /** Whole ticks of one exit. */
  readonly exitTicks: number;
  /** What is left of a vCPU's time beside the hypervisor's tax. */
  readonly speed: number;
  /** For a microVM: whose vCPUs its own take turns on. */
  readonly place: GuestProcessors | null;
  isUp = false;
  before: Totals = noTotals;
  private readonly log: Log;

  constructor(options: {
    readonly plan: GuestPlan; readonly vcpus: Vcpus; readonly firstSeat: number;
    readonly ticksPerSecond: number; readonly log: Log; readonly place?: GuestProcessors;
  }) {
    const { plan, vcpus, firstSeat, ticksPerSecond, log } = options;
    [this.plan, this.vcpus, this.firstSeat, this.log] = [plan, vcpus, firstSeat, log];
    this.place = options.place ?? null;
    const { hypervisor, machine, clockHertz } = plan;
    // A microVM is a guest wherever it runs, on metal too.
    const exits = plan.element?.kind === 'microvm'
      || (hypervisor !== null && hypervisor.properties.virtualization !== 'none');
    this.exitTicks = exits
      ? Math.round((machine.board.properties.exitCycles * ticksPerSecond) / clockHertz)
      : 0;
    this.speed = Math.max(leastSpeed, 1 - (hypervisor?.properties.cpuTax ?? 0));
  }

  station(index: number): number {
    const { id, stations } = this.vcpus;
    return defined(stations[index], () => `'${id}' has no vCPU ${String(index)}`);
  }

  /** Exits for one interrupt of a device. */
  get interruptExits(): number {
    if (this.exitTicks === 0) return 0;
    const { machine, interruptExits } = this.plan;
    return machine.board.properties.directInterrupts === 'yes' ? 0 : interruptExits;
  }

  /** Requests of this guest will be charged what an exit costs. */
  useExits(): void {
    if (this.exitTicks === 0) return;
    const { board } = this.plan.machine;
    this.log.use(board, 'exitCycles');
    if (this.plan.isClockAssumed) this.log.guess(board, 'clock');
  }

  /** All up to an instant, with what its streams did. */
  totals(now: number, streams: { readonly useful: number; readonly exiting: number;
    readonly exits: number; }): Totals {
    const { served, computed, switched, stolen } = timesOf(this.vcpus, now);
    return {
      busy: served + computed + switched, switching: switched, stolen,
      useful: streams.useful + served, exiting: streams.exiting, exits: streams.exits,
    };
  }

  /** With the exits that its requests took, whose time was counted as work. */
  withRequests(totals: Totals, exits: number): Totals {
    const ticks = Math.min(exits * this.exitTicks, totals.useful);
    return {
      ...totals, useful: totals.useful - ticks, exiting: totals.exiting + ticks,
      exits: totals.exits + exits,
    };
  }
}

/** Times of some vCPUs up to an instant. */
export function timesOf(vcpus: Vcpus, now: number): ReturnType<typeof noTimes> {
  const times = noTimes();
  for (let i = 0; i < vcpus.count; i++) vcpus.runner.addTimes(vcpus.first + i, now, times);
  return times;
}

/** Of a management domain: all that it does is work for others. */
export function domainTotals(vcpus: Vcpus, now: number): Totals {
  const { served, computed, switched, stolen } = timesOf(vcpus, now);
  return {
    busy: served + computed + switched, useful: served + computed, switching: switched,
    exiting: 0, stolen, exits: 0,
  };
}
