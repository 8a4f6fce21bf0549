import { expect, it } from 'vitest';
import { canonicalJson } from '#base';
import { mergeResults, summarise } from '#sim/run';
import { checkLaws } from '../support/life-laws.ts';
import { jobResults, results, wholeRun } from '../support/life-runs.ts';
import { randomLives } from '../support/random-lives.ts';

/** To look at one world alone: LIFE_SEED=17 npx vitest run test/slow/life-cycle-swarm.test.ts */
const only = process.env['LIFE_SEED'];
const seeds = only === undefined
  ? Array.from({ length: 3000 }, (_, seed) => seed)
  : [Number(only)];

it('keeps its books and its laws in thousands of random worlds', () => {
  for (const seed of seeds) {
    try {
      for (const { result } of jobResults(randomLives(seed))) checkLaws(result, 1);
    } catch (error) {
      throw new Error(`LIFE_SEED=${String(seed)} shows it`, { cause: error });
    }
  }
});

it('gives the same bytes again, in reverse, and from shards', () => {
  for (const seed of seeds.filter((_, i) => i % 10 === 0)) {
    const model = randomLives(seed);
    const whole = canonicalJson(results(model));
    const reversed = summarise(model, wholeRun, [...jobResults(model)].reverse());
    expect(canonicalJson(reversed), `LIFE_SEED=${String(seed)}`).toBe(whole);
    const parts = [0, 1].map((index) => results(model, { ...wholeRun, shard: { index, of: 2 } }));
    const merged = mergeResults(parts);
    expect(merged.ok && canonicalJson(merged.results), `LIFE_SEED=${String(seed)}`).toBe(whole);
  }
});
