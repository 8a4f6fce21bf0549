/**
 * The rules of a picture, asked of a Scene by themselves: nothing here is shared with the code that
 * lays out. Keeps true: each broken rule comes back as a sentence with the ids it is about.
 */
import type { Box, Line, Rectangle, Scene, Text } from '#scene';
import { textSizes } from '#scene';

const inside = (inner: Rectangle, outer: Rectangle): boolean =>
  inner.x >= outer.x && inner.y >= outer.y
  && inner.x + inner.width <= outer.x + outer.width
  && inner.y + inner.height <= outer.y + outer.height;

const meet = (a: Rectangle, b: Rectangle): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The room a text takes, from the top of its letters to the bottom of its tails. */
function textBox(text: Text): Rectangle {
  const size = textSizes[text.style].sizePixels;
  const x = text.anchor === 'start' ? text.x
    : text.anchor === 'end' ? text.x - text.width : text.x - text.width / 2;
  return { x, y: text.y - size * 0.78, width: text.width, height: size };
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Whether a straight piece, of any slant, passes through the inside of a box. */
function passes(from: Spot, to: Spot, box: Rectangle): boolean {
  let enter = 0;
  let leave = 1;
  const clip = (start: number, delta: number, low: number, high: number): boolean => {
    if (delta === 0) return start > low && start < high;
    const first = (low - start) / delta;
    const second = (high - start) / delta;
    enter = Math.max(enter, Math.min(first, second));
    leave = Math.min(leave, Math.max(first, second));
    return true;
  };
  return clip(from.x, to.x - from.x, box.x, box.x + box.width)
    && clip(from.y, to.y - from.y, box.y, box.y + box.height) && leave - enter > 1e-9;
}

const pieces = (line: Line): [Spot, Spot][] =>
  line.points.slice(1).map((point, i) => [line.points[i]!, point]);

const wholes = (rectangle: Rectangle): boolean =>
  [rectangle.x, rectangle.y, rectangle.width, rectangle.height].every(Number.isInteger);

export function brokenRules(scene: Scene): string[] {
  const broken: string[] = [];
  const sheet = { x: 0, y: 0, width: scene.width, height: scene.height };
  const boxAt = new Map(scene.boxes.map((box) => [box.id, box] as const));
  const ancestors = (box: Box): Set<string> => {
    const found = new Set([box.id]);
    let parent = box.parent;
    while (parent !== null && !found.has(parent)) {
      found.add(parent);
      parent = boxAt.get(parent)?.parent ?? null;
    }
    return found;
  };
  for (const box of scene.boxes) {
    if (!wholes(box)) broken.push(`${box.id} is not at whole pixels`);
    if (!inside(box, sheet)) broken.push(`${box.id} leaves the sheet`);
    const parent = box.parent === null ? undefined : boxAt.get(box.parent);
    if (parent !== undefined && !inside(box, parent)) broken.push(`${box.id} leaves ${parent.id}`);
    if (box.parent !== null && parent === undefined) broken.push(`${box.id} has no parent box`);
    for (const part of [...box.cells, ...box.bars, ...box.slots]) {
      if (!inside(part, box)) broken.push(`something in ${box.id} leaves it`);
    }
  }
  broken.push(...siblings(scene), ...texts(scene));
  for (const line of scene.lines) {
    const from = boxAt.get(line.from);
    const to = boxAt.get(line.to);
    if (from === undefined || to === undefined) {
      broken.push(`${line.id} ends nowhere`);
      continue;
    }
    const own = new Set([...ancestors(from), ...ancestors(to)]);
    broken.push(...ends(line, from, to));
    for (const [a, b] of pieces(line)) {
      const passed = scene.boxes.filter((box) => passes(a, b, box)
        && (!own.has(box.id) || box.id === line.from || box.id === line.to));
      broken.push(...passed.map(({ id }) => `${line.id} passes ${id}`));
      if (![a, b].every(({ x, y }) => inside({ x, y, width: 0, height: 0 }, sheet))) {
        broken.push(`${line.id} leaves the sheet`);
      }
    }
  }
  return [...broken, ...pills(scene)];
}

const touches = (point: Spot | undefined, box: Box): boolean =>
  point !== undefined && inside({ ...point, width: 0, height: 0 }, box);

function ends(line: Line, from: Box, to: Box): string[] {
  const [first, last] = [line.points[0], line.points.at(-1)];
  return (touches(first, from) && touches(last, to)) || (touches(first, to) && touches(last, from))
    ? [] : [`${line.id} does not reach its ends`];
}

function siblings(scene: Scene): string[] {
  const broken: string[] = [];
  const byParent = new Map<string | null, Box[]>();
  for (const box of scene.boxes) {
    byParent.set(box.parent, [...byParent.get(box.parent) ?? [], box]);
  }
  for (const group of byParent.values()) {
    group.forEach((one, i) => {
      for (const other of group.slice(i + 1)) {
        if (meet(one, other)) broken.push(`${one.id} and ${other.id} overlap`);
      }
    });
  }
  return broken;
}

function texts(scene: Scene): string[] {
  const broken: string[] = [];
  for (const box of scene.boxes) {
    const children = scene.boxes.filter(({ parent }) => parent === box.id);
    const places = box.texts.map((text) => ({ text: text.text, ...textBox(text) }));
    places.forEach((place, i) => {
      if (!inside(place, box)) broken.push(`'${place.text}' leaves ${box.id}`);
      for (const other of places.slice(i + 1)) {
        if (meet(place, other)) broken.push(`'${place.text}' touches '${other.text}' in ${box.id}`);
      }
      for (const other of [...children, ...box.cells, ...box.bars, ...box.slots]) {
        if (meet(place, other)) broken.push(`'${place.text}' touches something in ${box.id}`);
      }
      for (const line of scene.lines) {
        if (pieces(line).some(([a, b]) => passes(a, b, place))) {
          broken.push(`${line.id} passes '${place.text}'`);
        }
      }
    });
  }
  return broken;
}

function pills(scene: Scene): string[] {
  const broken: string[] = [];
  const all = scene.lines.flatMap((line) =>
    (line.pill === null ? [] : [{ line, pill: line.pill }]));
  all.forEach(({ line, pill }, i) => {
    for (const other of all.slice(i + 1)) {
      if (meet(pill, other.pill)) broken.push(`the pills of ${line.id} and ${other.line.id} meet`);
    }
    for (const box of scene.boxes) {
      const around = box.role === 'host' || box.role === 'fabric';
      if (around ? meet(pill, box) && !inside(pill, box) : meet(pill, box)) {
        broken.push(`the pill of ${line.id} touches ${box.id}`);
      }
    }
  });
  return broken;
}
