/**
 * The line of text that a place is in, with carets under the words it means. Not the message.
 * Keeps true: carets stand under what they mean whatever the line holds (tabs, wide characters,
 * control characters), and a line of a million characters is cut around them.
 */
import { columns, cut, padStart, printable } from './text.ts';
import type { Place, Texts } from './types.ts';

export interface Excerpt {
  /** As people count, from 1. */
  readonly line: number;
  readonly text: string;
  /** Columns before the carets, and how many carets. */
  readonly before: number;
  readonly carets: number;
}

const BEFORE_MAX = 60;

/** The line `index` of a text without its ending; found without splitting all of a large file. */
function lineOf(text: string, index: number): string | undefined {
  let from = 0;
  for (let passed = 0; passed < index; passed++) {
    const next = text.indexOf('\n', from);
    if (next < 0) return undefined;
    from = next + 1;
  }
  const end = text.indexOf('\n', from);
  return text.slice(from, end < 0 ? undefined : end).replace(/\r$/, '');
}

/** What is left of a long line: enough before the carets to see what they belong to. */
function windowOf(line: string, start: number): { readonly text: string; readonly from: number } {
  if (start <= BEFORE_MAX) return { text: line, from: 0 };
  return { text: line, from: start - BEFORE_MAX };
}

export function excerptOf(place: Place, texts: Texts, width: number): Excerpt | undefined {
  const text = texts(place.file);
  if (text === undefined) return undefined;
  const { start, end } = place.range;
  const line = lineOf(text, start.line);
  // Of a file that is no text, a line shows nothing.
  if (line === undefined || line.trim() === '' || line.includes('\0')) return undefined;
  const first = Math.min(start.character, line.length);
  const last = end.line > start.line ? line.trimEnd().length : Math.min(end.character, line.length);
  const { from } = windowOf(line, first);
  const lead = from > 0 ? '…' : '';
  const before = columns(lead + printable(line.slice(from, first)));
  const shown = cut(lead + printable(line.slice(from, from + width * 2)), width);
  const meant = columns(printable(line.slice(first, Math.max(first, last)).slice(0, width)));
  const room = Math.max(1, columns(shown) - before);
  return {
    line: start.line + 1,
    text: shown.trimEnd(),
    before,
    carets: Math.max(1, Math.min(meant, room)),
  };
}

/** `sled.nitro:21:19`, as editors and terminals open it. */
export const placeText = ({ file, range }: Place): string =>
  `${printable(file)}:${range.start.line + 1}:${range.start.character + 1}`;

/** The number of a line in its gutter. */
export const gutter = (text: string, width: number): string => `${padStart(text, width)} │ `;
