/**
 * What a box, a line and the legend look like when loads colour the picture. Not the picture.
 * Keeps true: a colour of the ramp never stands alone: a number or a width is beside it; and words
 * on a colour are in that of the canvas, from which every colour stands out.
 */
import { textWidth, type Box, type Rectangle, type Text, type TextSize } from '#scene';
import { rectangle, tag, text } from './svg.ts';
import { idleBelow, rampColour, type Theme } from './theme.ts';

export const percentText = (load: number): string =>
  `${String(Math.round(Math.max(0, load) * 100))} %`;

/** Of several things that are drawn as one, the busiest. */
export function loadOf(
  ids: readonly string[], loads: { readonly [id: string]: number },
): number | null {
  const found = ids.flatMap((id) => loads[id] ?? []);
  return found.length === 0 ? null : Math.max(...found);
}

const filled: readonly Box['role'][] =
  ['card', 'controller', 'chip', 'hypervisor', 'drive', 'switch'];

/** The theme in which one box is painted that is so busy. */
export function heatedTheme(theme: Theme, box: Box, load: number): Theme {
  const colour = rampColour(theme, load);
  if (!filled.includes(box.role)) {
    return { ...theme, frameBorder: colour, surfaceBorder: colour, partBorder: colour, border: 3 };
  }
  const edge = box.role === 'drive' ? theme.canvas : colour;
  return {
    ...theme, part: colour, frame: colour, surface: colour, partBorder: edge, surfaceBorder: edge,
    text: theme.canvas, muted: theme.canvas,
  };
}

/** A drive has no room for a tag: its number stands where its size stood. */
export const heatedTexts = (box: Box, load: number): readonly Text[] =>
  box.role !== 'drive' || box.texts.length < 2 ? box.texts : box.texts.map((each, i) =>
    (i === box.texts.length - 1 ? { ...each, text: percentText(load), full: null } : each));

const tagSize: TextSize = { sizePixels: 11, bold: true, mono: false };

/** Across the top edge near the right corner, above the words of the box. */
function heatTagPlace(box: Rectangle, load: number): Rectangle {
  const width = textWidth(percentText(load), tagSize) + 8;
  return { x: box.x + box.width - width - 4, y: box.y - 10, width, height: 14 };
}

export function drawHeatTag(box: Box, load: number, theme: Theme): string {
  const place = heatTagPlace(box, load);
  return tag('g', { class: 'heat' }, [
    rectangle(place, {
      rx: 4, fill: rampColour(theme, load), stroke: theme.canvas, 'stroke-width': 1,
    }),
    text(percentText(load), {
      x: place.x + place.width / 2, y: place.y + 11, 'font-size': tagSize.sizePixels,
      'font-weight': 650, 'text-anchor': 'middle', fill: theme.canvas,
    }),
  ]);
}

/** From thin to as thick as a line may be that has others ten pixels beside it. */
export const heatedWidth = (load: number): number =>
  1.6 + 5.4 * Math.min(1, Math.max(0, load));

const legendSize: TextSize = { sizePixels: 11, bold: false, mono: false };
const swatchWidth = 28;
const rowHeight = 22;

interface LegendItem {
  readonly words: string;
  readonly colour: string | null;
  readonly thickness: number;
  readonly x: number;
  readonly row: number;
}

/** The steps with their bounds, in as many rows as the width asks for. */
function legendItems(theme: Theme, about: string, width: number): readonly LegendItem[] {
  const steps = theme.ramp.length;
  const bound = (index: number): string => String(Math.round((index * 100) / steps));
  const wanted = [
    { words: about, colour: null, thickness: 0 },
    { words: `below ${String(100 * idleBelow)} %`, colour: theme.muted, thickness: 2 },
    ...theme.ramp.map((colour, i) => ({
      words: `${i === 0 ? String(100 * idleBelow) : bound(i)}–${bound(i + 1)} %`, colour, thickness: 4 + i * 2,
    })),
    { words: 'not measured', colour: theme.line, thickness: 1.2 },
  ];
  let x = 0;
  let row = 0;
  return wanted.map((item) => {
    const room = textWidth(item.words, legendSize) + (item.colour === null ? 0 : swatchWidth + 6);
    if (x > 0 && x + room > width) {
      x = 0;
      row++;
    }
    const at = x;
    x += room + 18;
    return { ...item, x: at, row };
  });
}

export const heatLegendHeight = (theme: Theme, about: string, width: number): number =>
  rowHeight * (1 + Math.max(...legendItems(theme, about, width).map(({ row }) => row)));

export function drawHeatLegend(theme: Theme, about: string, at: {
  readonly x: number; readonly y: number; readonly width: number;
}): string {
  return tag('g', { class: 'legend' }, legendItems(theme, about, at.width).flatMap((item) => {
    const x = at.x + item.x;
    const middle = at.y + item.row * rowHeight + rowHeight / 2;
    const swatch = item.colour === null ? [] : [rectangle({
      x, y: middle - item.thickness / 2, width: swatchWidth, height: item.thickness,
    }, { fill: item.colour })];
    return [...swatch, text(item.words, {
      x: x + (item.colour === null ? 0 : swatchWidth + 6), y: middle + 4,
      'font-size': legendSize.sizePixels, fill: theme.muted,
    })];
  }));
}
