/**
 * A piece of a picture with an origin of its own, and the small builders of what is in it.
 * Not a scene: pieces are shifted into one. Keeps true: a text never ends outside the width that it
 * was given; what does not fit is shortened and kept in full.
 */
import {
  fitText, textWidth, type Box, type Cell, type Line, type Rectangle, type Text, type TextStyle,
} from '#scene';
import type { Point } from './engine.ts';

export interface Piece {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

type Optional = 'members' | 'texts' | 'cells' | 'bars' | 'slots' | 'collapsed' | 'hue';

export function makeBox(given: Omit<Box, Optional> & Partial<Pick<Box, Optional>>): Box {
  return {
    members: [], texts: [], cells: [], bars: [], slots: [], collapsed: false, hue: null, ...given,
  };
}

export interface TextPlace {
  readonly x: number;
  readonly y: number;
  readonly style: TextStyle;
  readonly widthMax: number;
  readonly anchor?: Text['anchor'];
}

/** One text, shortened to its width; empty texts are left out. */
export function makeTexts(text: string, place: TextPlace): Text[] {
  const fitted = fitText(text, place.style, place.widthMax);
  if (fitted.text === '') return [];
  return [{
    x: place.x, y: place.y, width: textWidth(fitted.text, place.style), ...fitted,
    style: place.style, anchor: place.anchor ?? 'start',
  }];
}

/** Two texts on one line, the second behind the first. */
export function makePair(
  first: { readonly text: string; readonly style: TextStyle },
  second: { readonly text: string; readonly style: TextStyle },
  place: { readonly x: number; readonly y: number; readonly widthMax: number },
): Text[] {
  const gap = 8;
  const whole = textWidth(first.text, first.style);
  const rest = Math.min(textWidth(second.text, second.style), Math.floor(place.widthMax * 0.4));
  const firstMax = second.text === '' ? place.widthMax : place.widthMax - rest - gap;
  const head = makeTexts(first.text, { ...place, style: first.style, widthMax: firstMax });
  const used = Math.min(whole, head[0]?.width ?? 0) + gap;
  return [...head, ...makeTexts(second.text, {
    x: place.x + used, y: place.y, style: second.style, widthMax: place.widthMax - used,
  })];
}

const moved = <R extends Rectangle>(rectangle: R, dx: number, dy: number): R =>
  ({ ...rectangle, x: rectangle.x + dx, y: rectangle.y + dy });

/** Cells are many, so each is copied by its fields. */
const movedCell = (cell: Cell, dx: number, dy: number): Cell => ({
  x: cell.x + dx, y: cell.y + dy, width: cell.width, height: cell.height, core: cell.core,
  instance: cell.instance, hue: cell.hue, shade: cell.shade, reserved: cell.reserved,
});

export const movedPoints = (points: readonly Point[], dx: number, dy: number): Point[] =>
  points.map(({ x, y }) => ({ x: x + dx, y: y + dy }));

export function movedBox(box: Box, dx: number, dy: number): Box {
  return {
    ...moved(box, dx, dy),
    texts: box.texts.map((text) => ({ ...text, x: text.x + dx, y: text.y + dy })),
    cells: box.cells.map((cell) => movedCell(cell, dx, dy)),
    bars: box.bars.map((bar) => moved(bar, dx, dy)),
    slots: box.slots.map((slot) => moved(slot, dx, dy)),
  };
}

function movedLine(line: Line, dx: number, dy: number): Line {
  return {
    ...line,
    points: movedPoints(line.points, dx, dy),
    pill: line.pill === null ? null : moved(line.pill, dx, dy),
  };
}

export function movedPiece(piece: Piece, dx: number, dy: number): Piece {
  return {
    ...piece,
    boxes: piece.boxes.map((box) => movedBox(box, dx, dy)),
    lines: piece.lines.map((line) => movedLine(line, dx, dy)),
  };
}
