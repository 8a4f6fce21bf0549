/**
 * Who works on the operations of a volume: each replica on so many at a time, first come, first
 * served. Not how an operation comes to a replica. Keeps true: nothing is allocated for one.
 */
import { replaceFirst } from '#sim/kernel';
import type { Duration } from '../duration.ts';

export class Replicas {
  readonly count: number;
  /** Of the operation that was taken last: its time, and how long it waits first. */
  serviceTicks = 0;
  waitedTicks = 0;
  private readonly latencies: readonly Duration[];
  private readonly factor: number;
  /** When each server of each replica is free, the first to be free at the front. */
  private readonly frees: readonly Float64Array[];

  constructor(options: {
    /** The time of one operation, by replica. */
    readonly latencies: readonly Duration[];
    /** Operations that each works on at a time; null: all of them. */
    readonly concurrency: number | null;
    /** It works so many times as fast as it does. */
    readonly factor: number;
  }) {
    const { latencies, concurrency, factor } = options;
    this.latencies = latencies;
    this.count = latencies.length;
    this.factor = factor;
    this.frees = latencies.map(() => new Float64Array(concurrency ?? 0));
  }

  /** When a replica is done with what arrives then; the server that is free first takes it. */
  take(replica: number, arrives: number, whom: string): number {
    const duration = this.latencies[replica] as Duration;
    const frees = this.frees[replica] as Float64Array;
    this.serviceTicks = Math.round(duration.next(whom) / this.factor);
    const begins = frees.length === 0 ? arrives : Math.max(arrives, frees[0] as number);
    this.waitedTicks = begins - arrives;
    const done = begins + this.serviceTicks;
    if (frees.length > 0) replaceFirst(frees, 0, frees.length, done);
    return done;
  }
}
