/**
 * A token bucket: tokens drip in at a steady rate up to a brim, and work takes them out.
 * Not a queue: it says when tokens will be there, and who waits is the caller's matter.
 * Keeps true: the level is exact at every instant; no token is lost or made by rounding.
 */
import { fail, invariant } from '#base';
import type { Ticks } from '#base';

export interface TokenBucketOptions {
  readonly capacity: number;
  readonly tokensPerSecond: number;
  readonly ticksPerSecond: number;
  /** Full if left out. */
  readonly level?: number;
}

export class TokenBucket {
  private readonly capacity: number;
  private readonly tokensPerSecond: bigint;
  private readonly ticksPerSecond: bigint;
  // Tokens times ticks per second, so that every tick adds a whole number.
  private scaledLevel: bigint;
  private readonly scaledCapacity: bigint;
  private since = 0;

  constructor(options: TokenBucketOptions) {
    const { capacity, tokensPerSecond, ticksPerSecond } = options;
    for (const value of [capacity, tokensPerSecond, ticksPerSecond]) {
      invariant(Number.isSafeInteger(value) && value >= 0, 'a token bucket counts in whole numbers');
    }
    this.capacity = capacity;
    this.tokensPerSecond = BigInt(tokensPerSecond);
    this.ticksPerSecond = BigInt(ticksPerSecond);
    this.scaledCapacity = BigInt(capacity) * this.ticksPerSecond;
    this.scaledLevel = BigInt(options.level ?? capacity) * this.ticksPerSecond;
  }

  /** Whole tokens in the bucket. */
  levelAt(now: Ticks): number {
    this.drip(now);
    return Number(this.scaledLevel / this.ticksPerSecond);
  }

  /** Takes tokens if they are there. */
  tryTake(now: Ticks, tokens: number): boolean {
    this.drip(now);
    const scaled = BigInt(tokens) * this.ticksPerSecond;
    if (scaled > this.scaledLevel) return false;
    this.scaledLevel -= scaled;
    return true;
  }

  /** The first tick at which so many tokens will be there, if none are taken before. */
  readyAt(now: Ticks, tokens: number): Ticks {
    if (tokens > this.capacity) fail('a bucket never holds more tokens than its capacity');
    this.drip(now);
    const missing = BigInt(tokens) * this.ticksPerSecond - this.scaledLevel;
    if (missing <= 0n) return now;
    invariant(this.tokensPerSecond > 0n, 'a bucket without a drip never fills');
    const waitTicks = (missing + this.tokensPerSecond - 1n) / this.tokensPerSecond;
    return (now + Number(waitTicks)) as Ticks;
  }

  private drip(now: number): void {
    const passed = BigInt(now - this.since);
    this.since = now;
    const level = this.scaledLevel + passed * this.tokensPerSecond;
    this.scaledLevel = level < this.scaledCapacity ? level : this.scaledCapacity;
  }
}
