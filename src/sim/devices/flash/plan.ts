/**
 * What a world says of the flash of its drives: which translation serves which, how it is divided,
 * and what takes how long. Not its behaviour. Keeps true: everything is looked up once, here; a
 * place that is tried faster is so in every time of its flash.
 */
import { defined } from '#base';
import type { AnyElement, ElementIr, FlashIr, NandIr, World } from '#ir';
import type { Log } from '../log.ts';
import { type Namespace, stretch } from './commands.ts';
import type { FlashRules, FlashShape } from './shape.ts';
import type { DriveTiming, UnitTiming } from './timing.ts';

type Drive = ElementIr<'drive'>;

export interface PlannedDrive {
  readonly id: string;
  readonly namespace: Namespace;
  readonly precondition: Drive['properties']['precondition'];
  readonly commandTicks: number;
}

/** One translation, of a drive or of a card. */
export interface FlashPlan {
  readonly id: string;
  readonly drives: readonly PlannedDrive[];
  readonly scale: number;
  readonly shape: FlashShape;
  readonly rules: FlashRules;
  readonly timing: DriveTiming;
  /** Of each unit, for a reader: package and die on its channel. */
  readonly places: readonly {
    readonly channel: number; readonly package: number; readonly die: number;
  }[];
}

export interface PlanOptions {
  readonly world: World;
  readonly ticksPerSecond: number;
  readonly log: Log;
  /** How many times as fast an element works as the model says. */
  readonly faster: (element: string) => number;
}

/** A part of a plan: one drive with its type and its flash. */
interface Member {
  readonly drive: Drive;
  readonly nand: NandIr;
  readonly flash: FlashIr;
}

const isCard = (element: AnyElement | undefined): element is ElementIr<'card'> =>
  element?.kind === 'card';

/** Properties that matter to whoever has flash, for the list of what was assumed. */
const used = [
  'channels', 'packages', 'dies', 'planes', 'overProvisioning', 'collectBelow', 'collectHard',
  'commandTime',
];

function placesOf(drive: Drive, planes: number, firstChannel: number): FlashPlan['places'] {
  const { channels, packages } = drive.properties;
  return Array.from({ length: planes }, (_, unit) => {
    const round = Math.floor(unit / channels);
    const die = Math.floor(round / packages) % drive.properties.dies;
    return { channel: firstChannel + (unit % channels), package: round % packages, die };
  });
}

/** Pages of the real drive for each short stretch of the simulated one. */
function stretchOf({ drive, nand, flash }: Member): number {
  if (flash.scale === 1) return 0;
  const { capacityBytes, partitioned } = drive.properties;
  const realPages = (capacityBytes / nand.properties.pageBytes) * partitioned;
  return Math.max(stretch, Math.ceil((realPages * stretch) / flash.logicalPages));
}

function unitsOf(
  { nand, flash }: Member, places: FlashPlan['places'], options: PlanOptions, speed: number,
): readonly UnitTiming[] {
  const {
    readTimeTicks, programTimeTicks, programPages, eraseTimeTicks, busRateBitsPerSecond,
  } = nand.properties;
  const shorter = (ticks: number): number => Math.max(1, Math.round(ticks / speed));
  const byteTicks = (8 * options.ticksPerSecond) / busRateBitsPerSecond / speed;
  return places.slice(0, flash.planes).map(({ channel }) => ({
    channel, byteTicks, readTicks: shorter(readTimeTicks),
    programTicks: shorter(programTimeTicks / programPages), eraseTicks: shorter(eraseTimeTicks),
  }));
}

function rulesOf(members: readonly Member[]): FlashRules {
  const { properties } = members[0]!.drive;
  const { collectBelow } = properties;
  const each = (of: (member: Member) => number): readonly number[] =>
    members.flatMap((member) => Array.from({ length: member.flash.planes }, () => of(member)));
  return {
    policy: properties.collection, choices: properties.collectionChoices, collectBelow,
    collectUntil: Math.max(collectBelow, properties.collectUntil ?? collectBelow),
    hardBelow: Math.min(collectBelow, properties.collectHard),
    separate: properties.separation === 'yes',
    dynamicLeveling: properties.dynamicLeveling === 'yes',
    staticLeveling: properties.staticLeveling,
    eraseLimits: each(({ nand }) => nand.properties.eraseLimit),
    earlierErases: each(({ nand, drive }) =>
      Math.round(nand.properties.eraseLimit * drive.properties.initialWear)),
  };
}

/** Blocks of the real flash for each that is simulated: drives of one card may differ in that. */
function scaleOf(members: readonly Member[]): number {
  const blocks = members.reduce((sum, { flash }) => sum + flash.planes * flash.blocks, 0);
  const real = members.reduce(
    (sum, { flash }) => sum + flash.planes * flash.blocks * flash.scale, 0,
  );
  return real / blocks;
}

function planOf(
  id: string, members: readonly Member[], card: ElementIr<'card'> | null, options: PlanOptions,
): FlashPlan {
  const { properties } = members[0]!.drive;
  const { pageBytes, pagesPerBlock } = members[0]!.nand.properties;
  let channels = 0;
  let first = 0;
  const places: FlashPlan['places'][number][] = [];
  const units: UnitTiming[] = [];
  const drives = members.map((member): PlannedDrive => {
    const { drive, flash } = member;
    const speed = options.faster(drive.id);
    const own = placesOf(drive, flash.planes, channels);
    places.push(...own);
    units.push(...unitsOf(member, own, options, speed));
    channels += drive.properties.channels;
    const namespace = {
      first, pages: flash.logicalPages, stretchPages: stretchOf(member),
    };
    first += flash.logicalPages;
    return {
      id: drive.id, namespace, precondition: drive.properties.precondition,
      // Traffic makes it shorter itself where the drive is tried faster.
      commandTicks: drive.properties.commandTimeTicks,
    };
  });
  return {
    id, drives, places, rules: rulesOf(members),
    scale: scaleOf(members),
    shape: {
      pagesPerBlock, logicalPages: first,
      unitBlocks: members.flatMap(({ flash }) =>
        Array.from({ length: flash.planes }, () => flash.blocks)),
    },
    timing: {
      pageBytes, channels, units,
      slots: members.reduce((sum, { drive }) => sum + drive.properties.commandSlots, 0),
      preemptible: properties.preemptible === 'yes', readsFirst: properties.readsFirst === 'yes',
      collectingMost: card?.properties.collectingMost ?? properties.collectingMost ?? units.length,
      bufferPages: members.reduce((sum, { drive }) =>
        sum + Math.floor(drive.properties.writeBufferBytes / pageBytes), 0),
      mapOnly: properties.detail === 'mapOnly',
    },
  };
}

/** The plan of the translation that serves a drive; null where it has no flash of its own. */
export function planFor(driveId: string, options: PlanOptions): FlashPlan | null {
  const { world, log } = options;
  const elements = new Map(world.elements.map((element) => [element.id, element]));
  const member = (flash: FlashIr): Member => {
    const drive = defined(elements.get(flash.drive), () => `the model has no '${flash.drive}'`);
    return {
      flash, drive: drive as unknown as Drive,
      nand: defined(world.nands.find(({ id }) => id === flash.nand), 'the NAND of a drive'),
    };
  };
  const own = world.flash.find(({ drive }) => drive === driveId);
  if (own === undefined) return null;
  const parent = elements.get(member(own).drive.parent ?? '');
  const card = isCard(parent) && parent.properties.flashTranslation === 'shared' ? parent : null;
  const members = card === null ? [member(own)]
    : world.flash.map(member).filter(({ drive }) => drive.parent === card.id);
  for (const { drive, nand } of members) {
    for (const property of used) log.use(drive, property);
    for (const property of nand.assumed) log.assume(`${property} of ${nand.id}`);
  }
  return planOf(card?.id ?? driveId, members, card, options);
}
