/**
 * How latencies are distributed: for each stream a line that rises to the share of requests that
 * took at most so long. Time is on a logarithmic axis; shares are so spaced that each nine has as
 * much room, for what matters is in the tail. Not the values: a table beside it has those.
 * Keeps true: a line begins at the least value and ends where the figures end, without guesses.
 */
import { log10, pow } from '#base';
import { textWidth } from '#scene';
import type { DistributionResult, StreamResult } from '#results';
import {
  axisHeight, axisText, chart, chartWidth, gridLine, legend, legendHeight, linesMax, margin, stroke,
  top, type ChartOptions,
} from './chart-svg.ts';
import { escapeText, number, rectangle, tag, text } from './svg.ts';
import type { Theme } from './theme.ts';
import { formatSeconds, secondsOf } from './time-axis.ts';

export interface Curve {
  readonly name: string;
  readonly distribution: DistributionResult;
}

/** What times are held against, as `ideal 163 … 166 µs`. */
export interface Bound {
  readonly words: string;
  readonly low: number;
  readonly high: number;
}

const labelWidth = 64;
const plotHeight = 200;
const boundWidth = 1.5;
const levels = [
  { share: 0, words: '0 %' }, { share: 0.5, words: '50 %' }, { share: 0.9, words: '90 %' },
  { share: 0.99, words: '99 %' }, { share: 0.999, words: '99.9 %' },
  { share: 0.9999, words: '99.99 %' },
] as const;

/**
 * A line for each stream, and one more for its whole messages where it has them. Not of flows over
 * fabrics, which are many: those of a workload are drawn together.
 */
export const curvesOf = (
  streams: readonly StreamResult[], nameOf: (stream: StreamResult) => string,
): readonly Curve[] => streams.filter(({ network }) => network === null).flatMap((stream) => {
  const name = nameOf(stream);
  const { latency, completion } = stream;
  return [
    ...(latency?.cdf === undefined ? [] : [{ name, distribution: latency.cdf }]),
    ...(completion?.cdf === undefined ? []
      : [{ name: `${name}, whole messages`, distribution: completion.cdf }]),
  ];
});

interface Plot {
  readonly theme: Theme;
  readonly left: number;
  readonly width: number;
  readonly xOf: (ticks: number) => number;
  readonly yOf: (share: number) => number;
}

export function renderDistribution(
  curves: readonly Curve[], options: ChartOptions, bounds: readonly Bound[] = [],
): string {
  const { theme, tickPicoseconds } = options;
  const shown = curves.filter(({ distribution }) => distribution.ticks.length > 0)
    .slice(0, linesMax);
  const decades = decadesOf([
    ...shown.flatMap(({ distribution: { ticks } }) => [ticks[0] ?? 1, ticks.at(-1) ?? 1]),
    ...bounds.flatMap(({ low, high }) => [low, high]),
  ], tickPicoseconds);
  const left = margin + labelWidth;
  const width = chartWidth(options) - left - 2 * margin;
  const plot: Plot = {
    theme, left, width,
    xOf: (ticks) => left + width
      * (log10(secondsOf(Math.max(1, ticks), tickPicoseconds)) - decades.first)
      / (decades.last - decades.first),
    yOf: (share) => top + plotHeight * (1 - ninesOf(share) / 4),
  };
  const bottom = top + plotHeight + axisHeight;
  const rows = shown.map(({ name, distribution }, index) =>
    ({ name, words: percentileWords(distribution, tickPicoseconds), index }));
  return chart('distribution', bottom + legendHeight(rows), options, [
    rectangle({ x: left, y: top, width, height: plotHeight }, {
      fill: theme.frame, stroke: theme.frameBorder, 'stroke-width': 0.8,
    }),
    ...grid(plot, decades, tickPicoseconds),
    ...bounds.map((bound) => drawBound(bound, plot)),
    ...shown.map((curve, i) => drawCurve(curve, i, plot)),
    ...bounds.map((bound, i) => boundText(bound, i, plot)),
    ...legend(rows, bottom, options),
  ]);
}

/** 0 for none, 1 for 90 %, 2 for 99 %, at most 4. */
const ninesOf = (share: number): number => Math.min(4, -log10(Math.max(1e-4, 1 - share)));

/** Whole powers of ten around all values; at least one apart. */
function decadesOf(
  values: readonly number[], tickPicoseconds: number,
): { readonly first: number; readonly last: number } {
  let [first, last] = [Infinity, -Infinity];
  for (const value of values) {
    const power = log10(secondsOf(Math.max(1, value), tickPicoseconds));
    first = Math.min(first, Math.floor(power + 1e-9));
    last = Math.max(last, Math.ceil(power - 1e-9));
  }
  return Number.isFinite(first) ? { first, last: Math.max(last, first + 1) }
    : { first: -6, last: -3 };
}

function grid(
  { theme, left, width, xOf, yOf }: Plot,
  { first, last }: { readonly first: number; readonly last: number }, tickPicoseconds: number,
): string[] {
  const rows = levels.flatMap(({ share, words }) => {
    const y = yOf(share);
    return [
      gridLine(theme, `M${number(left)},${number(y)}h${number(width)}`),
      axisText(theme, words, left - 8, y + 4, 'end'),
    ];
  });
  const columns = Array.from({ length: last - first + 1 }, (_, i) => {
    const seconds = pow(10, first + i);
    const x = xOf((seconds * 1e12) / tickPicoseconds);
    return gridLine(theme, `M${number(x)},${String(top)}v${String(plotHeight)}`)
      + axisText(
        theme, formatSeconds(seconds), x, top + plotHeight + 16, i === last - first ? 'end' : 'middle',
      );
  });
  return [...rows, ...columns];
}

function drawCurve(
  { name, distribution }: Curve, index: number, { theme, xOf, yOf }: Plot,
): string {
  const { shares, ticks } = distribution;
  let d = `M${number(xOf(ticks[0] ?? 1))},${number(yOf(0))}`;
  ticks.forEach((value, i) => {
    d += `L${number(xOf(value))},${number(yOf(shares[i] ?? 0))}`;
  });
  return tag('g', { class: 'curve' }, [
    tag('title', {}, [escapeText(name)]), tag('path', { d, ...stroke(theme, index) }),
  ]);
}

const boundEnds = ({ low, high }: Bound, { xOf }: Plot): readonly [number, number] =>
  [xOf(low) - boundWidth / 2, Math.max(xOf(low) + boundWidth / 2, xOf(high))];

/** Down the whole plot. */
function drawBound(bound: Bound, plot: Plot): string {
  const [x, end] = boundEnds(bound, plot);
  return tag('g', { class: 'bound' }, [
    tag('title', {}, [escapeText(bound.words)]),
    rectangle({ x, y: top, width: end - x, height: plotHeight }, { fill: plot.theme.good }),
  ]);
}

/** Beside it, over all lines; those of several stand below each other. */
function boundText(bound: Bound, index: number, plot: Plot): string {
  const { theme, left, width } = plot;
  const [x, end] = boundEnds(bound, plot);
  const isLeft = end + 6 + textWidth(bound.words, 'detail') > left + width;
  return text(bound.words, {
    x: isLeft ? x - 5 : end + 5, y: top + 14 + index * 16, 'font-size': 11,
    'text-anchor': isLeft ? 'end' : 'start', fill: theme.good, stroke: theme.frame,
    'stroke-width': 4, 'paint-order': 'stroke',
  });
}

/** `50 % ≤ 75 µs · 99 % ≤ 160 µs`: as far as there are values. */
export function percentileWords(
  { shares, ticks }: DistributionResult, tickPicoseconds: number,
): string {
  return levels.slice(1).flatMap(({ share, words }) => {
    const i = shares.findIndex((one) => one >= share - 1e-12);
    const value = ticks[i];
    return value === undefined ? []
      : [`${words} ≤ ${formatSeconds(secondsOf(value, tickPicoseconds))}`];
  }).join(' · ');
}
