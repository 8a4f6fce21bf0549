/**
 * The wear of one drive's flash: how many blocks have seen how many erases, and a map of its dies,
 * channel by channel. Not its history. Keeps true: every cell of the map has its figure as words,
 * so that colour is never the only one.
 */
import { fitText, type TextSize } from '#scene';
import type { DieWear, DriveWear, EraseBin } from '#results';
import { escapeText, number, rectangle, tag, text } from './svg.ts';
import { rampColour, type Theme } from './theme.ts';

export interface WearOptions {
  readonly theme: Theme;
  readonly title: string;
  readonly width: number;
}

const margin = 12;
const top = 46;
const histogramHeight = 96;
const cellHeight = 18;
/** Columns of a map; a channel with more dies has its cells narrower. */
const cellMost = 44;
const labelWidth = 34;
/** Differences below this share of the most are not worth a colour. */
const nearlyAlike = 0.25;
const strong: TextSize = { sizePixels: 12, bold: true, mono: false };

export function renderWear(wear: DriveWear, options: WearOptions): string {
  const { theme, title } = options;
  const width = Math.max(280, Math.round(options.width));
  const half = (width - 3 * margin) / 2;
  const rows = channelsOf(wear.dies);
  const mapHeight = rows.length * cellHeight;
  const height = top + Math.max(histogramHeight + 18, mapHeight) + margin;
  const right = 2 * margin + half;
  return `${tag('svg', {
    xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(width)} ${String(height)}`,
    width, height, role: 'img', 'aria-label': wearWords(wear, title),
    class: `wear theme-${theme.name}`, 'font-family': theme.fonts,
  }, [
    tag('title', {}, [escapeText(wearWords(wear, title))]),
    rectangle({ x: 0, y: 0, width, height }, { fill: theme.canvas }),
    text(fitText(title, strong, width - 2 * margin).text, {
      x: margin, y: 20, 'font-size': 12, 'font-weight': 650, fill: theme.text,
    }),
    text('blocks by their erases', { x: margin, y: 38, 'font-size': 11, fill: theme.muted }),
    text('mean erases of each die, by channel', {
      x: right, y: 38, 'font-size': 11, fill: theme.muted,
    }),
    ...histogram(wear.histogram, { theme, left: margin, width: half }),
    ...map(rows, { theme, left: right, width: half }),
  ])}\n`;
}

/** The picture in a sentence. */
function wearWords(wear: DriveWear, title: string): string {
  return `${title}: ${short(wear.meanErases)} erases on average, ${short(wear.leastErases)} to ${
    short(wear.mostErases)}, of ${String(wear.eraseLimit)}`;
}

interface Place {
  readonly theme: Theme;
  readonly left: number;
  readonly width: number;
}

function histogram(bins: readonly EraseBin[], { theme, left, width }: Place): string[] {
  const most = Math.max(1, ...bins.map(({ blocks }) => blocks));
  const step = width / Math.max(1, bins.length);
  const bottom = top + histogramHeight;
  const bars = bins.map((bin, i) => {
    const height = (histogramHeight * bin.blocks) / most;
    return tag('g', { class: 'bin' }, [
      tag('title', {}, [escapeText(binWords(bin))]),
      rectangle({
        x: left + i * step, y: bottom - height, width: Math.max(1, step - 1),
        height: bin.blocks === 0 ? 0 : Math.max(1, height),
      }, { fill: theme.ramp[1] ?? theme.accent }),
    ]);
  });
  const [first, last] = [bins[0], bins[bins.length - 1]];
  return [
    rectangle({ x: left, y: top, width, height: histogramHeight }, {
      fill: theme.frame, stroke: theme.frameBorder, 'stroke-width': 0.8,
    }),
    ...bars,
    ...(first === undefined || last === undefined ? [] : [
      text(short(first.fromErases), { x: left, y: bottom + 14, 'font-size': 11, fill: theme.muted }),
      text(short(last.toErases), {
        x: left + width, y: bottom + 14, 'font-size': 11, 'text-anchor': 'end', fill: theme.muted,
      }),
    ]),
  ];
}

const binWords = ({ fromErases, toErases, blocks }: EraseBin): string =>
  `${String(blocks)} blocks with ${fromErases === toErases ? String(fromErases)
    : `${String(fromErases)} to ${String(toErases)}`} erases`;

function channelsOf(dies: readonly DieWear[]): readonly (readonly DieWear[])[] {
  const rows = new Map<number, DieWear[]>();
  for (const die of dies) {
    const row = rows.get(die.channel);
    if (row === undefined) rows.set(die.channel, [die]);
    else row.push(die);
  }
  return [...rows.values()];
}

function map(rows: readonly (readonly DieWear[])[], { theme, left, width }: Place): string[] {
  const all = rows.flat().map(({ meanErases }) => meanErases);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  // Dies that are nearly alike look alike.
  const spread = Math.max(most - least, nearlyAlike * most);
  const columns = Math.max(1, ...rows.map((row) => row.length));
  const step = Math.min(cellMost, (width - labelWidth) / columns);
  return rows.flatMap((row, i) => [
    text(String(row[0]?.channel ?? i), {
      x: left + labelWidth - 8, y: top + i * cellHeight + 13, 'font-size': 11,
      'text-anchor': 'end', fill: theme.muted,
    }),
    ...row.map((die, j) => tag('g', { class: 'die' }, [
      tag('title', {}, [escapeText(dieWords(die))]),
      rectangle({
        x: left + labelWidth + j * step, y: top + i * cellHeight,
        width: Math.max(1, step - 2), height: cellHeight - 2,
      }, {
        fill: rampColour(theme, spread > 0 ? (die.meanErases - least) / spread : 0),
      }),
      ...(step < 40 ? [] : [text(number(Math.round(die.meanErases)), {
        x: left + labelWidth + j * step + (step - 2) / 2, y: top + i * cellHeight + 12,
        'font-size': 10, 'text-anchor': 'middle', fill: theme.canvas,
      })]),
    ])),
  ]);
}

const dieWords = (die: DieWear): string =>
  `channel ${String(die.channel)}, package ${String(die.package)}, die ${String(die.die)}: ${
    short(die.meanErases)} erases on average`;

const short = (value: number): string => String(Number(value.toPrecision(4)));
