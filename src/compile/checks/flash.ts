/**
 * Whether the flash of a drive holds its capacity, leaves it space to collect, and can be followed
 * in memory; and whether drives behind one translation are divided alike.
 */
import { printQuantity } from '#kinds';
import type { Node } from '../draft.ts';
import { flashPlan, nandOf } from '../flash.ts';
import type { Model } from '../model.ts';
import { nameAt, placeFor, sourceFor, word } from '../nodes.ts';

/** Of the map of one drive: more would not leave a run room for anything else. */
const mapBytesMost = 600_000_000;
/** By page of the map, and by page of flash. */
const bytesPerPage = 4;

const bytesText = (bytes: number): string => printQuantity(bytes, 'size', 3);

const checkSpace = (drive: Node, model: Model): void => {
  const nand = nandOf(drive, model);
  if (nand === null) return;
  const { problems } = model.draft;
  const plan = flashPlan(drive, nand);
  const { planes, pagesPerBlock, blocks, idleBlocks, logicalPages } = plan;
  const spare = blocks - logicalPages / (planes * pagesPerBlock);
  if (spare < idleBlocks + 1) {
    const at = ['partitioned', 'overProvisioning', 'blocks', 'collectBelow']
      .map((property) => placeFor(drive, property)).find((place) => place !== nameAt(drive));
    problems.report('limits/flash-space', at ?? nameAt(drive), {
      drive: drive.id, blocks, spare: Math.floor(Math.max(-1, spare) * 100) / 100,
      needed: idleBlocks + 1,
    });
    return;
  }
  const bytes = bytesPerPage * (logicalPages + planes * blocks * pagesPerBlock);
  if (bytes <= mapBytesMost) return;
  const scale = plan.scale * Math.ceil(bytes / mapBytesMost);
  const source = sourceFor(drive, 'scale');
  problems.report('limits/flash-map', placeFor(drive, 'scale'), {
    drive: drive.id, bytes: bytesText(bytes), most: bytesText(mapBytesMost), scale,
  }, {
    fixes: source === undefined || source.origin === 'type' ? [] : [{
      title: `Change to '${String(scale)}'`,
      edits: [{ at: source.valueAt, action: 'replace', text: String(scale) }],
    }],
  });
};

/** Behind one translation a page and a block are the same for all drives. */
const checkShared = (card: Node, drives: readonly Node[], model: Model): void => {
  if (word(card, 'flashTranslation') !== 'shared') return;
  const own = drives.filter((drive) => drive.parent === card);
  const first = own.find((drive) => nandOf(drive, model) !== null);
  if (first === undefined) return;
  const shape = (drive: Node): string => {
    const nand = nandOf(drive, model);
    return nand === null ? 'none'
      : `${String(Number(nand['pageBytes']))}/${String(Number(nand['pagesPerBlock']))}`;
  };
  const other = own.find((drive) => shape(drive) !== shape(first));
  if (other === undefined) return;
  model.draft.problems.report('limits/flash-shared', placeFor(card, 'flashTranslation'), {
    card: card.id, one: first.id, other: other.id,
  });
};

export const checkFlash = (model: Model): void => {
  const drives = model.draft.nodes.filter((node) => node.kind === 'drive');
  drives.forEach((drive, i) => {
    if (drives[i - 1]?.values !== drive.values) checkSpace(drive, model);
  });
  for (const card of model.draft.nodes) {
    if (card.kind === 'card') checkShared(card, drives, model);
  }
};
