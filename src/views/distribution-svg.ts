/**
 * How latencies are distributed: for each stream a line that rises to the share of requests that
 * took at most so long. Time is on a logarithmic axis; shares are so spaced that each nine has as
 * much room, for what matters is in the tail. Not the values: a table beside it has those.
 * Keeps true: a line begins at the least value and ends where the figures end, without guesses;
 * lines differ by dashes as well as by colour.
 */
import { log10, pow } from '#base';
import { fitText, textWidth, type TextSize } from '#scene';
import type { DistributionResult, StreamResult } from '#results';
import { escapeText, number, rectangle, tag, text } from './svg.ts';
import { hueColour, type Theme } from './theme.ts';
import { formatSeconds, secondsOf } from './time-axis.ts';

export interface Curve {
  readonly name: string;
  readonly distribution: DistributionResult;
}

export interface DistributionOptions {
  readonly theme: Theme;
  readonly title: string;
  readonly width: number;
  readonly tickPicoseconds: number;
}

/** More lines than these cannot be told apart; the table has all. */
const curvesMax = 6;
const margin = 12;
const labelWidth = 64;
const plotHeight = 200;
const top = 34;
const rowHeight = 18;
const strong: TextSize = { sizePixels: 12, bold: true, mono: false };
const plain: TextSize = { sizePixels: 11, bold: false, mono: false };
const dashes = [null, '6 3', '2 2', '9 3 2 3', '4 4', '1 3'] as const;
const levels = [
  { share: 0, words: '0 %' }, { share: 0.5, words: '50 %' }, { share: 0.9, words: '90 %' },
  { share: 0.99, words: '99 %' }, { share: 0.999, words: '99.9 %' },
  { share: 0.9999, words: '99.99 %' },
] as const;

/** A line for each stream, and one more for its whole messages where it has them. */
export const curvesOf = (
  streams: readonly StreamResult[], nameOf: (stream: StreamResult) => string,
): readonly Curve[] => streams.flatMap((stream) => {
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
  curves: readonly Curve[], options: DistributionOptions,
): string {
  const { theme, title, tickPicoseconds } = options;
  const width = Math.max(280, Math.round(options.width));
  const shown = curves.filter(({ distribution }) => distribution.ticks.length > 0)
    .slice(0, curvesMax);
  const decades = decadesOf(shown, tickPicoseconds);
  const left = margin + labelWidth;
  const plotWidth = width - left - 2 * margin;
  const plot: Plot = {
    theme, left, width: plotWidth,
    xOf: (ticks) => left + plotWidth
      * (log10(secondsOf(Math.max(1, ticks), tickPicoseconds)) - decades.first)
      / (decades.last - decades.first),
    yOf: (share) => top + plotHeight * (1 - ninesOf(share) / 4),
  };
  const bottom = top + plotHeight;
  const height = bottom + 26 + shown.length * rowHeight + 6;
  return `${tag('svg', {
    xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(width)} ${String(height)}`,
    width, height, role: 'img', 'aria-label': title, class: `distribution theme-${theme.name}`,
    'font-family': theme.fonts,
  }, [
    tag('title', {}, [escapeText(title)]),
    rectangle({ x: 0, y: 0, width, height }, { fill: theme.canvas }),
    text(fitText(title, strong, width - 2 * margin).text, {
      x: margin, y: 20, 'font-size': 12, 'font-weight': 650, fill: theme.text,
    }),
    rectangle({ x: left, y: top, width: plotWidth, height: plotHeight }, {
      fill: theme.frame, stroke: theme.frameBorder, 'stroke-width': 0.8,
    }),
    ...grid(plot, decades, tickPicoseconds),
    ...shown.map((curve, i) => drawCurve(curve, i, plot)),
    ...shown.flatMap((curve, i) => legend(curve, i, {
      theme, left: margin, width: width - 2 * margin, y: bottom + 26 + i * rowHeight,
      tickPicoseconds,
    })),
  ])}\n`;
}

/** 0 for none, 1 for 90 %, 2 for 99 %, at most 4. */
const ninesOf = (share: number): number => Math.min(4, -log10(Math.max(1e-4, 1 - share)));

/** Whole powers of ten around all values; at least one apart. */
function decadesOf(
  curves: readonly Curve[], tickPicoseconds: number,
): { readonly first: number; readonly last: number } {
  let [first, last] = [Infinity, -Infinity];
  for (const { distribution: { ticks } } of curves) {
    for (const value of [ticks[0] ?? 1, ticks[ticks.length - 1] ?? 1]) {
      const power = log10(secondsOf(Math.max(1, value), tickPicoseconds));
      first = Math.min(first, Math.floor(power + 1e-9));
      last = Math.max(last, Math.ceil(power - 1e-9));
    }
  }
  return Number.isFinite(first) ? { first, last: Math.max(last, first + 1) }
    : { first: -6, last: -3 };
}

function grid(
  { theme, left, width, xOf, yOf }: Plot,
  { first, last }: { readonly first: number; readonly last: number }, tickPicoseconds: number,
): string[] {
  const line = (d: string): string =>
    tag('path', { d, stroke: theme.frameBorder, 'stroke-width': 0.6, fill: 'none' });
  const rows = levels.flatMap(({ share, words }) => {
    const y = yOf(share);
    return [
      line(`M${number(left)},${number(y)}h${number(width)}`),
      text(words, {
        x: left - 8, y: y + 4, 'font-size': 11, 'text-anchor': 'end', fill: theme.muted,
      }),
    ];
  });
  const columns = Array.from({ length: last - first + 1 }, (_, i) => {
    const seconds = pow(10, first + i);
    const x = xOf((seconds * 1e12) / tickPicoseconds);
    const anchor = i === last - first ? 'end' : 'middle';
    return line(`M${number(x)},${String(top)}v${String(plotHeight)}`)
      + text(formatSeconds(seconds), {
        x, y: top + plotHeight + 16, 'font-size': 11, 'text-anchor': anchor, fill: theme.muted,
      });
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
    tag('title', {}, [escapeText(name)]),
    tag('path', {
      d, fill: 'none', stroke: hueColour(theme, index), 'stroke-width': 1.8,
      'stroke-dasharray': dashes[index] ?? null, 'stroke-linejoin': 'round',
    }),
  ]);
}

/** A sample of the line, its name, and the percentiles that the line reaches. */
function legend({ name, distribution }: Curve, index: number, at: {
  readonly theme: Theme; readonly left: number; readonly width: number; readonly y: number;
  readonly tickPicoseconds: number;
}): string[] {
  const { theme, left, width, y, tickPicoseconds } = at;
  const words = percentileWords(distribution, tickPicoseconds);
  const room = width - 44 - textWidth(words, plain) - 16;
  const fitted = fitText(name, plain, Math.max(60, room));
  return [
    tag('path', {
      d: `M${String(left)},${number(y + 8)}h32`, fill: 'none', stroke: hueColour(theme, index),
      'stroke-width': 1.8, 'stroke-dasharray': dashes[index] ?? null,
    }),
    text(fitted.text, {
      x: left + 40, y: y + 12, 'font-size': 11, 'font-weight': 650, fill: theme.text,
    }, fitted.full),
    text(fitText(words, plain, width - 110).text, {
      x: left + width, y: y + 12, 'font-size': 11, 'text-anchor': 'end', fill: theme.muted,
    }),
  ];
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
