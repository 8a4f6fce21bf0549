import { expect, it, vi } from 'vitest';
import { Chance } from '#base';
import { type FlashRules, idleBlocks } from '../../../../src/sim/devices/flash/shape.ts';
import { amplification, overwrite, translationOf } from '../../../support/flash-runs.ts';
import {
  choicesAmplification, effectiveUse, greedyAmplification, largeBlockAmplification,
} from '../../../support/mean-field.ts';

// Millions of writes each: a second of work, more when the machine is busy.
vi.setConfig({ testTimeout: 60_000 });

const blocks = 8192;
/** One that is written, and one free besides: it collects when there are fewer than two. */
const freeBlocks = idleBlocks({ separate: false, collectBelow: 2 });

/** By how much the simulated value is off, as a share of the exact one. */
const errorOf = (simulated: number, exact: number) => Math.abs(simulated / exact - 1);

it('has an oracle that gives the printed values', () => {
  const printed: [number, number, number][] = [
    [32, 0.5, 1.2233], [64, 0.85, 3.3536], [128, 0.7, 1.8544], [256, 0.93, 7.124],
  ];
  for (const [pages, used, value] of printed) {
    expect(greedyAmplification(pages, used)).toBeCloseTo(value, 4);
  }
  expect(choicesAmplification(128, 0.8, 2)).toBeCloseTo(3.5559, 4);
  expect(choicesAmplification(128, 0.9, 10)).toBeCloseTo(5.1479, 4);
  // One choice is none: 1/(1−ρ). Published for greedy at a spare factor of 0.3: 2.36.
  expect(choicesAmplification(64, 0.8, 1)).toBeCloseTo(5, 6);
  expect(largeBlockAmplification(1 / 1.3)).toBeCloseTo(2.3642, 4);
});

it.each<[string, number, number, Partial<FlashRules>]>([
  ['greedy', 32, 0.7, {}],
  ['greedy', 32, 0.9, {}],
  ['greedy', 64, 0.8, {}],
  ['two choices', 32, 0.8, { policy: 'dChoices', choices: 2 }],
  ['ten choices', 32, 0.85, { policy: 'dChoices', choices: 10 }],
  ['random', 32, 0.7, { policy: 'random' }],
])('writes as often as theory says: %s, %d pages a block, %d in use', (_, pagesPerBlock, used, rules) => {
  const simulated = amplification({ blocks, pagesPerBlock, used, rules });
  const effective = effectiveUse(used, blocks, freeBlocks);
  const choices = rules.policy === 'random' ? 1 : rules.choices;
  const exact = choices === undefined ? greedyAmplification(pagesPerBlock, effective)
    : choicesAmplification(pagesPerBlock, effective, choices);
  expect(errorOf(simulated, exact), `${String(simulated)} for ${String(exact)}`).toBeLessThan(0.01);
});

it('spares as much by leaving space alone as by declaring it spare', () => {
  const [units, pagesPerBlock] = [1, 32];
  const all = 2048 * pagesPerBlock;
  const declared = amplification({ units, blocks: 2048, pagesPerBlock, logicalPages: 0.75 * all });
  // The same flash sold as 90 %, of which hosts use 0.75 and never touch the rest.
  const translation = translationOf({
    units, blocks: 2048, pagesPerBlock, logicalPages: Math.floor(0.9 * all),
  });
  const dice = new Chance(1).stream('writes');
  const touched = 0.75 * all;
  for (let page = 0; page < touched; page++) translation.writeAtOnce(page);
  for (let i = 0; i < 7 * touched; i++) translation.writeAtOnce(dice.integerBelow(touched));
  translation.clearWork();
  for (let i = 0; i < 8 * touched; i++) translation.writeAtOnce(dice.integerBelow(touched));
  expect(errorOf(translation.programs / (8 * touched), declared)).toBeLessThan(0.01);
});

it('writes less when hosts give back what they do not need', () => {
  const given = { blocks: 1024, pagesPerBlock: 32, used: 0.9 };
  const full = amplification(given);
  const translation = translationOf(given);
  const dice = new Chance(1).stream('writes');
  overwrite(translation, dice, 3);
  const { logicalPages } = translation.pages;
  const kept = Math.floor(0.75 * logicalPages);
  for (let page = kept; page < logicalPages; page++) translation.pages.trim(page);
  expect(translation.pages.mapped).toBe(kept);
  for (let i = 0; i < 8 * kept; i++) translation.writeAtOnce(dice.integerBelow(kept));
  translation.clearWork();
  for (let i = 0; i < 8 * kept; i++) translation.writeAtOnce(dice.integerBelow(kept));
  const trimmed = translation.programs / (8 * kept);
  const effective = effectiveUse((0.9 * 0.75), 1024, freeBlocks);
  expect(errorOf(trimmed, greedyAmplification(32, effective))).toBeLessThan(0.015);
  expect(trimmed).toBeLessThan(0.6 * full);
});

it('writes less when what lies still is kept apart from what changes', () => {
  const hotFirst = (separate: boolean): number => {
    const translation = translationOf({
      blocks: 1024, pagesPerBlock: 32, used: 0.85,
      rules: { separate, policy: 'dChoices', choices: 10 },
    });
    const { logicalPages } = translation.pages;
    const dice = new Chance(1).stream('writes');
    // Nine writes of ten go to a hundredth of the pages.
    const hot = Math.floor(logicalPages / 100);
    const any = (): number => dice.happens(0.9) ? dice.integerBelow(hot)
      : hot + dice.integerBelow(logicalPages - hot);
    for (let page = 0; page < logicalPages; page++) translation.writeAtOnce(page);
    for (let i = 0; i < 6 * logicalPages; i++) translation.writeAtOnce(any());
    translation.clearWork();
    for (let i = 0; i < 6 * logicalPages; i++) translation.writeAtOnce(any());
    return translation.programs / (6 * logicalPages);
  };
  expect(hotFirst(true)).toBeLessThan(0.95 * hotFirst(false));
});

it('collects in order of age, and the emptiest of the oldest where it may look at more', () => {
  const given = { blocks: 4096, pagesPerBlock: 32, used: 0.8 };
  const fifo = amplification({ ...given, rules: { policy: 'fifo', choices: 1 } });
  const windowed = amplification({ ...given, rules: { policy: 'fifo', choices: 256 } });
  const greedy = amplification(given);
  // In order of age, blocks of any size do as ones of infinitely many pages.
  const exact = largeBlockAmplification(effectiveUse(0.8, 4096, freeBlocks));
  expect(errorOf(fifo, exact)).toBeLessThan(0.01);
  expect(windowed).toBeLessThan(fifo);
  expect(windowed).toBeGreaterThan(greedy);
});

it('gives the same numbers for the same dice, and maps every page to where it lies', () => {
  const run = () => {
    const translation = translationOf({
      units: 4, blocks: 64, pagesPerBlock: 16, used: 0.8, rules: { policy: 'dChoices', choices: 3 },
    });
    overwrite(translation, new Chance(5).stream('writes'), 4);
    return translation;
  };
  const [one, other] = [run(), run()];
  expect(one.pages.map).toEqual(other.pages.map);
  const { map, holds, valid, mapped, logicalPages } = one.pages;
  map.forEach((page, logical) => {
    expect(holds[page]).toBe(logical);
  });
  expect(mapped).toBe(logicalPages);
  expect(valid.reduce((sum, count) => sum + count, 0)).toBe(mapped);
});

it('knows the plane of a page on a drive of more planes than sixteen bits count', () => {
  const { pages } = translationOf({ units: 70_000, blocks: 4, pagesPerBlock: 1, used: 0.25 });
  expect(pages.unitOfPage(4 * 70_000 - 1)).toBe(69_999);
});
