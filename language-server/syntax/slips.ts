/**
 * Slips that are common and that the parser alone explains badly: `size : 8 GiB`, `=<`, a type
 * without its colon, `#` for a comment, curly quotes, a comment that is never closed. Not a parser.
 * Keeps true: nothing is said of a place where neither lexer nor parser stopped.
 */
import { diagnose, type Diagnostic } from '#diagnostics';

export interface Slip {
  readonly diagnostic: Diagnostic;
  readonly start: number;
  readonly end: number;
  /** What was meant, in the place of these words; empty when that is not known. */
  readonly meant: string;
}

const unexpected = (token: string, start: number, expected: string, meant: string): Slip => ({
  diagnostic: diagnose('syntax/unexpected', '', { token, expected }),
  start, end: start + token.length, meant,
});

const unclosedComment = (text: string, start: number): Slip | null =>
  text.startsWith('/*', start)
    ? {
        diagnostic: diagnose('syntax/missing', '', { expected: "the '*/' of this '/*'" }),
        start, end: start + 2, meant: '',
      }
    : null;

/** `=<`, `=>` and, in a step of a scenario, `=`: a comparison spelt otherwise. */
const comparison = (text: string, start: number, inStep: boolean): Slip | null => {
  const found = /^=(?:[<>]|(?!=))/u.exec(text.slice(start, start + 2))?.[0];
  if (found === undefined || !inStep) return null;
  const meant = found === '=' ? '==' : `${found.slice(1)}=`;
  return unexpected(found, start, `'${meant}'`, meant);
};

const STEP = /^\s*(?:expect|at|vary)\b/u;
const TYPELESS = /^\s*[a-z]+[ \t]+[A-Za-z_][\w-]*(?:\[[^\]]*\])?[ \t]+([A-Za-z_][\w.-]*)[ \t]*$/u;

/** Where the parser took a word for the start of a path and wants its dot. */
const dot = (token: string, start: number, line: string): Slip => {
  if (STEP.test(line)) return unexpected(token, start, '', '');
  const type = TYPELESS.exec(line)?.[1];
  if (type === undefined) return unexpected(token, start, "'='", token === ':' ? '=' : '');
  const from = start - line.length + line.lastIndexOf(type);
  return unexpected(type, from, "':' before a type", `: ${type}`);
};

/** A slip at a token that the parser did not expect; null when its own words serve. */
export const slipAtToken = (
  text: string, token: string, start: number, expected: string,
): Slip | null => {
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  return unclosedComment(text, start)
    ?? comparison(text, start, STEP.test(line))
    ?? (expected === "'.'" ? dot(token, start, line) : null);
};

const MEANT: { readonly [character: string]: string } = {
  '#': '//', '\u201c': '"', '\u201d': '"', '\u201e': '"', '\u2013': '-', '\u2014': '--',
};

/** A character that starts no token; one that cannot be seen is shown by its number. */
export const slipAtCharacter = (character: string, start: number, end: number): Slip => {
  const point = character.codePointAt(0) ?? 0;
  const shown = /[\p{L}\p{N}\p{P}\p{S}]/u.test(character)
    ? character : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  return {
    diagnostic: diagnose('syntax/character', '', { character: shown }), start, end,
    meant: MEANT[character] ?? '',
  };
};
