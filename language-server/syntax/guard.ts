/**
 * Looks at a text before the parser does, and refuses what would hurt it: too large, binary, or
 * nested too deep. Not a parser. Keeps true: one pass and no recursion, so any text is safe.
 */
import { ESCAPED_BYTE } from '#base';

/** A file larger than this is not read. */
export const FILE_BYTES_MAX = 4 * 1024 * 1024;
/** Brackets nested deeper than this would overflow a recursive parser's stack. */
export const NESTING_MAX = 32;
/** Each operator or dot of one expression is a level of its tree: there is an end to them too. */
export const CHAIN_MAX = 500;
/** After so many syntax errors the rest of a file is not reported. */
export const SYNTAX_ERRORS_MAX = 100;

export type Refusal =
  | { readonly reason: 'large'; readonly bytes: number; readonly offset: 0 }
  | { readonly reason: 'binary'; readonly offset: number }
  | { readonly reason: 'encoding'; readonly offset: number }
  | { readonly reason: 'chain'; readonly offset: number }
  | { readonly reason: 'nesting'; readonly depth: number; readonly offset: number };

/**
 * What is no code, brackets, what ends an expression (a line that goes on with a word among it),
 * and what joins two parts of one, with the blanks and comments behind it.
 */
const MARKS = new RegExp([
  '"(?:[^"\\\\\\n\\r]|\\\\.)*"?', '/\\*[\\s\\S]*?(?:\\*/|$)', '//[^\\n\\r]*', '[{}[\\]()]', '\\0',
  '--', '\\.\\.', '[,;:=<>]', '\\n[ \\t\\r]*(?=["\\w])',
  '[.+*/-](?:\\s+|//[^\\n\\r]*|/\\*[\\s\\S]*?(?:\\*/|$))*',
].join('|'), 'gu');

/** Counts what joins, in each pair of brackets for itself. */
class Chains {
  private readonly outer: number[] = [];
  private count = 0;

  /** Whether the expression has become too long. */
  take(mark: string): boolean {
    if (mark === '(' || mark === '[') {
      this.outer.push(this.count);
      this.count = 0;
    } else if (mark === ')' || mark === ']') this.count = this.outer.pop() ?? 0;
    else if (mark === '{' || mark === '}') {
      this.outer.length = 0;
      this.count = 0;
    } else if (mark === '--' || mark === '..' || /^[,;:=<>\n]/u.test(mark)) this.count = 0;
    else if (/^[.+*-]|^\/(?![/*])/u.test(mark)) this.count++;
    return this.count > CHAIN_MAX;
  }
}

/** Why a text must not reach the parser, or null. */
export const refusalOf = (text: string): Refusal | null => {
  if (text.length > FILE_BYTES_MAX) return { reason: 'large', bytes: text.length, offset: 0 };
  const escaped = ESCAPED_BYTE.exec(text);
  // Zero bytes say more: that it is no text at all.
  if (escaped !== null && !text.includes('\0')) return { reason: 'encoding', offset: escaped.index };
  const chains = new Chains();
  let depth = 0;
  for (const match of text.matchAll(MARKS)) {
    const found = match[0];
    if (found === '\0') return { reason: 'binary', offset: match.index };
    if (found === '{' || found === '[' || found === '(') depth++;
    else if (found === '}' || found === ']' || found === ')') depth = Math.max(0, depth - 1);
    if (depth > NESTING_MAX) return { reason: 'nesting', depth, offset: match.index };
    if (chains.take(found)) return { reason: 'chain', offset: match.index };
  }
  return null;
};
