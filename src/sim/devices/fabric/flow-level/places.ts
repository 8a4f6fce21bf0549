/**
 * Which constraints each flow is on, what a byte of it needs of them, and of each constraint the
 * flows that are on it now. Not rates. Keeps true: a flow is on all of its constraints, or on none.
 */
import { doubled } from '#sim/kernel';
import { none } from '../fields.ts';

export class Places {
  /** By flow: where its places begin and end. */
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** By place: the constraint, what a byte needs of it, and whose it is. */
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

  constructor(constraintCount: number) {
    this.heads = new Int32Array(constraintCount).fill(none);
    this.members = new Int32Array(constraintCount);
  }

  /** Gives a flow its places; it is on none of them yet. */
  give(flow: number, on: readonly number[], needs: readonly number[]): void {
    while (flow >= this.starts.length) this.growFlows();
    while (this.count + on.length > this.constraints.length) this.growPlaces();
    this.starts[flow] = this.count;
    on.forEach((constraint, i) => {
      this.constraints[this.count] = constraint;
      this.needs[this.count] = needs[i]!;
      this.owners[this.count++] = flow;
    });
    this.ends[flow] = this.count;
  }

  enter(flow: number): void {
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
  }

  leave(flow: number): void {
    const { constraints, after, before, heads } = this;
    for (let place = this.starts[flow]!; place < this.ends[flow]!; place++) {
      const constraint = constraints[place]!;
      const [previous, next] = [before[place]!, after[place]!];
      if (previous === none) heads[constraint] = next;
      else after[previous] = next;
      if (next !== none) before[next] = previous;
      this.members[constraint]!--;
    }
  }

  /** Places that there is room for. */
  get room(): number {
    return this.constraints.length;
  }

  private growFlows(): void {
    this.starts = doubled(this.starts, Int32Array);
    this.ends = doubled(this.ends, Int32Array);
  }

  private growPlaces(): void {
    this.constraints = doubled(this.constraints, Int32Array);
    this.needs = doubled(this.needs, Float64Array);
    this.owners = doubled(this.owners, Int32Array);
    this.after = doubled(this.after, Int32Array);
    this.before = doubled(this.before, Int32Array);
  }
}
