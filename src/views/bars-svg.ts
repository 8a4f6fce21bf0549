/**
 * A small bar chart for reports: a name, a bar, a figure on each line. Not a chart with axes. Keeps
 * true: the figure stands beside its bar, so the bar's length is never the only word on it.
 */
import { fitText, textWidth, type TextSize } from '#scene';
import type { Verdict } from '#results';
import { verdictColour, verdictMarks } from './strip-svg.ts';
import { escapeText, rectangle, tag, text } from './svg.ts';
import { rampColour, type Theme } from './theme.ts';

export interface BarRow {
  readonly name: string;
  readonly value: number;
  /** The value with its unit. */
  readonly text: string;
  /** Ends of an interval around the value. */
  readonly interval?: { readonly low: number; readonly high: number };
  readonly verdict?: Verdict;
}

export interface BarsOptions {
  readonly theme: Theme;
  readonly title: string;
  readonly width: number;
  /** Values at the right end; the largest of them, if none is given. */
  readonly end?: number;
  /** A line across all bars, such as the bound of an expectation. */
  readonly bound?: { readonly value: number; readonly text: string };
  /** The bars are loads from 0 to `end`: coloured by the ramp. */
  readonly load?: boolean;
}

const rowHeight = 24;
const margin = 12;
const top = 34;
const plain: TextSize = { sizePixels: 11, bold: false, mono: false };
const strong: TextSize = { sizePixels: 11, bold: true, mono: false };

export function renderBars(rows: readonly BarRow[], options: BarsOptions): string {
  const { theme, title, bound } = options;
  const width = Math.max(280, Math.round(options.width));
  const nameWidth = Math.min(Math.floor(width * 0.35), Math.max(0, ...rows.map(({ name }) =>
    textWidth(name, plain))) + 24);
  const textRoom = Math.max(40, ...rows.map((row) => textWidth(row.text, strong))) + 10;
  const left = margin + nameWidth;
  const room = Math.max(40, width - left - textRoom - margin);
  const end = options.end ?? Math.max(0, bound?.value ?? 0, ...rows.map((row) =>
    Math.max(row.value, row.interval?.high ?? 0)));
  const xOf = (value: number): number =>
    left + (end <= 0 ? 0 : (Math.min(Math.max(0, value), end) / end) * room);
  const bottom = top + rows.length * rowHeight;
  const height = bottom + (bound === undefined ? margin : 26);
  const half = bound === undefined ? 0 : Math.ceil(textWidth(bound.text, plain) / 2);
  return `${tag('svg', {
    xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(width)} ${String(height)}`,
    width, height, role: 'img', 'aria-label': title, class: `bars theme-${theme.name}`,
    'font-family': theme.fonts,
  }, [
    tag('title', {}, [escapeText(title)]),
    rectangle({ x: 0, y: 0, width, height }, { fill: theme.canvas }),
    text(fitText(title, { ...strong, sizePixels: 12 }, width - 2 * margin).text, {
      x: margin, y: 20, 'font-size': 12, 'font-weight': 650, fill: theme.text,
    }),
    ...rows.map((row, i) => drawRow(row, {
      options, left, y: top + i * rowHeight, nameWidth, endX: left + room, xOf,
    })),
    ...(bound === undefined ? [] : [
      tag('path', {
        d: `M${xOf(bound.value).toFixed(1)},${String(top - 4)} V${String(bottom)}`,
        stroke: theme.text, 'stroke-width': 1.2, 'stroke-dasharray': '4 3', fill: 'none',
      }),
      text(bound.text, {
        x: Math.min(Math.max(Math.round(xOf(bound.value)), margin + half), width - margin - half),
        y: bottom + 14, 'font-size': 11, 'text-anchor': 'middle', fill: theme.muted,
      }),
    ]),
  ])}\n`;
}

function drawRow(row: BarRow, at: {
  readonly options: BarsOptions; readonly left: number; readonly y: number;
  readonly nameWidth: number; readonly endX: number; readonly xOf: (value: number) => number;
}): string {
  const { options, left, y, nameWidth, endX, xOf } = at;
  const { theme } = options;
  const name = fitText(row.name, plain, nameWidth - 22);
  const valueX = xOf(row.value);
  const fill = row.verdict !== undefined ? verdictColour(row.verdict, theme)
    : options.load === true ? rampColour(theme, row.value / (options.end ?? 1)) : theme.accent;
  return tag('g', { class: 'bar' }, [
    tag('title', {}, [escapeText(`${row.name}: ${row.text}`)]),
    ...(row.verdict === undefined ? [] : [text(verdictMarks[row.verdict], {
      x: margin, y: y + 14, 'font-size': 12, 'font-weight': 700, fill,
    }, row.verdict)]),
    text(name.text, {
      x: margin + (row.verdict === undefined ? 0 : 16), y: y + 14, 'font-size': 11,
      fill: theme.muted,
    }, name.full),
    rectangle({ x: left, y: y + 4, width: endX - left, height: 12 }, { rx: 3, fill: theme.part }),
    rectangle({ x: left, y: y + 4, width: Math.max(1, valueX - left), height: 12 }, {
      rx: 3, fill,
    }),
    ...(row.interval === undefined ? [] : [tag('path', {
      d: `M${xOf(row.interval.low).toFixed(1)},${String(y + 10)} H${xOf(row.interval.high).toFixed(1)}`,
      stroke: theme.text, 'stroke-width': 2, fill: 'none',
    })]),
    text(row.text, {
      x: endX + 8, y: y + 14, 'font-size': 11, 'font-weight': 650, fill: theme.text,
    }),
  ]);
}
