/**
 * A place where work waits in line and is worked on by a fixed number of servers; first come, first
 * served. Not a clock: whoever uses it schedules the end of each piece of work.
 * Keeps true: what came in = what was done + what was dropped + what is inside, and the area under
 * the number inside equals the times spent inside, from two books that are kept apart.
 */
import { defined, invariant, TwoLimb } from '#base';

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

/** Waiting entries are taken from the front; the space before it is given back now and then. */
const compactMin = 1024;

export class Desk {
  readonly id: string;
  readonly servers: number;
  private arrived = 0;
  private completed = 0;
  private dropped = 0;
  private longestQueue = 0;
  private started = 0;
  private readonly servedTicks = new TwoLimb();
  private readonly waitedTicks = new TwoLimb();

  private waiting: { task: number; atTicks: number }[] = [];
  private front = 0;
  private readonly serving: { task: number; arrivedTicks: number; startedTicks: number }[] = [];

  // The first book: areas under the numbers inside, in line and at work.
  private lastTicks = 0;
  private readonly insideArea = new TwoLimb();
  private readonly queueArea = new TwoLimb();
  private readonly busyArea = new TwoLimb();
  // The second: what each one that left had spent inside.
  private readonly spentTicks = new TwoLimb();

  // What the books said when the warm-up ended.
  private cutTicks = 0;
  private readonly cutBusyArea = new TwoLimb();
  private readonly cutQueueArea = new TwoLimb();

  constructor(id: string, servers: number) {
    this.id = id;
    this.servers = servers;
  }

  get queueLength(): number {
    return this.waiting.length - this.front;
  }

  get servingCount(): number {
    return this.serving.length;
  }

  /** Puts a task in line. */
  arrive(now: number, task: number): void {
    this.advance(now);
    this.arrived++;
    this.waiting.push({ task, atTicks: now });
    if (this.queueLength > this.longestQueue) this.longestQueue = this.queueLength;
  }

  /** The next task that may start, or −1 when nobody waits or all servers are busy. */
  start(now: number): number {
    if (this.front === this.waiting.length || this.serving.length >= this.servers) return -1;
    this.advance(now);
    const next = defined(this.waiting[this.front], 'an entry waits at the front');
    this.front++;
    if (this.front >= compactMin && 2 * this.front > this.waiting.length) {
      this.waiting = this.waiting.slice(this.front);
      this.front = 0;
    }
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
    this.advance(now);
    this.leave(now, task);
    this.completed++;
  }

  /** A task at work is given up. */
  drop(now: number, task: number): void {
    this.advance(now);
    this.leave(now, task);
    this.dropped++;
  }

  /** Everybody in line and at work is lost; they are returned, those at work first. */
  dropAll(now: number): number[] {
    this.advance(now);
    const lost = this.serving.map((s) => s.task);
    for (const task of lost) this.leave(now, task);
    for (const entry of this.waiting.slice(this.front)) {
      lost.push(entry.task);
      this.spentTicks.add(now - entry.atTicks);
    }
    this.dropped += lost.length;
    this.waiting = [];
    this.front = 0;
    return lost;
  }

  /** The warm-up is over: shares of time count from here. */
  cut(now: number): void {
    this.advance(now);
    this.cutTicks = now;
    this.cutBusyArea.clear();
    this.cutBusyArea.addSum(this.busyArea);
    this.cutQueueArea.clear();
    this.cutQueueArea.addSum(this.queueArea);
  }

  /** Stops the program unless both books agree. */
  audit(now: number): void {
    this.advance(now);
    const inside = this.queueLength + this.serving.length;
    invariant(
      this.arrived === this.completed + this.dropped + inside,
      () => `${this.id}: ${String(this.arrived)} came in, ${String(this.completed)} were done, `
        + `${String(this.dropped)} dropped and ${String(inside)} are inside`,
    );
    const spent = this.spentTicks.copy();
    for (const entry of this.waiting.slice(this.front)) spent.add(now - entry.atTicks);
    for (const entry of this.serving) spent.add(now - entry.arrivedTicks);
    invariant(
      spent.equals(this.insideArea),
      () => `${this.id}: the area under the number inside is ${this.insideArea.toText()}, `
        + `the times spent inside are ${spent.toText()}`,
    );
  }

  /** Time that servers were busy since the warm-up, of all there was. */
  busyShare(now: number): number {
    this.advance(now);
    const window = now - this.cutTicks;
    if (window <= 0) return 0;
    const busy = this.busyArea.copy();
    busy.subtractSum(this.cutBusyArea);
    return busy.dividedBy(window) / this.servers;
  }

  figures(now: number): DeskFigures {
    const utilization = this.busyShare(now);
    const window = now - this.cutTicks;
    const queue = this.queueArea.copy();
    queue.subtractSum(this.cutQueueArea);
    return {
      arrived: this.arrived, completed: this.completed, dropped: this.dropped,
      inside: this.queueLength + this.serving.length, servers: this.servers, utilization,
      meanQueueLength: window <= 0 ? 0 : queue.dividedBy(window),
      longestQueue: this.longestQueue,
      meanWaitTicks: this.started === 0 ? 0 : this.waitedTicks.dividedBy(this.started),
      meanServiceTicks: this.completed === 0 ? 0 : this.servedTicks.dividedBy(this.completed),
    };
  }

  private leave(now: number, task: number): void {
    const index = this.serving.findIndex((s) => s.task === task);
    const entry = defined(this.serving[index], () => `${this.id} does not work on ${String(task)}`);
    this.serving.splice(index, 1);
    this.spentTicks.add(now - entry.arrivedTicks);
    this.servedTicks.add(now - entry.startedTicks);
  }

  private advance(now: number): void {
    const passed = now - this.lastTicks;
    if (passed === 0) return;
    invariant(passed > 0, () => `${this.id} was used in its past, at ${String(now)}`);
    this.lastTicks = now;
    const queued = this.queueLength;
    const serving = this.serving.length;
    if (queued > 0) this.queueArea.addProduct(queued, passed);
    if (serving > 0) this.busyArea.addProduct(serving, passed);
    if (queued + serving > 0) this.insideArea.addProduct(queued + serving, passed);
  }
}
