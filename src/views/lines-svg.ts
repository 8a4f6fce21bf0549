/**
 * Small lines over equal windows of time, one below the other. Not a chart to read values from:
 * those are in the table beside it. Keeps true: where a window has no value the line has a gap, and
 * never a value made up; every line begins at nothing.
 */
import { axisHeight, axisText, chart, chartWidth, margin, top, type ChartOptions } from './chart-svg.ts';
import { windowStart } from './heat-figures.ts';
import { number, rectangle, tag, text } from './svg.ts';
import type { Theme } from './theme.ts';
import { axisMarks } from './time-axis.ts';

const plotHeight = 44;
const gap = 20;
const labelWidth = 118;

export interface WindowLine {
  readonly words: string;
  readonly values: readonly (number | null)[];
  readonly say: (value: number) => string;
}

interface Plot {
  readonly theme: Theme;
  readonly left: number;
  readonly width: number;
  readonly xOf: (ticks: number) => number;
  readonly atTicks: readonly number[];
}

/** Of several windows, each from the end of the one before it to its own. */
export function renderLines(
  lines: readonly WindowLine[], atTicks: readonly number[], options: ChartOptions,
): string {
  const { theme, tickPicoseconds } = options;
  const [start, end] = [windowStart(atTicks, 0), atTicks.at(-1) ?? 0];
  const left = margin + labelWidth;
  const width = chartWidth(options) - left - margin;
  const xOf = (ticks: number): number =>
    left + (end > start ? ((ticks - start) / (end - start)) * width : 0);
  const bottom = top + lines.length * (plotHeight + gap) - gap;
  return chart('series', bottom + axisHeight, options, [
    ...lines.flatMap((line, i) =>
      drawLine(line, top + i * (plotHeight + gap), { theme, left, width, xOf, atTicks })),
    ...timeAxis({ theme, xOf, width, start, end, y: bottom, tickPicoseconds }),
  ]);
}

function drawLine(
  line: WindowLine, y: number, { theme, left, width, xOf, atTicks }: Plot,
): string[] {
  const known = line.values.filter((value) => value !== null);
  const most = Math.max(0, ...known);
  const least = Math.min(most, ...known);
  const yOf = (value: number): number =>
    y + plotHeight * (1 - (most > 0 ? value / most : 0));
  let path = '';
  line.values.forEach((value, i) => {
    if (value === null) return;
    const from = xOf(windowStart(atTicks, i));
    const to = xOf(atTicks[i] ?? 0);
    const joined = i > 0 && line.values[i - 1] !== null && path !== '';
    const level = number(yOf(value));
    path += `${joined ? `V${level}` : `M${number(from)},${level}`}H${number(to)}`;
  });
  const words = { x: margin, 'font-size': 11 };
  return [
    text(line.words, { ...words, y: y + 12, fill: theme.text, 'font-weight': 650 }),
    text(known.length === 0 ? 'nothing' : `most ${line.say(most)}`, {
      ...words, y: y + 27, fill: theme.muted,
    }),
    ...(known.length === 0 ? [] : [text(`least ${line.say(least)}`, {
      ...words, y: y + 41, fill: theme.muted,
    })]),
    rectangle({ x: left, y, width, height: plotHeight }, {
      fill: theme.frame, stroke: theme.frameBorder, 'stroke-width': 0.8,
    }),
    ...(path === '' ? [] : [tag('path', {
      d: path, fill: 'none', stroke: theme.ramp[1] ?? theme.accent, 'stroke-width': 1.6,
    })]),
  ];
}

/** Round times below a plot. */
export function timeAxis({ theme, xOf, width, start, end, y, tickPicoseconds }: {
  readonly theme: Theme; readonly xOf: (ticks: number) => number; readonly width: number;
  readonly start: number; readonly end: number; readonly y: number;
  readonly tickPicoseconds: number;
}): string[] {
  const tickSeconds = tickPicoseconds / 1e12;
  return axisMarks(end * tickSeconds, Math.max(2, Math.floor(width / 110)))
    .filter(({ seconds }) => seconds / tickSeconds >= start * (1 - 1e-9))
    .flatMap((mark) => {
      const x = xOf(mark.seconds / tickSeconds);
      return [
        tag('path', {
          d: `M${number(x)},${String(y)} v4`, stroke: theme.line, 'stroke-width': 1, fill: 'none',
        }),
        axisText(
          theme, mark.text, x, y + 16, mark.seconds / tickSeconds >= end * 0.98 ? 'end' : 'middle',
        ),
      ];
    });
}
