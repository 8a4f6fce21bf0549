/**
 * Chance: random streams made of 32-bit integer steps, one for each entity and purpose.
 * Not a source of secrets. Nothing here reads a clock or the engine's own random numbers.
 * Keeps true: a stream's numbers depend on the seed and its name alone, so adding an entity moves
 * nobody else's dice, and two variants of a scenario share their luck.
 */
import { hashWords } from './fingerprint.ts';
import { invariant } from './invariant.ts';
import { exp, log, log1p, pow } from './math.ts';
import { normalQuantile } from './quantiles.ts';
import type { Ticks } from './units.ts';

const twoTo32 = 4_294_967_296;
const twoTo53 = 9_007_199_254_740_992;
const twoToMinus53 = 1 / twoTo53;

/** All the streams of one run. */
export class Chance {
  readonly seed: number;

  constructor(seed: number) {
    invariant(
      Number.isSafeInteger(seed) && seed >= 0,
      () => `a seed must be a whole number from 0 to 2^53 - 1, not ${String(seed)}`,
    );
    this.seed = seed;
  }

  /** A fresh stream; the same name gives the same numbers again. */
  stream(name: string): Stream {
    return new Stream(hashWords(`${String(this.seed)}:${name}`));
  }
}

/**
 * One stream. The generator is sfc32 (Doty-Humphrey): three chaotic words and a counter, so that
 * its period is at least 2^32 and about 2^127 on average.
 */
export class Stream {
  private readonly state = new Int32Array(4);

  /** `key` holds at least three words of a good hash. */
  constructor(key: Int32Array) {
    this.state[0] = key[0] as number;
    this.state[1] = key[1] as number;
    this.state[2] = key[2] as number;
    this.state[3] = 1;
    // The first outputs still show the key: twelve steps mix it in, as the author advises.
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** 32 random bits, as a whole number from 0 to 2^32 - 1. */
  bits(): number {
    const state = this.state;
    const a = state[0] as number;
    const b = state[1] as number;
    const c = state[2] as number;
    const counter = state[3] as number;
    const sum = (a + b + counter) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = c + (c << 3);
    state[2] = ((c << 21) | (c >>> 11)) + sum;
    state[3] = counter + 1;
    return sum >>> 0;
  }

  /** 53 random bits, as a whole number from 0 to 2^53 - 1. */
  wideBits(): number {
    const high = this.bits() >>> 5;
    return high * 67_108_864 + (this.bits() >>> 6);
  }

  /** From 0 up to but without 1. */
  uniform(): number {
    return this.wideBits() * twoToMinus53;
  }

  /** From just above 0 up to 1: safe under a logarithm. */
  uniformAboveZero(): number {
    return (this.wideBits() + 1) * twoToMinus53;
  }

  /** A whole number from 0 up to but without `limit`, each equally likely. */
  integerBelow(limit: number): number {
    invariant(
      Number.isSafeInteger(limit) && limit > 0,
      () => `no whole number lies from 0 to below ${String(limit)}`,
    );
    // The last, incomplete round of values is thrown back, or low numbers would come more often.
    if (limit <= twoTo32) {
      const fair = twoTo32 - (twoTo32 % limit);
      let value = this.bits();
      while (value >= fair) value = this.bits();
      return value % limit;
    }
    const fair = twoTo53 - (twoTo53 % limit);
    let value = this.wideBits();
    while (value >= fair) value = this.wideBits();
    return value % limit;
  }

  /** A whole number from `min` to `max`, both included. */
  integerBetween(min: number, max: number): number {
    return min + this.integerBelow(max - min + 1);
  }

  /** True with the given probability. */
  happens(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** Exponential with the given mean. */
  exponential(mean: number): number {
    return -mean * log(this.uniformAboveZero());
  }

  /** Exponential, in whole ticks. */
  exponentialTicks(meanTicks: number): Ticks {
    return Math.round(-meanTicks * log(this.uniformAboveZero())) as Ticks;
  }

  /** Standard normal, from one uniform number by the inverse function. */
  normal(): number {
    // 52 bits and a half step: symmetric about 1/2, and never 0 or 1, where it would be infinite.
    return normalQuantile((Math.floor(this.wideBits() / 2) + 0.5) * (2 * twoToMinus53));
  }

  /** Lognormal: its logarithm has the given standard deviation around log(median). */
  lognormal(median: number, sigma: number): number {
    return median * exp(sigma * this.normal());
  }

  /** Pareto: never below `min`, and above x with probability (min / x)^shape. */
  pareto(min: number, shape: number): number {
    return min * exp(-log(this.uniformAboveZero()) / shape);
  }

  /** Weibull; shape 1 is exponential with mean `scale`. */
  weibull(scale: number, shape: number): number {
    return scale * pow(-log(this.uniformAboveZero()), 1 / shape);
  }

  /** How many trials fail before the first success. */
  failuresBeforeSuccess(probability: number): number {
    invariant(
      probability > 0 && probability <= 1,
      () => `a trial must succeed with a probability above 0, not ${String(probability)}`,
    );
    if (probability === 1) return 0;
    return Math.floor(log(this.uniformAboveZero()) / log1p(-probability));
  }

  /** An index, each as likely as its weight says. */
  weightedIndex(weights: ArrayLike<number>): number {
    let total = 0;
    for (let i = 0; i < weights.length; i++) total += weights[i] as number;
    invariant(total > 0, 'at least one weight must be above 0');
    let left = this.uniform() * total;
    let last = 0;
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i] as number;
      if (weight <= 0) continue;
      if (left < weight) return i;
      left -= weight;
      last = i;
    }
    return last;
  }

  /** Puts the values in random order, in place; every order is equally likely. */
  shuffle(values: unknown[]): void {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.integerBelow(i + 1);
      const held = values[i];
      values[i] = values[j];
      values[j] = held;
    }
  }
}
