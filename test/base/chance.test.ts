import { expect, it } from 'vitest';
import { Chance, log, normalQuantile } from '#base';
import type { Stream } from '#base';

const draws = 200_000;

function stream(name: string): Stream {
  return new Chance(20).stream(name);
}

/** |mean − expected| in standard errors; 4.5 is passed by chance once in 150,000 seeds. */
function offBy(sample: (dice: Stream) => number, name: string, mean: number, deviation: number) {
  const dice = stream(name);
  let sum = 0;
  for (let i = 0; i < draws; i++) sum += sample(dice);
  return Math.abs(sum / draws - mean) / (deviation / Math.sqrt(draws));
}

it('gives the same numbers for the same seed and name, and others otherwise', () => {
  const first = Array.from({ length: 8 }, ((dice) => () => dice.bits())(stream('a')));
  expect(Array.from({ length: 8 }, ((dice) => () => dice.bits())(stream('a')))).toEqual(first);
  expect(stream('b').bits()).not.toBe(first[0]);
  expect(new Chance(21).stream('a').bits()).not.toBe(first[0]);
});

it('never mixes seed and name: seed 1 with name 2:x is not seed 12 with name :x', () => {
  expect(new Chance(1).stream('2:x').bits()).not.toBe(new Chance(12).stream(':x').bits());
});

it('pins the first numbers of a stream, so that results stay comparable across versions', () => {
  const dice = new Chance(7).stream('host/h1/nic0/arrivals');
  expect([dice.bits(), dice.bits(), dice.uniform(), dice.exponentialTicks(1_000_000)])
    .toMatchInlineSnapshot(`
      [
        629772766,
        3055169976,
        0.649817236255376,
        1095673,
      ]
    `);
});

it('moves no stream when another one is made or drawn from', () => {
  const alone = new Chance(3);
  const a = alone.stream('a');
  const wanted = [a.bits(), a.bits(), a.bits()];
  const crowded = new Chance(3);
  const b = crowded.stream('b');
  b.bits();
  const again = crowded.stream('a');
  const got = [again.bits()];
  b.shuffle([1, 2, 3]);
  got.push(again.bits(), again.bits());
  expect(got).toEqual(wanted);
});

it('gives streams that do not follow one another, however alike their names', () => {
  const chance = new Chance(1);
  for (let k = 0; k < 20; k++) {
    const left = chance.stream(`host/h${String(k)}/nic0`);
    const right = chance.stream(`host/h${String(k + 1)}/nic0`);
    let sum = 0;
    for (let i = 0; i < 20_000; i++) sum += (left.uniform() - 0.5) * (right.uniform() - 0.5);
    // Each product has variance 1/144, so the correlation has a standard error of 1/√n.
    expect(Math.abs((sum / 20_000) * 12 * Math.sqrt(20_000))).toBeLessThan(4.5);
  }
});

it('fills every bit and every 256th part evenly', () => {
  const dice = stream('even');
  const ones = new Array<number>(32).fill(0);
  const cells = new Array<number>(256).fill(0);
  for (let i = 0; i < draws; i++) {
    const value = dice.bits();
    for (let bit = 0; bit < 32; bit++) ones[bit] = (ones[bit] ?? 0) + ((value >>> bit) & 1);
    const cell = Math.floor(dice.uniform() * 256);
    cells[cell] = (cells[cell] ?? 0) + 1;
  }
  for (const count of ones) {
    expect(Math.abs(count - draws / 2) / (Math.sqrt(draws) / 2)).toBeLessThan(4.5);
  }
  const wanted = draws / 256;
  const chiSquare = cells.reduce((sum, count) => sum + (count - wanted) ** 2 / wanted, 0);
  // Chi-square with 255 degrees of freedom: mean 255, deviation √510 = 22.6.
  expect(Math.abs(chiSquare - 255)).toBeLessThan(4.5 * 22.6);
});

it.each([1, 2, 3, 6, 1000, 4_294_967_295, 4_294_967_296, 4_294_967_297, 9_007_199_254_740_991])(
  'draws whole numbers below %d without favour',
  (limit) => {
    const mean = (limit - 1) / 2;
    const deviation = Math.sqrt((limit * limit - 1) / 12) || 1;
    expect(offBy((dice) => dice.integerBelow(limit), 'integers', mean, deviation)).toBeLessThan(4.5);
    const dice = stream('range');
    for (let i = 0; i < 1000; i++) {
      const value = dice.integerBelow(limit);
      expect(Number.isSafeInteger(value) && value >= 0 && value < limit).toBe(true);
    }
  },
);

it('does not favour low numbers where a plain remainder would', () => {
  // Of 2^32 values, 3/4 are below 3 × 2^30: a remainder would give the first third half of all.
  const limit = 3_221_225_472;
  const low = offBy((dice) => (dice.integerBelow(limit) < limit / 3 ? 1 : 0), 'low', 1 / 3, 0.4714);
  expect(low).toBeLessThan(4.5);
});

it.each([
  ['uniform', (dice: Stream) => dice.uniform(), 1 / 2, Math.sqrt(1 / 12)],
  ['happens', (dice: Stream) => (dice.happens(0.2) ? 1 : 0), 0.2, 0.4],
  ['integers between', (dice: Stream) => dice.integerBetween(-3, 3), 0, 2],
  ['exponential', (dice: Stream) => dice.exponential(5), 5, 5],
  ['exponential square', (dice: Stream) => dice.exponential(1) ** 2, 2, Math.sqrt(20)],
  ['ticks', (dice: Stream) => dice.exponentialTicks(1e6), 1e6, 1e6],
  ['normal', (dice: Stream) => dice.normal(), 0, 1],
  ['normal square', (dice: Stream) => dice.normal() ** 2, 1, Math.SQRT2],
  ['log of lognormal', (dice: Stream) => Math.log(dice.lognormal(8, 0.5)), Math.log(8), 0.5],
  ['pareto, shape 3', (dice: Stream) => dice.pareto(2, 3), 3, Math.sqrt(3)],
  ['weibull, shape 2', (dice: Stream) => dice.weibull(2, 2) ** 2, 4, 4],
  ['failures', (dice: Stream) => dice.failuresBeforeSuccess(0.25), 3, Math.sqrt(12)],
  ['weighted', (dice: Stream) => dice.weightedIndex([1, 0, 3]), 1.5, Math.sqrt(0.75)],
])('has the mean of its distribution: %s', (name, sample, mean, deviation) => {
  expect(offBy(sample, name, mean, deviation)).toBeLessThan(4.5);
});

it('has the tail of its distribution: exponential and normal', () => {
  for (const tail of [0.5, 0.1, 0.01, 0.001]) {
    const deviation = Math.sqrt(tail * (1 - tail));
    const far = -log(tail);
    const z = normalQuantile(1 - tail);
    const exponential = (dice: Stream) => (dice.exponential(1) > far ? 1 : 0);
    const normal = (dice: Stream) => (dice.normal() > z ? 1 : 0);
    expect(offBy(exponential, 'tail', tail, deviation)).toBeLessThan(4.5);
    expect(offBy(normal, 'tail', tail, deviation)).toBeLessThan(4.5);
  }
});

it('shuffles into each order equally often', () => {
  const dice = stream('shuffle');
  const counts = new Map<string, number>();
  for (let i = 0; i < 60_000; i++) {
    const values = ['a', 'b', 'c'];
    dice.shuffle(values);
    counts.set(values.join(''), (counts.get(values.join('')) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) {
    expect(Math.abs(count - 10_000) / Math.sqrt(10_000 * (5 / 6))).toBeLessThan(4.5);
  }
});

it('refuses what has no answer', () => {
  expect(() => new Chance(-1)).toThrow('seed');
  expect(() => new Chance(0.5)).toThrow('seed');
  expect(() => stream('x').integerBelow(0)).toThrow('no whole number');
  expect(() => stream('x').failuresBeforeSuccess(0)).toThrow('probability');
  expect(() => stream('x').weightedIndex([0, 0])).toThrow('weight');
});
