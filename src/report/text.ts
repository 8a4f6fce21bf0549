/**
 * Text on its way to a terminal or a file: made harmless, measured in columns, cut and wrapped.
 * Not markup: each format escapes for itself. Keeps true: no name, path or message of an author
 * can move the cursor, change a colour, end a line or turn the reading direction.
 */
import { grouped } from '#base';

/**
 * Control characters of both sets, line separators, and the marks that reorder text, which make a
 * line look other than it is. Written as numbers, because the characters cannot be seen.
 */
const harmful = (code: number): boolean =>
  code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0x2028 || code === 0x2029 ||
  code === 0x200e || code === 0x200f || (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2066 && code <= 0x2069) || code === 0xfeff || (code >= 0xd800 && code <= 0xdfff);

/** One line that can be shown anywhere: what is harmful is spelled out, as `\u{1b}`. */
export function printable(text: string): string {
  let shown = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\t' || character === '\n' || character === '\r') shown += ' ';
    else shown += harmful(code) ? `\\u{${code.toString(16)}}` : character;
  }
  return shown;
}

const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f], [0x2e80, 0x303e], [0x3041, 0x33ff], [0x3400, 0x4dbf], [0x4e00, 0x9fff],
  [0xa000, 0xa4cf], [0xac00, 0xd7a3], [0xf900, 0xfaff], [0xfe30, 0xfe6f], [0xff00, 0xff60],
  [0xffe0, 0xffe6], [0x1f300, 0x1f64f], [0x1f900, 0x1f9ff], [0x20000, 0x3fffd],
];
const NARROWLESS: readonly (readonly [number, number])[] = [
  [0x0300, 0x036f], [0x0483, 0x0489], [0x0591, 0x05bd], [0x064b, 0x065f], [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff], [0x200b, 0x200d], [0x20d0, 0x20ff], [0xfe00, 0xfe0f], [0xfe20, 0xfe2f],
];

const within = (code: number, ranges: readonly (readonly [number, number])[]): boolean =>
  ranges.some(([low, high]) => code >= low && code <= high);

const columnsOf = (character: string): number => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (within(code, NARROWLESS)) return 0;
  return within(code, WIDE) ? 2 : 1;
};

/** Columns that a terminal gives to a printable text. */
export function columns(text: string): number {
  let sum = 0;
  for (const character of text) sum += columnsOf(character);
  return sum;
}

export const padEnd = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - columns(text)));

export const padStart = (text: string, width: number): string =>
  ' '.repeat(Math.max(0, width - columns(text))) + text;

/** At most so many columns; the cut is shown. */
export function cut(text: string, width: number): string {
  if (columns(text) <= width) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    const own = columnsOf(character);
    if (used + own > width - 1) break;
    kept += character;
    used += own;
  }
  return `${kept}…`;
}

/** Lines of whole words, at most so many columns each; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** Columns side by side, as wide as their widest cell; the last one is as long as it is. */
export function table(rows: readonly (readonly string[])[], gap = '  '): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) {
      widths[index] = Math.max(widths[index] ?? 0, columns(cell));
    }
  }
  return rows.map((row) =>
    row.map((cell, index) => padEnd(cell, widths[index] ?? 0)).join(gap).trimEnd());
}

/** `1 error`, `2 errors`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** `12.4 M`: a large count in three digits. */
export function shortCount(count: number): string {
  for (const [unit, size] of [['G', 1e9], ['M', 1e6], ['k', 1e3]] as const) {
    // 10,000 and less are read as they are.
    if (count >= size && count >= 1e4) return `${Number((count / size).toPrecision(3))} ${unit}`;
  }
  return grouped(count);
}
