/**
 * How it went with a volume in time: what was left of its credits, and how long limits held its
 * requests up, in equal windows. Keeps true: memory depends on the number of windows alone.
 */
import { joinPairs, last, mean } from '../pairs.ts';
import type { Waiting } from './waiting.ts';

interface Sampled {
  readonly throttled: Waiting;
  readonly capped: Waiting;
  /** Of what it can have; null: it has no bursts. */
  creditsLeft(now: number): number | null;
}

export class VolumeSeries {
  readonly credits: (number | null)[] = [];
  readonly throttled: number[] = [];
  readonly capped: number[] = [];
  private lastTicks = 0;
  private before = { throttled: 0, capped: 0 };

  /** Counting starts, or starts anew. */
  open(now: number, of: Sampled): void {
    for (const column of [this.credits, this.throttled, this.capped]) column.length = 0;
    this.lastTicks = now;
    this.before = { throttled: of.throttled.upTo(now), capped: of.capped.upTo(now) };
  }

  close(now: number, of: Sampled): void {
    const length = now - this.lastTicks;
    const after = { throttled: of.throttled.upTo(now), capped: of.capped.upTo(now) };
    this.credits.push(of.creditsLeft(now));
    this.throttled.push((after.throttled - this.before.throttled) / length);
    this.capped.push((after.capped - this.before.capped) / length);
    this.lastTicks = now;
    this.before = after;
  }

  /** Each two windows become one. */
  join(): void {
    joinPairs(this.credits, last);
    for (const column of [this.throttled, this.capped]) joinPairs(column, mean);
  }
}
