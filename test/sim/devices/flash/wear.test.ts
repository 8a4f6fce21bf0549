import { expect, it } from 'vitest';
import { Chance } from '#base';
import type { FlashRules } from '../../../../src/sim/devices/flash/shape.ts';
import { lifeOf, wearOf } from '../../../../src/sim/devices/flash/wear.ts';
import { translationOf } from '../../../support/flash-runs.ts';

/** Writes to a tenth of the pages, while the rest lies still. */
function wornBy(rules: Partial<FlashRules>) {
  const translation = translationOf({ blocks: 64, pagesPerBlock: 16, used: 0.8, rules });
  const { logicalPages } = translation.pages;
  const dice = new Chance(1).stream('writes');
  for (let page = 0; page < logicalPages; page++) translation.writeAtOnce(page);
  for (let i = 0; i < 40 * logicalPages; i++) {
    translation.writeAtOnce(dice.integerBelow(Math.floor(logicalPages / 10)));
  }
  return translation;
}

it('spreads wear further the more it levels', () => {
  const spread = (rules: Partial<FlashRules>): number => {
    const { mostErases, leastErases } = wearOf(wornBy(rules));
    return mostErases - leastErases;
  };
  const none = spread({});
  const moved = spread({ dynamicLeveling: true, staticLeveling: 10 });
  // What lies still is never erased unless it is moved.
  expect(none).toBeGreaterThan(100);
  expect(moved).toBeLessThan(none / 3);
});

it('counts every block in one bin, and lasts as long as what is left allows', () => {
  const translation = wornBy({ dynamicLeveling: true, staticLeveling: 10, eraseLimits: [1000] });
  const wear = wearOf(translation);
  expect(wear.histogram.reduce((sum, { blocks }) => sum + blocks, 0)).toBe(64);
  expect(wear.wornRatio).toBeCloseTo(wear.meanErases / 1000, 9);
  const life = lifeOf(translation, { mean: 0.64, halfWidth: 0.064 });
  // Each of 64 blocks is erased once in a hundred ticks, so 1000 less what it saw, times 100.
  expect(life?.lowTicks).toBeCloseTo((1000 - wear.mostErases) * 100 / 1.1, 6);
  expect(life?.highTicks).toBeCloseTo((1000 - wear.meanErases) * 100 / 0.9, 6);
  expect(life!.ticks).toBeGreaterThanOrEqual((1000 - wear.mostErases) * 100);
  expect(life!.ticks).toBeLessThanOrEqual((1000 - wear.leastErases) * 100);
  expect(lifeOf(translation, { mean: 0, halfWidth: 0 })).toBeNull();
});
