/**
 * A place where work waits in line and is worked on by a fixed number of servers. What belongs to
 * something that is further along goes first, so that what was begun is ended before more is begun;
 * among equals, first come, first served.
 * Not a clock: whoever uses it schedules the end of each piece of work.
 * Keeps true: what came in = what was done + what was dropped + what is inside, and the area under
 * the number inside equals the times spent inside, from two books that are kept apart.
 */
import { defined, TwoLimb } from '#base';
import { auditFlow, auditLittle, TimeWeighted } from '#sim/kernel';

/** Figures of a desk over a window of time. */
export interface DeskFigures {
  readonly arrived: number;
  readonly completed: number;
  readonly dropped: number;
  readonly inside: number;
  readonly servers: number;
  readonly utilization: number;
  readonly meanQueueLength: number;
  readonly longestQueue: number;
  readonly meanWaitTicks: number;
  readonly meanServiceTicks: number;
}

interface Line {
  entries: { readonly task: number; readonly atTicks: number }[];
  front: number;
}

/** Waiting entries are taken from the front; the space before it is given back now and then. */
const compactMin = 1024;

export class Desk {
  readonly id: string;
  readonly servers: number;
  private arrived = 0;
  private completed = 0;
  private dropped = 0;
  private longestQueue = 0;
  private lastTicks = 0;
  private started = 0;
  /** Those whose service ended, in whatever way. */
  private left = 0;
  private readonly servedTicks = new TwoLimb();
  private readonly waitedTicks = new TwoLimb();

  /** One for each rank. */
  private readonly lines: Line[] = [];
  private readonly serving: { task: number; arrivedTicks: number; startedTicks: number }[] = [];

  // The first book: the numbers inside and in line, and the areas under them.
  private readonly present = new TimeWeighted();
  private readonly queued = new TimeWeighted();
  // The second: what each one that left had spent inside.
  private readonly spentTicks = new TwoLimb();

  // What the first book said when the warm-up ended.
  private cutTicks = 0;
  private cutPresent = new TwoLimb();
  private cutQueued = new TwoLimb();

  constructor(id: string, servers: number) {
    this.id = id;
    this.servers = servers;
  }

  /** Puts a task in line. Higher ranks go first. */
  arrive(now: number, task: number, rank = 0): void {
    this.advance(now);
    this.arrived++;
    this.present.add(now, 1);
    this.queued.add(now, 1);
    while (this.lines.length <= rank) this.lines.push({ entries: [], front: 0 });
    this.lines[rank]?.entries.push({ task, atTicks: now });
  }

  /** The next task that may start, or −1 when nobody waits or all servers are busy. */
  start(now: number): number {
    if (this.queued.value === 0 || this.serving.length >= this.servers) return -1;
    const line = defined(
      this.lines.findLast((one) => one.front < one.entries.length), 'somebody is in line',
    );
    const next = defined(line.entries[line.front], 'an entry waits at the front');
    this.advance(now);
    line.front++;
    if (line.front >= compactMin && 2 * line.front > line.entries.length) {
      line.entries = line.entries.slice(line.front);
      line.front = 0;
    }
    this.queued.add(now, -1);
    this.started++;
    this.waitedTicks.add(now - next.atTicks);
    this.serving.push({ task: next.task, arrivedTicks: next.atTicks, startedTicks: now });
    return next.task;
  }

  isServing(task: number): boolean {
    return this.serving.some((s) => s.task === task);
  }

  /** The task at work the longest. */
  served(): number {
    return this.serving[0]?.task ?? -1;
  }

  finish(now: number, task: number): void {
    this.leave(now, task);
    this.completed++;
  }

  /** A task at work is given up. */
  drop(now: number, task: number): void {
    this.leave(now, task);
    this.dropped++;
  }

  /** Everybody in line and at work is lost; they are returned, those at work first. */
  dropAll(now: number): number[] {
    this.advance(now);
    const lost = this.serving.map((s) => s.task);
    for (const task of lost) this.leave(now, task);
    for (const entry of this.waiting()) {
      lost.push(entry.task);
      this.spentTicks.add(now - entry.atTicks);
    }
    this.present.set(now, 0);
    this.queued.set(now, 0);
    this.dropped += lost.length;
    this.lines.length = 0;
    return lost;
  }

  /** The warm-up is over: shares of time count from here. */
  cut(now: number): void {
    this.cutTicks = now;
    this.cutPresent = this.present.areaUpTo(now);
    this.cutQueued = this.queued.areaUpTo(now);
  }

  /** Stops the program unless both books agree. */
  audit(now: number): void {
    const { id, arrived, completed, dropped } = this;
    const inside = this.waiting().length + this.serving.length;
    auditFlow(id, { insideBefore: 0, arrived, completed, dropped, inside });
    const spent = this.spentTicks.copy();
    for (const entry of this.waiting()) spent.add(now - entry.atTicks);
    for (const entry of this.serving) spent.add(now - entry.arrivedTicks);
    auditLittle(id, 'the number inside', this.present.areaUpTo(now), spent);
  }

  /** Time that servers were busy since the warm-up, of all there was. */
  busyShare(now: number): number {
    const window = now - this.cutTicks;
    if (window <= 0) return 0;
    const busy = this.present.areaUpTo(now);
    busy.subtractSum(this.cutPresent);
    busy.subtractSum(this.queuedArea(now));
    return busy.dividedBy(window) / this.servers;
  }

  figures(now: number): DeskFigures {
    this.advance(now);
    const window = now - this.cutTicks;
    return {
      arrived: this.arrived, completed: this.completed, dropped: this.dropped,
      inside: this.present.value, servers: this.servers,
      utilization: this.busyShare(now),
      meanQueueLength: window <= 0 ? 0 : this.queuedArea(now).dividedBy(window),
      longestQueue: this.longestQueue,
      meanWaitTicks: this.started === 0 ? 0 : this.waitedTicks.dividedBy(this.started),
      meanServiceTicks: this.left === 0 ? 0 : this.servedTicks.dividedBy(this.left),
    };
  }

  /** Everybody in line, in the order of their ranks. */
  private waiting(): Line['entries'] {
    return this.lines.toReversed().flatMap((line) => line.entries.slice(line.front));
  }

  /** The area under the number in line since the warm-up. */
  private queuedArea(now: number): TwoLimb {
    const area = this.queued.areaUpTo(now);
    area.subtractSum(this.cutQueued);
    return area;
  }

  /** One that is taken at the instant it comes does not stand in line. */
  private advance(now: number): void {
    if (now === this.lastTicks) return;
    this.lastTicks = now;
    if (this.queued.value > this.longestQueue) this.longestQueue = this.queued.value;
  }

  private leave(now: number, task: number): void {
    this.advance(now);
    const index = this.serving.findIndex((s) => s.task === task);
    const entry = defined(this.serving[index], () => `${this.id} does not work on ${String(task)}`);
    this.serving.splice(index, 1);
    this.present.add(now, -1);
    this.spentTicks.add(now - entry.arrivedTicks);
    this.servedTicks.add(now - entry.startedTicks);
    this.left++;
  }
}
