/**
 * Small lines over equal windows of time, one below the other. Not a chart to read values from:
 * those are in the table beside it. Keeps true: where a window has no value the line has a gap, and
 * never a value made up; every line begins at nothing.
 */
import { fitText, type TextSize } from '#scene';
import { windowStart } from './heat-figures.ts';
import { escapeText, number, rectangle, tag, text } from './svg.ts';
import type { Theme } from './theme.ts';
import { axisMarks } from './time-axis.ts';

export interface LinesOptions {
  readonly theme: Theme;
  readonly title: string;
  readonly width: number;
  readonly tickPicoseconds: number;
}

const margin = 12;
const plotHeight = 44;
const gap = 20;
const top = 34;
const labelWidth = 118;
const strong: TextSize = { sizePixels: 12, bold: true, mono: false };

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
  lines: readonly WindowLine[], atTicks: readonly number[], options: LinesOptions,
): string {
  const { theme, title, tickPicoseconds } = options;
  const width = Math.max(280, Math.round(options.width));
  const [start, end] = [windowStart(atTicks, 0), atTicks[atTicks.length - 1] ?? 0];
  const left = margin + labelWidth;
  const plotWidth = width - left - margin;
  const xOf = (ticks: number): number =>
    left + (end > start ? ((ticks - start) / (end - start)) * plotWidth : 0);
  const plot: Plot = { theme, left, width: plotWidth, xOf, atTicks };
  const bottom = top + lines.length * (plotHeight + gap) - gap;
  const height = bottom + 26;
  return `${tag('svg', {
    xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(width)} ${String(height)}`,
    width, height, role: 'img', 'aria-label': title, class: `series theme-${theme.name}`,
    'font-family': theme.fonts,
  }, [
    tag('title', {}, [escapeText(title)]),
    rectangle({ x: 0, y: 0, width, height }, { fill: theme.canvas }),
    text(fitText(title, strong, width - 2 * margin).text, {
      x: margin, y: 20, 'font-size': 12, 'font-weight': 650, fill: theme.text,
    }),
    ...lines.flatMap((line, i) => drawLine(line, top + i * (plotHeight + gap), plot)),
    ...axis(plot, { start, end, y: bottom, tickPicoseconds }),
  ])}\n`;
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

function axis({ theme, xOf, width }: Plot, at: {
  readonly start: number; readonly end: number; readonly y: number;
  readonly tickPicoseconds: number;
}): string[] {
  const tickSeconds = at.tickPicoseconds / 1e12;
  return axisMarks(at.end * tickSeconds, Math.max(2, Math.floor(width / 110)))
    .filter(({ seconds }) => seconds / tickSeconds >= at.start * (1 - 1e-9))
    .flatMap((mark) => {
      const x = xOf(mark.seconds / tickSeconds);
      const anchor = mark.seconds / tickSeconds >= at.end * 0.98 ? 'end' : 'middle';
      return [
        tag('path', {
          d: `M${number(x)},${String(at.y)} v4`, stroke: theme.line, 'stroke-width': 1, fill: 'none',
        }),
        text(mark.text, {
          x, y: at.y + 16, 'font-size': 11, 'text-anchor': anchor, fill: theme.muted,
        }),
      ];
    });
}
