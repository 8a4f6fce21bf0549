/**
 * A fabric as a piece: spines over leaves, every pair that is joined by a straight line.
 * Not the cables to hosts. Keeps true: lines run only between the two rows, so they cross no box.
 */
import { comparePaths, defined, sorted } from '#base';
import type { ElementIr } from '#ir';
import type { Box, Line } from '#scene';
import { counted, formatRate } from './format.ts';
import { makeHeader } from './header.ts';
import { jointsOf, lineOf } from './links.ts';
import type { Model } from './model.ts';
import { drawSwitch, switchHeight, switchWidth } from './parts.ts';
import { makeBox, makeTexts, movedBox, type Piece } from './piece.ts';

const gap = 40;
const top = 40;
const between = 46;
const margin = 16;
/** More switches than this in a row are drawn as the first ones and a count. */
const shownMax = 16;

export interface FabricPiece extends Piece {
  /** The box that shows a switch, and where a cable leaves it: downwards from a leaf. */
  readonly exits: ReadonlyMap<string, {
    readonly box: string; readonly left: number; readonly width: number; readonly y: number;
    readonly side: 'north' | 'south';
  }>;
}

/** `upwards`: spines that have cables of their own, which leave through the top. */
export function drawFabric(
  model: Model, fabric: ElementIr<'fabric'>, upwards: ReadonlySet<string>,
): FabricPiece {
  const switches = sorted(
    model.childrenOf(fabric.id).filter((child): child is ElementIr<'switch'> =>
      child.kind === 'switch'),
    (a, b) => comparePaths(a.id, b.id),
  );
  const upper = switches.filter(({ id }) => /\.(spine|core)\b/.test(id));
  const lower = switches.filter((each) => !upper.includes(each));
  const rows = [upper, lower].filter((row) => row.length > 0);
  const widths = rows.map((row) => rowWidth(Math.min(row.length, shownMax)));
  const { shape, rateBitsPerSecond } = fabric.properties;
  const about = [
    `${counted(lower.length, 'leaf', 'leaves')} × ${counted(upper.length, 'spine')}`,
    formatRate(rateBitsPerSecond),
  ].join(' · ');
  const type = fabric.type ?? shape;
  const width = Math.max(...widths, 360) + 2 * margin;
  const boxes: Box[] = [];
  const shownBy = new Map<string, string>();
  rows.forEach((row, index) => {
    const y = top + index * (switchHeight + between);
    const left = Math.floor((width - (widths[index] ?? 0)) / 2);
    boxes.push(...drawRow(row, { fabric: fabric.id, left, y, shownBy }));
  });
  const below = new Set(lower.map(({ id }) => id));
  const height = top + rows.length * switchHeight + Math.max(0, rows.length - 1) * between;
  const frame = makeBox({
    id: fabric.id, role: 'fabric', parent: null, x: 0, y: 0, width, height,
    texts: makeHeader({ title: fabric.properties.label ?? fabric.id, type, about }, {
      left: margin, right: width - margin, baseline: 24,
      lineXs: boxes.filter(({ id }) => upwards.has(id) && !below.has(id))
        .flatMap((box) => many(box.width / 4, (i) => box.x + i * 4)),
    }),
    label: `${fabric.id}: ${type}, ${about}`,
  });
  return {
    width, height, boxes: [frame, ...boxes], lines: mesh(model, boxes, shownBy),
    exits: exitsOf(boxes, shownBy, below),
  };
}

const many = (count: number, make: (index: number) => number): number[] =>
  Array.from({ length: Math.floor(count) }, (_, index) => make(index));

const rowWidth = (count: number): number => count * (switchWidth + gap) - gap;

function drawRow(row: readonly ElementIr<'switch'>[], at: {
  readonly fabric: string; readonly left: number; readonly y: number;
  readonly shownBy: Map<string, string>;
}): Box[] {
  const shown = row.length <= shownMax ? row : row.slice(0, shownMax - 1);
  const boxes = shown.map((element, i) => {
    at.shownBy.set(element.id, element.id);
    return movedBox(
      defined(drawSwitch(element).boxes[0], 'switch'), at.left + i * (switchWidth + gap), at.y,
    );
  });
  const hidden = row.slice(shown.length);
  const first = hidden[0];
  if (first === undefined) return boxes;
  const x = at.left + shown.length * (switchWidth + gap);
  for (const { id } of hidden) at.shownBy.set(id, first.id);
  boxes.push(makeBox({
    id: first.id, role: 'more', parent: at.fabric, members: hidden.map(({ id }) => id),
    x, y: at.y, width: switchWidth, height: switchHeight, collapsed: true,
    texts: makeTexts(`${String(hidden.length)} more`, {
      x: x + switchWidth / 2, y: at.y + 18, style: 'detail', widthMax: switchWidth - 12,
      anchor: 'middle',
    }),
    label: `${counted(hidden.length, 'more switch', 'more switches')} of ${at.fabric}`,
  }));
  return boxes;
}

function mesh(
  model: Model, boxes: readonly Box[], shownBy: ReadonlyMap<string, string>,
): Line[] {
  const byId = new Map(boxes.map((box) => [box.id, box] as const));
  const joints = jointsOf(model.links, (end) => shownBy.get(model.elementAt(end)?.id ?? '') ?? null);
  return joints.flatMap((joint) => {
    const ends = sorted([joint.from, joint.to].map((id) => defined(byId.get(id), id)),
      (a, b) => a.y - b.y);
    const [high, low] = ends;
    if (high === undefined || low === undefined || high.y === low.y) return [];
    return [lineOf(joint, [
      { x: high.x + high.width / 2, y: high.y + high.height },
      { x: low.x + low.width / 2, y: low.y },
    ])];
  });
}

function exitsOf(
  boxes: readonly Box[], shownBy: ReadonlyMap<string, string>, lower: ReadonlySet<string>,
): FabricPiece['exits'] {
  const byId = new Map(boxes.map((box) => [box.id, box] as const));
  return new Map([...shownBy].map(([id, shown]) => {
    const box = defined(byId.get(shown), shown);
    const south = lower.has(shown);
    return [id, {
      box: shown, left: box.x, width: box.width, y: south ? box.y + box.height : box.y,
      side: south ? 'south' : 'north',
    }] as const;
  }));
}
