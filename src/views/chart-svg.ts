/**
 * What charts have in common: the sheet with its title, hues with dashes, and the legend below.
 * Not the figures. Keeps true: lines differ by dashes as well as by colour.
 */
import { fitText, textWidth, type TextSize } from '#scene';
import { escapeText, number, rectangle, tag, text } from './svg.ts';
import { hueColour, type Theme } from './theme.ts';

export interface ChartOptions {
  readonly theme: Theme;
  readonly title: string;
  readonly width: number;
  readonly tickPicoseconds: number;
}

export const margin = 12;
/** Where a plot begins, below the title. */
export const top = 34;
/** Between a plot and what is below the words of its axis. */
export const axisHeight = 26;
/** More lines than these cannot be told apart; the table has all. */
export const linesMax = 6;

const strong: TextSize = { sizePixels: 12, bold: true, mono: false };
const plain: TextSize = { sizePixels: 11, bold: false, mono: false };
const dashes = [null, '6 3', '2 2', '9 3 2 3', '4 4', '1 3'] as const;
const rowHeight = 18;

export const chartWidth = ({ width }: ChartOptions): number => Math.max(280, Math.round(width));

export function chart(
  kind: string, height: number, options: ChartOptions, inside: readonly string[],
): string {
  const { theme, title } = options;
  const width = chartWidth(options);
  return `${tag('svg', {
    xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(width)} ${String(height)}`,
    width, height, role: 'img', 'aria-label': title, class: `${kind} theme-${theme.name}`,
    'font-family': theme.fonts,
  }, [
    tag('title', {}, [escapeText(title)]),
    rectangle({ x: 0, y: 0, width, height }, { fill: theme.canvas }),
    text(fitText(title, strong, width - 2 * margin).text, {
      x: margin, y: 20, 'font-size': 12, 'font-weight': 650, fill: theme.text,
    }),
    ...inside,
  ])}\n`;
}

/** A line of one hue, or what is lightly filled with it. */
export const stroke = (theme: Theme, index: number): Record<string, string | number | null> => ({
  fill: 'none', stroke: hueColour(theme, index), 'stroke-width': 1.8,
  'stroke-dasharray': dashes[index] ?? null, 'stroke-linejoin': 'round',
});

export const area = (theme: Theme, index: number): Record<string, string | number> => ({
  fill: hueColour(theme, index), 'fill-opacity': 0.22,
});

export const axisText = (
  theme: Theme, words: string, x: number, y: number, anchor: 'start' | 'middle' | 'end',
): string => text(words, { x, y, 'font-size': 11, 'text-anchor': anchor, fill: theme.muted });

export const gridLine = (theme: Theme, d: string): string =>
  tag('path', { d, stroke: theme.frameBorder, 'stroke-width': 0.6, fill: 'none' });

export interface LegendRow {
  readonly name: string;
  /** Figures, at the end of the row. */
  readonly words: string;
  /** Its number among the lines. */
  readonly index: number;
  /** A sample of an area, and not of a line. */
  readonly isArea?: boolean;
}

export const legendHeight = (rows: readonly LegendRow[]): number => rows.length * rowHeight + 6;

export const legend = (
  rows: readonly LegendRow[], y: number, options: ChartOptions,
): string[] => rows.flatMap((row, i) => legendRow(row, y + i * rowHeight, options));

function legendRow(
  { name, words, index, isArea = false }: LegendRow, y: number, options: ChartOptions,
): string[] {
  const { theme } = options;
  const width = chartWidth(options) - 2 * margin;
  const room = width - 44 - textWidth(words, plain) - 16;
  const fitted = fitText(name, plain, Math.max(60, room));
  return [
    isArea ? rectangle({ x: margin, y: y + 2, width: 32, height: 12 }, area(theme, index))
      : tag('path', { d: `M${String(margin)},${number(y + 8)}h32`, ...stroke(theme, index) }),
    text(fitted.text, {
      x: margin + 40, y: y + 12, 'font-size': 11, 'font-weight': 650, fill: theme.text,
    }, fitted.full),
    text(fitText(words, plain, width - 110).text, {
      x: margin + width, y: y + 12, 'font-size': 11, 'text-anchor': 'end', fill: theme.muted,
    }),
  ];
}
