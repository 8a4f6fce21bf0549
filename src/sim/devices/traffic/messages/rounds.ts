/**
 * A job: rounds in which streams send messages that wait for each other, and a barrier between
 * rounds. Not what a message is. Keeps true: a message begins when all that it waits for has
 * arrived, and a round when all of the one before has.
 */
import { defined } from '#base';
import type { Duration } from '../../duration.ts';
import type { Conductor, PlanDue } from './conductor.ts';
import type { MessageLoad } from './message-load.ts';

export interface RoundsOptions {
  readonly workload: string;
  /** From the beginning of a round to that of the next; null, or too short: as soon as it can. */
  readonly gaps: Duration | null;
  /** Messages of each stream at a time, where none waits for another. */
  readonly depth: number;
  /** Null: without end. */
  readonly rounds: number | null;
  readonly plan: PlanDue;
  readonly now: () => number;
}

interface Member {
  readonly load: MessageLoad;
  readonly messages: number;
  readonly after: readonly { readonly member: number; readonly lag: number }[];
  readonly followers: readonly number[];
  sent: number;
  arrived: number;
}

/**
 * Places of streams by their senders: each sender begins one further than the one before, so that
 * not all send to the same at first, as programs do it too.
 */
function inTurns(senders: readonly string[]): readonly number[] {
  const places = new Map<string, number[]>();
  senders.forEach((sender, i) => {
    const own = places.get(sender);
    if (own === undefined) places.set(sender, [i]);
    else own.push(i);
  });
  return [...places.values()].flatMap((own, k) =>
    own.map((_, i) => own[(i + k) % own.length] ?? 0));
}

export class Rounds implements Conductor {
  readonly workload: string;
  /** How long each round took that ended since the warm-up. */
  readonly roundTicks: number[] = [];
  private readonly options: RoundsOptions;
  private readonly loads: MessageLoad[] = [];
  private members: readonly Member[] = [];
  /** Members in the order in which they begin. */
  private order: readonly number[] = [];
  private indices = new Map<MessageLoad, number>();
  private begun = 0;
  /** A message of this round never came. */
  private isBroken = false;
  private left = 0;
  private beganAt = 0;
  private nextAt = 0;
  private serial = 0;

  constructor(options: RoundsOptions) {
    this.options = options;
    this.workload = options.workload;
  }

  /** One more stream takes part. */
  add(load: MessageLoad): void {
    this.loads.push(load);
  }

  /** All messages of a round, each with those that must arrive before. */
  get plan(): readonly Omit<Member, 'sent' | 'arrived'>[] {
    if (this.members.length === 0) this.gather();
    return this.members;
  }

  /** The first round begins when all streams are there. */
  started(): void {
    if (this.left > 0 || !this.loads.every(({ running }) => running)) return;
    if (this.members.length === 0) this.gather();
    this.next();
  }

  due(_load: MessageLoad, serial: number): void {
    if (serial === this.serial && this.left === 0) this.begin();
  }

  completed(load: MessageLoad, _token: number, isThere: boolean): void {
    if (!isThere) this.isBroken = true;
    const index = defined(this.indices.get(load), () => `${load.stream.id} takes part`);
    const member = this.members[index]!;
    member.arrived++;
    this.left--;
    for (const follower of member.followers) this.advance(this.members[follower]!);
    if (this.left > 0) return;
    // A round that lost something has done its work for nobody.
    if (!this.isBroken) this.roundTicks.push(this.options.now() - this.beganAt);
    if (this.loads.every(({ running }) => running)) this.next();
  }

  cut(): void {
    this.roundTicks.length = 0;
  }

  close(): void {
    // It has nothing to say.
  }

  private gather(): void {
    const byId = new Map(this.loads.map(({ stream }, i) => [stream.id, i]));
    const waits = this.loads.map(({ stream }) => stream.after.map(({ stream: id, lag }) =>
      ({ member: defined(byId.get(id), () => `${id} is a stream of the job`), lag })));
    this.members = this.loads.map((load, i) => {
      const { stream } = load;
      const after = waits[i]!;
      const isFree = after.length === 0 && stream.steps === 1;
      const followers = waits.flatMap((list, k) =>
        list.some(({ member }) => member === i) ? [k] : []);
      return {
        load, after, followers, messages: isFree ? this.options.depth : stream.steps, sent: 0,
        arrived: 0,
      };
    });
    this.indices = new Map(this.loads.map((load, i) => [load, i]));
    this.order = inTurns(this.loads.map(({ stream }) => stream.from ?? ''));
  }

  private next(): void {
    const { rounds, now, plan } = this.options;
    if (rounds !== null && this.begun >= rounds) return;
    if (now() >= this.nextAt) this.begin();
    else plan(this.loads[0]!, this.nextAt, ++this.serial);
  }

  private begin(): void {
    const { gaps, now, workload } = this.options;
    this.begun++;
    this.isBroken = false;
    this.beganAt = now();
    this.nextAt = gaps === null ? 0 : now() + gaps.next(workload);
    this.left = 0;
    for (const member of this.members) {
      member.sent = 0;
      member.arrived = 0;
      this.left += member.messages;
    }
    for (const index of this.order) this.advance(this.members[index]!);
  }

  /** Sends what a stream has to send and nothing holds back. */
  private advance(member: Member): void {
    const isReady = ({ member: other, lag }: Member['after'][number]): boolean =>
      member.sent < lag || this.members[other]!.arrived > member.sent - lag;
    while (member.sent < member.messages && member.after.every(isReady)) {
      member.sent++;
      member.load.send(0);
    }
  }
}
