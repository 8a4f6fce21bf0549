import { expect, it } from 'vitest';
import { Chance, Zipf } from '#base';

/** Weights of the ranks by the law itself. */
const weights = (ranks: number, exponent: number): readonly number[] => {
  const raw = Array.from({ length: ranks }, (_, i) => (i + 1) ** -exponent);
  const sum = raw.reduce((total, one) => total + one, 0);
  return raw.map((one) => one / sum);
};

/** χ² over cells of at least so many expected draws; what is rarer shares a cell. */
const least = 10;

function chiSquare(counts: readonly number[], shares: readonly number[], draws: number) {
  let statistic = 0;
  let cells = 0;
  let seen = 0;
  let wanted = 0;
  counts.forEach((count, i) => {
    seen += count;
    wanted += draws * (shares[i] ?? 0);
    if (wanted < least && i < counts.length - 1) return;
    statistic += (seen - wanted) ** 2 / wanted;
    cells++;
    seen = 0;
    wanted = 0;
  });
  return { statistic, freedom: cells - 1 };
}

/** Not exceeded by χ² in 999 of 1,000 cases (Wilson and Hilferty). */
const bound = (freedom: number): number =>
  freedom * (1 - 2 / (9 * freedom) + 3.09 * Math.sqrt(2 / (9 * freedom))) ** 3;

it.each([0, 0.5, 0.99, 1, 1 + 1e-7, 1.2, 2, 6])(
  'draws ranks by the exact law, with the exponent %f', (exponent) => {
    const [ranks, draws] = [200, 300_000];
    const zipf = new Zipf(ranks, exponent);
    const dice = new Chance(7).stream(`zipf ${exponent}`);
    const counts = new Array<number>(ranks).fill(0);
    for (let i = 0; i < draws; i++) {
      const rank = zipf.draw(dice) - 1;
      counts[rank] = (counts[rank] ?? 0) + 1;
    }
    const { statistic, freedom } = chiSquare(counts, weights(ranks, exponent), draws);
    expect(freedom).toBeGreaterThan(1);
    expect(statistic).toBeLessThan(bound(freedom));
  },
);

it('would notice an exponent that is off by a fiftieth', () => {
  const [ranks, draws] = [200, 300_000];
  const zipf = new Zipf(ranks, 1.01);
  const dice = new Chance(7).stream('zipf');
  const counts = new Array<number>(ranks).fill(0);
  for (let i = 0; i < draws; i++) {
    const rank = zipf.draw(dice) - 1;
    counts[rank] = (counts[rank] ?? 0) + 1;
  }
  const { statistic, freedom } = chiSquare(counts, weights(ranks, 0.99), draws);
  expect(statistic).toBeGreaterThan(bound(freedom));
});

it('takes as many ranks as a drive has sectors, and draws the first as often as the law says', () => {
  // With s = 1.5 the sum over all ranks is ζ(1.5) = 2.6123753 up to the 2^34 that are left out.
  const zipf = new Zipf(2 ** 34, 1.5);
  const dice = new Chance(3).stream('zipf');
  const draws = 200_000;
  let firsts = 0;
  let largest = 0;
  for (let i = 0; i < draws; i++) {
    const rank = zipf.draw(dice);
    if (rank === 1) firsts++;
    largest = Math.max(largest, rank);
  }
  const share = 1 / 2.6123753;
  const deviation = Math.sqrt((share * (1 - share)) / draws);
  expect(Math.abs(firsts / draws - share)).toBeLessThan(3.3 * deviation);
  expect(largest).toBeGreaterThan(1e6);
  expect(largest).toBeLessThanOrEqual(2 ** 34);
});

it('has only one rank to draw where there is one', () => {
  const dice = new Chance(1).stream('zipf');
  expect(new Zipf(1, 0.99).draw(dice)).toBe(1);
});
