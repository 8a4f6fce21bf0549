/**
 * Ways for lines among rows of boxes: up and down through the gaps of a row, along in the channels
 * between rows. Not the places of the boxes, but the widths of gaps and heights of channels follow
 * from what passes. Keeps true: a line is horizontal only in a channel and vertical only in a
 * channel or gap, so it cannot cross a box.
 */
import { compareIds, compareNumbers, defined, sorted } from '#base';
import type { PlainEdge, PlainGraph, Point } from './engine.ts';
import type { Placed, Rows } from './rows-place.ts';

/** Distance of parallel lines. */
const pitch = 10;
/** Distance of a line that passes outside a row. */
const outside = 16;

/** The channel of an end, its x, and whether the line comes from above. */
interface End {
  readonly channel: number;
  readonly x: number;
}

interface Passage {
  readonly row: number;
  readonly edge: string;
  readonly gap: number;
  readonly wantedX: number;
}

export interface Passages {
  readonly all: readonly Passage[];
  readonly count: (row: number, gap: number) => number;
}

const passageKey = (row: number, edge: string): string => `${String(row)} ${edge}`;

interface Spot {
  readonly placed: Placed;
  readonly row: number;
}

function spotsOf(rows: Rows): Map<string, Spot> {
  const spots = new Map<string, Spot>();
  rows.forEach((row, index) => {
    for (const placed of row) spots.set(placed.node.id, { placed, row: index });
  });
  return spots;
}

function endOf(spots: ReadonlyMap<string, Spot>, ref: PlainEdge['from']): End {
  const { placed, row } = defined(spots.get(ref.node), ref.node);
  const port = defined(placed.node.ports.find(({ id }) => id === ref.port), ref.port);
  return { channel: port.side === 'north' ? row : row + 1, x: placed.x + port.x };
}

const rowsBetween = (from: End, to: End): number[] => {
  const down = from.channel < to.channel;
  const length = Math.abs(from.channel - to.channel);
  return Array.from({ length }, (_, i) => (down ? from.channel + i : from.channel - 1 - i));
};

/** Chooses the gaps that edges pass through on their way across rows. */
export function planPassages(graph: PlainGraph, rows: Rows): Passages {
  const spots = spotsOf(rows);
  const all: Passage[] = [];
  for (const edge of graph.edges) {
    const from = endOf(spots, edge.from);
    const to = endOf(spots, edge.to);
    let x = from.x;
    for (const row of rowsBetween(from, to)) {
      const passage = { row, edge: edge.id, ...nearestGap(rows, row, x, to.x) };
      all.push(passage);
      x = passage.wantedX;
    }
  }
  const counts = new Map<string, number>();
  for (const { row, gap } of all) {
    const key = `${String(row)} ${String(gap)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return { all, count: (row, gap) => counts.get(`${String(row)} ${String(gap)}`) ?? 0 };
}

/** The room that passing lines need in a gap, beside the distance of the boxes. */
export const passageRoom = (count: number): number => count * pitch;

function gapBounds(row: readonly Placed[], gap: number): readonly [number, number] {
  const before = row[gap - 1];
  const after = row[gap];
  const left = before === undefined ? -Infinity : before.x + before.node.width;
  return [left, after === undefined ? Infinity : after.x];
}

function nearestGap(rows: Rows, index: number, fromX: number, toX: number): {
  readonly gap: number; readonly wantedX: number;
} {
  const row = defined(rows[index], 'row');
  let best = { gap: 0, wantedX: 0, cost: Infinity };
  for (let gap = 0; gap <= row.length; gap++) {
    const [left, right] = gapBounds(row, gap);
    const low = left === -Infinity ? right - outside : left + pitch;
    const high = right === Infinity ? left + outside : right - pitch;
    const x = Math.round(left === -Infinity ? Math.min(toX, low)
      : right === Infinity ? Math.max(toX, high) : (low + high) / 2);
    // Of equal ways, the one that goes straight on where it comes from.
    const cost = Math.abs(x - fromX) * 1.01 + Math.abs(x - toX);
    if (cost < best.cost) best = { gap, wantedX: x, cost };
  }
  return best;
}

/** The x of each passage in the final places of the rows. */
function passageXs(rows: Rows, passages: Passages): Map<string, number> {
  const xs = new Map<string, number>();
  rows.forEach((row, index) => {
    for (let gap = 0; gap <= row.length; gap++) {
      const here = sorted(
        passages.all.filter((p) => p.row === index && p.gap === gap),
        (a, b) => compareNumbers(a.wantedX, b.wantedX) || compareIds(a.edge, b.edge),
      );
      const [left, right] = gapBounds(row, gap);
      here.forEach((passage, i) => {
        const x = left === -Infinity ? right - outside - pitch * (here.length - 1 - i)
          : right === Infinity ? left + outside + pitch * i
          : Math.round((left + right - pitch * (here.length - 1)) / 2) + pitch * i;
        xs.set(passageKey(index, passage.edge), x);
      });
    }
  });
  return xs;
}

/** What one bundle does in one channel. */
interface Stretch {
  readonly bundle: string;
  low: number;
  high: number;
  /** Where it comes in from above and from below. */
  readonly above: number[];
  readonly below: number[];
}

/** Points whose y is still a row's edge or a lane of a channel. */
type Step =
  | { readonly x: number; readonly edgeOf: string; readonly side: 'north' | 'south' }
  | { readonly x: number; readonly channel: number; readonly bundle: string };

export interface Routed {
  /** Lanes of each channel, channel 0 above the first row. */
  readonly lanes: readonly number[];
  readonly points: (
    edge: PlainEdge, yOf: {
      readonly node: (id: string, side: 'north' | 'south') => number;
      readonly lane: (channel: number, lane: number) => number;
    },
  ) => Point[];
}

export function route(graph: PlainGraph, rows: Rows, passages: Passages): Routed {
  const spots = spotsOf(rows);
  const xs = passageXs(rows, passages);
  const channels = Array.from({ length: rows.length + 1 }, () => new Map<string, Stretch>());
  const steps = new Map<string, Step[]>();
  for (const edge of graph.edges) {
    steps.set(edge.id, stepsOf(edge, { spots, xs, channels }));
  }
  const laneOf = channels.map((channel) => lanesOf([...channel.values()]));
  return {
    lanes: laneOf.map((lanes) => Math.max(0, ...[...lanes.values()].map((lane) => lane + 1))),
    points: (edge, yOf) => withoutDetours(defined(steps.get(edge.id), edge.id).map((step) => ({
      x: step.x,
      y: 'edgeOf' in step ? yOf.node(step.edgeOf, step.side)
        : yOf.lane(step.channel, laneOf[step.channel]?.get(step.bundle) ?? 0),
    }))),
  };
}

interface Ground {
  readonly spots: ReadonlyMap<string, Spot>;
  readonly xs: ReadonlyMap<string, number>;
  readonly channels: readonly Map<string, Stretch>[];
}

function stepsOf(edge: PlainEdge, { spots, xs, channels }: Ground): Step[] {
  const from = endOf(spots, edge.from);
  const to = endOf(spots, edge.to);
  const fromSide = sideOf(spots, edge.from);
  const toSide = sideOf(spots, edge.to);
  const { bundle } = edge;
  const steps: Step[] = [{ x: from.x, edgeOf: edge.from.node, side: fromSide }];
  const down = from.channel < to.channel;
  let x = from.x;
  let fromAbove = fromSide === 'south';
  let { channel } = from;
  const go = (nextX: number, intoAbove: boolean): void => {
    if (nextX !== x || fromAbove === intoAbove) {
      note(defined(channels[channel], 'channel'), { bundle, x, nextX, fromAbove, intoAbove });
      steps.push({ x, channel, bundle }, { x: nextX, channel, bundle });
    }
    x = nextX;
  };
  for (const row of rowsBetween(from, to)) {
    go(defined(xs.get(passageKey(row, edge.id)), edge.id), !down);
    fromAbove = down;
    channel = down ? row + 1 : row;
  }
  go(to.x, toSide === 'south');
  steps.push({ x: to.x, edgeOf: edge.to.node, side: toSide });
  return steps;
}

function sideOf(spots: ReadonlyMap<string, Spot>, ref: PlainEdge['from']): 'north' | 'south' {
  const { placed } = defined(spots.get(ref.node), ref.node);
  return defined(placed.node.ports.find(({ id }) => id === ref.port), ref.port).side;
}

function note(channel: Map<string, Stretch>, move: {
  readonly bundle: string; readonly x: number; readonly nextX: number;
  readonly fromAbove: boolean; readonly intoAbove: boolean;
}): void {
  const { bundle, x, nextX } = move;
  const stretch = channel.get(bundle)
    ?? { bundle, low: Infinity, high: -Infinity, above: [], below: [] };
  channel.set(bundle, stretch);
  stretch.low = Math.min(stretch.low, x, nextX);
  stretch.high = Math.max(stretch.high, x, nextX);
  (move.fromAbove ? stretch.above : stretch.below).push(x);
  (move.intoAbove ? stretch.above : stretch.below).push(nextX);
}

/**
 * A lane for each stretch. One that comes from above at some x must lie over one that goes down at
 * the same x, or the two would share an upright piece; a ring of such wishes is broken somewhere.
 */
function lanesOf(stretches: readonly Stretch[]): Map<string, number> {
  const near = (a: number, b: number): boolean => Math.abs(a - b) < pitch / 2;
  const waiting = sorted(stretches, (a, b) =>
    compareNumbers(a.low, b.low) || compareIds(a.bundle, b.bundle));
  const over = (a: Stretch, b: Stretch): boolean =>
    a.above.some((x) => b.below.some((other) => near(x, other)));
  const lanes = new Map<string, number>();
  const done: Stretch[] = [];
  while (waiting.length > 0) {
    const free = waiting.findIndex((one) =>
      waiting.every((other) => other === one || !over(other, one)));
    const [next] = waiting.splice(Math.max(free, 0), 1);
    const stretch = defined(next, 'stretch');
    const least = Math.max(0, ...done.filter((one) => over(one, stretch))
      .map((one) => (lanes.get(one.bundle) ?? 0) + 1));
    let lane = least;
    while (done.some((one) => lanes.get(one.bundle) === lane
      && one.low < stretch.high + pitch && stretch.low < one.high + pitch)) lane++;
    lanes.set(stretch.bundle, lane);
    done.push(stretch);
  }
  return lanes;
}

/** Without points that do not turn. */
export function withoutDetours(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last !== undefined && last.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    const inLine = last !== undefined && before !== undefined && (
      (before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y)
    );
    if (inLine) kept.pop();
    kept.push(point);
  }
  return kept;
}
