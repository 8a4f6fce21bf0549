/**
 * A fabric as a piece: cores over spines over leaves, every pair that is joined by a straight line.
 * Not the cables to hosts. Keeps true: lines run only between two rows, so they cross no box.
 */
import { compareNumbers, comparePaths, defined, sorted } from '#base';
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
/** Rows stand farther apart the wider they are, so that lines are not all flat. */
const betweenMin = 46;
const betweenMore = 60;
/** Between switches of one pod. */
const podGap = 14;
const margin = 16;
/** More switches than this in a row are drawn as the first ones and a count. */
const shownMax = 16;
/** The same in a pod. */
const podMax = 8;
/** As many links of a fabric are drawn as thick as they are fast. */
const thickMax = 20;
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
  const { properties } = fabric;
  const tiers = tiersOf(model, fabric);
  const rows = tiers.map(({ groups }) => groups.map((group) =>
    group.map((unit) => boxOf(unit, ends))));
  const total = Math.max(...rows.map(widthOf), 360);
  const placed = placeRows(rows, total);
  const about = [
    tiers.map(({ word: [one, several], count }) => counted(count, one, several)).reverse().join(' × '),
    ...(properties.shape === 'fatTree' ? [`k = ${String(properties.k)}`] : []),
    formatRate(properties.rateBitsPerSecond),
  ].join(' · ');
  const type = fabric.type ?? properties.shape;
  const width = total + 2 * margin;
  const between = betweenMin + Math.min(betweenMore, Math.floor(Math.max(0, total - 500) / 12));
  const boxes: Box[] = [];
  const shownBy = new Map<string, string>();
  placed.forEach((row, index) => {
    const y = top + index * (switchHeight + between);
    boxes.push(...row.map((each) => drawOne(each, { fabric: fabric.id, y, shownBy })));
  });
  const upwards = new Set(ends);
  const lowest = tiers.at(-1)?.groups.flat(2) ?? [];
  const below = new Set(lowest.map(({ id }) => id));
  const height = top + rows.length * switchHeight + Math.max(0, rows.length - 1) * between;
  const frame = makeBox({
    id: fabric.id, role: 'fabric', parent: null, x: 0, y: 0, width, height,
    texts: makeHeader({ title: properties.label ?? fabric.id, type, about }, {
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

/** Switches that one box shows: mostly one. */
type Unit = readonly ElementIr<'switch'>[];

/** Switches that stand in one row, in groups: of a fat tree one for each pod. */
interface Tier {
  readonly word: readonly [string, string];
  readonly count: number;
  readonly groups: readonly (readonly Unit[])[];
}

/** What rows are called, from the top. */
const words: readonly (readonly [string, string])[] = [
  ['core', 'cores'], ['spine', 'spines'], ['leaf', 'leaves'],
];

/** From the top; a switch that is called something else stands with the leaves. */
function tiersOf(model: Model, fabric: ElementIr<'fabric'>): Tier[] {
  const switches = sorted(
    model.childrenOf(fabric.id).filter((child): child is ElementIr<'switch'> =>
      child.kind === 'switch'),
    (a, b) => comparePaths(a.id, b.id),
  );
  const rowOf = ({ id }: ElementIr<'switch'>): string =>
    /\.(core|spine)\b(?!.*\.)/.exec(id)?.[1] ?? 'leaf';
  const half = fabric.properties.shape === 'fatTree' ? Math.max(1, fabric.properties.k / 2) : null;
  return words.flatMap((word): Tier[] => {
    const row = switches.filter((each) => rowOf(each) === word[0]);
    if (row.length === 0) return [];
    const size = half === null || word[0] === 'core' ? row.length : half;
    const most = size === row.length ? shownMax : podMax;
    return [{ word, count: row.length, groups: inGroups(row, size, most) }];
  });
}

/** Groups of so many; what there is no room for is one box, or in a group one of its own. */
function inGroups(row: Unit, size: number, most: number): readonly (readonly Unit[])[] {
  const groups = many(Math.ceil(row.length / size), (i) => row.slice(i * size, (i + 1) * size));
  const room = Math.max(1, Math.floor((shownMax - 1) / size));
  const shown = row.length <= shownMax ? groups : groups.slice(0, room);
  const hidden = groups.slice(shown.length).flat();
  const units = shown.map((group) => inUnits(group, most));
  return hidden.length === 0 ? units : [...units, [hidden]];
}

function inUnits(group: Unit, most: number): readonly Unit[] {
  const shown = group.length <= most ? group : group.slice(0, most - 1);
  const hidden = group.slice(shown.length);
  return [...shown.map((each) => [each]), ...(hidden.length === 0 ? [] : [hidden])];
}

/** By which box each switch of a fabric is shown. */
export function boxesOfSwitches(
  model: Model, fabric: ElementIr<'fabric'>,
): ReadonlyMap<string, string> {
  return new Map(tiersOf(model, fabric).flatMap(({ groups }) => groups.flat().flatMap((unit) =>
    unit.map(({ id }) => [id, unit[0]?.id ?? id] as const))));
}

/** One box of a row, as wide as the cables that meet there. */
interface RowBox {
  readonly switches: Unit;
  readonly width: number;
}

/** `ends` are those of cables, by the box that shows them. */
const boxOf = (switches: Unit, ends: readonly string[]): RowBox => {
  const ids = new Set(switches.map(({ id }) => id));
  const cables = ends.filter((end) => ids.has(end)).length;
  return { switches, width: Math.max(switchWidth, (cables + 1) * cablePitch) };
};

const groupWidth = (group: readonly RowBox[], space: number): number =>
  group.reduce((sum, each) => sum + each.width + space, -space);

const spaceOf = (row: readonly (readonly RowBox[])[]): number => row.length > 1 ? podGap : gap;

const widthOf = (row: readonly (readonly RowBox[])[]): number =>
  row.reduce((sum, group) => sum + groupWidth(group, spaceOf(row)) + gap, -gap);

interface PlacedBox extends RowBox {
  readonly x: number;
}

/** Rows with as many groups share columns, so that a pod stands over its own leaves. */
function placeRows(
  rows: readonly (readonly (readonly RowBox[])[])[], total: number,
): PlacedBox[][] {
  return rows.map((row) => {
    const alike = rows.filter((other) => other.length === row.length);
    const columns = row.map((_, i) =>
      Math.max(...alike.map((other) => groupWidth(other[i] ?? [], spaceOf(other)))));
    const used = columns.reduce((sum, each) => sum + each + gap, -gap);
    let left = margin + Math.floor((total - used) / 2);
    return row.flatMap((group, i) => {
      const column = columns[i] ?? 0;
      let x = left + Math.floor((column - groupWidth(group, spaceOf(row))) / 2);
      left += column + gap;
      return group.map((box): PlacedBox => {
        const at = x;
        x += box.width + spaceOf(row);
        return { ...box, x: at };
      });
    });
  });
}

function drawOne({ switches, width, x }: PlacedBox, at: {
  readonly fabric: string; readonly y: number; readonly shownBy: Map<string, string>;
}): Box {
  const first = defined(switches[0], 'switch');
  for (const { id } of switches) at.shownBy.set(id, first.id);
  if (switches.length === 1) {
    return movedBox(defined(drawSwitch(first, width).boxes[0], 'switch'), x, at.y);
  }
  return makeBox({
    id: first.id, role: 'more', parent: at.fabric, members: switches.map(({ id }) => id),
    x, y: at.y, width, height: switchHeight, collapsed: true,
    texts: makeTexts(`${String(switches.length)} more`, {
      x: x + Math.floor(width / 2), y: at.y + 18, style: 'detail', widthMax: width - 12,
      anchor: 'middle',
    }),
    label: `${counted(switches.length, 'more switch', 'more switches')} of ${at.fabric}`,
  });
}

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: Math.floor(count) }, (_, index) => make(index));

function mesh(
  model: Model, boxes: readonly Box[], shownBy: ReadonlyMap<string, string>,
): Line[] {
  const byId = new Map(boxes.map((box) => [box.id, box] as const));
  const rows = sorted(new Set(boxes.map(({ y }) => y)), compareNumbers);
  const joints = jointsOf(model.links, (end) => shownBy.get(model.elementAt(end)?.id ?? '') ?? null);
  return joints.flatMap((joint) => {
    const ends = sorted([joint.from, joint.to].map((id) => defined(byId.get(id), id)),
      (a, b) => a.y - b.y);
    const [high, low] = ends;
    // Within one row, or past one, there is no straight way.
    if (high === undefined || low === undefined) return [];
    if (rows.indexOf(low.y) - rows.indexOf(high.y) !== 1) return [];
    const line = lineOf(joint, [
      { x: high.x + high.width / 2, y: high.y + high.height },
      { x: low.x + low.width / 2, y: low.y },
    ]);
    // Where lines cross in great number, thin ones let the eye follow each of them.
    return [joints.length > thickMax ? { ...line, weight: 1 } : line];
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
