/**
 * Compute work: busy threads of streams on vCPUs, what they have done, and when a job is done.
 * Not who runs a vCPU: that is a runner. Keeps true: threads of one vCPU share it evenly; a job
 * ends at the first tick by which its work is done, and no event is spent on the way there but
 * those at which what it was planned on has changed.
 */
import { defined } from '#base';
import type { EventKind, Simulation, Timer } from '#sim/kernel';
import type { MemoryBandwidth } from './memory-bandwidth.ts';
import type { Runner } from './runner.ts';

interface Seat {
  readonly runner: Runner;
  /** The number of the vCPU with its runner. */
  readonly local: number;
  /** Busy threads of all streams. */
  threads: number;
  /** A seat whose work slows this one down, or −1. */
  sibling: number;
  readonly strands: Strand[];
}

/** Threads of one stream on one vCPU. */
interface Strand {
  readonly stream: Work;
  /** The number of that. */
  readonly number: number;
  readonly seat: number;
  threads: number;
}

/** The work of one stream; one object for the whole run. */
export interface Work {
  readonly timer: Timer;
  readonly strands: Strand[];
  /** Ticks of a vCPU that it has used, all its jobs together. */
  ran: number;
  /** What `ran` will be at the end of the job. */
  target: number;
  isOn: boolean;
  /** How much of it is done in each tick of a vCPU: less than 1 while memory is what limits it. */
  flow: number;
}

/** Sums of shares of whole ticks may miss a tick by their rounding, and never by this much. */
const toleranceTicks = 0.25;

export class ComputeWork {
  private readonly simulation: Simulation;
  private readonly reached: (work: number) => void;
  private readonly due: EventKind;
  private readonly seats: Seat[] = [];
  private readonly works: Work[] = [];
  private readonly memory: MemoryBandwidth;

  constructor(options: {
    readonly simulation: Simulation; readonly memory: MemoryBandwidth;
    readonly reached: (work: number) => void;
  }) {
    const { simulation } = options;
    [this.simulation, this.memory, this.reached] = [simulation, options.memory, options.reached];
    this.due = simulation.register((work) => this.look(work));
  }

  /** Makes a vCPU known; the answer is its number here. */
  addSeat(runner: Runner, local: number): number {
    this.seats.push({ runner, local, threads: 0, sibling: -1, strands: [] });
    return this.seats.length - 1;
  }

  /** Two vCPUs are the hardware threads of one core. */
  pair(seat: number, sibling: number): void {
    this.seat(seat).sibling = sibling;
    this.seat(sibling).sibling = seat;
  }

  addWork(): number {
    const timer = this.simulation.createTimer(this.due, this.works.length);
    this.works.push({ timer, strands: [], ran: 0, target: Infinity, isOn: false, flow: 1 });
    return this.works.length - 1;
  }

  /** Starts so many threads on some of `count` vCPUs, until they have used so many ticks. */
  begin(number: number, first: number, count: number, threads: number, ticks: number): void {
    const work = this.work(number);
    work.isOn = true;
    work.target = work.ran + ticks;
    for (let thread = 0; thread < threads; thread++) this.seatThread(number, first, count);
    for (const strand of work.strands) this.reload(strand.seat, strand.threads);
    this.replan(work);
  }

  /** Its threads are gone. */
  end(number: number): void {
    const work = this.work(number);
    if (!work.isOn) return;
    for (const strand of work.strands) this.settle(strand.seat);
    work.isOn = false;
    this.simulation.disarm(work.timer);
    for (const strand of work.strands) {
      const { strands } = this.seat(strand.seat);
      strands.splice(strands.indexOf(strand), 1);
      this.reload(strand.seat, -strand.threads);
    }
    work.strands.length = 0;
    if (this.memory.isUsedBy(number)) this.shareMemory();
  }

  /** A runner tells of work that was done on a vCPU. */
  progress(seat: number, ticks: number): void {
    const { strands, threads } = this.seat(seat);
    for (const strand of strands) {
      const done = ticks * strand.stream.flow;
      strand.stream.ran += threads === 1 ? done : (done * strand.threads) / threads;
    }
  }

  /** A runner tells that a vCPU does more or less from now on. */
  paceChanged(seat: number): void {
    const { strands } = this.seat(seat);
    if (this.usesMemory(strands)) this.shareMemory();
    for (const { stream } of strands) {
      if (stream.isOn && stream.target < Infinity) this.replan(stream);
    }
  }

  /** Ticks used up to now; changes nothing. */
  ranAt(number: number): number {
    const work = this.work(number);
    let { ran } = work;
    for (const strand of work.strands) {
      const seat = this.seat(strand.seat);
      ran += (seat.runner.unsettled(seat.local) * work.flow * strand.threads) / seat.threads;
    }
    return ran;
  }

  private seat(seat: number): Seat {
    return defined(this.seats[seat], 'a vCPU of compute work');
  }

  private work(work: number): Work {
    return defined(this.works[work], 'a stream of compute work');
  }

  /**
   * As the scheduler of a guest does when a thread starts, and never after: it goes where the
   * fewest are, and of equal places to the core where nothing else runs.
   */
  private seatThread(number: number, first: number, count: number): void {
    const work = this.work(number);
    let [best, fewest] = [first, Infinity];
    for (let i = first; i < first + count; i++) {
      const { sibling } = this.seat(i);
      const beside = sibling < 0 ? 0 : this.planned(sibling, work);
      const load = this.planned(i, work) + (beside > 0 ? 0.5 : 0);
      if (load < fewest) [best, fewest] = [i, load];
    }
    const seat = this.seat(best);
    let strand = seat.strands.find((one) => one.stream === work);
    if (strand === undefined) {
      // What was done so far belongs to those who were there.
      this.settle(best);
      strand = { stream: work, number, seat: best, threads: 0 };
      seat.strands.push(strand);
      work.strands.push(strand);
    }
    strand.threads++;
  }

  /** Threads of a vCPU, those included that are being placed. */
  private planned(seat: number, work: Work): number {
    const { threads, strands } = this.seat(seat);
    return threads + (strands.find((one) => one.stream === work)?.threads ?? 0);
  }

  private settle(seat: number): void {
    const { runner, local } = this.seat(seat);
    runner.settle(local);
  }

  private reload(number: number, more: number): void {
    const seat = this.seat(number);
    seat.threads += more;
    seat.runner.load(seat.local, seat.threads);
    this.paceChanged(number);
  }

  private usesMemory(strands: readonly Strand[]): boolean {
    if (this.memory.users.length === 0) return false;
    for (const { number } of strands) if (this.memory.isUsedBy(number)) return true;
    return false;
  }

  private paceOf(strand: Strand): number {
    const { runner, local, threads } = this.seat(strand.seat);
    // While a stream is being placed, a vCPU may not know its threads yet.
    return threads === 0 ? 0 : (runner.pace(local) * strand.threads) / threads;
  }

  private paceOfAll(work: Work): number {
    let pace = 0;
    for (const strand of work.strands) pace += this.paceOf(strand);
    return pace;
  }

  /** Somebody who uses memory came, went, or runs at another pace: all shares are new. */
  private shareMemory(): void {
    const { memory } = this;
    for (const number of memory.users) memory.setPace(number, this.paceOfAll(this.work(number)));
    memory.share();
    for (const number of memory.users) {
      const work = this.work(number);
      const flow = memory.flowOf(number);
      if (flow === work.flow) continue;
      for (const strand of work.strands) this.settle(strand.seat);
      work.flow = flow;
      if (work.isOn) this.replan(work);
    }
  }

  private replan(work: Work): void {
    if (work.target === Infinity) return;
    const { simulation } = this;
    let start = Infinity;
    for (const strand of work.strands) {
      const { runner, local } = this.seat(strand.seat);
      runner.settle(local);
      if (this.paceOf(strand) > 0) start = Math.min(start, runner.busyUntil(local));
    }
    const pace = this.paceOfAll(work) * work.flow;
    const missing = work.target - work.ran;
    if (missing <= toleranceTicks) {
      simulation.arm(work.timer, simulation.now, 0);
      return;
    }
    const at = Math.max(start, simulation.now) + Math.ceil((missing - toleranceTicks) / pace);
    // A pace of zero, or an end that no clock shows: whoever changes the pace says so.
    if (at <= Number.MAX_SAFE_INTEGER) simulation.arm(work.timer, at, 0);
    else simulation.disarm(work.timer);
  }

  private look(number: number): void {
    const work = this.work(number);
    for (const strand of work.strands) this.settle(strand.seat);
    if (work.target - work.ran <= toleranceTicks) this.reached(number);
    else this.replan(work);
  }
}
