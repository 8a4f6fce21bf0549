/**
 * A Scene for a terminal: hosts and sockets as frames, a letter for each core, the rest in lines.
 * Not the places of the scene: a terminal reads from top to bottom. Keeps true: no line is wider
 * than asked, letters tell instances apart where there are no colours, and plain ASCII is enough.
 */
import { compareIds, sorted } from '#base';
import { localName, rangeName, type Box, type Line, type Scene } from '#scene';
import { loadOf, percentText } from './heat-svg.ts';
import { emptyOverlay, toneOf, type Overlay, type StateTone } from './overlay.ts';
import { makeInk, type Ink } from './terminal-ink.ts';

export interface TextOptions {
  /** Columns of the terminal; at least 40 are used. */
  readonly width: number;
  readonly ascii: boolean;
  readonly colour: boolean;
  readonly overlay?: Overlay;
}

interface Page {
  readonly scene: Scene;
  readonly ink: Ink;
  readonly overlay: Overlay;
  /** The letter of each instance's card, by id: one for all hosts, so that none comes twice. */
  readonly letters: ReadonlyMap<string, string>;
}

/** Stands for a core that several take turns on. */
const SHARED = '+';
/** Before microVMs, which have no cores of their own to mark. */
const SMALL = ':';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** One name has one letter wherever it stands; letters begin again when there are no more. */
function lettersOf(scene: Scene): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  const found = new Map<string, string>();
  const below = (id: string): readonly Box[] => scene.boxes.filter(({ parent }) => parent === id);
  // From top to bottom, as they are read.
  const read = scene.boxes.filter(({ parent }) => parent === null)
    .flatMap(({ id }) => below(id)).flatMap(({ id }) => below(id));
  for (const box of read) {
    if (box.role !== 'instance') continue;
    const name = box.id.replace(/\[\d+\]$/, '');
    const letter = byName.get(name) ?? LETTERS[byName.size % LETTERS.length] ?? '#';
    byName.set(name, letter);
    found.set(box.id, letter);
  }
  return found;
}

export function topologyText(scene: Scene, options: TextOptions): string {
  const ink = makeInk(options);
  const overlay = options.overlay ?? emptyOverlay;
  const page: Page = { scene, ink, overlay, letters: lettersOf(scene) };
  const width = Math.max(40, options.width);
  const lines: string[] = [];
  for (const box of scene.boxes) {
    if (box.parent !== null) continue;
    lines.push(...topBox(box, page, width), '');
  }
  const cables = wires(page, scene.lines.filter((line) => !isInside(page, line)), null);
  lines.push(...cables.map((line) => ink.cut(line, width)));
  if (scene.note !== null) lines.push(ink.cut(scene.note, width));
  while (lines.at(-1) === '') lines.pop();
  return `${lines.join('\n')}\n`;
}

const childrenOf = (page: Page, id: string): Box[] =>
  page.scene.boxes.filter(({ parent }) => parent === id);

const wordsOf = (box: Box): string[] => box.texts.map(({ text, full }) => full ?? text);

function topBox(box: Box, page: Page, width: number): string[] {
  const { ink } = page;
  const [name = box.id, ...rest] = wordsOf(box);
  if (box.collapsed || (box.role !== 'host' && box.role !== 'fabric')) {
    return [ink.cut(`${ink.strong(name)}  ${rest.join(' · ')}`, width)];
  }
  const inner = width - 4;
  const children = childrenOf(page, box.id);
  const places = children.filter(({ role }) => role === 'socket' || role === 'machine');
  // From left to right, as the picture has them.
  const others = sorted(
    children.filter((child) => !places.includes(child)), (a, b) => a.y - b.y || a.x - b.x,
  );
  const own = page.scene.lines.filter((line) =>
    isInside(page, line) && topOf(page, line.from) === box.id);
  return ink.frame(`${ink.strong(name)}${rest.map((each) => ` · ${each}`).join('')}`, [
    ...others.filter(({ role }) => role === 'card').map((card) => cardLine(card, page)),
    ...(box.role === 'fabric' ? switchLines(others, page) : []),
    ...places.flatMap((place) => placeLines(place, page, inner)),
    ...others.filter(({ role }) => role !== 'card' && role !== 'switch' && role !== 'more')
      .map((each) => partLine(each, page)),
    ...(box.role === 'fabric' ? [] : wires(page, own, box.id)),
  ], width);
}

function topOf(page: Page, id: string): string {
  let at = id;
  for (let depth = 0; depth < 10; depth++) {
    const parent = page.scene.boxes.find((box) => box.id === at)?.parent ?? null;
    if (parent === null) return at;
    at = parent;
  }
  return at;
}

const isInside = (page: Page, line: Line): boolean =>
  topOf(page, line.from) === topOf(page, line.to);

function loadText(id: string, page: Page): string {
  const load = page.overlay.loads[id];
  if (load === undefined) return '';
  return `  ${page.ink.meter(load, 10)} ${String(Math.round(load * 100))} %`;
}

function cardLine(card: Box, page: Page): string {
  const [name = '', ...about] = wordsOf(card);
  const drives = childrenOf(page, card.id).map((drive) => wordsOf(drive).join(' '));
  const below = drives.length === 0 ? '' : `  [${drives.join(', ')}]`;
  return `${page.ink.strong(name.padEnd(9))} ${about.join(' ')}${below}${loadText(card.id, page)}`;
}

function partLine(part: Box, page: Page): string {
  const [name = '', ...about] = wordsOf(part);
  return `${page.ink.strong(name.padEnd(9))} ${about.join(' · ')}`;
}

/** Switches by row, each row on one line. */
function switchLines(switches: readonly Box[], page: Page): string[] {
  const rows = new Map<number, Box[]>();
  for (const box of switches) rows.set(box.y, [...rows.get(box.y) ?? [], box]);
  return sorted(rows, (a, b) => a[0] - b[0]).map(([, row]) =>
    row.map((box) => `[${wordsOf(box).join(' ')}]${loadText(box.id, page)}`).join(' '));
}

function placeLines(place: Box, page: Page, width: number): string[] {
  const { ink } = page;
  const [name = '', about = '', memory = ''] = wordsOf(place);
  const children = childrenOf(page, place.id);
  const instances = children.filter(({ role }) => role === 'instance');
  const letterOf = new Map<string, { readonly letter: string; readonly hue: number | null }>();
  for (const card of instances) {
    const mark = { letter: page.letters.get(card.id) ?? '#', hue: card.hue };
    for (const id of [card.id, ...card.members]) letterOf.set(id, mark);
  }
  const shared = sharedCores(place);
  const cells = place.cells.flatMap(({ core, instance, reserved, hue }, i) => {
    if (reserved) return ink.faint(ink.reserved);
    // A core that is shared has slices, but one sign.
    if (shared.has(core)) return place.cells[i - 1]?.core === core ? [] : SHARED;
    const mark = instance === null ? undefined : letterOf.get(instance);
    if (instance === null) return ink.faint(ink.free);
    return ink.hue(mark?.letter ?? '+', hue);
  });
  const perRow = Math.max(8, Math.floor((width - 6) / 9) * 8);
  const rows: string[] = [];
  for (let i = 0; i < cells.length; i += perRow) {
    const row = cells.slice(i, i + perRow);
    rows.push(row.map((cell, j) => (j > 0 && j % 8 === 0 ? ` ${cell}` : cell)).join(''));
  }
  const used = place.bars.filter(({ filled }) => filled > 0)
    .reduce((sum, bar) => sum + bar.width * bar.filled, 0) / Math.max(1, place.bars[0]?.width ?? 1);
  return ink.frame(`${ink.strong(name)} · ${about}`, [
    ...rows,
    `${ink.meter(used, 20)} ${memory}`,
    ...children.filter(({ role }) => role === 'hypervisor').map((strip) => partLine(strip, page)),
    ...instances.map((card) => instanceLine(card, page.letters.get(card.id) ?? '#', page)),
    ...(shared.size === 0 ? [] : [ink.faint(`${SHARED}  a core that several of them share`)]),
    ...children.filter(({ role }) => role === 'microvm')
      .map((card) => instanceLine(card, SMALL, page)),
    ...children.filter(({ role }) => role === 'more').map((more) => wordsOf(more).join(' ')),
  ], width);
}

/** Cores that more than one instance has a slice of. */
const sharedCores = ({ cells }: Box): ReadonlySet<number> => new Set(cells
  .filter(({ core }, i) => cells[i - 1]?.core === core).map(({ core }) => core));

function instanceLine(card: Box, letter: string, page: Page): string {
  const { ink, overlay } = page;
  const ids = card.members.length === 0 ? [card.id] : card.members;
  const [name = '', ...about] = wordsOf(card);
  // Lines of volumes come behind the type, in the order of the slots for their loads.
  card.slots.filter(({ of }) => of.length > 0).forEach(({ of }, i) => {
    const load = loadOf(of, overlay.loads);
    if (load !== null) about[i + 1] = `${about[i + 1] ?? ''} ${percentText(load)} busy`;
  });
  const states = sorted(new Set(ids.flatMap((id) => overlay.states[id]?.state ?? [])), compareIds);
  const state = states.map((each) => `  ${stateText(each, ink)}`).join('');
  const figure = ids.map((id) => overlay.figures[id]).find((each) => each !== undefined);
  if (card.role === 'microvm' && states.length === 0) {
    about.push(...card.slots.map(({ idle }) => idle).filter((idle) => idle !== ''));
  }
  return `${ink.hue(letter, card.hue)}  ${ink.strong(name)}  ${about.join('  ')}${state}${
    figure === undefined ? '' : `  ${figure}`}`;
}

const stateText = (state: string, ink: Ink): string => {
  const tone: StateTone = toneOf(state);
  return ink.tone(`${ink.marks[tone]} ${state}`, tone);
};

interface WireGroup {
  readonly from: string[];
  readonly to: string[];
  readonly words: string;
  readonly failed: boolean;
}

/** Lines of one kind between members of the same arrays are said once. */
function wires(page: Page, lines: readonly Line[], host: string | null): string[] {
  const { ink, overlay } = page;
  const groups = new Map<string, WireGroup>();
  const failed = new Set(overlay.faults.map(({ id }) => id));
  for (const line of lines) {
    const words = line.label.slice(line.label.indexOf(': ') + 2);
    const isFailed = line.members.some((id) => failed.has(id));
    const bare = (id: string): string => id.replace(/\[\d+\]$/, '');
    const key = [bare(line.from), bare(line.to), words, String(isFailed)].join('\n');
    const group = groups.get(key) ?? { from: [], to: [], words, failed: isFailed };
    groups.set(key, group);
    if (!group.from.includes(line.from)) group.from.push(line.from);
    if (!group.to.includes(line.to)) group.to.push(line.to);
  }
  return [...groups.values()].map(({ from, to, words, failed: isFailed }) => {
    const text = `${ends(from, host)} ${ink.wire} ${ends(to, host)}  ${words}`;
    return isFailed ? ink.tone(`${text}  ${ink.marks.bad} failed`, 'bad') : ink.faint(text);
  });
}

const ends = (ids: readonly string[], host: string | null): string =>
  rangeName(ids.map((id) => localName(id, host)));
