/**
 * Where the nodes of each row stand from left to right: the widest row first, side by side, and
 * every other row over or under what it is joined to. Not the lines and not the heights.
 * Keeps true: neighbours of a row keep their distance, whatever they would rather have.
 */
import { compareNumbers, defined } from '#base';
import type { PlainGraph, PlainNode } from './engine.ts';

export interface Placed {
  readonly node: PlainNode;
  x: number;
}

/** Rows from top to bottom, nodes from left to right. */
export type Rows = Placed[][];

/** Widths of the gaps of each row: gap 0 lies before its first node. */
export type Gaps = (row: number, gap: number) => number;

interface Joint {
  readonly other: string;
  readonly ownX: number;
  readonly otherX: number;
}

export function rowsOf(graph: PlainGraph): PlainNode[][] {
  const byRow = new Map<number, PlainNode[]>();
  for (const node of graph.nodes) {
    const row = byRow.get(node.row);
    if (row === undefined) byRow.set(node.row, [node]);
    else row.push(node);
  }
  return [...byRow].sort((a, b) => compareNumbers(a[0], b[0])).map(([, nodes]) => nodes);
}

export function placeRows(graph: PlainGraph, nodes: readonly PlainNode[][], gaps: Gaps): Rows {
  const joints = jointsOf(graph);
  const placedX = new Map<string, number>();
  const widths = nodes.map((row, index) => row.reduce(
    (sum, node, i) => sum + node.width + (i === 0 ? 0 : gaps(index, i)), 0,
  ));
  const anchor = widths.indexOf(Math.max(...widths, 0));
  const rows: Rows = nodes.map(() => []);
  const columns = columnXs(nodes, gaps);
  nodes.forEach((row, index) => {
    if (!inColumns(row)) return;
    const placed = row.map((node) => ({ node, x: columns.get(node) ?? 0 }));
    for (const { node, x } of placed) placedX.set(node.id, x);
    rows[index] = placed;
  });
  const start = nodes.findIndex(inColumns) < 0 ? anchor : nodes.findIndex(inColumns);
  const order = [
    ...nodes.map((_, i) => start - i), ...nodes.map((_, i) => start + 1 + i),
  ].filter((i) => i >= 0 && i < nodes.length && !inColumns(nodes[i] ?? []));
  for (const index of order) {
    const row = placeRow(defined(nodes[index], 'row'), {
      joints, placedX, gap: (i) => gaps(index, i),
    });
    for (const placed of row) placedX.set(placed.node.id, placed.x);
    rows[index] = row;
  }
  const left = Math.min(...rows.flat().map((placed) => placed.x), 0);
  for (const placed of rows.flat()) placed.x -= left;
  return rows;
}

const inColumns = (row: readonly PlainNode[]): boolean =>
  row.length > 0 && row.every(({ column }) => column !== undefined);

/** A column is as wide as its widest node, the gap before it as its widest gap. */
function columnXs(nodes: readonly PlainNode[][], gaps: Gaps): Map<PlainNode, number> {
  const groups = new Map<number, { widths: number[]; before: number[] }>();
  const own = (node: PlainNode): { widths: number[]; before: number[]; index: number } => {
    const { group, index } = node.column ?? { group: 0, index: 0 };
    const held = groups.get(group) ?? { widths: [], before: [] };
    groups.set(group, held);
    return { ...held, index };
  };
  const inside = nodes.map((row, index) => ({ row, index })).filter(({ row }) => inColumns(row));
  for (const { row, index } of inside) {
    row.forEach((node, i) => {
      const { widths, before, index: column } = own(node);
      widths[column] = Math.max(widths[column] ?? 0, node.width);
      before[column] = Math.max(before[column] ?? 0, i === 0 ? 0 : gaps(index, i));
    });
  }
  return new Map(inside.flatMap(({ row }) => row.map((node) => {
    const { widths, before, index } = own(node);
    let x = 0;
    for (let i = 0; i < index; i++) x += (widths[i] ?? 0) + (before[i + 1] ?? 0);
    return [node, x] as const;
  })));
}

function jointsOf(graph: PlainGraph): Map<string, Joint[]> {
  const portX = new Map<string, number>();
  for (const node of graph.nodes) {
    for (const port of node.ports) portX.set(`${node.id} ${port.id}`, port.x);
  }
  const joints = new Map<string, Joint[]>();
  const add = (own: string, joint: Joint): void => {
    const held = joints.get(own);
    if (held === undefined) joints.set(own, [joint]);
    else held.push(joint);
  };
  for (const { from, to } of graph.edges) {
    const fromX = defined(portX.get(`${from.node} ${from.port}`), from.port);
    const toX = defined(portX.get(`${to.node} ${to.port}`), to.port);
    add(from.node, { other: to.node, ownX: fromX, otherX: toX });
    add(to.node, { other: from.node, ownX: toX, otherX: fromX });
  }
  return joints;
}

interface RowWish {
  readonly joints: ReadonlyMap<string, readonly Joint[]>;
  readonly placedX: ReadonlyMap<string, number>;
  readonly gap: (index: number) => number;
}

function placeRow(nodes: readonly PlainNode[], wish: RowWish): Placed[] {
  let previous = 0;
  const wanted = nodes.map((node, index) => {
    const xs = (wish.joints.get(node.id) ?? []).flatMap((joint) => {
      const otherX = wish.placedX.get(joint.other);
      return otherX === undefined ? [] : [otherX + joint.otherX - joint.ownX];
    });
    const x = xs.length === 0 ? previous : xs.reduce((sum, each) => sum + each, 0) / xs.length;
    previous = x + node.width + wish.gap(index + 1);
    return { node, x, index };
  });
  wanted.sort((a, b) => compareNumbers(a.x + a.node.width / 2, b.x + b.node.width / 2)
    || compareNumbers(a.index, b.index));
  const xs = spread(wanted.map(({ x, node }) => ({ wanted: x, width: node.width })), wish.gap);
  return wanted.map(({ node }, i) => ({ node, x: defined(xs[i], 'x') }));
}

/**
 * The places nearest to the wanted ones, in the sense of least squares, that keep the distances:
 * neighbours that would collide are pooled and share their displacement.
 */
function spread(
  items: readonly { readonly wanted: number; readonly width: number }[],
  gap: (index: number) => number,
): number[] {
  const pools: { sum: number; count: number }[] = [];
  const offsets: number[] = [];
  let offset = 0;
  items.forEach((item, i) => {
    if (i > 0) offset += defined(items[i - 1], 'item').width + gap(i);
    offsets.push(offset);
    let pool = { sum: item.wanted - offset, count: 1 };
    let last = pools.at(-1);
    while (last !== undefined && last.sum / last.count > pool.sum / pool.count) {
      pools.pop();
      pool = { sum: pool.sum + last.sum, count: pool.count + last.count };
      last = pools.at(-1);
    }
    pools.push(pool);
  });
  return pools
    .flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count))
    .map((base, i) => Math.round(base) + defined(offsets[i], 'offset'));
}
