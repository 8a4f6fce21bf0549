/**
 * The sheet: fabrics and switches above, hosts in rows below, cables between them. Not the inside
 * of a host. Keeps true: cables run in the channels between rows and in the gaps of rows, so
 * they pass no box that they do not join.
 */
import { compareNumbers, comparePaths, defined, sorted } from '#base';
import type { ElementIr } from '#ir';
import type { Box, Line } from '#scene';
import type { PlainEdge, PlainNode, PlainPort, Point } from './engine.ts';
import type { FabricPiece } from './fabric.ts';
import type { HostPiece } from './host.ts';
import { lineOf, type Joint } from './links.ts';
import { drawSwitch } from './parts.ts';
import { movedPiece, movedPoints, type Piece } from './piece.ts';
import { placeInRows } from './rows.ts';
import { withoutDetours } from './rows-route.ts';

const margin = 30;
const gap = 28;
const rowGap = 36;
const portStep = 12;

/** What stands on the sheet. Ids of `ends` are those of cables, one for each end here. */
export interface SheetItem {
  readonly id: string;
  readonly row: number;
  readonly column?: PlainNode['column'];
  readonly piece: Piece;
  /** Where each cable meets the top or bottom edge, and its way from there to what it joins. */
  readonly ends: ReadonlyMap<string, SheetEnd>;
}

export interface SheetEnd {
  readonly x: number;
  readonly side: 'north' | 'south';
  /** From the thing itself to the edge of the item; empty when the edge is its own. */
  readonly way: readonly Point[];
}

export interface Cable {
  readonly id: string;
  readonly joint: Joint;
  readonly fromItem: string;
  readonly toItem: string;
}

export function drawSheet(items: readonly SheetItem[], cables: readonly Cable[]): {
  readonly width: number; readonly height: number;
  readonly boxes: readonly Box[]; readonly lines: readonly Line[];
} {
  const nodes = items.map((item): PlainNode => ({
    id: item.id, row: item.row, width: item.piece.width, height: item.piece.height,
    ...(item.column === undefined ? {} : { column: item.column }),
    ports: [...item.ends].map(([id, { x, side }]): PlainPort => ({ id, x, side })),
  }));
  const edges = cables.map(({ id, fromItem, toItem }): PlainEdge => ({
    id, bundle: id, from: { node: fromItem, port: id }, to: { node: toItem, port: id },
  }));
  const places = placeInRows({ nodes, edges, nodeGap: gap, rowGap });
  const boxes: Box[] = [];
  const lines: Line[] = [];
  const waysOf = new Map<string, readonly Point[]>();
  for (const item of items) {
    const at = defined(places.nodes.get(item.id), item.id);
    const piece = movedPiece(item.piece, margin + at.x, margin + at.y);
    boxes.push(...piece.boxes);
    lines.push(...piece.lines);
    for (const [cable, end] of item.ends) {
      waysOf.set(`${item.id} ${cable}`, movedPoints(end.way, margin + at.x, margin + at.y));
    }
  }
  for (const cable of cables) {
    const way = movedPoints(places.edges.get(cable.id) ?? [], margin, margin);
    lines.push(lineOf(cable.joint, withoutDetours([
      ...waysOf.get(`${cable.fromItem} ${cable.id}`) ?? [], ...way,
      ...[...waysOf.get(`${cable.toItem} ${cable.id}`) ?? []].reverse(),
    ])));
  }
  return { width: places.width + 2 * margin, height: places.height + 2 * margin, boxes, lines };
}

/** Hosts leave through their top edge. */
export const hostItem = (
  id: string, at: Pick<SheetItem, 'row' | 'column'>, piece: HostPiece,
): SheetItem => ({
  id, ...at, piece,
  ends: new Map([...piece.ways].map(([cable, way]) => [cable, {
    x: defined(way.at(-1), 'point').x, side: 'north' as const, way,
  }])),
});

export interface Exit {
  readonly cable: string;
  readonly at: string;
}

/** Cables of one leaf are spread along its edge. */
export function fabricItem(
  id: string, row: number, { piece, exits }: {
    readonly piece: FabricPiece; readonly exits: readonly Exit[];
  },
): SheetItem {
  const ends = new Map<string, SheetEnd>();
  const perBox = new Map<string, number>();
  for (const { at } of exits) {
    const { box } = defined(piece.exits.get(at), at);
    perBox.set(box, (perBox.get(box) ?? 0) + 1);
  }
  const used = new Map<string, number>();
  for (const { cable, at } of exits) {
    const { box, left, width, y, side } = defined(piece.exits.get(at), at);
    const index = used.get(box) ?? 0;
    used.set(box, index + 1);
    const x = box === id ? betweenLeaves(piece, index)
      : left + spreadOver(width, index, perBox.get(box) ?? 1);
    const edgeY = side === 'south' ? piece.height : 0;
    ends.set(cable, { x, side, way: y === edgeY ? [] : [{ x, y }, { x, y: edgeY }] });
  }
  return { id, row, piece, ends };
}

/** Cables of the fabric as a whole leave between its lowest switches, each at its own place. */
function betweenLeaves(piece: FabricPiece, index: number): number {
  const bottoms = piece.boxes.filter(({ y, height, parent }) =>
    y + height === piece.height && parent !== null);
  const rights = sorted(bottoms.map((box) => box.x + box.width), compareNumbers);
  const gaps = rights.length === 0 ? [8] : rights;
  const round = Math.floor(index / gaps.length);
  return (gaps[index % gaps.length] ?? 0) + 4 + (round % 4) * 8 + (Math.floor(round / 4) % 4) * 2;
}

const spreadOver = (width: number, index: number, count: number): number => {
  const pitch = Math.min(portStep, (width - 8) / Math.max(1, count));
  return Math.round(width / 2 + (index - (count - 1) / 2) * pitch);
};

export function switchItem(element: ElementIr<'switch'>, row: number, exits: readonly {
  readonly cable: string; readonly side: 'north' | 'south';
}[]): SheetItem {
  const sides = (['north', 'south'] as const).map((side) => exits.filter((e) => e.side === side));
  const most = Math.max(...sides.map((own) => own.length));
  const piece = drawSwitch(element, Math.max(96, (most + 1) * portStep));
  const ends = new Map(sides.flatMap((own) => own.map(({ cable, side }, i) => [cable, {
    x: spreadOver(piece.width, i, own.length), side, way: [],
  }] as const)));
  return { id: element.id, row, piece, ends };
}

/** As many columns as make the sheet about as wide as a screen is against its height. */
export function rowsOfHosts<Item extends { readonly id: string }>(
  items: readonly Item[],
  sizeOf: (item: Item) => { readonly width: number; readonly height: number },
): Item[][] {
  const inOrder = sorted(items, (a, b) => comparePaths(a.id, b.id));
  let best: { rows: Item[][]; score: number } = { rows: [], score: Infinity };
  for (let columns = 1; columns <= inOrder.length; columns++) {
    const rows: Item[][] = [];
    for (let i = 0; i < inOrder.length; i += columns) rows.push(inOrder.slice(i, i + columns));
    const width = Math.max(...rows.map((row) =>
      row.reduce((sum, item) => sum + sizeOf(item).width + gap, 0)));
    const height = rows.reduce((sum, row) =>
      sum + rowGap + Math.max(...row.map((item) => sizeOf(item).height)), 0);
    // Scrolling sideways is worse than down: a sheet may be as wide as 1.7 times its height.
    const score = Math.max(width / 1.7, height) + width * 0.01;
    if (score < best.score) best = { rows, score };
    if (columns > 64) break;
  }
  return best.rows;
}

/** Switches that hosts hang on stand lowest; each further one a row higher. */
export function switchRanks(
  switches: readonly string[], joints: readonly (readonly [string, string])[],
): Map<string, number> {
  const own = new Set(switches);
  const ranks = new Map<string, number>();
  let front = sorted(new Set(joints.flatMap(([a, b]) =>
    own.has(a) && !own.has(b) ? [a] : own.has(b) && !own.has(a) ? [b] : [])), comparePaths);
  for (let rank = 0; front.length > 0; rank++) {
    for (const id of front) ranks.set(id, rank);
    front = sorted(new Set(joints.flatMap(([a, b]) =>
      front.includes(a) ? [b] : front.includes(b) ? [a] : [])
      .filter((id) => own.has(id) && !ranks.has(id))), comparePaths);
  }
  for (const id of switches) if (!ranks.has(id)) ranks.set(id, 0);
  return new Map([...ranks].sort((a, b) => compareNumbers(a[1], b[1])));
}
