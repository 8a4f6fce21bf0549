import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect, it } from 'vitest';
import { results } from '../../support/life-runs.ts';
import { randomLives } from '../../support/random-lives.ts';

const read = (path: string): object =>
  JSON.parse(readFileSync(new URL(`../../../src/${path}`, import.meta.url), 'utf8')) as object;

it('takes models and gives results that fit their schemas', () => {
  const ajv = new Ajv({ strict: false, allErrors: true });
  const fitsIr = ajv.compile(read('ir/ir.schema.json'));
  const fitsResults = ajv.compile(read('results/results.schema.json'));
  for (let seed = 0; seed < 20; seed++) {
    const model = randomLives(seed);
    expect(fitsIr(model), JSON.stringify(fitsIr.errors?.slice(0, 3))).toBe(true);
    const whole = JSON.parse(JSON.stringify(results(model))) as unknown;
    expect(fitsResults(whole), JSON.stringify(fitsResults.errors?.slice(0, 3))).toBe(true);
  }
});
