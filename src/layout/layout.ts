/**
 * World → Scene. Decides what is open, closed or counted, and puts the pieces together; how a host,
 * a socket or a fabric looks is said elsewhere. Keeps true: the same world, options and engine give
 * the same bytes; a failing engine costs beauty, never the picture.
 */
import { compareInTurn, compareNumbers, comparePaths, sorted } from '#base';
import type { ElementIr, World } from '#ir';
import type { Box, Scene } from '#scene';
import { drawClosed } from './closed.ts';
import type { LayoutEngine } from './engine.ts';
import { boxesOfSwitches, drawFabric, type FabricPiece } from './fabric.ts';
import { drawHost, type HostPiece, type Uplink } from './host.ts';
import { jointsOf } from './links.ts';
import { modelOf, type Model } from './model.ts';
import { LayoutCache, makePlacer, type Placer } from './placer.ts';
import {
  drawSheet, fabricItem, hostItem, rowsOfHosts, switchItem, switchRanks, type Cable, type SheetItem,
} from './sheet.ts';
import { openHosts, type Shown } from './visible.ts';

export interface LayoutOptions {
  readonly engine: LayoutEngine;
  /** Ids of hosts drawn closed. */
  readonly collapsed?: readonly string[];
  /** Boxes that a picture may show; above it hosts close, the last ones first. 400 if not said. */
  readonly sizeLimit?: number;
  /** Places kept from earlier pictures; without it nothing is kept. */
  readonly cache?: LayoutCache;
}

/** Nobody who shows a model to a reader says another, so that all of them show the same. */
const usualSizeLimit = 400;

export async function layout(world: World, options: LayoutOptions): Promise<Scene> {
  const model = modelOf(world);
  const { place, failures } = makePlacer(options.engine, options.cache ?? new LayoutCache());
  const shown = openHosts(model, {
    collapsed: new Set(options.collapsed ?? []), sizeLimit: options.sizeLimit ?? usualSizeLimit,
  });
  const cables = cablesOf(model, shown);
  const hosts = await drawHosts(model, { shown, cables, place });
  const sheet = drawSheet(itemsOf(model, { shown, cables, hosts }), cables);
  const first = failures[0];
  return {
    sceneVersion: 1,
    width: sheet.width,
    height: sheet.height,
    boxes: inPaintingOrder(sheet.boxes),
    lines: sorted(sheet.lines, (a, b) => comparePaths(a.id, b.id)),
    note: first === undefined ? null : `The layout engine failed, so this is a plain grid: ${first}`,
  };
}

/** Cables join things on the sheet: hosts, fabrics, switches. */
function cablesOf(model: Model, shown: Shown): Cable[] {
  const fabrics = model.childrenOf(null)
    .filter((each): each is ElementIr<'fabric'> => each.kind === 'fabric');
  const boxes = new Map(fabrics.flatMap((fabric) => [...boxesOfSwitches(model, fabric)]));
  const boxAt = (end: string, other: string): string | null => {
    const box = shown.boxAt(end, other);
    return box === null ? null : boxes.get(box) ?? box;
  };
  const joints = jointsOf(model.links, boxAt)
    .filter(({ from, to }) => shown.itemOf(from) !== shown.itemOf(to));
  return joints.map((joint, i) => ({
    id: `c${String(i)}`, joint, fromItem: shown.itemOf(joint.from), toItem: shown.itemOf(joint.to),
  }));
}

async function drawHosts(model: Model, given: {
  readonly shown: Shown; readonly cables: readonly Cable[]; readonly place: Placer;
}): Promise<Map<string, HostPiece>> {
  const { shown, cables, place } = given;
  const pieces = new Map<string, HostPiece>();
  for (const { id, hosts, open } of shown.hosts) {
    const uplinks = cables.flatMap((cable): Uplink[] =>
      cable.fromItem === id ? [{ id: cable.id, part: cable.joint.from }]
      : cable.toItem === id ? [{ id: cable.id, part: cable.joint.to }] : []);
    const [host] = hosts;
    pieces.set(id, open && host !== undefined
      ? await drawHost(model, host, { uplinks, place })
      : drawClosed(model, hosts, uplinks));
  }
  return pieces;
}

function itemsOf(model: Model, given: {
  readonly shown: Shown; readonly cables: readonly Cable[];
  readonly hosts: ReadonlyMap<string, HostPiece>;
}): SheetItem[] {
  const { shown, cables, hosts } = given;
  const top = model.childrenOf(null);
  const fabrics = top.filter((each): each is ElementIr<'fabric'> => each.kind === 'fabric');
  const switches = top.filter((each): each is ElementIr<'switch'> => each.kind === 'switch');
  const ranks = switchRanks(switches.map(({ id }) => id), cables.map((cable) =>
    [cable.fromItem, cable.toItem] as const));
  const highest = Math.max(-1, ...ranks.values());
  const switchRow = (id: string): number => 1 + highest - (ranks.get(id) ?? 0);
  const items: SheetItem[] = fabrics.map((fabric) => {
    const exits = exitsAt(fabric.id, cables).map(({ cable, end }) => ({
      cable, at: end,
    }));
    const piece: FabricPiece = drawFabric(model, fabric, exits.map(({ at }) => at));
    return fabricItem(fabric.id, 0, { piece, exits });
  });
  for (const element of switches) {
    const row = switchRow(element.id);
    items.push(switchItem(element, row, exitsAt(element.id, cables).map(({ cable, other }) => ({
      cable, side: !ranks.has(other) && !fabrics.some(({ id }) => id === other) || (
        ranks.has(other) && switchRow(other) > row) ? 'south' : 'north',
    }))));
  }
  let row = highest + 2;
  // Closed hosts are small: in rows of their own they do not waste the columns of open ones.
  [true, false].forEach((open, group) => {
    const own = shown.hosts.filter((each) => each.open === open);
    const rows = rowsOfHosts(own, ({ id }) => hosts.get(id) ?? { width: 0, height: 0 });
    for (const each of rows) {
      each.forEach(({ id }, index) => {
        const piece = hosts.get(id);
        if (piece !== undefined) items.push(hostItem(id, { row, column: { group, index } }, piece));
      });
      row++;
    }
  });
  return items;
}

function exitsAt(item: string, cables: readonly Cable[]): {
  readonly cable: string; readonly end: string; readonly other: string;
}[] {
  return cables.flatMap(({ id, joint, fromItem, toItem }) =>
    fromItem === item ? [{ cable: id, end: joint.from, other: toItem }]
    : toItem === item ? [{ cable: id, end: joint.to, other: fromItem }] : []);
}

/** Outer before inner, then by id. */
function inPaintingOrder(boxes: readonly Box[]): Box[] {
  const parents = new Map(boxes.map(({ id, parent }) => [id, parent] as const));
  const depth = (box: Box): number => {
    let count = 0;
    for (let above = box.parent; above !== null && count < 10; count++) {
      above = parents.get(above) ?? null;
    }
    return count;
  };
  const depths = new Map(boxes.map((box) => [box, depth(box)] as const));
  return sorted(boxes, compareInTurn(
    (a, b) => compareNumbers(depths.get(a) ?? 0, depths.get(b) ?? 0),
    (a, b) => comparePaths(a.id, b.id),
    (a, b) => comparePaths(a.parent ?? '', b.parent ?? ''),
  ));
}
