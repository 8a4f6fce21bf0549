/**
 * Ranks by Zipf's law: rank k of n comes 1/k^s as often as rank 1. Exact for any n and s ≥ 0, in
 * constant time and memory. Not a table: n may be the number of sectors of a drive.
 * Keeps true: the law is met exactly, up to the arithmetic of doubles.
 *
 * Rejection-inversion (Hörmann and Derflinger 1996): a continuous hat ∫ x^-s is inverted, and what
 * it has too much is thrown back; at least three of four draws are kept.
 */
import type { Stream } from './chance.ts';
import { invariant } from './invariant.ts';
import { exp, log, log1p } from './math.ts';

/** Below this the quotients come from their series, which lose nothing. */
const smallBelow = 1e-5;

/** (e^x − 1) / x, also where x is next to 0. */
function growth(x: number): number {
  if (Math.abs(x) < smallBelow) return 1 + (x / 2) * (1 + (x / 3) * (1 + x / 4));
  return (exp(x) - 1) / x;
}

/** log(1 + x) / x, also where x is next to 0. */
function growthInverse(x: number): number {
  if (Math.abs(x) < smallBelow) return 1 - x * (1 / 2 - x * (1 / 3 - x / 4));
  return log1p(x) / x;
}

export class Zipf {
  /** Ranks go from 1 to this. */
  readonly ranks: number;
  readonly exponent: number;
  private readonly areaFrom: number;
  private readonly areaTo: number;
  private readonly sureWithin: number;

  constructor(ranks: number, exponent: number) {
    invariant(
      Number.isSafeInteger(ranks) && ranks > 0 && exponent >= 0,
      () => `no Zipf law has ${String(ranks)} ranks and the exponent ${String(exponent)}`,
    );
    this.ranks = ranks;
    this.exponent = exponent;
    this.areaFrom = this.areaUpTo(1.5) - 1;
    this.areaTo = this.areaUpTo(ranks + 0.5);
    this.sureWithin = 2 - this.whereArea(this.areaUpTo(2.5) - this.height(2));
  }

  /** A rank from 1 on. */
  draw(stream: Stream): number {
    for (;;) {
      const area = this.areaTo + stream.uniform() * (this.areaFrom - this.areaTo);
      const x = this.whereArea(area);
      const rank = Math.max(1, Math.min(this.ranks, Math.floor(x + 0.5)));
      if (rank - x <= this.sureWithin) return rank;
      if (area >= this.areaUpTo(rank + 0.5) - this.height(rank)) return rank;
    }
  }

  private height(x: number): number {
    return exp(-this.exponent * log(x));
  }

  /** ∫ t^-s from 1 to x: (x^(1−s) − 1) / (1 − s), and log x where s is 1. */
  private areaUpTo(x: number): number {
    const logarithm = log(x);
    return logarithm * growth((1 - this.exponent) * logarithm);
  }

  /** The inverse of areaUpTo. */
  private whereArea(area: number): number {
    // Rounding may lead a hair below −1, where there is no logarithm.
    return exp(area * growthInverse(Math.max(-1, area * (1 - this.exponent))));
  }
}
