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
  const axis = axisOf([
    ...shown.flatMap(({ distribution: { ticks } }) => [ticks[0] ?? 1, ticks.at(-1) ?? 1]),
    ...bounds.flatMap(({ low, high }) => [low, high]),
  ], tickPicoseconds);
  const left = margin + labelWidth;
  const width = chartWidth(options) - left - 2 * margin;
  const plot: Plot = {
    theme, left, width,
    xOf: (ticks) => left + width
      * (log10(secondsOf(Math.max(1, ticks), tickPicoseconds)) - powerOf(axis.first))
      / (powerOf(axis.last) - powerOf(axis.first)),
    yOf: (share) => top + plotHeight * (1 - ninesOf(share) / 4),
  };
  const bottom = top + plotHeight + axisHeight;
  const rows = shown.map(({ name, distribution }, index) =>
    ({ name, words: percentileWords(distribution, tickPicoseconds), index }));
  return chart('distribution', bottom + legendHeight(rows), options, [
    rectangle({ x: left, y: top, width, height: plotHeight }, {
      fill: theme.frame, stroke: theme.frameBorder, 'stroke-width': 0.8,
    }),
    ...grid(plot, axis, tickPicoseconds),
    ...bounds.map((bound) => drawBound(bound, plot)),
    ...shown.map((curve, i) => drawCurve(curve, i, plot)),
    ...bounds.map((bound, i) => boundText(bound, i, plot)),
    ...legend(rows, bottom, options),
  ]);
}

/** 0 for none, 1 for 90 %, 2 for 99 %, at most 4. */
const ninesOf = (share: number): number => Math.min(4, -log10(Math.max(1e-4, 1 - share)));

/** Ends of the axis as numbers of steps: 0 is 1 s, 1 is 2 s, 2 is 5 s, 3 is 10 s. */
interface Axis {
  readonly first: number;
  readonly last: number;
}

const stepsOfDecade = [1, 2, 5];

/** The power of ten of a step: 1, 2 or 5 times a whole one. */
const powerOf = (step: number): number =>
  Math.floor(step / 3) + log10(stepsOfDecade[((step % 3) + 3) % 3] ?? 1);

/** The closest steps around all values; at least one apart. */
function axisOf(values: readonly number[], tickPicoseconds: number): Axis {
  let [first, last] = [Infinity, -Infinity];
  for (const value of values) {
    const power = log10(secondsOf(Math.max(1, value), tickPicoseconds));
    const decade = 3 * Math.floor(power + 1e-9);
    const below = [2, 1, 0].find((i) => powerOf(decade + i) <= power + 1e-9) ?? 0;
    first = Math.min(first, decade + below);
    last = Math.max(last, decade + below + (powerOf(decade + below) >= power - 1e-9 ? 0 : 1));
  }
  return Number.isFinite(first) ? { first, last: Math.max(last, first + 1) }
    : { first: -18, last: -9 };
}

const markRoom = 64;

/** Every step where there is room, else powers of ten. */
function marksOf({ first, last }: Axis, width: number): readonly number[] {
  const steps = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return steps.length * markRoom <= width ? steps : steps.filter((step) => step % 3 === 0);
}

function grid(
  { theme, left, width, xOf, yOf }: Plot, axis: Axis, tickPicoseconds: number,
): string[] {
  const rows = levels.flatMap(({ share, words }) => {
    const y = yOf(share);
    return [
      gridLine(theme, `M${number(left)},${number(y)}h${number(width)}`),
      axisText(theme, words, left - 8, y + 4, 'end'),
    ];
  });
  const columns = marksOf(axis, width).map((step) => {
    const seconds = (stepsOfDecade[((step % 3) + 3) % 3] ?? 1) * pow(10, Math.floor(step / 3));
    const x = xOf((seconds * 1e12) / tickPicoseconds);
    return gridLine(theme, `M${number(x)},${String(top)}v${String(plotHeight)}`)
      + axisText(
        theme, formatSeconds(seconds), x, top + plotHeight + 16,
        step === axis.last ? 'end' : 'middle',
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
