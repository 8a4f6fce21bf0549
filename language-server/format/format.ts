/**
 * Formats a parsed document. Keeps true: a text with syntax errors is left alone, for its tree
 * does not hold all of it.
 */
import type { LangiumDocument } from 'langium';
import type { Document } from '../generated/ast.ts';
import { refusalOfTree } from '../syntax/parser.ts';
import { Layout } from './layout.ts';

/** The formatted text, or null when the text has syntax errors. */
export const formatted = (document: LangiumDocument): string | null => {
  const { lexerErrors, parserErrors, value } = document.parseResult;
  const broken = lexerErrors.length > 0 || parserErrors.length > 0;
  if (broken || refusalOfTree(value) !== null) return null;
  const text = document.textDocument.getText();
  const lines = new Layout(value as Document, text).lines();
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return lines.length === 0 ? '' : lines.join(newline) + newline;
};

/** Lines `start` to `end` (exclusive) become `lines`. */
export interface LineChange {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** How far apart two lines may be and still be taken for the same. */
const REACH_LINES = 60;

const resynchronise = (
  before: readonly string[], after: readonly string[], i: number, j: number,
): readonly [number, number] => {
  for (let distance = 1; distance <= 2 * REACH_LINES; distance++) {
    for (let a = Math.max(0, distance - REACH_LINES); a <= Math.min(distance, REACH_LINES); a++) {
      const [x, y] = [i + a, j + distance - a];
      if (x >= before.length || y >= after.length) continue;
      if (before[x] === after[y] && before[x] !== '') return [x, y];
    }
  }
  return [before.length, after.length];
};

/** What changes between two lists of lines, in order, as few lines as can be told quickly. */
export const lineChanges = (
  before: readonly string[],
  after: readonly string[],
): readonly LineChange[] => {
  const changes: LineChange[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      i++;
      j++;
      continue;
    }
    const [x, y] = resynchronise(before, after, i, j);
    changes.push({ start: i, end: x, lines: after.slice(j, y) });
    i = x;
    j = y;
  }
  return changes;
};
