/**
 * The strip under a picture: what was run, its verdicts, and the time that the picture shows.
 * Not a control: a page makes it one. Keeps true: a verdict is a mark and words, never only a
 * colour.
 */
import { fitText, textWidth, type TextSize } from '#scene';
import type { Verdict } from '#results';
import type { VerdictMark } from './overlay.ts';
import { rectangle, tag, text } from './svg.ts';
import type { Theme } from './theme.ts';

export interface Strip {
  readonly name: string;
  /** Such as `seed 7 · 20 runs · srd`. */
  readonly about: string;
  readonly verdicts: readonly VerdictMark[];
  readonly time: TimeMark | null;
  /** What failed and when, one line each. */
  readonly faults?: readonly string[];
  /** Explain the colours of load. */
  readonly legend?: boolean;
}

/** Where the slider stands, between nothing and the end. */
export interface TimeMark {
  /** 0 to 1. */
  readonly at: number;
  readonly text: string;
  readonly endText: string;
  /** Instants at which something failed or was done, 0 to 1. */
  readonly events: readonly number[];
}

export const verdictMarks: { readonly [V in Verdict]: string } = {
  holds: '✓', fails: '✗', undecided: '?',
};

const lineHeight = 18;
const strong: TextSize = { sizePixels: 12, bold: true, mono: false };
const small: TextSize = { sizePixels: 11, bold: false, mono: false };
const plain: TextSize = { sizePixels: 12, bold: false, mono: false };
const verdictsMax = 12;
const faultsMax = 4;

const shownVerdicts = ({ verdicts }: Strip): readonly VerdictMark[] =>
  verdicts.slice(0, verdictsMax);

const shownFaults = ({ faults = [] }: Strip): readonly string[] => faults.slice(0, faultsMax);

export function stripHeight(strip: Strip): number {
  const lines = shownVerdicts(strip).length + (strip.verdicts.length > verdictsMax ? 1 : 0)
    + shownFaults(strip).length;
  return Math.max(strip.legend === true ? 76 : 56, 34 + lines * lineHeight + 6);
}

export function drawStrip(strip: Strip, theme: Theme, at: {
  readonly x: number; readonly y: number; readonly width: number;
}): string {
  const sliderWidth = strip.time === null ? 0 : Math.min(440, Math.floor(at.width * 0.45));
  const room = at.width - 40 - (sliderWidth === 0 ? 0 : sliderWidth + 30);
  const height = stripHeight(strip);
  const nameWidth = textWidth(strip.name, strong);
  const rows = shownVerdicts(strip).map((mark, i) => verdictText(mark, theme, {
    x: at.x + 20, y: at.y + 26 + (i + 1) * lineHeight + 2, width: room,
  }));
  const hidden = strip.verdicts.length - verdictsMax;
  return tag('g', { class: 'strip' }, [
    rectangle({ ...at, height }, {
      rx: 10, fill: theme.canvas, stroke: theme.frameBorder, 'stroke-width': theme.border,
    }),
    text(strip.name, { x: at.x + 20, y: at.y + 24, 'font-size': 12, 'font-weight': 650, fill: theme.text }),
    text(fitText(strip.about, plain, room - nameWidth - 12).text, {
      x: at.x + 32 + nameWidth, y: at.y + 24, 'font-size': 12, fill: theme.muted,
    }),
    ...rows,
    ...shownFaults(strip).map((words, i) => faultText(words, theme, {
      x: at.x + 20, width: room,
      y: at.y + 28 + (rows.length + (hidden > 0 ? 1 : 0) + i + 1) * lineHeight,
    })),
    ...(strip.legend === true ? [legend(theme, {
      right: at.x + at.width - 20, y: at.y + height - 14,
    })] : []),
    ...(hidden <= 0 ? [] : [text(`and ${String(hidden)} more`, {
      x: at.x + 38, y: at.y + 28 + (verdictsMax + 1) * lineHeight, 'font-size': 12, fill: theme.muted,
    })]),
    ...(strip.time === null ? [] : slider(strip.time, theme, {
      x: at.x + at.width - sliderWidth - 20, y: at.y + 34, width: sliderWidth,
    })),
  ]);
}

export const verdictColour = (verdict: Verdict, theme: Theme): string =>
  ({ holds: theme.good, fails: theme.bad, undecided: theme.busy })[verdict];

function verdictText(mark: VerdictMark, theme: Theme, at: {
  readonly x: number; readonly y: number; readonly width: number;
}): string {
  const colour = verdictColour(mark.verdict, theme);
  const value = mark.value ?? '';
  const valueWidth = value === '' ? 0 : Math.min(textWidth(value, strong), Math.floor(at.width / 3));
  const words = fitText(mark.text, plain, at.width - valueWidth - 34);
  const shown = fitText(value, strong, valueWidth);
  return tag('g', { class: `verdict ${mark.verdict}` }, [
    text(verdictMarks[mark.verdict], {
      x: at.x, y: at.y, 'font-size': 13, 'font-weight': 700, fill: colour,
    }, mark.verdict),
    text(words.text, { x: at.x + 18, y: at.y, 'font-size': 12, fill: theme.text }, words.full),
    ...(shown.text === '' ? [] : [text(shown.text, {
      x: at.x + 30 + textWidth(words.text, plain), y: at.y, 'font-size': 12, 'font-weight': 650,
      fill: colour,
    }, shown.full)]),
  ]);
}

function faultText(words: string, theme: Theme, at: {
  readonly x: number; readonly y: number; readonly width: number;
}): string {
  const shown = fitText(words, plain, at.width - 18);
  return tag('g', { class: 'fault' }, [
    tag('path', {
      d: `M${String(at.x + 4)},${String(at.y - 10)} l5,9 h-10 Z`, fill: theme.bad,
    }),
    text(shown.text, { x: at.x + 18, y: at.y, 'font-size': 12, fill: theme.text }, shown.full),
  ]);
}

/** From little to much, thin to thick: the lines and bars of the picture. */
function legend(theme: Theme, at: { readonly right: number; readonly y: number }): string {
  const words = { low: 'load 0', high: '100 %' };
  const highWidth = textWidth(words.high, small);
  const swatch = 22;
  const left = at.right - highWidth - 8 - theme.ramp.length * swatch;
  return tag('g', { class: 'legend' }, [
    text(words.low, {
      x: left - 8, y: at.y, 'font-size': 11, 'text-anchor': 'end', fill: theme.muted,
    }),
    ...theme.ramp.map((colour, i) => rectangle({
      x: left + i * swatch, y: at.y - 5 - i, width: swatch - 2, height: 3 + i * 2,
    }, { fill: colour })),
    text(words.high, {
      x: at.right, y: at.y, 'font-size': 11, 'text-anchor': 'end', fill: theme.muted,
    }),
  ]);
}

function slider(time: TimeMark, theme: Theme, at: {
  readonly x: number; readonly y: number; readonly width: number;
}): string[] {
  const endWidth = textWidth(time.endText, plain) + 14;
  const track = { x: at.x, y: at.y - 3, width: at.width - endWidth, height: 6 };
  const knobX = at.x + Math.round(track.width * Math.min(1, Math.max(0, time.at)));
  const half = Math.ceil(textWidth(time.text, strong) / 2);
  const labelX = Math.min(Math.max(knobX, at.x + half), at.x + at.width - half);
  return [
    rectangle(track, { rx: 3, fill: theme.part, stroke: theme.partBorder, 'stroke-width': 0.8 }),
    rectangle({ ...track, width: knobX - at.x }, { rx: 3, fill: theme.accent }),
    ...time.events.map((event) => rectangle({
      x: at.x + Math.round(track.width * event) - 1, y: at.y - 8, width: 2, height: 16,
    }, { fill: theme.bad })),
    tag('circle', {
      cx: knobX, cy: at.y, r: 8, fill: theme.canvas, stroke: theme.accent, 'stroke-width': 2,
    }),
    text(time.text, {
      x: labelX, y: at.y - 13, 'font-size': 12, 'font-weight': 650, 'text-anchor': 'middle',
      fill: theme.text,
    }),
    text(time.endText, {
      x: at.x + at.width, y: at.y + 4, 'font-size': 12, 'text-anchor': 'end', fill: theme.muted,
    }),
  ];
}
