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
import {
  doublesEach, firstAt, freeAt, fullAt, growersAt, growingAt, heldAt, heldRateAt, metAt, outsideAt,
  solvedAt, wordsEach,
} from './constraint-fields.ts';
import { LevelHeap } from './level-heap.ts';
import { Loads } from './loads.ts';
import { Places } from './places.ts';

/** What holds a flow back: a constraint, its own limit, or nothing yet. */
const ownLimit = -2;

/** Shares closer than this are the same, and rates by as much of them: roundings are smaller. */
const closeness = 1e-9;
/** Who goes on at a rate this near to its own is not told. */
const unchanged = 1e-12;

/** Records, loads, the heap and the list of those that are met. */
const bytesPerConstraint = 8 * doublesEach + 4 * wordsEach + 32 + 16 + 4;

export class FairShares {
  /** How much of each constraint is used. */
  readonly loads: Loads;
  /** Flows whose rate the last settling changed. */
  readonly changed: number[] = [];
  /** Of flows: what limits them, and the seat of those that have something to send. */
  private flowLimits = new Float64Array(64);
  private seats = new Int32Array(64).fill(none);
  // Of seats: rates in bytes a tick, what limits and what holds back, and what a solving finds.
  private rates = new Float64Array(64);
  private limits = new Float64Array(64);
  private holders = new Int32Array(64);
  private solvedIn = new Int32Array(64);
  private found = new Float64Array(64);
  private foundHolders = new Int32Array(64);
  private readonly places: Places;
  private afterSolved = new Int32Array(256);
  private readonly doubles: Float64Array;
  private readonly words: Int32Array;
  private solving = 0;
  private readonly met: Int32Array;
  private metCount = 0;
  private solved = new Int32Array(64);
  private solvedCount = 0;
  private readonly limited: number[] = [];
  private readonly begun: number[] = [];
  private readonly loosened: number[] = [];
  private readonly heap: LevelHeap;

  constructor(constraintCount: number) {
    this.loads = new Loads(constraintCount);
    this.places = new Places(constraintCount);
    this.heap = new LevelHeap(constraintCount);
    this.doubles = new Float64Array(doublesEach * constraintCount);
    this.words = new Int32Array(wordsEach * constraintCount);
    this.met = new Int32Array(constraintCount);
  }

  /** Says where a flow that sends nothing is; `limit` in bytes a tick. */
  place(flow: number, limit: number, on: readonly number[], needs: readonly number[]): void {
    while (flow >= this.seats.length) this.growFlows();
    this.flowLimits[flow] = limit;
    this.places.give(flow, on, needs);
  }

  /** A flow has something to send from now on. */
  begin(flow: number): void {
    const { places } = this;
    const seat = places.enter(flow);
    while (this.afterSolved.length < places.room) {
      this.afterSolved = doubled(this.afterSolved, Int32Array);
    }
    while (this.rates.length < places.starts.length) this.growSeats();
    this.seats[flow] = seat;
    this.limits[seat] = this.flowLimits[flow]!;
    this.rates[seat] = 0;
    this.holders[seat] = none;
    this.begun.push(seat);
  }

  /** It has no more; it is not begun and ended without a settling between. */
  end(flow: number, now: number): void {
    const { loads, words, places } = this;
    const seat = this.seats[flow]!;
    const { starts, ends, constraints, needs, members } = places;
    const holder = this.holders[seat]!;
    if (holder >= 0) words[wordsEach * holder + heldAt]!--;
    places.leave(seat);
    this.seats[flow] = none;
    for (let place = starts[seat]!; place < ends[seat]!; place++) {
      const constraint = constraints[place]!;
      // What is left of one that nobody is on is a rounding.
      const left = loads.shareOf(constraint) - needs[place]! * this.rates[seat]!;
      loads.set(constraint, members[constraint] === 0 ? 0 : left, now);
      if (words[wordsEach * constraint + heldAt]! > 0) this.loosened.push(constraint);
    }
  }

  /** Bytes a tick, as of the last settling. */
  rateOf(flow: number): number {
    return this.rates[this.seats[flow]!]!;
  }

  /** Finds the rates after what began and ended; `changed` says whose are others than before. */
  settle(now: number): void {
    this.solving++;
    this.metCount = 0;
    this.solvedCount = 0;
    this.heap.clear();
    this.changed.length = 0;
    for (const flow of this.begun) this.solve(flow);
    for (const constraint of this.loosened) this.solveHeld(constraint);
    this.begun.length = 0;
    this.loosened.length = 0;
    if (this.solvedCount === 0) return;
    this.fill();
    this.keep(now);
  }

  /** Adds what each byte of a flow so far needed of constraints to `into`, for audits. */
  addNeeds(flow: number, bytes: number, into: Float64Array): void {
    this.places.addNeeds(flow, bytes, into);
  }

  /** Of what each constraint, seat, place and flow takes. */
  memoryBytes(): number {
    return this.places.memoryBytes() + bytesPerConstraint * this.met.length
      + 40 * this.rates.length + 4 * this.afterSolved.length + 12 * this.seats.length;
  }

  /** Takes a flow into those that are solved anew. */
  private solve(seat: number): void {
    if (this.solvedIn[seat] === this.solving) return;
    this.solvedIn[seat] = this.solving;
    this.foundHolders[seat] = none;
    this.solved[this.solvedCount++] = seat;
    if (this.limits[seat] !== Infinity) this.limited.push(seat);
    const { afterSolved, doubles, words, solving, heap } = this;
    const { constraints, needs, starts, ends, members } = this.places;
    const rate = this.rates[seat]!;
    let alone = none;
    let aloneNeed = 0;
    let sharedNeed = 0;
    for (let place = starts[seat]!, end = ends[seat]!; place < end; place++) {
      const constraint = constraints[place]!;
      const need = needs[place]!;
      const word = wordsEach * constraint;
      const double = doublesEach * constraint;
      if (words[word + metAt] !== solving) this.meet(constraint);
      const growers = ++words[word + growersAt]!;
      // Where nobody else is, nothing is left of roundings.
      const isAll = growers === members[constraint];
      const free = isAll ? 1 : doubles[double + freeAt]! + need * rate;
      const growing = doubles[double + growingAt]! + need;
      doubles[double + freeAt] = free;
      doubles[double + growingAt] = growing;
      words[word + solvedAt]!++;
      afterSolved[place] = words[word + firstAt]!;
      words[word + firstAt] = place;
      if (isAll && growers === 1) {
        if (need > aloneNeed) alone = constraint;
        aloneNeed = Math.max(aloneNeed, need);
        continue;
      }
      sharedNeed = Math.max(sharedNeed, need);
      const level = free <= 0 ? 0 : free / growing;
      const hasHeld = words[word + outsideAt]! > 0;
      heap.lower(constraint, hasHeld ? Math.min(level, this.heldLevel(constraint)) : level);
    }
    // Where others are as well it has no more than it could have alone.
    if (aloneNeed > sharedNeed) heap.lower(alone, this.nextLevel(alone));
    const holder = this.holders[seat]!;
    if (holder >= 0) words[wordsEach * holder + outsideAt]!--;
  }

  private meet(constraint: number): void {
    const { doubles, words } = this;
    const word = wordsEach * constraint;
    const double = doublesEach * constraint;
    this.met[this.metCount++] = constraint;
    doubles[double + freeAt] = 1 - this.loads.shareOf(constraint);
    doubles[double + growingAt] = 0;
    doubles[double + fullAt] = Infinity;
    words[word + metAt] = this.solving;
    words[word + solvedAt] = 0;
    words[word + growersAt] = 0;
    words[word + firstAt] = none;
    words[word + outsideAt] = words[word + heldAt]!;
  }

  private solveHeld(constraint: number): void {
    const { heads, after, owners } = this.places;
    for (let place = heads[constraint]!; place !== none; place = after[place]!) {
      const seat = owners[place]!;
      if (this.holders[seat] === constraint) this.solve(seat);
    }
  }

  private solveFasterThan(constraint: number, rate: number): void {
    const { heads, after, owners } = this.places;
    const { rates } = this;
    for (let place = heads[constraint]!; place !== none; place = after[place]!) {
      const seat = owners[place]!;
      if (rates[seat]! > rate) this.solve(seat);
    }
  }

  /** Raises the rates of all that are solved anew together, until each is held back. */
  private fill(): void {
    const { heap, limited, limits } = this;
    this.orderLimited();
    let nextLimited = 0;
    let level = 0;
    let left = this.solvedCount;
    for (;;) {
      if (left === 0) {
        left = this.joinMore();
        if (left === 0) return;
        nextLimited = 0;
      }
      const seat = limited[nextLimited] ?? none;
      if (seat !== none && this.foundHolders[seat] !== none) {
        nextLimited++;
        continue;
      }
      const lowest = heap.count > 0 ? heap.level : Infinity;
      if (seat !== none && limits[seat]! <= lowest) {
        level = Math.max(level, limits[seat]!);
        this.hold(seat, level, ownLimit);
        left--;
        continue;
      }
      const constraint = heap.item;
      const now = this.nextLevel(constraint);
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

  private orderLimited(): void {
    const { limited, limits } = this;
    if (limited.length > 1) limited.sort((a, b) => limits[a]! - limits[b]! || a - b);
  }

  /**
   * Who is not solved anew and has more than flows of a constraint that is full goes on from its
   * level with them; so does whom it holds back, as soon as others on it have as much.
   */
  private joinAt(constraint: number, level: number): number {
    const { words, solvedCount } = this;
    const word = wordsEach * constraint;
    if (words[word + solvedAt] === this.places.members[constraint]) return 0;
    if (this.levelOf(constraint) > level) this.solveHeld(constraint);
    // On one that was full nobody has more than flows that it held back.
    else if (words[word + heldAt] === 0
      || this.heldLevel(constraint) > level * (1 + 2 * closeness)) {
      this.solveFasterThan(constraint, level * (1 + closeness));
    }
    return this.joined(solvedCount);
  }

  /** So does whom something holds back that is no longer full, as all others on it have less. */
  private joinMore(): number {
    const { met, words, doubles } = this;
    const before = this.solvedCount;
    for (let i = 0, count = this.metCount; i < count; i++) {
      const constraint = met[i]!;
      const isFree = doubles[doublesEach * constraint + freeAt]! > closeness;
      if (isFree && words[wordsEach * constraint + outsideAt]! > 0) this.solveHeld(constraint);
    }
    return this.joined(before);
  }

  /** So many have joined. */
  private joined(before: number): number {
    if (this.solvedCount > before) this.orderLimited();
    return this.solvedCount - before;
  }

  /** Where a constraint is full, if all that grow on it go on. */
  private levelOf(constraint: number): number {
    if (this.words[wordsEach * constraint + growersAt] === 0) return Infinity;
    const free = this.doubles[doublesEach * constraint + freeAt]!;
    return free <= 0 ? 0 : free / this.doubles[doublesEach * constraint + growingAt]!;
  }

  /** Where something happens at a constraint: it is full, or who is held back by it has no more. */
  private nextLevel(constraint: number): number {
    const level = this.levelOf(constraint);
    if (this.words[wordsEach * constraint + outsideAt] === 0) return level;
    const isUsedUp = this.doubles[doublesEach * constraint + freeAt]! <= closeness;
    if (level === Infinity && isUsedUp) return level;
    return Math.min(level, this.heldLevel(constraint));
  }

  private heldLevel(constraint: number): number {
    return this.doubles[doublesEach * constraint + heldRateAt]! * (1 + closeness);
  }

  /** A constraint is full: who still grows on it grows no more. So many are these. */
  private fillUp(constraint: number, level: number): number {
    const { owners } = this.places;
    this.doubles[doublesEach * constraint + fullAt] = level;
    let count = 0;
    for (let place = this.words[wordsEach * constraint + firstAt]!; place !== none;) {
      const seat = owners[place]!;
      place = this.afterSolved[place]!;
      if (this.foundHolders[seat] !== none) continue;
      this.hold(seat, level, constraint);
      count++;
    }
    return count;
  }

  private hold(seat: number, level: number, holder: number): void {
    const { doubles, words } = this;
    const { constraints, needs, starts, ends } = this.places;
    this.found[seat] = level;
    this.foundHolders[seat] = holder;
    for (let place = starts[seat]!, end = ends[seat]!; place < end; place++) {
      const double = doublesEach * constraints[place]!;
      doubles[double + freeAt]! -= needs[place]! * level;
      doubles[double + growingAt]! -= needs[place]!;
      words[wordsEach * constraints[place]! + growersAt]!--;
    }
  }

  /** What was found holds from now on. */
  private keep(now: number): void {
    const { holders, words, doubles, rates, places: { flows } } = this;
    for (let i = 0; i < this.metCount; i++) {
      const constraint = this.met[i]!;
      const double = doublesEach * constraint;
      this.loads.set(constraint, 1 - doubles[double + freeAt]!, now);
      const level = doubles[double + fullAt]!;
      if (level !== Infinity) doubles[double + heldRateAt] = level;
    }
    for (let i = 0; i < this.solvedCount; i++) {
      const seat = this.solved[i]!;
      const old = holders[seat]!;
      const holder = this.foundHolders[seat]!;
      if (old !== holder) {
        if (old >= 0) words[wordsEach * old + heldAt]!--;
        if (holder >= 0) words[wordsEach * holder + heldAt]!++;
        holders[seat] = holder;
      }
      const rate = this.found[seat]!;
      if (Math.abs(rate - rates[seat]!) <= unchanged * rate) continue;
      rates[seat] = rate;
      this.changed.push(flows[seat]!);
    }
  }

  private growFlows(): void {
    this.seats = doubled(this.seats, Int32Array);
    this.flowLimits = doubled(this.flowLimits, Float64Array);
  }

  private growSeats(): void {
    this.rates = doubled(this.rates, Float64Array);
    this.limits = doubled(this.limits, Float64Array);
    this.found = doubled(this.found, Float64Array);
    this.holders = doubled(this.holders, Int32Array);
    this.solvedIn = doubled(this.solvedIn, Int32Array);
    this.foundHolders = doubled(this.foundHolders, Int32Array);
    this.solved = doubled(this.solved, Int32Array);
  }
}
