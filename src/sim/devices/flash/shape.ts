/**
 * The shape of a flash translation layer and the rules it works by, in whole numbers. Not how long
 * anything takes: see timing.ts. Keeps true: a unit is one plane, the smallest part of a die that
 * works for itself; every block belongs to one unit and is erased and collected there.
 */

export type CollectionPolicy = 'greedy' | 'dChoices' | 'fifo' | 'random';

export interface FlashShape {
  /** Blocks of each unit. */
  readonly unitBlocks: readonly number[];
  readonly pagesPerBlock: number;
  /** Pages that hosts can address. */
  readonly logicalPages: number;
}

export interface FlashRules {
  readonly policy: CollectionPolicy;
  /** Of d-choices: blocks that are looked at; of fifo: of so many of the oldest, the emptiest. */
  readonly choices: number;
  /** A unit with fewer free blocks than the first collects until it has as many as the second. */
  readonly collectBelow: number;
  readonly collectUntil: number;
  /** With so few free blocks a unit collects before it does anything for hosts. */
  readonly hardBelow: number;
  /** Whether what collection moves is kept apart from what hosts write. */
  readonly separate: boolean;
  /** Whether the free block with the fewest erases is written next. */
  readonly dynamicLeveling: boolean;
  /** A unit whose blocks differ by more erases moves what lies still; null: never. */
  readonly staticLeveling: number | null;
  /** Erases that a block of each unit lasts. */
  readonly eraseLimits: readonly number[];
  /** Erases that the blocks of each unit have seen before. */
  readonly earlierErases: readonly number[];
}

/** Blocks of a unit that are being written at a time. */
const openBlocks = (rules: Pick<FlashRules, 'separate'>): number => rules.separate ? 2 : 1;

/** Blocks of a unit that hold no data for long: those kept free, and those being written. */
export const idleBlocks = (rules: Pick<FlashRules, 'separate' | 'collectBelow'>): number =>
  rules.collectBelow - 1 + openBlocks(rules);
