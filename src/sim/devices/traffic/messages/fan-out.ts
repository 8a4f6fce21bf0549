/**
 * Requests that go to several receivers at once and are complete when the last of them has it, or
 * has answered. Not a job: requests do not wait for each other but by the depth.
 * Keeps true: a request goes to different receivers, drawn from those that are there; its time is
 * written down at the stream that was last.
 */
import type { Stream } from '#base';
import type { Conductor } from './conductor.ts';
import type { LoopOptions } from './loop.ts';
import type { MessageLoad } from './message-load.ts';

export interface FanOutOptions extends LoopOptions {
  /** Receivers of one request. */
  readonly receivers: number;
  readonly dice: Stream;
}

interface Request {
  left: number;
  bornTicks: number;
  /** A part of it never came. */
  isBroken: boolean;
}

export class FanOut implements Conductor {
  private readonly options: FanOutOptions;
  private readonly loads: MessageLoad[] = [];
  /** How many loads go over each card of who asks. */
  private readonly perCard = new Map<number, number>();
  private readonly requests: Request[] = [];
  private readonly free: number[] = [];
  private issued = 0;
  private active = 0;
  private serial = 0;
  private isPlanned = false;

  constructor(options: FanOutOptions) {
    this.options = options;
  }

  add(load: MessageLoad): void {
    this.loads.push(load);
    const card = load.stream.cards?.[0] ?? 0;
    this.perCard.set(card, (this.perCard.get(card) ?? 0) + 1);
  }

  started(load: MessageLoad): void {
    if (this.isPlanned) return;
    if (this.options.gaps !== null) this.planNext();
    // Streams that begin at one instant are all to be drawn from.
    else this.planDue(load, this.options.now());
  }

  due(_load: MessageLoad, serial: number): void {
    if (serial !== this.serial) return;
    this.isPlanned = false;
    if (this.options.gaps === null) {
      while (this.active < this.options.depth && this.more() && this.issue());
    } else if (this.more() && this.issue()) this.planNext();
  }

  completed(load: MessageLoad, token: number, isThere: boolean): void {
    const request = this.requests[token]!;
    request.left--;
    if (!isThere) request.isBroken = true;
    if (request.left > 0) return;
    // What one of the receivers never had was not done.
    if (!request.isBroken) load.noteWhole(request.bornTicks);
    this.free.push(token);
    this.active--;
    if (this.options.gaps === null && this.more()) this.issue();
  }

  cut(): void {
    // It counts nothing that is measured.
  }

  close(): void {
    // It has nothing to say.
  }

  /**
   * How many parts of a request go over the busiest card of who asks while all receivers are there,
   * if those are drawn that share cards the least.
   */
  get overOneCard(): number {
    const loads = [...this.perCard.values()];
    let most = 0;
    for (let left = Math.min(this.options.receivers, this.loads.length); left > 0;) {
      most++;
      left -= loads.filter((count) => count >= most).length;
    }
    return most;
  }

  private more(): boolean {
    const { messages } = this.options;
    return messages === null || this.issued < messages;
  }

  private planNext(): void {
    const { gaps, now } = this.options;
    const [first] = this.loads;
    if (gaps === null || first === undefined || !this.more()) return;
    this.planDue(first, now() + gaps.next(first.stream.from ?? ''));
  }

  private planDue(load: MessageLoad, atTicks: number): void {
    this.isPlanned = true;
    this.options.plan(load, atTicks, ++this.serial);
  }

  /** False: nobody is there. */
  private issue(): boolean {
    const { receivers, dice, now } = this.options;
    const there = this.loads.filter(({ running }) => running);
    const count = Math.min(receivers, there.length);
    if (count === 0) return false;
    const token = this.free.pop() ?? this.requests.length;
    this.requests[token] = { left: count, bornTicks: now(), isBroken: false };
    this.issued++;
    this.active++;
    for (let i = 0; i < count; i++) {
      const k = i + dice.integerBelow(there.length - i);
      const [chosen, other] = [there[k]!, there[i]!];
      [there[i], there[k]] = [chosen, other];
    }
    for (const load of there.slice(0, count)) load.send(token);
    return true;
  }
}
