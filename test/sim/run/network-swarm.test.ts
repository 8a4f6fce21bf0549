/** Random networks are carried out, whatever is written, twice alike, with all books in order. */
import { expect, it } from 'vitest';
import { expectNetworkLaws } from '../../support/network-laws.ts';
import { runOf } from '../../support/network-specs.ts';
import { randomFabric } from '../../support/random-fabrics.ts';

const seeds = Array.from({ length: 10 }, (_, i) => i + 1);

it.each(seeds)('carries random network %d out', async (seed) => {
  const text = randomFabric(seed, 2);
  const run = await runOf(text, { seed });
  expectNetworkLaws(run, text);
  expect(await runOf(text, { seed })).toEqual(run);
});
