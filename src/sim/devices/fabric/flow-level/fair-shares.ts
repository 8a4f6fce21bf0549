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
import { Loads } from './loads.ts';
import { Places } from './places.ts';

/** What holds a flow back: a constraint, its own limit, or nothing yet. */
const ownLimit = -2;

/** Shares closer than this are the same, and rates by as much of them: roundings are smaller. */
const closeness = 1e-9;
/** Who goes on at a rate this near to its own is not told. */
const unchanged = 1e-12;

export class FairShares {
  /** Bytes a tick, by flow. */
  rates = new Float64Array(64);
  /** How much of each constraint is used. */
  readonly loads: Loads;
  /** Flows whose rate the last settling changed. */
  readonly changed: number[] = [];
  // Flows: what limits them, what holds them back, and what a solving finds.
  private limits = new Float64Array(64);
  private holders = new Int32Array(64).fill(none);
  private solvedIn = new Int32Array(64);
  private found = new Float64Array(64);
  private foundHolders = new Int32Array(64);
  private readonly places: Places;
  private afterSolved = new Int32Array(256);
  // Constraints: how many flows they hold back, and the rate of these.
  private readonly held: Int32Array;
  private readonly heldRates: Float64Array;
  // Of constraints that a solving meets: what it may use and what is left, and flows that it moves.
  private readonly metIn: Int32Array;
  private readonly readyIn: Int32Array;
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
  /** Constraints that cannot become full unless flows join. */
  private readonly spared: number[] = [];
  private readonly begun: number[] = [];
  private readonly loosened: number[] = [];
  private readonly heap = new LevelHeap();

  constructor(constraintCount: number) {
    const doubles = (): Float64Array => new Float64Array(constraintCount);
    const words = (): Int32Array => new Int32Array(constraintCount);
    this.loads = new Loads(constraintCount);
    this.places = new Places(constraintCount);
    this.held = words();
    this.heldRates = doubles();
    this.metIn = words();
    this.readyIn = words();
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

  /** Says where a flow that sends nothing is; `limit` in bytes a tick. */
  place(flow: number, limit: number, on: readonly number[], needs: readonly number[]): void {
    while (flow >= this.rates.length) this.growFlows();
    this.limits[flow] = limit;
    this.places.give(flow, on, needs);
    while (this.afterSolved.length < this.places.room) {
      this.afterSolved = doubled(this.afterSolved, Int32Array);
    }
  }

  /** A flow has something to send from now on. */
  begin(flow: number): void {
    this.places.enter(flow);
    this.holders[flow] = none;
    this.begun.push(flow);
  }

  /** It has no more; it is not begun and ended without a settling between. */
  end(flow: number, now: number): void {
    const { loads, held, places } = this;
    const { starts, ends, constraints, needs, members } = places;
    const holder = this.holders[flow]!;
    if (holder >= 0) held[holder]!--;
    places.leave(flow);
    for (let place = starts[flow]!; place < ends[flow]!; place++) {
      const constraint = constraints[place]!;
      // What is left of one that nobody is on is a rounding.
      const left = loads.shares[constraint]! - needs[place]! * this.rates[flow]!;
      loads.set(constraint, members[constraint] === 0 ? 0 : left, now);
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

  /** Adds what each byte of a flow so far needed of constraints to `into`, for audits. */
  addNeeds(flow: number, bytes: number, into: Float64Array): void {
    for (let place = this.places.starts[flow]!; place < this.places.ends[flow]!; place++) {
      into[this.places.constraints[place]!]! += bytes * this.places.needs[place]!;
    }
  }

  /** Takes a flow into those that are solved anew. */
  private solve(flow: number): void {
    if (this.solvedIn[flow] === this.solving) return;
    this.solvedIn[flow] = this.solving;
    this.solved.push(flow);
    if (this.limits[flow] !== Infinity) this.limited.push(flow);
    const { solvedHeads, afterSolved } = this;
    const { constraints, needs, starts, ends } = this.places;
    const rate = this.rates[flow]!;
    for (let place = starts[flow]!; place < ends[flow]!; place++) {
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
    this.allowed[constraint] = 1 - this.loads.shares[constraint]!;
    this.needed[constraint] = 0;
    this.solvedCounts[constraint] = 0;
    this.solvedHeads[constraint] = none;
    this.heldOutside[constraint] = this.held[constraint]!;
  }

  private solveHeld(constraint: number): void {
    const { heads, after } = this.places;
    for (let place = heads[constraint]!; place !== none; place = after[place]!) {
      const flow = this.places.owners[place]!;
      if (this.holders[flow] === constraint) this.solve(flow);
    }
  }

  private solveFasterThan(constraint: number, rate: number): void {
    const { heads, after } = this.places;
    for (let place = heads[constraint]!; place !== none; place = after[place]!) {
      const flow = this.places.owners[place]!;
      if (this.rates[flow]! > rate) this.solve(flow);
    }
  }

  /** Takes up those constraints that may become full, whatever the others do. */
  private prepare(): void {
    const { heap, allowed, wanted } = this;
    const { constraints, needs, starts, ends, members } = this.places;
    heap.clear();
    this.spared.length = 0;
    for (const constraint of this.met) {
      // Without others nothing is left of roundings.
      if (this.solvedCounts[constraint] === members[constraint]) allowed[constraint] = 1;
      this.ready(constraint);
      wanted[constraint] = 0;
    }
    for (const flow of this.solved) {
      this.foundHolders[flow] = none;
      let most = this.limits[flow]!;
      const [start, end] = [starts[flow]!, ends[flow]!];
      for (let place = start; place < end; place++) {
        most = Math.min(most, allowed[constraints[place]!]! / needs[place]!);
      }
      if (most <= 0) continue;
      for (let place = start; place < end; place++) {
        wanted[constraints[place]!]! += needs[place]! * most;
      }
    }
    for (const constraint of this.met) {
      if (this.growingCounts[constraint] === 0) continue;
      const mayFill = wanted[constraint]! >= allowed[constraint]! * (1 - closeness);
      if (mayFill || this.heldOutside[constraint]! > 0) {
        heap.push(constraint, this.nextLevel(constraint));
      } else this.spared.push(constraint);
    }
  }

  /** All that solved flows may use of a constraint is free. */
  private ready(constraint: number): void {
    this.readyIn[constraint] = this.solving;
    this.free[constraint] = this.allowed[constraint]!;
    this.growing[constraint] = this.needed[constraint]!;
    this.growingCounts[constraint] = this.solvedCounts[constraint]!;
    this.highest[constraint] = 0;
    this.fullAt[constraint] = Infinity;
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
      const now = growingCounts[constraint] === 0 ? Infinity : this.nextLevel(constraint);
      // It has risen since it was put there, as flows on it were held back elsewhere.
      if (now > lowest && now !== Infinity) heap.raise(now);
      else heap.pop();
      if (now > lowest) continue;
      level = Math.max(level, now);
      const joining = this.joinAt(constraint, level);
      if (joining > 0) nextLimited = 0;
      left += joining > 0 ? joining : -this.fillUp(constraint, level);
    }
  }

  /**
   * Who is not solved anew and has more than flows of a constraint that is full goes on from its
   * level with them; so does whom it holds back, as soon as others on it have as much.
   */
  private joinAt(constraint: number, level: number): number {
    if (this.solvedCounts[constraint] === this.places.members[constraint]) return 0;
    const before = this.solved.length;
    if (this.levelOf(constraint) > level) this.solveHeld(constraint);
    else this.solveFasterThan(constraint, level * (1 + closeness));
    const joining = this.solved.length - before;
    if (joining > 0) this.join(before);
    return joining;
  }

  private join(from: number): void {
    const { solved, limited, limits, heap } = this;
    const { constraints, needs, starts, ends } = this.places;
    const isLimited = solved.some((flow, i) => i >= from && limits[flow] !== Infinity);
    if (isLimited) limited.sort((a, b) => limits[a]! - limits[b]! || a - b);
    for (let i = from; i < solved.length; i++) {
      const flow = solved[i]!;
      this.foundHolders[flow] = none;
      for (let place = starts[flow]!; place < ends[flow]!; place++) {
        const constraint = constraints[place]!;
        if (this.readyIn[constraint] !== this.solving) continue;
        this.free[constraint]! += needs[place]! * this.rates[flow]!;
        this.growing[constraint]! += needs[place]!;
        this.growingCounts[constraint]!++;
      }
    }
    for (const constraint of this.spared) {
      if (this.growingCounts[constraint]! > 0) heap.push(constraint, this.nextLevel(constraint));
    }
    this.spared.length = 0;
    for (let i = from; i < solved.length; i++) {
      const flow = solved[i]!;
      for (let place = starts[flow]!; place < ends[flow]!; place++) {
        const constraint = constraints[place]!;
        if (this.readyIn[constraint] !== this.solving) this.ready(constraint);
        // It may be there already, and then comes a second time with nobody who grows on it.
        heap.push(constraint, this.nextLevel(constraint));
      }
    }
  }

  /** Where a constraint is full, if all that grow on it go on. */
  private levelOf(constraint: number): number {
    return Math.max(0, this.free[constraint]! / this.growing[constraint]!);
  }

  /** Where something happens at a constraint: it is full, or who is held back by it has no more. */
  private nextLevel(constraint: number): number {
    const level = this.levelOf(constraint);
    return this.heldOutside[constraint]! > 0
      ? Math.min(level, this.heldRates[constraint]! * (1 + closeness)) : level;
  }

  /** A constraint is full: who still grows on it grows no more. So many are these. */
  private fillUp(constraint: number, level: number): number {
    this.fullAt[constraint] = level;
    let count = 0;
    for (let place = this.solvedHeads[constraint]!; place !== none;) {
      const flow = this.places.owners[place]!;
      place = this.afterSolved[place]!;
      if (this.foundHolders[flow] !== none) continue;
      this.hold(flow, level, constraint);
      count++;
    }
    return count;
  }

  private hold(flow: number, level: number, holder: number): void {
    const { free, growing, growingCounts, highest } = this;
    const { constraints, needs, starts, ends } = this.places;
    this.found[flow] = level;
    this.foundHolders[flow] = holder;
    for (let place = starts[flow]!; place < ends[flow]!; place++) {
      const constraint = constraints[place]!;
      free[constraint]! -= needs[place]! * level;
      growing[constraint]! -= needs[place]!;
      growingCounts[constraint]!--;
      highest[constraint] = level;
    }
  }

  /** Takes in flows that are no longer held back as they were. */
  private concernsMore(): boolean {
    const before = this.solved.length;
    const metBefore = this.met.length;
    for (let i = 0; i < metBefore; i++) {
      const constraint = this.met[i]!;
      if (this.solvedCounts[constraint] === this.places.members[constraint]) continue;
      const isUsedUp = this.free[constraint]! <= closeness;
      const most = this.heldRates[constraint]! * (1 + 2 * closeness);
      if (this.heldOutside[constraint]! > 0 && (!isUsedUp || this.highest[constraint]! > most)) {
        this.solveHeld(constraint);
      }
    }
    return this.solved.length > before;
  }

  /** What was found holds from now on. */
  private keep(now: number): void {
    const { holders, held, rates } = this;
    for (const constraint of this.met) {
      this.loads.set(constraint, 1 - this.free[constraint]!, now);
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

  private growFlows(): void {
    this.rates = doubled(this.rates, Float64Array);
    this.limits = doubled(this.limits, Float64Array);
    this.found = doubled(this.found, Float64Array);
    this.holders = doubled(this.holders, Int32Array);
    this.solvedIn = doubled(this.solvedIn, Int32Array);
    this.foundHolders = doubled(this.foundHolders, Int32Array);
  }
}
