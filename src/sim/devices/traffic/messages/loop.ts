/**
 * Messages of one stream by themselves: at their times, or so many at a time.
 * Not jobs. Keeps true: what was under way when a stream ended counts among those at a time.
 */
import type { Duration } from '../../duration.ts';
import type { Conductor, PlanDue } from './conductor.ts';
import type { MessageLoad } from './message-load.ts';

export interface LoopOptions {
  /** Between two messages; null: the next begins when one ends. */
  readonly gaps: Duration | null;
  readonly depth: number;
  /** Null: without end. */
  readonly messages: number | null;
  readonly plan: PlanDue;
  readonly now: () => number;
}

export class Loop implements Conductor {
  private readonly options: LoopOptions;
  private issued = 0;
  private active = 0;
  private serial = 0;

  constructor(options: LoopOptions) {
    this.options = options;
  }

  started(load: MessageLoad): void {
    this.serial++;
    if (this.options.gaps !== null) this.planNext(load);
    else while (this.active < this.options.depth && this.more()) this.issue(load);
  }

  due(load: MessageLoad, serial: number): void {
    if (serial !== this.serial || !load.running || !this.more()) return;
    this.issue(load);
    this.planNext(load);
  }

  completed(load: MessageLoad): void {
    this.active--;
    if (this.options.gaps === null && load.running && this.more()) this.issue(load);
  }

  cut(): void {
    // It counts nothing that is measured.
  }

  close(): void {
    // It has nothing to say.
  }

  private more(): boolean {
    const { messages } = this.options;
    return messages === null || this.issued < messages;
  }

  private issue(load: MessageLoad): void {
    this.issued++;
    this.active++;
    load.send(0);
  }

  private planNext(load: MessageLoad): void {
    const { gaps, plan, now } = this.options;
    if (gaps === null || !this.more()) return;
    plan(load, now() + gaps.next(load.stream.from ?? ''), this.serial);
  }
}
