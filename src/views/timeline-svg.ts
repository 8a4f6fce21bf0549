/**
 * Lives over time: a row for each instance with the steps of its boot as segments, what was queued
 * or timed out hatched, faults marked. Not a chart of measures. Keeps true: every segment says in
 * words what it is and how long it took; nothing is told by colour alone.
 */
import { fitText, textWidth, type TextSize } from '#scene';
import type { Finding, LaunchResult, LifeResult, StepResult } from '#results';
import { toneOf } from './overlay.ts';
import { patterns, waitingName } from './patterns.ts';
import { escapeText, rectangle, tag, text } from './svg.ts';
import { lifeRows, type LifeRow } from './timeline-rows.ts';
import type { Theme } from './theme.ts';
import { axisMarks, formatSeconds, secondsOf } from './time-axis.ts';

export interface TimelineOptions {
  readonly theme: Theme;
  readonly title: string;
  readonly tickPicoseconds: number;
  readonly endTicks: number;
  /** Whole pixels; at least 280 are used. */
  readonly width: number;
  readonly findings?: readonly Finding[];
}

const rowHeight = 34;
const barHeight = 18;
const labelWidthMost = 150;
const margin = 16;
const top = 46;
const small: TextSize = { sizePixels: 11, bold: false, mono: false };
const strong: TextSize = { sizePixels: 12, bold: true, mono: false };

interface Page extends TimelineOptions {
  readonly left: number;
  readonly room: number;
}

const xOf = (page: Page, ticks: number): number =>
  page.left + (page.endTicks === 0 ? 0
    : (Math.min(Math.max(0, ticks), page.endTicks) / page.endTicks) * page.room);

export function renderTimeline(lives: readonly LifeResult[], options: TimelineOptions): string {
  const { theme, title } = options;
  const width = Math.max(280, Math.round(options.width));
  const labelWidth = Math.min(labelWidthMost, Math.floor(width * 0.32));
  const left = margin + labelWidth;
  // The last label of the axis is centred at the right end and needs half its width.
  const page: Page = { ...options, left, room: width - left - margin - 24 };
  const { rows: shown, hidden } = lifeRows(lives);
  const bottom = top + shown.length * rowHeight;
  const height = bottom + 54 + (hidden > 0 ? 18 : 0);
  return `${tag('svg', {
    xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${String(width)} ${String(height)}`,
    width, height, role: 'img', 'aria-label': title, class: `timeline theme-${theme.name}`,
    'font-family': theme.fonts,
  }, [
    tag('title', {}, [escapeText(title)]),
    patterns(theme, []),
    rectangle({ x: 0, y: 0, width, height }, { fill: theme.canvas }),
    text(fitText(title, strong, width - 2 * margin).text, {
      x: margin, y: 24, 'font-size': 12, 'font-weight': 650, fill: theme.text,
    }),
    ...axis(page, bottom),
    ...shown.flatMap((one, i) => row(one, page, top + i * rowHeight)),
    ...(options.findings ?? []).flatMap((finding) =>
      findingMark(finding, page, { rows: shown, bottom })),
    ...(hidden <= 0 ? [] : [text(`and ${String(hidden)} more, which the table has`, {
      x: margin, y: bottom + 62, 'font-size': 11, fill: theme.muted,
    })]),
    ...legend(page, bottom + 40),
  ])}\n`;
}

function axis(page: Page, bottom: number): string[] {
  const { theme, endTicks, tickPicoseconds } = page;
  const endSeconds = secondsOf(endTicks, tickPicoseconds);
  return axisMarks(endSeconds, Math.floor(page.room / 90)).flatMap(({ seconds, text: words }) => {
    const x = page.left + (endSeconds === 0 ? 0 : (seconds / endSeconds) * page.room);
    return [
      tag('path', {
        d: `M${x.toFixed(1)},${String(top - 6)} V${String(bottom)}`, stroke: theme.frameBorder,
        'stroke-width': 1, fill: 'none',
      }),
      text(words, {
        x: Math.round(x), y: bottom + 16, 'font-size': 11, 'text-anchor': 'middle', fill: theme.muted,
      }),
    ];
  });
}

function row({ name: words, life }: LifeRow, page: Page, y: number): string[] {
  const name = fitText(words, strong, page.left - margin - 12);
  return [tag('g', { class: 'life', 'data-id': life.instance }, [
    text(name.text, {
      x: margin, y: y + 17, 'font-size': 12, 'font-weight': 650, fill: page.theme.text,
    }, name.full),
    ...states(life, page, y),
    ...life.launches.flatMap((launch) => launchMarks(launch, page, y)),
  ])];
}

/** A thin line by state under the steps: full while running, dashed on the way, none while off. */
function states(life: LifeResult, page: Page, y: number): string[] {
  const { theme } = page;
  return life.states.flatMap(({ atTicks, state }, i) => {
    const until = life.states[i + 1]?.atTicks ?? page.endTicks;
    const tone = toneOf(state);
    const from = xOf(page, atTicks);
    const to = xOf(page, until);
    if (tone === 'off' || to <= from) return [];
    const colour = { good: theme.good, busy: theme.busy, bad: theme.bad }[tone];
    return [tag('g', { class: `state ${tone}` }, [
      tag('title', {}, [escapeText(`${state} from ${timeText(page, atTicks)}`)]),
      tag('path', {
        d: `M${from.toFixed(1)},${String(y + barHeight + 6)} H${to.toFixed(1)}`, stroke: colour,
        'stroke-width': 3, fill: 'none',
        'stroke-dasharray': tone === 'good' ? null : tone === 'busy' ? '4 3' : '1 3',
      }),
    ])];
  });
}

const timeText = (page: Page, ticks: number): string =>
  formatSeconds(secondsOf(ticks, page.tickPicoseconds));

function launchMarks(launch: LaunchResult, page: Page, y: number): string[] {
  const bars = launch.steps.flatMap((step, i) => stepBar(step, i, page, y));
  const last = launch.steps.at(-1);
  if (launch.bootTicks === null || last === undefined) return bars;
  const words = timeText(page, launch.bootTicks);
  const x = xOf(page, last.toTicks) + 6;
  const fits = x + textWidth(words, strong) <= page.left + page.room;
  return fits ? [...bars, text(words, {
    x: Math.round(x), y: y + 13, 'font-size': 12, 'font-weight': 650, fill: page.theme.text,
  })] : bars;
}

/** Waiting first, then what time-outs took, then the work itself. */
function stepBar(step: StepResult, index: number, page: Page, y: number): string[] {
  const { theme } = page;
  const from = xOf(page, step.fromTicks);
  const to = Math.max(from + 1, xOf(page, step.toTicks));
  const whole = Math.max(1, step.toTicks - step.fromTicks);
  const share = (ticks: number): number => (Math.min(ticks, whole) / whole) * (to - from);
  const queued = share(step.queuedTicks);
  const lost = Math.min(share(step.timedOutTicks), to - from - queued);
  const words = [
    `${step.step}: ${timeText(page, step.toTicks - step.fromTicks)}`,
    ...(step.queuedTicks > 0 ? [`${timeText(page, step.queuedTicks)} queued`] : []),
    ...(step.timedOutTicks > 0 ? [`${timeText(page, step.timedOutTicks)} lost to time-outs`] : []),
    ...(step.by === null ? [] : [`by ${step.by}`]),
  ].join(', ');
  const work = {
    x: from + queued + lost, y, width: Math.max(0, to - from - queued - lost), height: barHeight,
  };
  const label = fitText(step.step, small, work.width - 8);
  return [tag('g', { class: 'step', 'data-id': step.by }, [
    tag('title', {}, [escapeText(words)]),
    ...(queued <= 0 ? [] : [rectangle({ x: from, y, width: queued, height: barHeight }, {
      fill: `url(#${waitingName(theme)})`, stroke: theme.busy, 'stroke-width': 0.8, class: 'queued',
    })]),
    ...(lost <= 0 ? [] : [rectangle({ x: from + queued, y, width: lost, height: barHeight }, {
      fill: theme.badSurface, stroke: theme.bad, 'stroke-width': 1, 'stroke-dasharray': '3 2',
      class: 'timed-out',
    })]),
    rectangle(work, {
      fill: index % 2 === 0 ? theme.stepEven : theme.stepOdd, stroke: theme.canvas, 'stroke-width': 1,
    }),
    ...(label.full !== null || label.text === '' ? [] : [text(label.text, {
      x: work.x + 4, y: y + 13, 'font-size': 11, fill: theme.text,
    })]),
  ])];
}

function findingMark(finding: Finding, page: Page, where: {
  readonly rows: readonly LifeRow[]; readonly bottom: number;
}): string[] {
  if (finding.severity === 'information') return [];
  const { theme } = page;
  const x = xOf(page, finding.atTicks);
  const index = where.rows.findIndex(({ ids }) => ids.includes(finding.element ?? ''));
  const y = index < 0 ? top - 14 : top + index * rowHeight + 4;
  return [tag('g', { class: 'fault', 'data-id': finding.element }, [
    tag('title', {}, [escapeText(`${timeText(page, finding.atTicks)}: ${finding.message}`)]),
    ...(index >= 0 ? [] : [tag('path', {
      d: `M${x.toFixed(1)},${String(top - 8)} V${String(where.bottom)}`, stroke: theme.bad,
      'stroke-width': 1.2, 'stroke-dasharray': '5 4', fill: 'none',
    })]),
    tag('path', {
      d: `M${x.toFixed(1)},${String(y - 8)} l8,14 h-16 Z`, fill: theme.bad, stroke: theme.canvas,
    }),
  ])];
}

function legend(page: Page, y: number): string[] {
  const { theme } = page;
  const parts = [
    { words: 'step', fill: theme.stepEven, stroke: theme.frameBorder, dash: null },
    { words: 'queued', fill: `url(#${waitingName(theme)})`, stroke: theme.busy, dash: null },
    { words: 'timed out', fill: theme.badSurface, stroke: theme.bad, dash: '3 2' },
  ];
  const wide = parts.reduce((sum, { words }) => sum + 38 + textWidth(words, small), 0);
  // Under the rows, or from the edge on where that is too far to the right.
  let x = wide <= page.room ? page.left : margin;
  return parts.flatMap(({ words, fill, stroke, dash }) => {
    const at = x;
    x += 38 + textWidth(words, small);
    return [
      rectangle({ x: at, y: y - 10, width: 16, height: 11 }, {
        fill, stroke, 'stroke-width': 1, 'stroke-dasharray': dash,
      }),
      text(words, { x: at + 22, y, 'font-size': 11, fill: theme.muted }),
    ];
  });
}
