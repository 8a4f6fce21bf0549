/**
 * Problems on a terminal: code, place, the line with carets, why, and how to fix it. Not verdicts.
 * Keeps true: the same words as in the editor, and every line fits the width it was asked for as
 * far as words allow.
 */
import type { Severity } from '#diagnostics';
import { excerptOf, gutter, placeText, type Excerpt } from './excerpt.ts';
import { countOf } from './order.ts';
import { plainStyle, type Style } from './style.ts';
import { columns, counted, cut, padEnd, printable, wrap } from './text.ts';
import type { ReportedProblem, Texts, WrongOverride } from './types.ts';

export interface TerminalLook {
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
}

export const plainLook: TerminalLook = { style: plainStyle, width: 100 };

const LABEL = 6;
const FIXES_MAX = 3;
const RELATED_MAX = 4;

const colourOf = (severity: Severity, style: Style): ((text: string) => string) => {
  if (severity === 'error') return style.red;
  return severity === 'warning' ? style.yellow : style.blue;
};

/** `why   because …`, continued below itself. */
function labelled(label: string, text: string, look: TerminalLook, indent: number): string[] {
  const lines = wrap(printable(text), Math.max(30, look.width - indent - LABEL));
  return lines.map((line, index) =>
    `${' '.repeat(indent)}${look.style.dim(padEnd(index === 0 ? label : '', LABEL))}${line}`);
}

/** The message beside the carets when it fits, else below them. */
function underline(
  message: string, excerpt: Excerpt, indent: number, paint: (text: string) => string,
  look: TerminalLook,
): string[] {
  const carets = paint('^'.repeat(excerpt.carets));
  const margin = `${gutter('', indent - 1)}${' '.repeat(excerpt.before)}`;
  const room = look.width - columns(margin) - excerpt.carets - 1;
  if (columns(message) <= room) return [`${margin}${carets} ${paint(message)}`];
  const below = wrap(message, Math.max(30, look.width - indent - 2));
  return [
    `${margin}${carets}`,
    ...below.map((line) => `${gutter('', indent - 1)}${paint(line)}`),
  ];
}

function relatedLines(problem: ReportedProblem, look: TerminalLook, indent: number): string[] {
  const shown = problem.related.slice(0, RELATED_MAX);
  const lines = shown.flatMap((related) =>
    labelled('see', `${placeText(related)}: ${related.message}`, look, indent));
  const left = problem.related.length - shown.length;
  return left > 0 ? [...lines, ...labelled('', `and ${left} more`, look, indent)] : lines;
}

function fixLines(problem: ReportedProblem, look: TerminalLook, indent: number): string[] {
  const titles = problem.fixes.slice(0, FIXES_MAX).map(({ title }, index) =>
    index === 0 ? title : title.charAt(0).toLowerCase() + title.slice(1));
  const text = titles.length > 0 ? titles.join(', or ') : problem.remedy;
  return text === null ? [] : labelled('fix', text, look, indent);
}

const SET = '--set ';

/** The words of the command line with carets under what is wrong. */
function excerptOfOverride(
  { text, start, end }: WrongOverride, width: number,
): Excerpt | undefined {
  const range = {
    start: { line: 0, character: SET.length + start },
    end: { line: 0, character: SET.length + end },
  };
  return excerptOf({ file: '', range }, () => `${SET}${text}`, width);
}

const whereText = ({ place, override }: ReportedProblem): string =>
  override === undefined ? placeText(place) : `command line, for ${printable(place.file)}`;

function problemLines(
  problem: ReportedProblem, texts: Texts, look: TerminalLook,
): string[] {
  const { style } = look;
  const paint = colourOf(problem.severity, style);
  const digits = String(problem.place.range.start.line + 1).length;
  const indent = digits + 1;
  const message = printable(problem.message);
  const width = Math.max(30, look.width - indent - 2);
  const { override } = problem;
  const excerpt = override === undefined
    ? excerptOf(problem.place, texts, width) : excerptOfOverride(override, width);
  const lines = [
    `${paint(problem.severity)} ${style.bold(printable(problem.code))}`,
    `${' '.repeat(indent)}${style.cyan(whereText(problem))}`,
  ];
  if (excerpt === undefined) {
    lines.push(...wrap(message, look.width - indent).map((line) => `${' '.repeat(indent)}${line}`));
  } else {
    lines.push(`${gutter(String(excerpt.line), digits)}${excerpt.text}`);
    lines.push(...underline(message, excerpt, indent, paint, look));
  }
  if (problem.variants.length > 0) {
    lines.push(...labelled('when', cut(problem.variants.join('; '), 400), look, indent));
  }
  lines.push(...relatedLines(problem, look, indent));
  if (problem.why !== null) lines.push(...labelled('why', problem.why, look, indent));
  lines.push(...fixLines(problem, look, indent));
  return lines;
}

/** `2 errors and 1 warning`; an empty text when there is nothing. */
export function problemCounts(problems: readonly ReportedProblem[]): string {
  const parts = [
    [countOf(problems, 'error'), 'error'],
    [countOf(problems, 'warning'), 'warning'],
    [countOf(problems, 'information'), 'note'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, word]) => counted(count, word));
  const last = said.pop();
  if (last === undefined) return '';
  return said.length === 0 ? last : `${said.join(', ')} and ${last}`;
}

/** All problems, an empty line after each. */
export const problemsText = (
  problems: readonly ReportedProblem[], texts: Texts, look: TerminalLook,
): string =>
  problems.map((problem) => `${problemLines(problem, texts, look).join('\n')}\n\n`).join('');
