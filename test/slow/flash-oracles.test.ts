import { expect, it } from 'vitest';
import { type FlashRules, idleBlocks } from '../../src/sim/devices/flash/shape.ts';
import {
  amplification, rareEraseMeanTicks, rareEraseSquareTicks, waitBehindErases,
} from '../support/flash-runs.ts';
import {
  choicesAmplification, effectiveUse, greedyAmplification, largeBlockAmplification,
} from '../support/mean-field.ts';
import { expectAgreement, seeds } from '../support/queueing.ts';

const blocks = 8192;
const freeBlocks = idleBlocks({ separate: false, collectBelow: 2 });
const uses = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93];

function expectNear(simulated: number, exact: number): void {
  const text = `${String(simulated)} for ${String(exact)}`;
  expect(Math.abs(simulated / exact - 1), text).toBeLessThan(0.01);
}

const effective = (used: number): number => effectiveUse(used, blocks, freeBlocks);

it.each(
  [32, 64, 128, 256].flatMap((pages) => uses.map((used) => [pages, used] as const)),
)('writes as often as theory says: greedy, %d pages a block, %d in use', (pagesPerBlock, used) => {
  const simulated = amplification({ blocks, pagesPerBlock, used });
  expectNear(simulated, greedyAmplification(pagesPerBlock, effective(used)));
});

it.each(
  [2, 4, 10].flatMap((choices) => [0.7, 0.8, 0.9].map((used) => [choices, used] as const)),
)('writes as often as theory says: the emptiest of %d, %d in use', (choices, used) => {
  const rules: Partial<FlashRules> = { policy: 'dChoices', choices };
  const simulated = amplification({ blocks, pagesPerBlock: 128, used, rules });
  expectNear(simulated, choicesAmplification(128, effective(used), choices));
});

it.each([0.5, 0.7, 0.8, 0.9])('writes 1/(1−ρ) times where it collects at random, %d in use', (used) => {
  const simulated = amplification({ blocks, pagesPerBlock: 64, used, rules: { policy: 'random' } });
  expectNear(simulated, 1 / (1 - effective(used)));
});

it.each([0.45, 0.65, 0.83, 0.95])('agrees between the printed points, %d in use', (used) => {
  const simulated = amplification({ blocks, pagesPerBlock: 48, used });
  expectNear(simulated, greedyAmplification(48, effective(used)));
});

it('comes to the law of large blocks as blocks grow', () => {
  const limit = largeBlockAmplification(effective(0.8));
  const below = [32, 128, 512].map((pagesPerBlock) =>
    1 - amplification({ blocks, pagesPerBlock, used: 0.8 }) / limit);
  expect(below[0]).toBeGreaterThan(0.05);
  expect(below[1]).toBeLessThan(below[0]! / 3);
  expect(Math.abs(below[2]!)).toBeLessThan(0.01);
});

it.each([
  [0.3, 1_500_000],
  [0.5, 1_500_000],
  [0.7, 3_200_000],
])('makes reads behind rare erases wait as theory says within 1 %, at ρ = %d', (load, requests) => {
  const exact = ((load / rareEraseMeanTicks) * rareEraseSquareTicks) / (2 * (1 - load));
  expectAgreement(seeds.map((seed) => waitBehindErases(load, requests, seed)), exact, 0.01);
});
