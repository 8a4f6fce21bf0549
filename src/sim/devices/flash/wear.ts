/**
 * How worn the blocks of a drive are, and how long they last at this rate. Not what wears them.
 * Keeps true: every block is in one bin of the histogram, retired ones too.
 */
import { BlockState } from './page-map.ts';
import { idleBlocks } from './shape.ts';
import type { Translation } from './translation.ts';

/** Bins of the histogram at most. */
const binsMost = 50;

export interface WearFigures {
  readonly eraseLimit: number;
  readonly meanErases: number;
  readonly leastErases: number;
  readonly mostErases: number;
  readonly deviationErases: number;
  readonly histogram: readonly {
    readonly fromErases: number; readonly toErases: number; readonly blocks: number;
  }[];
  /** By unit. */
  readonly unitMeans: readonly number[];
  readonly wornRatio: number;
  readonly retiredBlocks: number;
}

/** Share of its life that a block has used: of several kinds of flash each has its own limit. */
const limitOf = (translation: Translation, block: number): number =>
  translation.rules.eraseLimits[translation.pages.unitOf[block] as number] as number;

export function wearOf(translation: Translation): WearFigures {
  const { pages, rules, retired } = translation;
  const { erases, blocks, firstBlocks, units } = pages;
  const sums = { erases: 0, squares: 0, worn: 0, least: Infinity, most: 0 };
  for (let block = 0; block < blocks; block++) {
    const count = erases[block] as number;
    sums.erases += count;
    sums.worn += Math.min(1, count / limitOf(translation, block));
    sums.least = Math.min(sums.least, count);
    sums.most = Math.max(sums.most, count);
  }
  const mean = sums.erases / blocks;
  const counts = new Map<number, number>();
  const width = Math.max(1, Math.ceil((sums.most - sums.least + 1) / binsMost));
  for (let block = 0; block < blocks; block++) {
    const count = erases[block] as number;
    sums.squares += (count - mean) * (count - mean);
    const bin = Math.floor((count - sums.least) / width);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const bins = Math.floor((sums.most - sums.least) / width) + 1;
  return {
    eraseLimit: Math.min(...rules.eraseLimits), meanErases: mean, leastErases: sums.least,
    mostErases: sums.most, deviationErases: Math.sqrt(sums.squares / blocks),
    histogram: Array.from({ length: bins }, (_, bin) => ({
      fromErases: sums.least + bin * width, toErases: sums.least + (bin + 1) * width - 1,
      blocks: counts.get(bin) ?? 0,
    })),
    unitMeans: Array.from({ length: units }, (_, unit) => {
      const [first, last] = [firstBlocks[unit] as number, firstBlocks[unit + 1] as number];
      let sum = 0;
      for (let block = first; block < last; block++) sum += erases[block] as number;
      return sum / Math.max(1, last - first);
    }),
    wornRatio: sums.worn / blocks, retiredBlocks: retired,
  };
}

export interface LifeFigures {
  readonly ticks: number;
  readonly lowTicks: number;
  readonly highTicks: number;
}

/**
 * How long until so many blocks are worn out that nothing is spare, if each is erased from now on
 * as often as the mean of all: then those die first that are worn most. The least is when the first
 * one dies at the most that the rate may be, the most when all do at once at the least.
 */
export function lifeOf(
  translation: Translation, erasesPerTick: { readonly mean: number; readonly halfWidth: number },
): LifeFigures | null {
  const { pages, rules } = translation;
  if (erasesPerTick.mean <= 0) return null;
  const remaining: number[] = [];
  for (let block = 0; block < pages.blocks; block++) {
    if (pages.state[block] === BlockState.retired) continue;
    remaining.push(limitOf(translation, block) - (pages.erases[block] as number));
  }
  remaining.sort((a, b) => a - b);
  const needed = pages.logicalPages / pages.pagesPerBlock + idleBlocks(rules) * pages.units;
  const spare = Math.max(0, Math.min(remaining.length - 1, Math.floor(remaining.length - needed)));
  const each = (rate: number): number => rate / Math.max(1, remaining.length);
  const { mean, halfWidth } = erasesPerTick;
  const average = remaining.reduce((sum, left) => sum + left, 0) / Math.max(1, remaining.length);
  const ticks = (remaining[spare] ?? 0) / each(mean);
  const slowest = Math.max(mean - halfWidth, mean / 100);
  return {
    ticks, lowTicks: Math.min(ticks, (remaining[0] ?? 0) / each(mean + halfWidth)),
    highTicks: Math.max(ticks, average / each(slowest)),
  };
}
