/**
 * The small parts of a host, each as a piece: cards with their drives, controllers, chips, drives,
 * switches. Not sockets and not lines. Keeps true: a part of one kind has one width, so that rows
 * of them line up.
 */
import { defined } from '#base';
import type { AnyElement, ElementIr, MachineIr } from '#ir';
import { type Box, localName, rangeName } from '#scene';
import { counted, formatCapacity, formatRate } from './format.ts';
import type { Model } from './model.ts';
import { makeBox, makePair, makeTexts, type Piece } from './piece.ts';

const cardWidth = 160;
const cardHeight = 40;
const loadWidth = 46;
const smallWidth = 196;
const driveWidth = 67;
const driveHeight = 34;
const driveGap = 6;
/** More drives than this on one card are drawn as one. */
const drivesMax = 4;
export const switchWidth = 96;
export const switchHeight = 28;

const serviceNames = { vpc: 'VPC', ebs: 'EBS', storage: 'Storage' } as const;

const one = (box: Box, more: readonly Box[] = []): Piece =>
  ({ width: box.width, height: box.height, boxes: [box, ...more], lines: [] });

const shownName = (element: AnyElement): string =>
  element.properties.label ?? localName(element.id, element.parent);

export function drawCard(model: Model, card: ElementIr<'card'>): Piece {
  const { serves, rateBitsPerSecond, exposes } = card.properties;
  const services = serves.map((word) => nameOfService(word)).join('+');
  const rate = rateBitsPerSecond === null ? '' : ` · ${formatRate(rateBitsPerSecond)}`;
  const behind = exposes === 'domain' ? ', behind the management domain' : '';
  const drives = drivesBelow(model, card);
  const bottoms = drives.map((drive) => drive.y + drive.height + 10);
  const height = Math.max(cardHeight, ...bottoms);
  return one(makeBox({
    id: card.id, role: 'card', parent: card.parent, x: 0, y: 0, width: cardWidth, height,
    texts: [
      ...makeTexts(shownName(card), {
        x: 10, y: 17, style: 'part', widthMax: cardWidth - loadWidth - 26,
      }),
      ...makeTexts(`${services}${rate}`, {
        x: 10, y: 32, style: 'detail', widthMax: cardWidth - loadWidth - 24,
      }),
    ],
    slots: [{
      what: 'load', of: [], x: cardWidth - loadWidth - 10, y: 7, width: loadWidth, height: 27,
      idle: '',
    }],
    label: `${card.id}: ${card.type ?? 'card'}, ${services}${rate}${behind}`,
  }), drives);
}

const nameOfService = (word: string): string =>
  word in serviceNames ? serviceNames[word as keyof typeof serviceNames] : word;

function drivesBelow(model: Model, card: ElementIr<'card'>): Box[] {
  const drives = model.childrenOf(card.id)
    .filter((child): child is ElementIr<'drive'> => child.kind === 'drive');
  if (drives.length === 0) return [];
  if (drives.length > drivesMax) {
    return [driveBox(drives, {
      parent: card.id, x: 10, y: cardHeight, width: cardWidth - 20,
    })];
  }
  return drives.map((drive, i) => driveBox([drive], {
    parent: card.id,
    x: 10 + (i % 2) * (driveWidth + driveGap),
    y: cardHeight + Math.floor(i / 2) * (driveHeight + driveGap),
    width: drives.length === 1 ? cardWidth - 20 : driveWidth,
  }));
}

function driveBox(drives: readonly ElementIr<'drive'>[], at: {
  readonly parent: string | null; readonly x: number; readonly y: number; readonly width: number;
}): Box {
  const first = defined(drives[0], 'drive');
  const size = formatCapacity(first.properties.capacityBytes);
  const name = drives.length === 1 ? shownName(first)
    : rangeName(drives.map((drive) => localName(drive.id, drive.parent)));
  const about = drives.length === 1 ? size : `${String(drives.length)} × ${size}`;
  const { media, interface: spoken } = first.properties;
  return makeBox({
    id: first.id, role: 'drive', parent: at.parent, members: drives.map(({ id }) => id),
    x: at.x, y: at.y, width: at.width, height: driveHeight,
    texts: [
      ...makeTexts(name, { x: at.x + 8, y: at.y + 14, style: 'detail', widthMax: at.width - 14 }),
      ...makeTexts(about, { x: at.x + 8, y: at.y + 28, style: 'detail', widthMax: at.width - 14 }),
    ],
    label: `${rangeName(drives.map(({ id }) => id))}: ${about} ${media}, ${spoken}`,
  });
}

/** Drives that stand by themselves and are joined to the same things. */
export function drawDrives(drives: readonly ElementIr<'drive'>[]): Piece {
  return one(driveBox(drives, {
    parent: drives[0]?.parent ?? null, x: 0, y: 0, width: drives.length === 1 ? 92 : 126,
  }));
}

export function drawController(model: Model, controller: ElementIr<'controller'>): Piece {
  const machines = model.world.machines.filter((each) => each.controller === controller.id);
  return drawSmall(controller, {
    type: controller.type ?? 'controller', about: livesOf(machines),
  });
}

function livesOf(machines: readonly MachineIr[]): string {
  const computers = machines.filter(({ computer }) => computer !== null);
  const only = machines[0];
  if (only === undefined) return 'drives no machine';
  if (computers.length === machines.length) return `holds ${counted(computers.length, 'power switch', 'power switches')}`;
  if (machines.length > 1) return `${counted(machines.length, 'machine')}, separate lives`;
  return only.sockets.length > 1
    ? `${counted(only.sockets.length, 'socket')}, one life` : '1 machine';
}

export function drawChip(chip: ElementIr<'chip'>): Piece {
  const refused = chip.properties.firmwareWrites === 'refused';
  return drawSmall(chip, {
    type: chip.type ?? 'security chip',
    about: refused ? 'firmware writes refused' : 'firmware writes allowed',
  });
}

function drawSmall(element: AnyElement & { readonly kind: 'controller' | 'chip' }, words: {
  readonly type: string; readonly about: string;
}): Piece {
  return one(makeBox({
    id: element.id, role: element.kind, parent: element.parent,
    x: 0, y: 0, width: smallWidth, height: cardHeight + 2,
    texts: [
      ...makePair({ text: shownName(element), style: 'part' }, { text: words.type, style: 'detail' }, {
        x: 12, y: 18, widthMax: smallWidth - 24,
      }),
      ...makeTexts(words.about, { x: 12, y: 33, style: 'detail', widthMax: smallWidth - 24 }),
    ],
    label: `${element.id}: ${words.type}, ${words.about}`,
  }));
}

export function drawSwitch(element: ElementIr<'switch'>, width = switchWidth): Piece {
  return one(makeBox({
    id: element.id, role: 'switch', parent: element.parent, x: 0, y: 0, width, height: switchHeight,
    texts: makeTexts(shownName(element), {
      x: Math.floor(width / 2), y: 18, style: 'detail', widthMax: width - 12, anchor: 'middle',
    }),
    label: `${element.id}: switch, ${formatRate(element.properties.rateBitsPerSecond)}`,
  }));
}
