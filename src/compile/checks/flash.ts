/**
 * Whether the flash of a drive holds its capacity, leaves it space to collect, and can be followed
 * in memory, alone and with others; and whether drives behind one translation are divided alike.
 */
import { printQuantity } from '#kinds';
import type { Node } from '../draft.ts';
import { type FlashPlan, flashPlan, nandOf } from '../flash.ts';
import type { Model } from '../model.ts';
import { nameAt, placeFor, sourceFor, word } from '../nodes.ts';

/** Of the map of one drive: more would not leave a run room for anything else. */
const mapBytesMost = 600_000_000;
/** Of the maps of all drives that requests reach: about what a run may have. */
const allMapBytesMost = 1_000_000_000;
/** By page of the map, and by page of flash. */
const bytesPerPage = 4;

const bytesText = (bytes: number): string => printQuantity(bytes, 'size', 3);

const mapBytes = ({ planes, pagesPerBlock, blocks, logicalPages }: FlashPlan): number =>
  bytesPerPage * (logicalPages + planes * blocks * pagesPerBlock);

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
  const bytes = mapBytes(plan);
  if (bytes <= mapBytesMost) return;
  const scale = plan.scale * Math.ceil(bytes / mapBytesMost);
  const source = sourceFor(drive, 'scale');
  problems.report('limits/flash-map', placeFor(drive, 'scale'), {
    drive: drive.id, others: 0, bytes: bytesText(bytes), most: bytesText(mapBytesMost), scale,
  }, {
    fixes: source === undefined || source.origin === 'type' ? [] : [{
      title: `Change to '${String(scale)}'`,
      edits: [{ at: source.valueAt, action: 'replace', text: String(scale) }],
    }],
  });
};

/** Drives that requests go to, and those that share a translation with one. */
const followed = (drives: readonly Node[], model: Model): readonly Node[] => {
  const drivesOf = new Map(model.served.map((s) => [s.placed.instance, s.drives]));
  const reached = new Set<Node>();
  const cards = new Set<Node>();
  for (const { workload, from } of model.streams) {
    if (workload.kind !== 'io' || from === null) continue;
    for (const end of from.kind === 'instance' ? (drivesOf.get(from) ?? []) : [from]) {
      reached.add(end);
      const { parent } = end;
      if (parent !== null && word(parent, 'flashTranslation') === 'shared') cards.add(parent);
    }
  }
  return drives.filter((drive) =>
    reached.has(drive) || (drive.parent !== null && cards.has(drive.parent)));
};

/** Each map may fit, and all of them may not. */
const checkTogether = (drives: readonly Node[], model: Model): void => {
  const plans = followed(drives, model).flatMap((drive) => {
    const nand = nandOf(drive, model);
    if (nand === null) return [];
    const plan = flashPlan(drive, nand);
    return [{ drive, plan, bytes: mapBytes(plan) }];
  });
  const bytes = plans.reduce((sum, plan) => sum + plan.bytes, 0);
  if (bytes <= allMapBytesMost || plans.some((plan) => plan.bytes > mapBytesMost)) return;
  const { drive, plan } = plans.reduce((most, one) => (one.bytes > most.bytes ? one : most));
  model.draft.problems.report('limits/flash-map', placeFor(drive, 'scale'), {
    drive: drive.id, others: plans.length - 1, bytes: bytesText(bytes),
    most: bytesText(allMapBytesMost), scale: plan.scale * Math.ceil(bytes / allMapBytesMost),
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
  checkTogether(drives, model);
  for (const card of model.draft.nodes) {
    if (card.kind === 'card') checkShared(card, drives, model);
  }
};
