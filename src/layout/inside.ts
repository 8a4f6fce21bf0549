/**
 * The inside of a socket or of a whole computer: a cell for each core, memory as a bar, the
 * hypervisor as a strip, instances as cards. Drawn by us, not by an engine.
 * Keeps true: sizes follow from counts alone, never from the names or loads of instances.
 */
import type { ElementIr } from '#ir';
import { type Bar, type Box, type Cell, localName, rangeName } from '#scene';
import { counted, formatBytes } from './format.ts';
import { instanceCards } from './instance-card.ts';
import { microvmCards } from './microvms.ts';
import type { InstanceGroup, Model } from './model.ts';
import { makeBox, makePair, makeTexts, movedBox, type Piece } from './piece.ts';

type Place = ElementIr<'socket'> | ElementIr<'machine'>;

const margin = 14;
const placeWidth = 352;
const inner = placeWidth - 2 * margin;
const cellsHeightMax = 104;
const cellPitchMax = 30;
const barHeight = 12;
const stripHeight = 22;

export function drawPlace(model: Model, place: Place): Piece {
  const groups = model.groupsOn(place.id);
  const grid = cellGrid(place.properties.cores);
  const cells = cellsOf(model, place, { groups, grid, top: 36 });
  const barTop = 36 + grid.height + 12;
  const memory = memoryOf(model, place, groups);
  const texts = [
    ...makePair(
      { text: place.properties.label ?? localName(place.id, place.parent), style: 'name' },
      { text: describe(place), style: 'type' },
      { x: margin, y: 22, widthMax: inner },
    ),
    ...makeTexts(memory.text, {
      x: margin, y: barTop + barHeight + 16, style: 'detail', widthMax: inner,
    }),
  ];
  let y = barTop + barHeight + 28;
  const children: Box[] = [];
  for (const hypervisor of model.hypervisorsOn(place.id)) {
    children.push(movedBox(strip(hypervisor, place), margin, y));
    y += stripHeight + 10;
  }
  const cards = instanceCards(model, { groups, place, width: inner });
  children.push(...cards.boxes.map((box) => movedBox(box, margin, y)));
  if (cards.height > 0) y += cards.height + margin;
  const small = microvmCards(model.microvms.on(place.id), { place, width: inner });
  // Close to the instances, which they may be in.
  const above = cards.height > 0 ? y - margin + 8 : y;
  children.push(...small.boxes.map((box) => movedBox(box, margin, above)));
  if (small.height > 0) y = above + small.height + margin;
  const height = cards.height + small.height === 0 ? y + 4 : y;
  const box = makeBox({
    id: place.id, role: place.kind, parent: place.parent, x: 0, y: 0, width: placeWidth, height,
    texts, cells, bars: memory.bars.map((bar) => ({ ...bar, y: barTop })),
    label: `${place.id}: ${describe(place)}, ${memory.text}`,
  });
  return { width: placeWidth, height, boxes: [box, ...children], lines: [] };
}

function describe(place: Place): string {
  const { cores, memoryBytes, model } = place.properties;
  const type = place.type ?? model ?? place.kind;
  return `${type} · ${counted(cores, 'core')} · ${formatBytes(memoryBytes)}`;
}

interface Grid {
  readonly columns: number;
  readonly pitch: number;
  readonly gap: number;
  readonly height: number;
}

/** The largest cells that fit; a grid without a ragged last row is worth three pixels a cell. */
function cellGrid(cores: number): Grid {
  let best = { columns: Math.max(1, cores), pitch: 0, score: -Infinity, rows: 1 };
  for (let rows = 1; rows <= 32; rows++) {
    const columns = Math.ceil(cores / rows);
    const pitch = Math.min(
      cellPitchMax, Math.floor((inner + 3) / columns), Math.floor(cellsHeightMax / rows),
    );
    const ragged = columns * rows === cores ? 0 : 3;
    if (pitch - ragged > best.score) best = { columns, pitch, score: pitch - ragged, rows };
  }
  const gap = best.pitch >= 9 ? 3 : best.pitch >= 5 ? 2 : 1;
  return { columns: best.columns, pitch: best.pitch, gap, height: best.rows * best.pitch - gap };
}

/** Columns fill the width to the pixel: some are one pixel wider, where it cannot be shared out. */
function columnOf(grid: Grid, column: number): { readonly x: number; readonly width: number } {
  const whole = inner + grid.gap;
  const start = (index: number): number => Math.round((index * whole) / grid.columns);
  return {
    x: margin + start(column), width: Math.max(1, start(column + 1) - start(column) - grid.gap),
  };
}

function cellsOf(model: Model, place: Place, { groups, grid, top }: {
  readonly groups: readonly InstanceGroup[]; readonly grid: Grid; readonly top: number;
}): Cell[] {
  const { cores } = place.properties;
  const holders: Holder[][] = Array.from({ length: cores }, () => []);
  for (const { holdings, hue } of groups) {
    holdings.forEach(({ placement, first, count }, shade) => {
      for (let core = first; core < Math.min(cores, first + count); core++) {
        const sharers = holders[core];
        // Those that are drawn as one share one slice too.
        if (sharers === undefined || sharers.at(-1)?.hue === hue) continue;
        sharers.push({ instance: placement.instance, hue, shade: shade % 4 });
      }
    });
  }
  let reserved = reservedCores(model, place);
  const held: boolean[] = [];
  for (let core = cores - 1; core >= 0; core--) {
    const isReserved = reserved > 0 && holders[core]?.length === 0;
    held[core] = isReserved;
    if (isReserved) reserved--;
  }
  return holders.flatMap((sharers, core) => slices(sharers, {
    ...columnOf(grid, core % grid.columns),
    y: top + Math.floor(core / grid.columns) * grid.pitch,
    height: Math.max(1, grid.pitch - grid.gap), core, reserved: held[core] ?? false,
  }));
}

interface Holder {
  readonly instance: string;
  readonly hue: number;
  readonly shade: number;
}

/** Narrower slices would be lines: of more who share a core, the first are drawn. */
const sliceLeast = 4;

function slices(
  sharers: readonly Holder[], cell: Omit<Cell, 'instance' | 'hue' | 'shade'>,
): Cell[] {
  const shown = sharers.slice(0, Math.max(1, Math.floor(cell.width / sliceLeast)));
  if (shown.length < 2) {
    const { instance = null, hue = null, shade = 0 } = shown[0] ?? {};
    return [{ ...cell, instance, hue, shade }];
  }
  const start = (index: number): number => Math.round((index * cell.width) / shown.length);
  return shown.map((holder, i) => ({
    ...cell, ...holder, shade: 0, x: cell.x + start(i), width: start(i + 1) - start(i),
  }));
}

/** Of a hypervisor over several sockets, each gives its share, the first ones more. */
function reservedCores(model: Model, place: Place): number {
  const machine = model.machineOf(place.id);
  const sockets = machine === null || machine.sockets.length === 0 ? [place.id] : machine.sockets;
  const kept = model.hypervisorsOn(place.id).map(({ properties }) => properties.managementCores);
  return share(kept.reduce((sum, each) => sum + each, 0), sockets, place.id);
}

function share(whole: number, sockets: readonly string[], socket: string): number {
  const each = Math.floor(whole / sockets.length);
  return each + (sockets.indexOf(socket) < whole - each * sockets.length ? 1 : 0);
}

interface Memory {
  readonly bars: readonly Bar[];
  readonly text: string;
}

function memoryOf(model: Model, place: Place, groups: readonly InstanceGroup[]): Memory {
  const { memoryBytes, cores, threadsPerCore } = place.properties;
  const frame = { x: margin, y: 0, height: barHeight, what: 'memory' as const };
  const bars: Bar[] = [
    { ...frame, width: inner, filled: 0, hue: null, reserved: false },
  ];
  let usedBytes = 0;
  let usedCores = 0;
  let x = margin;
  const fill = (bytes: number, hue: number | null): void => {
    const width = Math.min(Math.round((bytes / memoryBytes) * inner), margin + inner - x);
    if (width > 0) bars.push({ ...frame, x, width, filled: 1, hue, reserved: hue === null });
    x += Math.max(0, width);
  };
  for (const { holdings, hue } of groups) {
    let bytes = 0;
    for (const { placement, count } of holdings) {
      const element = model.byId.get(placement.instance);
      if (element?.kind !== 'instance') continue;
      const all = placement.cores.reduce((sum, each) => sum + each.count, 0);
      bytes += all === 0 ? 0 : (element.properties.memoryBytes * count) / all;
      usedCores += count;
    }
    usedBytes += bytes;
    fill(bytes, hue);
  }
  for (const { bytes, hue } of model.microvms.memoryOn(place.id)) {
    usedBytes += bytes;
    fill(bytes, hue);
  }
  const machine = model.machineOf(place.id);
  const managed = model.hypervisorsOn(place.id)
    .reduce((sum, { properties }) => sum + properties.managementMemoryBytes, 0)
    / Math.max(1, machine?.sockets.length ?? 1);
  if (usedBytes === 0 || usedBytes + managed <= memoryBytes) fill(managed, null);
  const free = Math.max(0, cores - usedCores - reservedCores(model, place)) * threadsPerCore;
  const freeText = free === 0 ? ''
    : usedCores === 0 ? ` · all ${counted(free, 'vCPU')} free` : ` · ${counted(free, 'vCPU')} free`;
  return { bars, text: `${shareText(usedBytes, memoryBytes)}${freeText}` };
}

/** `64 of 128 GiB`: one unit where both have the same. */
function shareText(usedBytes: number, wholeBytes: number): string {
  const [used = '', usedUnit = ''] = formatBytes(Math.round(usedBytes)).split(' ');
  const whole = formatBytes(wholeBytes);
  const sameUnit = usedBytes === 0 || whole.endsWith(` ${usedUnit}`);
  return sameUnit ? `${used} of ${whole}` : `${used} ${usedUnit} of ${whole}`;
}

function strip(hypervisor: ElementIr<'hypervisor'>, place: Place): Box {
  const { managementCores, managementMemoryBytes, managementDomain } = hypervisor.properties;
  const keeps = [
    ...(managementCores > 0 ? [counted(managementCores, 'core')] : []),
    ...(managementMemoryBytes > 0 ? [formatBytes(managementMemoryBytes)] : []),
  ].join(', ');
  const domain = managementDomain === 'yes' ? 'dom0' : '';
  const about = keeps === '' ? domain : `${domain === '' ? 'keeps' : domain} ${keeps}`;
  const type = hypervisor.type ?? 'hypervisor';
  const name = rangeName([localName(hypervisor.id, hypervisor.parent)]);
  return makeBox({
    id: hypervisor.id, role: 'hypervisor', parent: place.id,
    x: 0, y: 0, width: inner, height: stripHeight,
    texts: [
      ...makePair({ text: name, style: 'part' }, { text: type, style: 'detail' }, {
        x: 10, y: 15, widthMax: about === '' ? inner - 20 : 170,
      }),
      ...makeTexts(about, {
        x: inner - 10, y: 15, style: 'detail', widthMax: inner - 200, anchor: 'end',
      }),
    ],
    label: `${hypervisor.id}: ${type}${about === '' ? '' : `, ${about}`}`,
  });
}
