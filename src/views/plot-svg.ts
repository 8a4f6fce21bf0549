/**
 * Several values over the same steps, such as windows of time or rounds of a job, on one scale
 * that begins at nothing. Not the values: a table beside it has those. Keeps true: where a step has
 * no value the line has a gap.
 */
import { fitText, textWidth, type TextSize } from '#scene';
import {
  area, axisHeight, axisText, chart, chartWidth, gridLine, legend, legendHeight, margin, stroke,
  top, type ChartOptions, type LegendRow,
} from './chart-svg.ts';
import { escapeText, number, rectangle, tag, text } from './svg.ts';
import type { Theme } from './theme.ts';
import { roundStep } from './time-axis.ts';

export interface PlotLine {
  readonly name: string;
  readonly words: string;
  readonly values: readonly (number | null)[];
  /** The line is the upper end of an area, and these are the lower one. */
  readonly lower?: readonly number[];
}

export interface PlotSpan {
  readonly words: string;
  readonly from: number;
  readonly to: number;
}

export interface PlotScale {
  /** The ends of all steps, one more than there are values. */
  readonly edges: readonly number[];
  readonly say: (value: number) => string;
  /** The unit in which steps of the scale are round numbers. */
  readonly unit: number;
  /** What happened meanwhile, from one edge to another. */
  readonly spans?: readonly PlotSpan[];
  /** What values are held against. */
  readonly bound?: { readonly words: string; readonly value: number };
  /** What stands below the plot. */
  readonly axis: (at: {
    readonly xOf: (edge: number) => number; readonly width: number; readonly y: number;
  }) => readonly string[];
}

const plotHeight = 150;
const labelWidth = 76;
const plain: TextSize = { sizePixels: 11, bold: false, mono: false };
const marksMax = 4;
/** Words of more would hide the lines; each says what it is when pointed at. */
const spansNamed = 3;
const spanLine = 15;

interface Plot {
  readonly theme: Theme;
  readonly left: number;
  readonly width: number;
  /** Never beside the plot. */
  readonly xOf: (edge: number) => number;
  readonly yOf: (value: number) => number;
}

export function renderPlot(
  lines: readonly PlotLine[], scale: PlotScale, options: ChartOptions,
): string {
  const { theme } = options;
  const { edges, bound, spans = [] } = scale;
  const known = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const most = Math.max(scale.unit * 1e-9, bound?.value ?? 0, ...known);
  const [start, end] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  const left = margin + labelWidth;
  const width = chartWidth(options) - left - 2 * margin;
  const bottom = top + plotHeight;
  const plot: Plot = {
    theme, left, width,
    xOf: (edge) => left + width * (end > start
      ? Math.min(1, Math.max(0, (edge - start) / (end - start))) : 0),
    // Words of spans stand above the lines.
    yOf: (value) => bottom - (value / (most * 1.05))
      * (plotHeight - Math.min(spans.length, spansNamed) * spanLine),
  };
  const rows = lines.map(({ name, words, lower }, index): LegendRow =>
    ({ name, words, index, isArea: lower !== undefined }));
  return chart('plot', bottom + axisHeight + legendHeight(rows), options, [
    rectangle({ x: left, y: top, width, height: plotHeight }, {
      fill: theme.frame, stroke: theme.frameBorder, 'stroke-width': 0.8,
    }),
    ...grid(plot, most, scale),
    ...spans.map((span) => drawSpan(span, plot)),
    ...lines.map((line, index) => drawLine(line, index, edges, plot)),
    ...spans.slice(0, spansNamed).map((span, i) => spanText(span, i, plot)),
    ...(bound === undefined ? [] : drawBound(bound, plot)),
    ...scale.axis({ xOf: plot.xOf, width, y: bottom }),
    ...legend(rows, bottom + axisHeight, options),
  ]);
}

function grid({ theme, left, width, yOf }: Plot, most: number, { say, unit }: PlotScale): string[] {
  const step = roundStep(most / unit / marksMax) * unit;
  const count = Math.floor(most / step + 1e-9) + 1;
  return Array.from({ length: count }, (_, i) => {
    const y = yOf(i * step);
    return gridLine(theme, `M${number(left)},${number(y)}h${number(width)}`)
      + axisText(theme, i === 0 ? '0' : say(i * step), left - 8, y + 4, 'end');
  });
}

function drawLine(
  { name, values, lower }: PlotLine, index: number, edges: readonly number[],
  { theme, xOf, yOf }: Plot,
): string {
  const steps = stepsOf(values, edges, xOf, yOf);
  const back = lower === undefined ? ''
    : stepsOf([...lower].reverse(), [...edges].reverse(), xOf, yOf).replace(/^M/u, 'L');
  return tag('g', { class: 'curve' }, [
    tag('title', {}, [escapeText(name)]),
    ...(steps === '' ? [] : [tag('path', {
      d: lower === undefined ? steps : `${steps}${back}Z`,
      ...(lower === undefined ? stroke(theme, index) : area(theme, index)),
    })]),
  ]);
}

/** Behind the lines, over the whole height. */
function drawSpan({ words, from, to }: PlotSpan, { theme, xOf }: Plot): string {
  const x = xOf(from);
  const place = { x, y: top, width: Math.max(1.5, xOf(to) - x), height: plotHeight };
  return tag('g', { class: 'span' }, [
    tag('title', {}, [escapeText(words)]),
    rectangle(place, { fill: theme.bad, 'fill-opacity': 0.14 }),
    tag('path', {
      d: `M${number(x)},${String(top)}v${String(plotHeight)}`, stroke: theme.bad, fill: 'none',
      'stroke-width': 1.2, 'stroke-dasharray': '4 3',
    }),
  ]);
}

function spanText({ words, from }: PlotSpan, index: number, plot: Plot): string {
  const { theme, left, width, xOf } = plot;
  const x = xOf(from);
  const fitted = fitText(words, plain, width - 12);
  const isLeft = x + 6 + textWidth(fitted.text, 'detail') > left + width;
  return text(fitted.text, {
    x: isLeft ? Math.max(left + 6, x - 5 - textWidth(fitted.text, 'detail')) : x + 5,
    y: top + 13 + index * spanLine, 'font-size': 11, fill: theme.bad, stroke: theme.frame,
    'stroke-width': 4, 'paint-order': 'stroke',
  });
}

function stepsOf(
  values: readonly (number | null)[], edges: readonly number[],
  xOf: (edge: number) => number, yOf: (value: number) => number,
): string {
  let path = '';
  values.forEach((value, i) => {
    if (value === null) return;
    const joined = path !== '' && values[i - 1] !== null;
    const y = number(yOf(value));
    path += `${joined ? `V${y}` : `M${number(xOf(edges[i] ?? 0))},${y}`}H${
      number(xOf(edges[i + 1] ?? 0))}`;
  });
  return path;
}

/** Across the whole plot, with its words at the end: above it where there is room. */
function drawBound(
  { words, value }: NonNullable<PlotScale['bound']>, { theme, left, width, yOf }: Plot,
): string[] {
  const y = yOf(value);
  const place = { x: left + width - textWidth(words, 'detail') - 6, y: y < top + 16 ? y + 14 : y - 5 };
  return [
    tag('path', {
      d: `M${number(left)},${number(y)}h${number(width)}`, fill: 'none', stroke: theme.good,
      'stroke-width': 1.5,
    }),
    tag('text', { ...place, 'font-size': 11, fill: theme.good }, [escapeText(words)]),
  ];
}
