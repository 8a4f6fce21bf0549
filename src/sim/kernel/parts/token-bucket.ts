/**
 * A token bucket: tokens drip in at a steady rate up to a brim, and work takes them out.
 * Not a queue: it says when tokens will be there, and who waits is the caller's matter.
 * Keeps true: the level is exact at every instant; no token is lost or made by rounding.
 */
import { fail, greatestCommonDivisor, invariant } from '#base';
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
  // In so many ticks so many tokens drip in, in lowest terms.
  private readonly dripTokens: number;
  private readonly dripTicks: number;
  private level: number;
  /** The part of the next token that has dripped in already, in parts of `dripTicks`. */
  private carry = 0;
  private since = 0;

  constructor(options: TokenBucketOptions) {
    const { capacity, tokensPerSecond, ticksPerSecond } = options;
    for (const value of [capacity, tokensPerSecond, ticksPerSecond]) {
      invariant(Number.isSafeInteger(value) && value >= 0, 'a bucket counts in whole numbers');
    }
    const common = greatestCommonDivisor(tokensPerSecond, ticksPerSecond);
    this.capacity = capacity;
    this.dripTokens = tokensPerSecond / common;
    this.dripTicks = ticksPerSecond / common;
    this.level = options.level ?? capacity;
  }

  /** Whole tokens in the bucket. */
  levelAt(now: Ticks): number {
    this.drip(now);
    return this.level;
  }

  /** Takes tokens if they are there. */
  tryTake(now: Ticks, tokens: number): boolean {
    this.drip(now);
    if (tokens > this.level) return false;
    this.level -= tokens;
    return true;
  }

  /** The first tick at which so many tokens will be there, if none are taken before. */
  readyAt(now: Ticks, tokens: number): Ticks {
    if (tokens > this.capacity) fail('a bucket never holds more tokens than its capacity');
    this.drip(now);
    const missing = tokens - this.level;
    if (missing <= 0) return now;
    invariant(this.dripTokens > 0, 'a bucket without a drip never fills');
    const parts = missing * this.dripTicks - this.carry;
    const drip = this.dripTokens;
    if (parts <= Number.MAX_SAFE_INTEGER) {
      const rest = parts % drip;
      return (now + (parts - rest) / drip + (rest > 0 ? 1 : 0)) as Ticks;
    }
    const exact = BigInt(missing) * BigInt(this.dripTicks) - BigInt(this.carry);
    return (now + Number((exact + BigInt(drip) - 1n) / BigInt(drip))) as Ticks;
  }

  private drip(now: number): void {
    const passed = now - this.since;
    this.since = now;
    if (this.level < this.capacity) this.fill(passed);
    if (this.level >= this.capacity) {
      // What drips over the brim is lost, fractions too.
      this.level = this.capacity;
      this.carry = 0;
    }
  }

  private fill(passed: number): void {
    const parts = passed * this.dripTokens + this.carry;
    if (parts <= Number.MAX_SAFE_INTEGER) {
      this.carry = parts % this.dripTicks;
      this.level += (parts - this.carry) / this.dripTicks;
      return;
    }
    const exact = BigInt(passed) * BigInt(this.dripTokens) + BigInt(this.carry);
    const divisor = BigInt(this.dripTicks);
    this.carry = Number(exact % divisor);
    this.level = Math.min(this.capacity, this.level + Number(exact / divisor));
  }
}
