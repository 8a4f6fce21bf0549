/**
 * What a drive has been through before the run: nothing, one write of every page, or random writes
 * until its write amplification has settled. No time passes. Keeps true: all of it goes through the
 * translation, page by page, so no state comes about that a run could not have reached.
 */
import type { Stream } from '#base';
import type { Namespace } from './commands.ts';
import type { Translation } from './translation.ts';

/** Random writes are looked at in portions of this share of the capacity. */
const portion = 0.5;
/** Of a small drive more, or chance would hide that it has settled. */
const portionLeast = 32_768;
/** It has settled when this many in a row write as much as the one before but for this share. */
const settledPortions = 2;
const settledShare = 0.01;
const portionsMost = 24;
const twoToMinus32 = 1 / 4_294_967_296;

export interface Preconditioned {
  /** Pages that were written. */
  readonly pages: number;
  readonly steady: boolean;
}

/** Fills each drive in order, the pages of all in turn, as far as there is space. */
export function fill(translation: Translation, spaces: readonly Namespace[]): number {
  const longest = Math.max(0, ...spaces.map(({ pages }) => pages));
  let written = 0;
  for (let page = 0; page < longest; page++) {
    for (const { first, pages } of spaces) {
      if (page < pages && translation.writeAtOnce(first + page)) written++;
    }
  }
  return written;
}

/** Overwrites pages of some drives at random until as much is collected as before. */
export function overwrite(
  translation: Translation, spaces: readonly Namespace[], dice: Stream,
): Preconditioned {
  const total = spaces.reduce((sum, { pages }) => sum + pages, 0);
  const each = Math.max(portionLeast, Math.round(total * portion));
  let before = 0;
  let alike = 0;
  for (let i = 1; i <= portionsMost; i++) {
    const programs = translation.programs;
    for (let n = 0; n < each; n++) {
      if (!translation.writeAtOnce(anyOf(spaces, dice.bits() * twoToMinus32 * total))) {
        return { pages: (i - 1) * each + n, steady: false };
      }
    }
    const after = (translation.programs - programs) / each;
    // While there is free space nothing is collected, and portions are alike for that.
    alike = after > 1 && Math.abs(after / before - 1) <= settledShare ? alike + 1 : 0;
    if (alike === settledPortions) return { pages: i * each, steady: true };
    before = after;
  }
  return { pages: portionsMost * each, steady: false };
}

/** Collects as far as a drive does that has time, so that a run does not begin with it. */
export function rest(translation: Translation): void {
  const { pages, rules } = translation;
  for (let unit = 0; unit < pages.units; unit++) {
    while (translation.shouldCollect(unit, rules.collectBelow)) translation.collectWhole(unit);
  }
}

function anyOf(spaces: readonly Namespace[], at: number): number {
  let left = Math.floor(at);
  for (const { first, pages } of spaces) {
    if (left < pages) return first + left;
    left -= pages;
  }
  return spaces[0]!.first;
}
