/**
 * Pills: the words on a line, put where nothing else is. Not the lines' ways. Keeps true: a pill
 * touches no box, no other line and no other pill; without such a place there is none, and the
 * words stay in the line's label.
 */
import { defined } from '#base';
import type { Box, Line, Rectangle } from '#scene';
import type { HostGraph } from './host-graph.ts';
import { pillText, pillTextWithRate, type Joint } from './links.ts';
import { crosses, overlap } from './plain-rules.ts';
import { textWidth } from '#scene';

const pillHeight = 18;
const clear = 3;

const pillWidth = (text: string): number => textWidth(text, 'detail') + 16;

/** Parts that are joined side by side do not stand far apart for the sake of a rate. */
const besideMax = 140;

/** How far apart parts stand for the pill between them. */
export function pillRoom(joint: Joint): number {
  const full = pillWidth(pillTextWithRate(joint));
  return full <= besideMax ? full : pillWidth(pillText(joint));
}

/** One pill for each bundle: the wires of a bus say their name once. */
export function withPills(
  lines: readonly Line[], graph: HostGraph, boxes: readonly Box[],
): Line[] {
  const bundles = new Map(graph.edges.map((edge) => [
    graph.jointByEdge.get(edge.id)?.links[0]?.id ?? '', edge.bundle,
  ] as const));
  const joints = new Map([
    ...graph.jointByEdge.values(), ...graph.clusters.flatMap((cluster) => cluster.joints),
  ].map((joint) => [joint.links[0]?.id ?? '', joint] as const));
  const bundleOf = (line: Line): string => bundles.get(line.id) ?? line.id;
  const parts = boxes.filter(({ role }) => role !== 'host');
  const frames = boxes.filter(({ role }) => role === 'host');
  const taken: Rectangle[] = [];
  const named = new Set<string>();
  return lines.map((line) => {
    const bundle = bundleOf(line);
    const joint = joints.get(line.id);
    if (joint === undefined || pillText(joint) === '' || named.has(bundle)) return line;
    const others = lines.filter((other) => bundleOf(other) !== bundle);
    for (const text of [pillTextWithRate(joint), pillText(joint)]) {
      const spot = placesOn(line, pillWidth(text)).find((place) =>
        frames.every((box) => isInside(place, box))
        && !parts.some((box) => overlap(place, box, clear))
        && !taken.some((other) => overlap(place, other, clear))
        && !others.some((other) => passes(other, place)));
      if (spot === undefined) continue;
      named.add(bundle);
      taken.push(spot);
      return { ...line, pill: { ...spot, text } };
    }
    return line;
  });
}

const isInside = (place: Rectangle, frame: Rectangle): boolean =>
  place.x - clear >= frame.x && place.x + place.width + clear <= frame.x + frame.width
  && place.y - clear >= frame.y && place.y + place.height + clear <= frame.y + frame.height;

function passes(line: Line, place: Rectangle): boolean {
  const around = {
    x: place.x - clear, y: place.y - clear,
    width: place.width + 2 * clear, height: place.height + 2 * clear,
  };
  return line.points.some((point, i) =>
    i > 0 && crosses(defined(line.points[i - 1], 'point'), point, around));
}

/** Middles first, then steps to both sides. */
const shares = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8];

function placesOn(line: Line, width: number): Rectangle[] {
  const found: (Rectangle & { readonly length: number })[] = [];
  line.points.forEach((point, i) => {
    const before = line.points[i - 1];
    if (before === undefined) return;
    const length = Math.abs(point.x - before.x) + Math.abs(point.y - before.y);
    const level = point.y === before.y;
    if (length < (level ? width : pillHeight) + 2) return;
    for (const share of shares) {
      const x = before.x + (point.x - before.x) * share;
      const y = before.y + (point.y - before.y) * share;
      found.push({
        x: Math.round(x - width / 2), y: Math.round(y - pillHeight / 2), width, height: pillHeight,
        length,
      });
    }
  });
  return found.sort((a, b) => b.length - a.length)
    .map(({ x, y, width: wide, height }) => ({ x, y, width: wide, height }));
}
