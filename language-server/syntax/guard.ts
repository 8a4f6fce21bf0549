/**
 * Looks at a text before the parser does, and refuses what would hurt it: too large, binary, or
 * nested too deep. Not a parser. Keeps true: one pass and no recursion, so any text is safe.
 */

/** A file larger than this is not read. */
export const FILE_BYTES_MAX = 4 * 1024 * 1024;
/** Brackets nested deeper than this would overflow a recursive parser's stack. */
export const NESTING_MAX = 32;
/** After so many syntax errors the rest of a file is not reported. */
export const SYNTAX_ERRORS_MAX = 100;

export type Refusal =
  | { readonly reason: 'large'; readonly bytes: number; readonly offset: 0 }
  | { readonly reason: 'binary'; readonly offset: number }
  | { readonly reason: 'nesting'; readonly depth: number; readonly offset: number };

const NOT_CODE = /"(?:[^"\\\n\r]|\\.)*"?|\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n\r]*|[{}[\]()]|\0/gu;

/** Why a text must not reach the parser, or null. */
export const refusalOf = (text: string): Refusal | null => {
  if (text.length > FILE_BYTES_MAX) return { reason: 'large', bytes: text.length, offset: 0 };
  let depth = 0;
  for (const match of text.matchAll(NOT_CODE)) {
    const found = match[0];
    if (found === '\0') return { reason: 'binary', offset: match.index };
    if (found === '{' || found === '[' || found === '(') depth++;
    else if (found === '}' || found === ']' || found === ')') depth = Math.max(0, depth - 1);
    if (depth > NESTING_MAX) return { reason: 'nesting', depth, offset: match.index };
  }
  return null;
};
