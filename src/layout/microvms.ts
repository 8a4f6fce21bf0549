/**
 * MicroVMs as cards under the instances of a socket: those of one array as one, with their count.
 * Not their cells: they share the processors of the place that they are in. Keeps true: an array is
 * drawn once for each place, however many of it there are, and its memory is counted once.
 */
import { comparePaths, defined, sorted } from '#base';
import type { AnyElement, ElementIr, World } from '#ir';
import { arrayOf, localName, rangeName, shortRange, type Box } from '#scene';
import { counted, formatBytes, formatCount } from './format.ts';
import { makeBox, makeTexts } from './piece.ts';

/** MicroVMs of one array in one instance, or beside the instances of a machine. */
export interface MicrovmGroup {
  readonly ids: readonly string[];
  readonly element: ElementIr<'microvm'>;
  /** The instance that they run in; null: the machine itself. */
  readonly instance: string | null;
  readonly hue: number;
}

export interface MemoryShare {
  readonly bytes: number;
  readonly hue: number;
}

export interface MicrovmPlaces {
  readonly on: (socketOrComputer: string) => readonly MicrovmGroup[];
  /** Memory that those beside the instances take of a socket: all of their machine give alike. */
  readonly memoryOn: (socketOrComputer: string) => readonly MemoryShare[];
}

const gap = 8;
const cardHeight = 54;
/** How far the cards behind the first one show. */
const stackOffset = 6;
const groupsMax = 4;
const moreHeight = 26;

interface Draft {
  readonly place: string;
  readonly instance: string | null;
  /** Of the machine. */
  readonly sockets: readonly string[];
  readonly ids: string[];
}

/** Hues go on where those of instances end. */
export function microvmPlaces(
  world: World, byId: ReadonlyMap<string, AnyElement>, hueFirst: number,
): MicrovmPlaces {
  const sockets = new Map(world.machines.map((machine) =>
    [machine.id, machine.computer === null ? machine.sockets : [machine.computer]] as const));
  const firstSocket = new Map(world.placements.map(({ instance, cores }) =>
    [instance, cores[0]?.socket] as const));
  const drafts = new Map<string, Draft>();
  for (const { microvm, machine, instance } of world.microvms) {
    const all = sockets.get(machine) ?? [];
    const place = (instance === null ? undefined : firstSocket.get(instance)) ?? all[0];
    const element = byId.get(microvm);
    if (place === undefined || element?.kind !== 'microvm') continue;
    const key = `${place} ${instance ?? ''} ${arrayOf(microvm).base}`;
    const draft = drafts.get(key) ?? { place, instance, sockets: all, ids: [] };
    drafts.set(key, draft);
    draft.ids.push(microvm);
  }
  const groups = new Map<string, MicrovmGroup[]>();
  const memory = new Map<string, MemoryShare[]>();
  let hue = hueFirst;
  for (const { place, instance, ids, sockets: all } of drafts.values()) {
    const element = byId.get(ids[0] ?? '');
    if (element?.kind !== 'microvm') continue;
    add(groups, place, { ids: sorted(ids, comparePaths), element, instance, hue });
    const { memoryBytes, overheadBytes } = element.properties;
    const bytes = ((memoryBytes + overheadBytes) * ids.length) / all.length;
    if (instance === null) for (const socket of all) add(memory, socket, { bytes, hue });
    hue++;
  }
  return { on: (id) => groups.get(id) ?? [], memoryOn: (id) => memory.get(id) ?? [] };
}

function add<T>(lists: Map<string, T[]>, key: string, one: T): void {
  const held = lists.get(key);
  if (held === undefined) lists.set(key, [one]);
  else held.push(one);
}

interface Where {
  readonly place: AnyElement;
  readonly width: number;
}

export function microvmCards(groups: readonly MicrovmGroup[], where: Where): {
  readonly boxes: readonly Box[]; readonly height: number;
} {
  if (groups.length === 0) return { boxes: [], height: 0 };
  const shown = groups.length <= groupsMax ? groups : groups.slice(0, groupsMax - 1);
  const boxes = shown.map((group, i) => card(group, where, i * (cardHeight + gap)));
  const rest = groups.slice(shown.length).flatMap(({ ids }) => ids);
  let height = shown.length * (cardHeight + gap) - gap;
  if (rest.length > 0) {
    boxes.push(moreCard(rest, where, height + gap));
    height += gap + moreHeight;
  }
  return { boxes, height };
}

/** What is said of each, and whose processors they take. */
function facts({ ids, element, instance }: MicrovmGroup, place: AnyElement): string {
  const { vcpus, memoryBytes } = element.properties;
  const each = ids.length === 1 ? '' : 'each ';
  const home = instance === null ? '' : ` · in ${localName(instance, place.parent)}`;
  return `${each}${counted(vcpus, 'vCPU')} · ${formatBytes(memoryBytes)}${home}`;
}

function card(group: MicrovmGroup, { place, width }: Where, y: number): Box {
  const { ids, element, hue } = group;
  const name = rangeName(ids);
  const type = element.type ?? 'microVM';
  const about = ids.length === 1 ? type : `${formatCount(ids.length)} × ${type}`;
  const right = width - stackOffset;
  return makeBox({
    id: defined(ids[0], 'microvm'), role: 'microvm', parent: place.id, members: ids, hue,
    x: 0, y, width, height: cardHeight,
    texts: [
      ...makeTexts(shortRange(ids), { x: 14, y: y + 19, style: 'name', widthMax: 150 })
        .map((text) => (text.text === name ? text : { ...text, full: name })),
      ...makeTexts(about, {
        x: right - 12, y: y + 19, style: 'mono', widthMax: right - 188, anchor: 'end',
      }),
    ],
    slots: [
      {
        what: 'state', of: [], x: 14, y: y + 25, width: 184, height: 18,
        idle: facts(group, place),
      },
      {
        what: 'figure', of: [], x: 204, y: y + 25, width: right - 216, height: 18, idle: '',
      },
    ],
    label: `${name}: ${about}, ${facts(group, place)}`,
  });
}

function moreCard(ids: readonly string[], { place, width }: Where, y: number): Box {
  const words = counted(ids.length, 'more microVM', 'more microVMs');
  return makeBox({
    id: defined(ids[0], 'microvm'), role: 'more', parent: place.id, members: ids, collapsed: true,
    x: 0, y, width, height: moreHeight,
    texts: makeTexts(words, {
      x: Math.floor(width / 2), y: y + 17, style: 'detail', widthMax: width - 16, anchor: 'middle',
    }),
    label: `${words} on ${place.id}`,
  });
}
