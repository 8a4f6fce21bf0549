import { expect, it } from 'vitest';
import { Chance } from '#base';
import { Addresses, type AddressOptions } from '../../../../src/sim/devices/traffic/addresses.ts';

const KIB = 1024;

const addresses = (given: Partial<AddressOptions>): Addresses => new Addresses({
  order: 'random', skew: 0.99, fromBytes: 0, spanBytes: 1024 * KIB, gridBytes: 4 * KIB, jobs: 1,
  dice: new Chance(5).stream('address'), ...given,
});

const draw = (from: Addresses, count: number, bytes = 4 * KIB, job = 0): readonly number[] =>
  Array.from({ length: count }, () => from.next(bytes, job));

it('goes through its part one block after another, and begins again at its end', () => {
  const from = addresses({ order: 'sequential', fromBytes: 100 * KIB, spanBytes: 20 * KIB });
  expect(draw(from, 7).map((one) => one / KIB)).toEqual([100, 104, 108, 112, 116, 100, 104]);
});

it('begins again before a block that would reach over the end', () => {
  const from = addresses({ order: 'sequential', spanBytes: 20 * KIB });
  expect(draw(from, 4, 8 * KIB).map((one) => one / KIB)).toEqual([0, 8, 0, 8]);
});

it('gives each job a sequence of its own, evenly apart', () => {
  const from = addresses({ order: 'sequential', spanBytes: 64 * KIB, jobs: 4 });
  expect([0, 1, 2, 3].map((job) => from.next(4 * KIB, job) / KIB)).toEqual([0, 16, 32, 48]);
  expect([3, 3, 3, 3].map((job) => from.next(4 * KIB, job) / KIB)).toEqual([52, 56, 60, 0]);
  expect(from.next(4 * KIB, 0) / KIB).toBe(4);
  from.rewind();
  expect(from.next(4 * KIB, 3) / KIB).toBe(48);
});

it('lets random requests lie anywhere in their part, whole, each place as likely', () => {
  const from = addresses({ fromBytes: 8 * KIB, spanBytes: 64 * KIB });
  const [places, draws] = [13, 130_000];
  const counts = new Array<number>(places).fill(0);
  for (const one of draw(from, draws, 16 * KIB)) {
    const place = (one - 8 * KIB) / (4 * KIB);
    counts[place] = (counts[place] ?? 0) + 1;
  }
  expect(counts).toHaveLength(places);
  const wanted = draws / places;
  const statistic = counts.reduce((sum, count) => sum + (count - wanted) ** 2 / wanted, 0);
  // χ² of 12 degrees of freedom stays below 32.9 in 999 of 1,000 cases.
  expect(statistic).toBeLessThan(32.9);
});

it.each([1, 2, 10, 97, 256, 65_536, 99_999])(
  'sends each of %i ranks of zipf to a place of its own', (places) => {
    const from = addresses({ order: 'zipf', spanBytes: places * 4 * KIB });
    const found = new Set(Array.from({ length: places }, (_, i) => from.placeOf(i + 1)));
    expect(found.size).toBe(places);
    expect(Math.max(...[...found].slice(0, 1000))).toBeLessThan(places);
  },
);

it('lays what zipf wants most far apart, on a drive of 64 TiB too', () => {
  const from = addresses({ order: 'zipf', spanBytes: 2 ** 46, gridBytes: 512 });
  const first = Array.from({ length: 8 }, (_, i) => from.placeOf(i + 1));
  expect(first.every((one) => Number.isSafeInteger(one) && one >= 0 && one < 2 ** 37)).toBe(true);
  expect(Math.min(...first.slice(1).map((one, i) => Math.abs(one - (first[i] ?? 0)))))
    .toBeGreaterThan(1000);
  expect(Number.isSafeInteger(from.placeOf(2 ** 37))).toBe(true);
});
