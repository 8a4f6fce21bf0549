/**
 * Max-min fair rates of flows that begin and end (progressive filling: Bertsekas and Gallager).
 * After each change only flows are solved anew that it can concern: with the rates of all others
 * as they are, until each flow has a constraint that is full and on which no flow has more.
 * Not time, and not links: a constraint is what a bundle of links lets through, one byte a tick
 * where each byte needs one tick of it. Keeps true: that condition makes rates the max-min fair
 * ones, whichever flows were solved anew; no constraint is used for more than all of the time.
 */
import { doubled } from '#sim/kernel';
import { none } from '../fields.ts';
import { LevelHeap } from './level-heap.ts';

/** What holds a flow back: a constraint, its own limit, or nothing yet. */
const ownLimit = -2;

/** Shares closer than this are the same, and rates by as much of them: roundings are smaller. */
const closeness = 1e-9;
/** Who goes on at a rate this near to its own is not told. */
const unchanged = 1e-12;

export class FairShares {
  /** Bytes a tick, by flow. */
  rates = new Float64Array(64);
  /** Share of time that each constraint is used, and that time up to when it last changed. */
  readonly loads: Float64Array;
  private readonly busyTicks: Float64Array;
  private readonly changedAt: Float64Array;
  /** Flows whose rate the last settling changed. */
  readonly changed: number[] = [];
  // Flows, and where each stands in the lists below.
  private limits = new Float64Array(64);
  private starts = new Int32Array(64);
  private ends = new Int32Array(64);
  private holders = new Int32Array(64).fill(none);
  private solvedIn = new Int32Array(64);
  private found = new Float64Array(64);
  private foundHolders = new Int32Array(64);
  // Of each constraint that a flow is on: what a byte needs, and its neighbours there.
  private constraints = new Int32Array(256);
  private needs = new Float64Array(256);
  private owners = new Int32Array(256);
  private after = new Int32Array(256);
  private before = new Int32Array(256);
  private afterSolved = new Int32Array(256);
  private placed = 0;
  // Constraints: the flows on them, those that they hold back, and the rate of these.
  private readonly heads: Int32Array;
  private readonly members: Int32Array;
  private readonly held: Int32Array;
  private readonly heldRates: Float64Array;
  // Of constraints that a solving meets: what it may use and what is left, and flows that it moves.
  private readonly metIn: Int32Array;
  private readonly solvedHeads: Int32Array;
  private readonly solvedCounts: Int32Array;
  private readonly heldOutside: Int32Array;
  private readonly allowed: Float64Array;
  private readonly needed: Float64Array;
  private readonly wanted: Float64Array;
  private readonly free: Float64Array;
  private readonly growing: Float64Array;
  private readonly growingCounts: Int32Array;
  private readonly highest: Float64Array;
  private readonly fullAt: Float64Array;
  private solving = 0;
  private readonly met: number[] = [];
  private readonly solved: number[] = [];
  private readonly limited: number[] = [];
  private readonly begun: number[] = [];
  private readonly loosened: number[] = [];
  private readonly heap = new LevelHeap();

  constructor(constraintCount: number) {
    const doubles = (): Float64Array => new Float64Array(constraintCount);
    const words = (): Int32Array => new Int32Array(constraintCount);
    this.loads = doubles();
    this.busyTicks = doubles();
    this.changedAt = doubles();
    this.heads = words().fill(none);
    this.members = words();
    this.held = words();
    this.heldRates = doubles();
    this.metIn = words();
    this.solvedHeads = words();
    this.solvedCounts = words();
    this.heldOutside = words();
    this.allowed = doubles();
    this.needed = doubles();
    this.wanted = doubles();
    this.free = doubles();
    this.growing = doubles();
    this.growingCounts = words();
    this.highest = doubles();
    this.fullAt = doubles();
  }

  /** Nothing has happened before. */
  startAt(now: number): void {
    this.changedAt.fill(now);
  }

  /** Says where a flow that sends nothing is; `limit` in bytes a tick. */
  place(flow: number, limit: number, on: readonly number[], needs: readonly number[]): void {
    while (flow >= this.rates.length) this.growFlows();
    while (this.placed + on.length > this.constraints.length) this.growPlaces();
    this.limits[flow] = limit;
    this.starts[flow] = this.placed;
    on.forEach((constraint, i) => {
      this.constraints[this.placed] = constraint;
      this.needs[this.placed] = needs[i]!;
      this.owners[this.placed++] = flow;
    });
    this.ends[flow] = this.placed;
  }

  /** A flow has something to send from now on. */
  begin(flow: number): void {
    const { constraints, after, before, heads } = this;
    for (let place = this.starts[flow]!; place < this.ends[flow]!; place++) {
      const constraint = constraints[place]!;
      const next = heads[constraint]!;
      after[place] = next;
      before[place] = none;
      if (next !== none) before[next] = place;
      heads[constraint] = place;
      this.members[constraint]!++;
    }
    this.holders[flow] = none;
    this.begun.push(flow);
  }

  /** It has no more; it is not begun and ended without a settling between. */
  end(flow: number, now: number): void {
    const { constraints, after, before, heads, members, held } = this;
    const holder = this.holders[flow]!;
    if (holder >= 0) held[holder]!--;
    for (let place = this.starts[flow]!; place < this.ends[flow]!; place++) {
      const constraint = constraints[place]!;
      const [previous, next] = [before[place]!, after[place]!];
      if (previous === none) heads[constraint] = next;
      else after[previous] = next;
      if (next !== none) before[next] = previous;
      members[constraint]!--;
      const load = this.loads[constraint]! - this.needs[place]! * this.rates[flow]!;
      this.setLoad(constraint, load, now);
      if (held[constraint]! > 0) this.loosened.push(constraint);
    }
    this.rates[flow] = 0;
  }

  /** Finds the rates after what began and ended; `changed` says whose are others than before. */
  settle(now: number): void {
    this.solving++;
    this.met.length = 0;
    this.solved.length = 0;
    this.limited.length = 0;
    this.changed.length = 0;
    for (const flow of this.begun) this.solve(flow);
    for (const constraint of this.loosened) this.solveHeld(constraint);
    this.begun.length = 0;
    this.loosened.length = 0;
    if (this.solved.length === 0) return;
    do this.fill(); while (this.concernsMore());
    this.keep(now);
  }

  /** Ticks that a constraint was used up to now. */
  busyTicksOf(constraint: number, now: number): number {
    return this.busyTicks[constraint]!
      + this.loads[constraint]! * (now - this.changedAt[constraint]!);
  }

  /** Adds what each byte of a flow so far needed of constraints to `into`, for audits. */
  addNeeds(flow: number, bytes: number, into: Float64Array): void {
    for (let place = this.starts[flow]!; place < this.ends[flow]!; place++) {
      into[this.constraints[place]!]! += bytes * this.needs[place]!;
    }
  }

  /** Takes a flow into those that are solved anew. */
  private solve(flow: number): void {
    if (this.solvedIn[flow] === this.solving) return;
    this.solvedIn[flow] = this.solving;
    this.solved.push(flow);
    if (this.limits[flow] !== Infinity) this.limited.push(flow);
    const { constraints, needs, solvedHeads, afterSolved } = this;
    const rate = this.rates[flow]!;
    for (let place = this.starts[flow]!; place < this.ends[flow]!; place++) {
      const constraint = constraints[place]!;
      if (this.metIn[constraint] !== this.solving) this.meet(constraint);
      this.allowed[constraint]! += needs[place]! * rate;
      this.needed[constraint]! += needs[place]!;
      this.solvedCounts[constraint]!++;
      afterSolved[place] = solvedHeads[constraint]!;
      solvedHeads[constraint] = place;
    }
    const holder = this.holders[flow]!;
    if (holder >= 0) this.heldOutside[holder]!--;
  }

  private meet(constraint: number): void {
    this.metIn[constraint] = this.solving;
    this.met.push(constraint);
    this.allowed[constraint] = 1 - this.loads[constraint]!;
    this.needed[constraint] = 0;
    this.solvedCounts[constraint] = 0;
    this.solvedHeads[constraint] = none;
    this.heldOutside[constraint] = this.held[constraint]!;
  }

  private solveHeld(constraint: number): void {
    for (let place = this.heads[constraint]!; place !== none; place = this.after[place]!) {
      const flow = this.owners[place]!;
      if (this.holders[flow] === constraint) this.solve(flow);
    }
  }

  private solveFasterThan(constraint: number, rate: number): void {
    for (let place = this.heads[constraint]!; place !== none; place = this.after[place]!) {
      const flow = this.owners[place]!;
      if (this.rates[flow]! > rate) this.solve(flow);
    }
  }

  /** Takes up those constraints that may become full, whatever the others do. */
  private prepare(): void {
    const { heap, allowed, wanted, constraints, needs } = this;
    heap.clear();
    for (const constraint of this.met) {
      // Without others nothing is left of roundings.
      if (this.solvedCounts[constraint] === this.members[constraint]) allowed[constraint] = 1;
      this.free[constraint] = allowed[constraint]!;
      this.growing[constraint] = this.needed[constraint]!;
      this.growingCounts[constraint] = this.solvedCounts[constraint]!;
      this.highest[constraint] = 0;
      this.fullAt[constraint] = Infinity;
      wanted[constraint] = 0;
    }
    for (const flow of this.solved) {
      this.foundHolders[flow] = none;
      let most = this.limits[flow]!;
      const [start, end] = [this.starts[flow]!, this.ends[flow]!];
      for (let place = start; place < end; place++) {
        most = Math.min(most, allowed[constraints[place]!]! / needs[place]!);
      }
      if (most <= 0) continue;
      for (let place = start; place < end; place++) {
        wanted[constraints[place]!]! += needs[place]! * most;
      }
    }
    for (const constraint of this.met) {
      const most = allowed[constraint]! * (1 - closeness);
      if (this.growingCounts[constraint]! > 0 && wanted[constraint]! >= most) {
        heap.push(constraint, this.levelOf(constraint));
      }
    }
  }

  /** Raises the rates of all that are solved anew together, until each is held back. */
  private fill(): void {
    const { heap, growingCounts, limited, limits } = this;
    this.prepare();
    limited.sort((a, b) => limits[a]! - limits[b]! || a - b);
    let [nextLimited, level, left] = [0, 0, this.solved.length];
    while (left > 0) {
      const flow = limited[nextLimited] ?? none;
      if (flow !== none && this.foundHolders[flow] !== none) {
        nextLimited++;
        continue;
      }
      const lowest = heap.count > 0 ? heap.level : Infinity;
      if (flow !== none && limits[flow]! <= lowest) {
        level = Math.max(level, limits[flow]!);
        this.hold(flow, level, ownLimit);
        left--;
        continue;
      }
      const constraint = heap.item;
      const now = growingCounts[constraint] === 0 ? Infinity : this.levelOf(constraint);
      // It has risen since it was put there, as flows on it were held back elsewhere.
      if (now > lowest && now !== Infinity) heap.raise(now);
      else heap.pop();
      if (now > lowest) continue;
      level = Math.max(level, now);
      left -= this.fillUp(constraint, level);
    }
  }

  private levelOf(constraint: number): number {
    return Math.max(0, this.free[constraint]! / this.growing[constraint]!);
  }

  /** A constraint is full: who still grows on it grows no more. So many are these. */
  private fillUp(constraint: number, level: number): number {
    this.fullAt[constraint] = level;
    let count = 0;
    for (let place = this.solvedHeads[constraint]!; place !== none;) {
      const flow = this.owners[place]!;
      place = this.afterSolved[place]!;
      if (this.foundHolders[flow] !== none) continue;
      this.hold(flow, level, constraint);
      count++;
    }
    return count;
  }

  private hold(flow: number, level: number, holder: number): void {
    const { constraints, needs, free, growing, growingCounts, highest } = this;
    this.found[flow] = level;
    this.foundHolders[flow] = holder;
    for (let place = this.starts[flow]!; place < this.ends[flow]!; place++) {
      const constraint = constraints[place]!;
      free[constraint]! -= needs[place]! * level;
      growing[constraint]! -= needs[place]!;
      growingCounts[constraint]!--;
      highest[constraint] = level;
    }
  }

  /** Takes in flows that are no longer held back as they were, or have more than they should. */
  private concernsMore(): boolean {
    const before = this.solved.length;
    const metBefore = this.met.length;
    for (let i = 0; i < metBefore; i++) {
      const constraint = this.met[i]!;
      if (this.solvedCounts[constraint] === this.members[constraint]) continue;
      const fullAt = this.fullAt[constraint]!;
      const isUsedUp = this.free[constraint]! <= closeness;
      const most = this.heldRates[constraint]! * (1 + closeness);
      if (this.heldOutside[constraint]! > 0 && (!isUsedUp || this.highest[constraint]! > most)) {
        this.solveHeld(constraint);
      }
      if (fullAt !== Infinity) this.solveFasterThan(constraint, fullAt * (1 + closeness));
    }
    return this.solved.length > before;
  }

  /** What was found holds from now on. */
  private keep(now: number): void {
    const { holders, held, rates } = this;
    for (const constraint of this.met) {
      this.setLoad(constraint, 1 - this.free[constraint]!, now);
      const fullAt = this.fullAt[constraint]!;
      if (fullAt !== Infinity) this.heldRates[constraint] = fullAt;
    }
    for (const flow of this.solved) {
      const [old, holder] = [holders[flow]!, this.foundHolders[flow]!];
      if (old >= 0) held[old]!--;
      if (holder >= 0) held[holder]!++;
      holders[flow] = holder;
      const rate = this.found[flow]!;
      if (Math.abs(rate - rates[flow]!) <= unchanged * rate) continue;
      rates[flow] = rate;
      this.changed.push(flow);
    }
  }

  private setLoad(constraint: number, load: number, now: number): void {
    this.busyTicks[constraint] = this.busyTicksOf(constraint, now);
    this.changedAt[constraint] = now;
    // What is left of one that nobody is on is a rounding.
    this.loads[constraint] = this.members[constraint] === 0 ? 0 : Math.max(0, load);
  }

  private growFlows(): void {
    this.rates = doubled(this.rates, Float64Array);
    this.limits = doubled(this.limits, Float64Array);
    this.found = doubled(this.found, Float64Array);
    this.starts = doubled(this.starts, Int32Array);
    this.ends = doubled(this.ends, Int32Array);
    this.holders = doubled(this.holders, Int32Array);
    this.solvedIn = doubled(this.solvedIn, Int32Array);
    this.foundHolders = doubled(this.foundHolders, Int32Array);
  }

  private growPlaces(): void {
    this.constraints = doubled(this.constraints, Int32Array);
    this.needs = doubled(this.needs, Float64Array);
    this.owners = doubled(this.owners, Int32Array);
    this.after = doubled(this.after, Int32Array);
    this.before = doubled(this.before, Int32Array);
    this.afterSolved = doubled(this.afterSolved, Int32Array);
  }
}
