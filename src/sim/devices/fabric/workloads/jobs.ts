/**
 * Work in steps that wait for each other: rounds with a barrier, all-reduces by ring and by tree.
 * Not a transport: a job sends messages over flows and waits until they are delivered.
 * Keeps true: a step begins when all that it waits for has been delivered, and not before.
 */
import type { FlowOwner } from '../flows.ts';
import type { Network } from '../network.ts';

/** One message, and the steps (by their place) that must have been delivered before it is sent. */
export interface Step {
  readonly flow: number;
  readonly bytes: number;
  readonly after: readonly number[];
}

/** Opens a flow between two ports of a job. */
export type Opener = (from: number, to: number, owner: FlowOwner) => number;

/** Runs steps as soon as what they wait for is there; again and again, with a barrier between. */
export class Job implements FlowOwner {
  /** How long each round took. */
  readonly roundTicks: number[] = [];
  private steps: readonly Step[] = [];
  private followers: readonly (readonly number[])[] = [];
  private missing = new Int32Array(0);
  private left = 0;
  private rounds = 0;
  private beganAt = 0;
  private readonly network: Network;

  constructor(network: Network) {
    this.network = network;
  }

  /** Begins the first of so many rounds. */
  start(steps: readonly Step[], rounds: number): void {
    const followers: number[][] = steps.map(() => []);
    steps.forEach(({ after }, i) => {
      for (const earlier of after) followers[earlier]!.push(i);
    });
    this.steps = steps;
    this.followers = followers;
    this.rounds = rounds;
    this.begin();
  }

  delivered(_flow: number, tag: number): void {
    for (const next of this.followers[tag]!) {
      this.missing[next]!--;
      if (this.missing[next] === 0) this.send(next);
    }
    this.left--;
    if (this.left > 0) return;
    this.roundTicks.push(this.network.simulation.now - this.beganAt);
    if (this.roundTicks.length < this.rounds) this.begin();
  }

  private begin(): void {
    this.beganAt = this.network.simulation.now;
    this.left = this.steps.length;
    this.missing = Int32Array.from(this.steps, ({ after }) => after.length);
    this.steps.forEach(({ after }, i) => {
      if (after.length === 0) this.send(i);
    });
  }

  private send(step: number): void {
    const { flow, bytes } = this.steps[step]!;
    this.network.send(flow, bytes, step);
  }
}

/** Every member sends to one. */
export function incastSteps(
  open: Opener, job: Job, members: readonly number[], to: number, bytes: number,
): readonly Step[] {
  return members.map((from) => ({ flow: open(from, to, job), bytes, after: [] }));
}

/** Every member sends to every other. */
export function allToAllSteps(
  open: Opener, job: Job, members: readonly number[], bytes: number,
): readonly Step[] {
  return members.flatMap((from, i) => members.slice(i + 1).concat(members.slice(0, i))
    .map((to) => ({ flow: open(from, to, job), bytes, after: [] })));
}

/**
 * An all-reduce by ring: in each of 2 (n − 1) steps every member sends an n-th to the next, once it
 * has what the one before sent it in the step before.
 */
export function ringSteps(
  open: Opener, job: Job, members: readonly number[], bytes: number,
): readonly Step[] {
  const count = members.length;
  const flows = members.map((from, i) => open(from, members[(i + 1) % count]!, job));
  const part = Math.ceil(bytes / count);
  return Array.from({ length: 2 * (count - 1) * count }, (_, place) => {
    const step = Math.floor(place / count);
    const member = place % count;
    const before = (step - 1) * count + ((member + count - 1) % count);
    return { flow: flows[member]!, bytes: part, after: step === 0 ? [] : [before] };
  });
}

/** An all-reduce by a binary tree: all to the root, then back to all. */
export function treeSteps(
  open: Opener, job: Job, members: readonly number[], bytes: number,
): readonly Step[] {
  const count = members.length;
  const up = (member: number) => member - 1;
  const down = (member: number) => count - 1 + member - 1;
  const children = (member: number) => [2 * member + 1, 2 * member + 2].filter((i) => i < count);
  const steps: Step[] = [];
  for (let member = 1; member < count; member++) {
    const parent = Math.floor((member - 1) / 2);
    steps[up(member)] = {
      flow: open(members[member]!, members[parent]!, job), bytes, after: children(member).map(up),
    };
    steps[down(member)] = {
      flow: open(members[parent]!, members[member]!, job),
      bytes,
      after: parent === 0 ? children(0).map(up) : [down(parent)],
    };
  }
  return steps;
}
