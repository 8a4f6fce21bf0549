/**
 * A layout engine of our own: rows of boxes with channels between them. It draws the level of
 * whole hosts, and takes over where another engine fails or breaks a rule.
 * Keeps true: no line crosses a box, by construction, however many there are.
 */
import { defined } from '#base';
import type { LayoutEngine, PlainGraph, PlainPlaces, Point } from './engine.ts';
import { placeRows, rowsOf, type Rows } from './rows-place.ts';
import { passageRoom, planPassages, route } from './rows-route.ts';

const lanePitch = 10;
/** Between the first or last lane of a channel and the rows it lies between. */
const laneMargin = 18;

/** Never waits, so callers that need no engine can draw at once. */
export function placeInRows(graph: PlainGraph): PlainPlaces {
  const nodes = rowsOf(graph);
  const first = placeRows(graph, nodes, () => graph.nodeGap);
  const plan = planPassages(graph, first);
  const rows = placeRows(graph, first.map((row) => row.map(({ node }) => node)), (row, gap) =>
    graph.nodeGap + passageRoom(plan.count(row, gap)));
  const sameOrder = rows.every((row, r) =>
    row.every(({ node }, i) => node === first[r]?.[i]?.node));
  // A row that was sorted anew has other gaps; the second plan counts them.
  const passages = sameOrder ? plan : planPassages(graph, rows);
  const { lanes, points } = route(graph, rows, passages);
  const tops = heights(rows, lanes, graph.rowGap);
  const yOf = {
    node: (id: string, side: 'north' | 'south'): number => {
      const row = rows.findIndex((each) => each.some(({ node }) => node.id === id));
      const placed = defined(rows[row]?.find(({ node }) => node.id === id), id);
      const top = defined(tops.rows[row], 'row');
      return side === 'north' ? top : top + placed.node.height;
    },
    lane: (channel: number, lane: number): number =>
      defined(tops.firstLanes[channel], 'lane') + lane * lanePitch,
  };
  const edges = new Map(graph.edges.map((edge) => [edge.id, points(edge, yOf)] as const));
  return trimmed(rows, tops.rows, edges);
}

export const rowsEngine: LayoutEngine = {
  name: 'rows',
  place: (graph) => Promise.resolve(placeInRows(graph)),
};

function heights(rows: Rows, lanes: readonly number[], rowGap: number): {
  readonly rows: number[]; readonly firstLanes: number[];
} {
  const tops: number[] = [];
  const firstLanes: number[] = [];
  let y = 0;
  for (let channel = 0; channel <= rows.length; channel++) {
    const count = lanes[channel] ?? 0;
    const inner = channel > 0 && channel < rows.length;
    const needed = count === 0 ? 0 : 2 * laneMargin + (count - 1) * lanePitch;
    const height = inner ? Math.max(rowGap, needed) : needed;
    firstLanes.push(y + Math.round((height - Math.max(0, count - 1) * lanePitch) / 2));
    y += height;
    if (channel === rows.length) break;
    tops.push(y);
    y += Math.max(0, ...(rows[channel] ?? []).map(({ node }) => node.height));
  }
  return { rows: tops, firstLanes };
}

/** Moved so that nothing lies left of or above zero, lines included. */
function trimmed(
  rows: Rows, tops: readonly number[], edges: ReadonlyMap<string, readonly Point[]>,
): PlainPlaces {
  const boxes = rows.flatMap((row, r) => row.map(({ node, x }) => ({
    id: node.id, x, y: tops[r] ?? 0, width: node.width, height: node.height,
  })));
  const points = [...edges.values()].flat();
  if (boxes.length === 0) return { width: 0, height: 0, nodes: new Map(), edges };
  const left = Math.min(...boxes.map(({ x }) => x), ...points.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y), ...points.map(({ y }) => y));
  return {
    width: Math.max(0, ...boxes.map((b) => b.x + b.width), ...points.map(({ x }) => x)) - left,
    height: Math.max(0, ...boxes.map((b) => b.y + b.height), ...points.map(({ y }) => y)) - top,
    nodes: new Map(boxes.map(({ id, ...box }) =>
      [id, { ...box, x: box.x - left, y: box.y - top }])),
    edges: new Map([...edges].map(([id, way]) =>
      [id, way.map(({ x, y }) => ({ x: x - left, y: y - top }))])),
  };
}
