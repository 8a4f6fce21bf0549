/**
 * Which constraints each flow is on, what a byte of it needs of them, and of each constraint the
 * flows that are on it now. Not rates. Keeps true: a flow is on all of its constraints, or on none;
 * who is on some has a seat, and seats are as few as there ever were such flows at once, so that
 * what is solved lies close together however many flows there are.
 */
import { doubled } from '#sim/kernel';
import { none } from '../fields.ts';

export class Places {
  /** By seat: where its places begin and end, and whose it is. */
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  flows = new Int32Array(64);
  /** By place: the constraint, what a byte needs of it, and the seat that has it. */
  constraints = new Int32Array(256);
  needs = new Float64Array(256);
  owners = new Int32Array(256);
  /** The place after it at its constraint. */
  after = new Int32Array(256);
  /** By constraint: its first place, and how many flows are on it. */
  readonly heads: Int32Array;
  readonly members: Int32Array;
  private before = new Int32Array(256);
  private count = 0;
  private seats = 0;
  private readonly freeSeats: number[] = [];
  /** First places of who has left, by how many there are. */
  private readonly freeRows: number[][] = [];
  /** What flows have whether they are on it or not: by flow, where that begins and ends. */
  private givenStarts = new Int32Array(64);
  private givenEnds = new Int32Array(64);
  private givenConstraints = new Int32Array(256);
  private givenNeeds = new Float64Array(256);
  private given = 0;

  constructor(constraintCount: number) {
    this.heads = new Int32Array(constraintCount).fill(none);
    this.members = new Int32Array(constraintCount);
  }

  /** Says what a flow is on as soon as it enters. */
  give(flow: number, on: readonly number[], needs: readonly number[]): void {
    while (flow >= this.givenStarts.length) {
      this.givenStarts = doubled(this.givenStarts, Int32Array);
      this.givenEnds = doubled(this.givenEnds, Int32Array);
    }
    while (this.given + on.length > this.givenNeeds.length) {
      this.givenConstraints = doubled(this.givenConstraints, Int32Array);
      this.givenNeeds = doubled(this.givenNeeds, Float64Array);
    }
    this.givenStarts[flow] = this.given;
    on.forEach((constraint, i) => {
      this.givenConstraints[this.given] = constraint;
      this.givenNeeds[this.given++] = needs[i]!;
    });
    this.givenEnds[flow] = this.given;
  }

  /** Takes a flow in; gives its seat. */
  enter(flow: number): number {
    const [from, to] = [this.givenStarts[flow]!, this.givenEnds[flow]!];
    const seat = this.freeSeats.pop() ?? this.seats++;
    if (seat === this.starts.length) this.growSeats();
    const first = this.freeRows[to - from]?.pop() ?? this.newRow(to - from);
    const { constraints, needs, owners, after, before, heads, members } = this;
    this.starts[seat] = first;
    this.ends[seat] = first + to - from;
    this.flows[seat] = flow;
    for (let i = from, place = first; i < to; i++, place++) {
      const constraint = this.givenConstraints[i]!;
      const next = heads[constraint]!;
      constraints[place] = constraint;
      needs[place] = this.givenNeeds[i]!;
      owners[place] = seat;
      after[place] = next;
      before[place] = none;
      if (next !== none) before[next] = place;
      heads[constraint] = place;
      members[constraint]!++;
    }
    return seat;
  }

  leave(seat: number): void {
    const { constraints, after, before, heads } = this;
    const [start, end] = [this.starts[seat]!, this.ends[seat]!];
    for (let place = start; place < end; place++) {
      const constraint = constraints[place]!;
      const previous = before[place]!;
      const next = after[place]!;
      if (previous === none) heads[constraint] = next;
      else after[previous] = next;
      if (next !== none) before[next] = previous;
      this.members[constraint]!--;
    }
    this.freeSeats.push(seat);
    (this.freeRows[end - start] ??= []).push(start);
  }

  /** Adds what each byte of a flow so far needed of constraints to `into`, for audits. */
  addNeeds(flow: number, bytes: number, into: Float64Array): void {
    for (let i = this.givenStarts[flow]!; i < this.givenEnds[flow]!; i++) {
      into[this.givenConstraints[i]!]! += bytes * this.givenNeeds[i]!;
    }
  }

  /** Places that there is room for. */
  get room(): number {
    return this.constraints.length;
  }

  memoryBytes(): number {
    return 12 * this.starts.length + 24 * this.constraints.length + 8 * this.heads.length
      + 8 * this.givenStarts.length + 12 * this.givenNeeds.length;
  }

  private newRow(length: number): number {
    const first = this.count;
    this.count += length;
    while (this.count > this.constraints.length) this.growPlaces();
    return first;
  }

  private growSeats(): void {
    this.starts = doubled(this.starts, Int32Array);
    this.ends = doubled(this.ends, Int32Array);
    this.flows = doubled(this.flows, Int32Array);
  }

  private growPlaces(): void {
    this.constraints = doubled(this.constraints, Int32Array);
    this.needs = doubled(this.needs, Float64Array);
    this.owners = doubled(this.owners, Int32Array);
    this.after = doubled(this.after, Int32Array);
    this.before = doubled(this.before, Int32Array);
  }
}
