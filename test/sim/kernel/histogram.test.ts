import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, Chance } from '#base';
import { Histogram } from '#sim/kernel';

const value = fc.oneof(fc.nat({ max: 600 }), fc.nat(), fc.maxSafeNat());

function of(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const each of values) histogram.record(each);
  return histogram;
}

/** Nearest rank, from the definition. */
function exactQuantile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent * values.length) / 100) - 1)] ?? NaN;
}

it('keeps every quantile within 0.2 % of the true one, and bounds it for certain', () => {
  const percent = fc.constantFrom(0, 1, 25, 50, 90, 99, 100);
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), percent, (values, p) => {
      const histogram = of(values);
      const exact = exactQuantile(values, p);
      const estimate = histogram.quantile(p / 100) ?? NaN;
      expect(Math.abs(estimate - exact)).toBeLessThanOrEqual(0.002 * exact);
      const bounds = histogram.quantileBounds(p / 100);
      expect(bounds?.low).toBeLessThanOrEqual(exact);
      expect(bounds?.high).toBeGreaterThanOrEqual(exact);
      if (exact < 512) expect(estimate).toBe(exact);
    }),
    { numRuns: 2000, seed: 1 },
  );
});

it('knows count, sum, minimum, maximum and mean exactly', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
      const histogram = of(values);
      const sum = values.reduce((total, each) => total + BigInt(each), 0n);
      expect(histogram.sum.toText()).toBe(sum.toString());
      expect(histogram.mean()).toBe(Number(sum) / values.length);
      expect([histogram.count, histogram.min, histogram.max]).toEqual([
        values.length, Math.min(...values), Math.max(...values),
      ]);
    }),
    { seed: 1 },
  );
});

it('merges into what one histogram of all values would be, and comes back from JSON', () => {
  fc.assert(
    fc.property(fc.array(value), fc.array(value), (left, right) => {
      const merged = of(left);
      merged.merge(of(right));
      const text = canonicalJson(merged.toJson());
      expect(text).toBe(canonicalJson(of([...left, ...right]).toJson()));
      expect(canonicalJson(Histogram.fromJson(merged.toJson()).toJson())).toBe(text);
    }),
    { seed: 1 },
  );
});

it('finds the quantiles of a known distribution', () => {
  const dice = new Chance(5).stream('exponential');
  const histogram = new Histogram();
  for (let i = 0; i < 200_000; i++) histogram.record(dice.exponentialTicks(1_000_000));
  for (const share of [0.5, 0.9, 0.99]) {
    const exact = -Math.log(1 - share) * 1_000_000;
    // Standard error of a quantile: √(p (1 − p) / n) / density, and the width of a bucket.
    const error = Math.sqrt((share * (1 - share)) / 200_000) / ((1 - share) / 1_000_000);
    const off = Math.abs((histogram.quantile(share) ?? 0) - exact);
    expect(off).toBeLessThan(4 * error + 0.002 * exact);
  }
});

it('gives the 99th of a hundred values, not the 100th, for 99 %', () => {
  const histogram = of(Array.from({ length: 100 }, (_, i) => i + 1));
  expect([0.99, 0.07, 0.29, 0.57, 1].map((share) => histogram.quantile(share))).toEqual([
    99, 7, 29, 57, 100,
  ]);
});

it('says nothing of no values, and starts afresh when cleared', () => {
  const histogram = of([7]);
  histogram.clear();
  expect([histogram.mean(), histogram.quantile(0.5), histogram.count]).toEqual([null, null, 0]);
  histogram.record(9);
  expect([histogram.min, histogram.max, histogram.mean()]).toEqual([9, 9, 9]);
});

it('counts values up to a bound', () => {
  const histogram = of([0, 5, 5, 511, 100_000]);
  expect([4, 5, 511, 99_000, 2 ** 50].map((bound) => histogram.countUpTo(bound))).toEqual([
    1, 3, 4, 4, 5,
  ]);
});
