/**
 * How much flash a drive has, and how much of it is simulated: from its capacity and spare share,
 * or from the blocks that were said. Not what is wrong with it: see the check. Keeps true: a drive
 * that is scaled down has the same share of its blocks in use, those that a plane keeps free apart,
 * and the same channels and dies.
 */
import type { FlashIr } from '#ir';
import type { Node, Values } from './draft.ts';
import type { Model } from './model.ts';
import { number, numberOrNull, word } from './nodes.ts';
import { typeValuesOf } from './blueprints.ts';
import { contextFor } from './scope.ts';

/** What makes a run quick enough to wait for, and a plane large enough to choose from. */
const planeBlocks = 32;
/** Spare blocks of a plane that is scaled down, beside those that it keeps free. */
const spareBlocks = 2;

export interface FlashPlan {
  readonly planes: number;
  readonly pageBytes: number;
  readonly pagesPerBlock: number;
  /** Of a plane of the real drive, and of one that is simulated. */
  readonly realBlocks: number;
  readonly blocks: number;
  /** Blocks of a plane that it keeps free or writes, and holds no data in for long. */
  readonly idleBlocks: number;
  readonly logicalPages: number;
  readonly scale: number;
}

/** What the type of NAND of a drive gives, or null where it has none that is known. */
export const nandOf = (drive: Node, model: Model): Values | null => {
  const name = word(drive, 'nand');
  if (name === null) return null;
  const { draft } = model;
  return typeValuesOf('nand', name, draft, contextFor({ draft, node: null }))?.values ?? null;
};

export const flashPlan = (drive: Node, nand: Values): FlashPlan => {
  const [pageBytes, pagesPerBlock] = [Number(nand['pageBytes']), Number(nand['pagesPerBlock'])];
  const planes = number(drive, 'channels') * number(drive, 'packages') * number(drive, 'dies')
    * number(drive, 'planes');
  const planePages = planes * pagesPerBlock;
  const capacityPages = Math.ceil(number(drive, 'capacityBytes') / pageBytes);
  const realBlocks = numberOrNull(drive, 'blocks')
    ?? Math.ceil(capacityPages / (1 - number(drive, 'overProvisioning')) / planePages);
  const realPages = Math.max(1, Math.floor(capacityPages * number(drive, 'partitioned')));
  const idleBlocks = number(drive, 'collectBelow') - 1
    + (word(drive, 'separation') === 'yes' ? 2 : 1);
  // Of the block that is written, half is; those kept free are fewer by one while it is.
  const idleMean = number(drive, 'collectBelow') - 0.5;
  const usable = realBlocks - idleMean;
  const inUse = realPages / planePages / usable;
  const enough = Math.max(planeBlocks, Math.ceil(spareBlocks / Math.max(1e-9, 1 - inUse)));
  const scale = numberOrNull(drive, 'scale') ?? Math.max(1, Math.floor(usable / enough));
  const shared = { planes, pageBytes, pagesPerBlock, realBlocks, idleBlocks, scale };
  if (scale === 1) return { ...shared, blocks: realBlocks, logicalPages: realPages };
  const blocks = Math.max(1, Math.round(usable / scale)) + idleBlocks;
  const logicalPages = Math.max(1, Math.floor(inUse * (blocks - idleMean) * planePages));
  return { ...shared, blocks, logicalPages };
};

/** The flash of all drives that have some, by drive. */
export const flashOf = (model: Model): readonly FlashIr[] =>
  model.draft.nodes.flatMap((drive): readonly FlashIr[] => {
    if (drive.kind !== 'drive') return [];
    const nand = nandOf(drive, model);
    if (nand === null) return [];
    const { planes, blocks, logicalPages, scale } = flashPlan(drive, nand);
    return [{
      drive: drive.id, nand: word(drive, 'nand') ?? '', planes, blocks, logicalPages, scale,
    }];
  });
