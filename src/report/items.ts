/**
 * Things of one kind on a terminal, a line each: cells below each other, and what has no room
 * beside them below their own line. Not what they say.
 */
import type { TerminalLook } from './terminal-problems.ts';
import { columns, cut, padEnd, padStart, wrap } from './text.ts';

const GAP = 3;

/**
 * The last cell goes below its line where not all rows have room for it; a column in which nobody
 * says anything is left out. `right` is of those columns that end together.
 */
export function itemLines(
  rows: readonly (readonly string[])[], look: TerminalLook, right: readonly number[] = [],
): string[] {
  const all = (rows[0] ?? []).map((_, i) => i);
  const widths = all.map((i) => Math.max(0, ...rows.map((row) => columns(row[i] ?? ''))));
  const used = all.filter((i) => widths[i] !== 0);
  const last = all.length - 1;
  const needed = used.reduce((sum, i) => sum + (widths[i] ?? 0) + GAP, 4 - GAP);
  const isWide = needed > look.width;
  return rows.flatMap((row) => {
    const cells = used.filter((i) => !(isWide && i === last)).map((i) =>
      (right.includes(i) ? padStart : padEnd)(row[i] ?? '', widths[i] ?? 0));
    const below = isWide ? row[last] ?? '' : '';
    return [
      `  ${look.style.dim('·')} ${cut(cells.join(' '.repeat(GAP)).trimEnd(), look.width - 4)}`,
      ...wrap(below, look.width - 6).map((line) => `      ${cut(line, look.width - 6)}`),
    ];
  });
}

/** How many more there are than lines; nothing where there are none. */
export const moreLine = (left: number, noun: string, look: TerminalLook): string[] =>
  left <= 0 ? [] : [`    ${look.style.dim(`and ${String(left)} more ${noun}`)}`];
