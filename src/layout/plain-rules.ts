/**
 * What a picture must keep, asked of an engine's answer before it is used. Not of texts, which an
 * engine does not know. Keeps true: nothing passes here that a reader would see as wrong: boxes
 * over each other or out of their row, a line through a box, slanted, or beside its port.
 */
import { compareNumbers } from '#base';
import type { Rectangle } from '#scene';
import type { PlainGraph, PlainPlaces, Point, PortRef } from './engine.ts';

const nearest = 4;

export const overlap = (a: Rectangle, b: Rectangle, clear = 0): boolean =>
  a.x < b.x + b.width + clear && b.x < a.x + a.width + clear
  && a.y < b.y + b.height + clear && b.y < a.y + a.height + clear;

/** Whether a piece of a line, upright or level, passes through the inside of a box. */
export function crosses(from: Point, to: Point, box: Rectangle): boolean {
  const left = Math.min(from.x, to.x);
  const right = Math.max(from.x, to.x);
  const top = Math.min(from.y, to.y);
  const bottom = Math.max(from.y, to.y);
  return left < box.x + box.width && right > box.x && top < box.y + box.height && bottom > box.y;
}

export function breaksRules(graph: PlainGraph, places: PlainPlaces): boolean {
  const boxes: Rectangle[] = [];
  for (const { id, width, height } of graph.nodes) {
    const box = places.nodes.get(id);
    if (box === undefined || box.width !== width || box.height !== height) return true;
    if (boxes.some((other) => overlap(box, other, nearest))) return true;
    boxes.push(box);
  }
  if (mixesRows(graph, places)) return true;
  return graph.edges.some(({ id, from, to }) => {
    const way = places.edges.get(id);
    if (way === undefined || way.length < 2) return true;
    if (!startsAt(graph, places, from, way[0])) return true;
    if (!startsAt(graph, places, to, way.at(-1))) return true;
    return way.some((point, i) => {
      const before = way[i - 1];
      if (before === undefined) return false;
      const slanted = before.x !== point.x && before.y !== point.y;
      return slanted || boxes.some((box) => crosses(before, point, box));
    });
  });
}

/** A row starts below all of the rows before it. */
function mixesRows(graph: PlainGraph, places: PlainPlaces): boolean {
  const rows = [...graph.nodes].sort((a, b) => compareNumbers(a.row, b.row));
  let above = 0;
  let bottom = -Infinity;
  let row = -Infinity;
  return rows.some((node) => {
    const y = places.nodes.get(node.id)?.y ?? 0;
    if (node.row !== row) above = bottom;
    row = node.row;
    bottom = Math.max(bottom, y + node.height);
    return y < above;
  });
}

function startsAt(
  graph: PlainGraph, places: PlainPlaces, ref: PortRef, point: Point | undefined,
): boolean {
  const node = graph.nodes.find(({ id }) => id === ref.node);
  const port = node?.ports.find(({ id }) => id === ref.port);
  const box = places.nodes.get(ref.node);
  if (port === undefined || box === undefined) return false;
  const y = port.side === 'north' ? box.y : box.y + box.height;
  return point?.x === box.x + port.x && point.y === y;
}
