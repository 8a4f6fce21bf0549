/**
 * What a latency is made of, as bars: one for the whole, then one for each visit of the way, where
 * it stands in the whole. Not a chart over time. Keeps true: the bars of the whole fill its width,
 * each visit begins where the one before it ended, and what a colour says a pattern and a number
 * say too.
 */
import { fitText, textWidth, type TextSize } from '#scene';
import type { PartResult, WayResult } from '#results';
import { partTicks, roleText, shareText, spentInAll, spentOf, spentWords } from './breakdown.ts';
import { patterns, waitingName } from './patterns.ts';
import { escapeText, rectangle, tag, text } from './svg.ts';
import { percentText } from './heat-svg.ts';
import type { Theme } from './theme.ts';
import { formatSeconds, secondsOf } from './time-axis.ts';

export interface BreakdownOptions {
  readonly theme: Theme;
  /** Whose latency, such as `scan read`. */
  readonly title: string;
  readonly width: number;
  readonly tickPicoseconds: number;
}

const margin = 12;
const widthLeast = 280;
const rowHeight = 20;
/** Where names stand above their bars, so that both have room. */
const stackedHeight = 34;
const stackedBelow = 520;
const barHeight = 11;
/** Of the title where it takes one line; a narrow picture says the sum in a second one. */
const headHeight = 62;
const lineHeight = 16;
const footHeight = 30;
const plain: TextSize = { sizePixels: 11, bold: false, mono: false };
const strong: TextSize = { sizePixels: 11, bold: true, mono: false };
const headSize: TextSize = { sizePixels: 12, bold: true, mono: false };

interface Column {
  readonly head: 'mean' | 'share' | 'slowest 1 %' | 'busy';
  readonly width: number;
  /** In a picture that is narrower the bars need the room more. */
  readonly fromWidth: number;
}

const columns: readonly Column[] = [
  { head: 'mean', width: 62, fromWidth: 0 }, { head: 'share', width: 50, fromWidth: 440 },
  { head: 'slowest 1 %', width: 76, fromWidth: 560 }, { head: 'busy', width: 52, fromWidth: 0 },
];

interface Frame {
  readonly way: WayResult;
  readonly options: BreakdownOptions;
  readonly nameWidth: number;
  readonly left: number;
  readonly plot: number;
  /** Pixels of a tick. */
  readonly scale: number;
  readonly width: number;
  readonly columns: readonly Column[];
  /** Where the rows begin. */
  readonly top: number;
  readonly rowHeight: number;
  /** From the top of a row to the part of it that has the bars. */
  readonly barTop: number;
}

/** As people say it: `1.01 ms = 82 µs waiting + 1 ms being served + 4 µs on its way`. */
export function breakdownText(way: WayResult, say: (ticks: number) => string): string {
  const sums = spentInAll(way).map((ticks, i) => ({ ticks, words: spentWords[i] ?? '' }))
    .filter(({ ticks }) => ticks > 0).map(({ ticks, words }) => `${say(ticks)} ${words}`);
  return sums.length === 0 ? say(way.meanTicks) : `${say(way.meanTicks)} = ${sums.join(' + ')}`;
}

export function renderBreakdown(way: WayResult, options: BreakdownOptions): string {
  const { theme, title, tickPicoseconds } = options;
  const sum = breakdownText(way, (ticks) => formatSeconds(secondsOf(ticks, tickPicoseconds)));
  const head = `${title}: ${sum}`;
  const { width: wide, lines } = linesOf(title, sum, options.width);
  const frame = frameOf(way, options, {
    width: wide, top: headHeight + (lines.length - 1) * lineHeight,
  });
  const height = frame.top + (way.parts.length + 1) * frame.rowHeight + footHeight;
  const { width } = frame;
  const busiest = way.bottleneck === null ? undefined : way.parts[way.bottleneck];
  const told = busiest === undefined ? 'Nothing on this way queues.'
    : `Bottleneck: ${busiest.station}, ${shareText(busiest.utilization ?? 0)} busy`;
  return `${tag('svg', {
    xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(width)} ${String(height)}`,
    width, height, role: 'img', 'aria-label': `${head}. ${told}`,
    class: `breakdown theme-${theme.name}`, 'font-family': theme.fonts,
  }, [
    tag('title', {}, [escapeText(`${head}. ${told}`)]),
    patterns(theme, []),
    rectangle({ x: 0, y: 0, width, height }, { fill: theme.canvas }),
    ...lines.map((line, i) => text(line, {
      x: margin, y: 20 + i * lineHeight, 'font-size': 12, fill: theme.text,
      'font-weight': i === 0 ? 650 : null,
    })),
    text(fitText(told, plain, width - 2 * margin).text, {
      x: margin, y: frame.top - 25, 'font-size': 11, fill: theme.muted,
    }),
    ...heads(frame),
    drawWhole(frame, frame.top),
    ...drawParts(frame),
    ...legend(theme, height - 10),
  ])}\n`;
}

/** The title with the sum behind it, or below it where that is too wide, or parted if need be. */
function linesOf(title: string, sum: string, wanted: number): {
  readonly width: number; readonly lines: readonly string[];
} {
  const width = Math.max(widthLeast, Math.round(wanted));
  const room = width - 2 * margin;
  const fits = (words: string): boolean => textWidth(words, headSize) <= room;
  const whole = `${title}: ${sum}`;
  if (fits(whole)) return { width, lines: [whole] };
  const lines = [title];
  for (const part of sum.split(/ (?=[=+] )/u)) {
    const longer = `${lines.at(-1) ?? ''} ${part}`;
    if (lines.length > 1 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return { width, lines: lines.map((line) => fitText(line, headSize, room).text) };
}

function frameOf(way: WayResult, options: BreakdownOptions, at: {
  readonly width: number; readonly top: number;
}): Frame {
  const { width } = at;
  const shown = columns.filter(({ head, fromWidth }) => width >= fromWidth
    && (head !== 'busy' || way.parts.some(({ utilization }) => utilization !== null)));
  const taken = shown.reduce((sum, column) => sum + column.width, 0);
  const isStacked = width < stackedBelow;
  const nameWidth = isStacked ? width - 2 * margin
    : Math.min(Math.floor(width * 0.36), Math.max(80, ...way.parts.map((part) =>
      textWidth(`${roleText(part.role)} ${part.station}`, strong))) + 26);
  const left = margin + (isStacked ? 16 : nameWidth);
  const plot = width - left - taken - margin;
  const whole = way.parts.reduce((sum, part) => sum + partTicks(part), 0);
  return {
    way, options, nameWidth, left, plot, ...at, columns: shown,
    rowHeight: isStacked ? stackedHeight : rowHeight,
    barTop: isStacked ? stackedHeight - rowHeight : 0,
    scale: whole > 0 ? plot / whole : 0,
  };
}

/** The right ends of the columns. */
function columnEnds({ left, plot, columns: shown }: Frame): readonly number[] {
  let at = left + plot;
  return shown.map(({ width }) => at += width);
}

function heads(frame: Frame): string[] {
  const { theme } = frame.options;
  return columnEnds(frame).map((x, i) => text(frame.columns[i]?.head ?? '', {
    x, y: frame.top - 8, 'font-size': 11, 'text-anchor': 'end', fill: theme.muted,
  }));
}

/** Bars for what was spent waiting, in service and on the way, from a place on. */
function bars(parts: readonly PartResult[], frame: Frame, at: {
  readonly x: number; readonly y: number;
  /** So that what is short can be seen. */
  readonly least: number;
}): string[] {
  const { theme } = frame.options;
  let { x } = at;
  return parts.flatMap((part) => spentOf(part).flatMap((ticks, i) => {
    const width = ticks * frame.scale;
    const from = x;
    x += width;
    if (width <= 0) return [];
    const paint = [
      { fill: `url(#${waitingName(theme)})`, stroke: theme.busy, 'stroke-width': 0.8 },
      { fill: theme.ramp[1] ?? theme.accent },
      { fill: theme.canvas, stroke: theme.muted, 'stroke-width': 1, 'stroke-dasharray': '3 2' },
    ][i] ?? {};
    return [rectangle({
      x: from, y: at.y + frame.barTop + (rowHeight - barHeight) / 2,
      width: Math.max(at.least, width), height: barHeight,
    }, { class: spentClasses[i] ?? '', ...paint })];
  }));
}

const spentClasses = ['waiting', 'served', 'way'] as const;

type Row = { readonly [H in Column['head']]: string };

function cells(frame: Frame, y: number, row: Row, bold: boolean): string[] {
  const { theme } = frame.options;
  return columnEnds(frame).flatMap((x, i) => {
    const column = frame.columns[i];
    const words = column === undefined ? '' : row[column.head];
    return words === '' ? [] : [text(words, {
      x, y: y + frame.barTop + 14, 'font-size': 11, 'text-anchor': 'end',
      'font-weight': bold ? 650 : null,
      fill: bold || i === 0 ? theme.text : theme.muted,
    })];
  });
}

function drawWhole(frame: Frame, y: number): string {
  const { way, options } = frame;
  const { theme, tickPicoseconds } = options;
  const say = (ticks: number): string => formatSeconds(secondsOf(ticks, tickPicoseconds));
  const tails = way.parts.map(({ tailTicks }) => tailTicks);
  const tail = tails.length === 0 || tails.includes(null) ? ''
    : say(tails.reduce<number>((sum, ticks) => sum + (ticks ?? 0), 0));
  return tag('g', { class: 'whole' }, [
    text('the whole', {
      x: margin + 16, y: y + 14, 'font-size': 11, 'font-weight': 650, fill: theme.text,
    }),
    ...bars(way.parts, frame, { x: frame.left, y, least: 0 }),
    ...cells(frame, y, {
      mean: say(way.meanTicks), share: '100 %', 'slowest 1 %': tail, busy: '',
    }, true),
  ]);
}

function drawParts(frame: Frame): string[] {
  const { way } = frame;
  let { left: x } = frame;
  return way.parts.map((part, i) => {
    const row = drawPart(part, frame, { x, y: frame.top + (i + 1) * frame.rowHeight, index: i });
    x += partTicks(part) * frame.scale;
    return row;
  });
}

function drawPart(part: PartResult, frame: Frame, at: {
  readonly x: number; readonly y: number; readonly index: number;
}): string {
  const { way, options, nameWidth } = frame;
  const { theme, tickPicoseconds } = options;
  const say = (ticks: number): string => formatSeconds(secondsOf(ticks, tickPicoseconds));
  const spent = partTicks(part);
  const row: Row = {
    mean: spent === 0 ? '–' : say(spent),
    share: way.meanTicks > 0 ? shareText(spent / way.meanTicks) : '',
    'slowest 1 %': part.tailTicks === null ? '' : part.tailTicks === 0 ? '–' : say(part.tailTicks),
    busy: part.utilization === null ? '' : percentText(part.utilization),
  };
  const isBottleneck = at.index === way.bottleneck;
  const size = isBottleneck ? strong : plain;
  const role = roleText(part.role);
  const roleWidth = textWidth(`${role} `, size) + 4;
  const name = fitText(part.station, size, nameWidth - 22 - roleWidth);
  const [queued, served, way_] = spentOf(part).map(say);
  return tag('g', { class: `part${isBottleneck ? ' bottleneck' : ''}` }, [
    tag('title', {}, [escapeText(`${role} at ${part.station}${isBottleneck ? ', the bottleneck' : ''}: ${
      queued ?? ''} waiting, ${served ?? ''} being served, ${way_ ?? ''} on its way`)]),
    ...(isBottleneck ? [tag('path', {
      d: `M${String(margin + 2)},${String(at.y + 5)} l8,5 l-8,5 Z`, fill: theme.text,
    })] : []),
    text(role, {
      x: margin + 16, y: at.y + 14, 'font-size': 11, 'font-weight': isBottleneck ? 650 : null,
      fill: theme.muted,
    }),
    text(name.text, {
      x: margin + 16 + roleWidth, y: at.y + 14, 'font-size': 11,
      'font-weight': isBottleneck ? 650 : null, fill: theme.text,
    }, name.full),
    ...bars([part], frame, { ...at, least: 1 }),
    ...cells(frame, at.y, row, isBottleneck),
  ]);
}

function legend(theme: Theme, y: number): string[] {
  let x = margin + 16;
  const paints = [
    { fill: `url(#${waitingName(theme)})`, stroke: theme.busy, 'stroke-width': 0.8 },
    { fill: theme.ramp[1] ?? theme.accent },
    { fill: theme.canvas, stroke: theme.muted, 'stroke-width': 1, 'stroke-dasharray': '3 2' },
  ];
  return spentWords.flatMap((words, i) => {
    const at = x;
    x += 26 + 6 + textWidth(words, plain) + 18;
    return [
      rectangle({ x: at, y: y - 9, width: 26, height: barHeight }, paints[i] ?? {}),
      text(words, { x: at + 32, y, 'font-size': 11, fill: theme.muted }),
    ];
  });
}
