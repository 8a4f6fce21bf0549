/**
 * One stream of compute work as a reader sees it: useful time, exits, jobs, and the crash of a
 * process that nobody protects. Not where it runs. Keeps true: all is a function of the time of
 * vCPUs that it used.
 */
import type { ElementIr, StreamIr } from '#ir';
import type { Log } from '../log.ts';
import type { GuestProcessors } from './guest-processors.ts';
import { instructionsPerCycle, type MixCost, mixCost } from './instructions.ts';

export interface ComputeStreamOptions {
  readonly ir: StreamIr;
  readonly workload: ElementIr<'compute'>;
  readonly guest: GuestProcessors;
  /** Its number with the compute work. */
  readonly work: number;
  readonly ticksPerSecond: number;
  readonly log: Log;
}

/** A sum of doubles may miss a whole number of exits by so much of itself. */
const rounding = 1e-12;

export class ComputeStream {
  readonly ir: StreamIr;
  readonly guest: GuestProcessors;
  readonly work: number;
  readonly threads: number;
  isWanted = false;
  crashed = 0;
  jobs: number[] = [];
  private readonly options: ComputeStreamOptions;
  private cost: MixCost | null = null;
  private startedAt = 0;
  private onSince = -1;
  private wantedTicks = 0;
  private ranBefore = 0;

  constructor(options: ComputeStreamOptions) {
    this.options = options;
    [this.ir, this.guest, this.work] = [options.ir, options.guest, options.work];
    const { plan } = options.guest;
    const asked = options.workload.properties.threads ?? plan.vcpus;
    // More busy threads than a microVM has vCPUs give it no more of its place.
    this.threads = plan.element?.kind === 'microvm' ? Math.min(asked, plan.vcpus) : asked;
  }

  /** What each of its threads uses of the memory while it runs at full speed. */
  get vcpuTrafficBitsPerSecond(): number {
    return (this.options.workload.properties.memoryTrafficBitsPerSecond ?? 0) / this.threads;
  }

  /** Time for which its threads wanted to run, all together. */
  wanted(now: number): number {
    return this.wantedTicks + (this.onSince < 0 ? 0 : this.threads * (now - this.onSince));
  }

  stop(now: number): void {
    this.wantedTicks = this.wanted(now);
    this.onSince = -1;
  }

  start(now: number): void {
    this.onSince = now;
    this.startedAt = now;
    this.cost ??= this.costOfMix();
  }

  /** Time of vCPUs until its job is done, or until an instruction that kills it. */
  get ticksToRun(): number {
    const work = this.options.workload.properties.workTicks ?? Infinity;
    return Math.min(work, this.ticksUntilCrash) / this.usefulShare;
  }

  /** All that it will ever do is done. */
  finish(now: number): void {
    const work = this.options.workload.properties.workTicks ?? Infinity;
    if (work <= this.ticksUntilCrash) {
      this.jobs.push(now - this.startedAt);
      return;
    }
    this.crashed++;
    const { log, workload } = this.options;
    const { id, machine } = this.guest.plan;
    log.find('run/process-crashed', now, workload.id,
      `'${this.ir.id}' was killed: '${id}' is a plain process on '${machine.id}', so nobody `
      + 'catches the fault of its first sensitive instruction in user mode, and the kernel ends it');
  }

  useful(ran: number): number {
    return ran * this.usefulShare;
  }

  exiting(ran: number): number {
    return this.useful(ran) * (this.cost?.cycles ?? 0) * instructionsPerCycle;
  }

  exits(ran: number): number {
    const { ticksPerSecond } = this.options;
    const { clockHertz } = this.guest.plan;
    const instructions = (this.useful(ran) / ticksPerSecond) * clockHertz * instructionsPerCycle;
    return Math.floor(instructions * (this.cost?.exits ?? 0) * (1 + rounding));
  }

  usefulSince(ran: number): number {
    return this.useful(ran - this.ranBefore);
  }

  exitsSince(ran: number): number {
    return this.exits(ran) - this.exits(this.ranBefore);
  }

  cut(ran: number): void {
    this.ranBefore = ran;
    this.crashed = 0;
    this.jobs = [];
  }

  /** Useful time of each tick of a vCPU; the rest goes to the hypervisor. */
  private get usefulShare(): number {
    const overhead = (this.cost?.cycles ?? 0) * instructionsPerCycle;
    return this.guest.speed / (1 + overhead);
  }

  private get ticksUntilCrash(): number {
    const { ticksPerSecond } = this.options;
    const until = this.cost?.untilCrash ?? Infinity;
    return (until / instructionsPerCycle) * (ticksPerSecond / this.guest.plan.clockHertz);
  }

  private costOfMix(): MixCost {
    const { workload, log } = this.options;
    const { sensitive, ports, memoryTrafficBitsPerSecond } = workload.properties;
    if (memoryTrafficBitsPerSecond !== null) {
      for (const { board } of this.guest.plan.memory) {
        if (board.kind !== 'socket' || board.properties.memoryBandwidthBitsPerSecond === null) {
          // Without a figure it is taken to be no limit.
          log.guess(board, 'memoryBandwidth');
        }
      }
    }
    return mixCost({ sensitive, ports }, this.guest.plan, log);
  }
}
