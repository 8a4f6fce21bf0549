/** Random networks are carried out, whatever is written, twice alike, with all books in order. */
import { expect, it } from 'vitest';
import { expectNetworkLaws } from '../../support/network-laws.ts';
import { runOf } from '../../support/network-specs.ts';
import { randomFabric, randomFlows } from '../../support/random-fabrics.ts';

const seeds = Array.from({ length: 10 }, (_, i) => i + 1);

it.each(seeds)('carries random network %d out', async (seed) => {
  const text = randomFabric(seed, 2);
  const run = await runOf(text, { seed });
  expectNetworkLaws(run, text);
  expect(await runOf(text, { seed })).toEqual(run);
});

const asFlows = seeds.flatMap((seed) => {
  const text = randomFlows(seed, 2);
  return text === null ? [] : [{ seed, text }];
});

it.each(asFlows)('carries random network $seed out as flows', async ({ seed, text }) => {
  const run = await runOf(text, { seed });
  expectNetworkLaws(run, text);
  expect(run.networks.every(({ model }) => model === 'flows')).toBe(true);
  expect(await runOf(text, { seed })).toEqual(run);
});
