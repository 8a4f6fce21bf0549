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
/** Distance of cables that leave one switch. */
const cablePitch = 10;

export interface FabricPiece extends Piece {
  /** The box that shows a switch, and where a cable leaves it: downwards from a leaf. */
  readonly exits: ReadonlyMap<string, {
    readonly box: string; readonly left: number; readonly width: number; readonly y: number;
    readonly side: 'north' | 'south';
  }>;
}

/** `ends`: a switch, or the fabric itself, for each cable that leaves it. */
export function drawFabric(
  model: Model, fabric: ElementIr<'fabric'>, ends: readonly string[],
): FabricPiece {
  const switches = sorted(
    model.childrenOf(fabric.id).filter((child): child is ElementIr<'switch'> =>
      child.kind === 'switch'),
    (a, b) => comparePaths(a.id, b.id),
  );
  const upper = switches.filter(({ id }) => /\.(spine|core)\b/.test(id));
  const lower = switches.filter((each) => !upper.includes(each));
  const rows = [upper, lower].filter((row) => row.length > 0);
  const drawn = rows.map((row) => rowOf(row, ends));
  const widths = drawn.map((row) => row.reduce((sum, each) => sum + each.width + gap, -gap));
  const { shape, rateBitsPerSecond } = fabric.properties;
  const about = [
    `${counted(lower.length, 'leaf', 'leaves')} × ${counted(upper.length, 'spine')}`,
    formatRate(rateBitsPerSecond),
  ].join(' · ');
  const type = fabric.type ?? shape;
  const width = Math.max(...widths, 360) + 2 * margin;
  const boxes: Box[] = [];
  const shownBy = new Map<string, string>();
  drawn.forEach((row, index) => {
    const y = top + index * (switchHeight + between);
    const left = Math.floor((width - (widths[index] ?? 0)) / 2);
    boxes.push(...drawRow(row, { fabric: fabric.id, left, y, shownBy }));
  });
  const upwards = new Set(ends);
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
    exits: new Map([...exitsOf(boxes, shownBy, below), [fabric.id, {
      box: fabric.id, left: 0, width, y: height, side: 'south' as const,
    }]]),
  };
}

const many = (count: number, make: (index: number) => number): number[] =>
  Array.from({ length: Math.floor(count) }, (_, index) => make(index));

/** One box of a row: a switch, or those for which there is no room. */
interface RowBox {
  readonly switches: readonly ElementIr<'switch'>[];
  readonly width: number;
}

/** As wide as the cables that meet there. */
function rowOf(row: readonly ElementIr<'switch'>[], ends: readonly string[]): RowBox[] {
  const shown = row.length <= shownMax ? row : row.slice(0, shownMax - 1);
  const hidden = row.slice(shown.length);
  return [...shown.map((each) => [each]), ...(hidden.length === 0 ? [] : [hidden])]
    .map((switches) => {
      const ids = new Set(switches.map(({ id }) => id));
      const cables = ends.filter((end) => ids.has(end)).length;
      return { switches, width: Math.max(switchWidth, (cables + 1) * cablePitch) };
    });
}

function drawRow(row: readonly RowBox[], at: {
  readonly fabric: string; readonly left: number; readonly y: number;
  readonly shownBy: Map<string, string>;
}): Box[] {
  let x = at.left;
  return row.map(({ switches, width }) => {
    const first = defined(switches[0], 'switch');
    for (const { id } of switches) at.shownBy.set(id, first.id);
    const left = x;
    x += width + gap;
    if (switches.length === 1) {
      return movedBox(defined(drawSwitch(first, width).boxes[0], 'switch'), left, at.y);
    }
    return makeBox({
      id: first.id, role: 'more', parent: at.fabric, members: switches.map(({ id }) => id),
      x: left, y: at.y, width, height: switchHeight, collapsed: true,
      texts: makeTexts(`${String(switches.length)} more`, {
        x: left + Math.floor(width / 2), y: at.y + 18, style: 'detail', widthMax: width - 12,
        anchor: 'middle',
      }),
      label: `${counted(switches.length, 'more switch', 'more switches')} of ${at.fabric}`,
    });
  });
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
