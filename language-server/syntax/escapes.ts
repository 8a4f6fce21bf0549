/**
 * Finds backslashes in texts that begin no escape of the language. Not what escapes mean: that is
 * tokens.ts. Keeps true: comments are no texts, and a text ends on its line.
 */

export interface UnknownEscape {
  readonly escape: string;
  readonly start: number;
}

const TEXT_OR_COMMENT = /"(?:[^"\\\n\r]|\\.)*"|\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n\r]*/gu;
const ESCAPE = /\\(?:u\{([0-9A-Fa-f]{1,6})\}|.)/gu;
const KNOWN: ReadonlySet<string> = new Set(['\\"', '\\\\', '\\n']);
const LARGEST_CODE_POINT = 0x10ffff;

const isKnown = (escape: string, hexadecimal: string | undefined): boolean =>
  hexadecimal === undefined
    ? KNOWN.has(escape)
    : Number.parseInt(hexadecimal, 16) <= LARGEST_CODE_POINT;

/** Escapes that the language does not have, in order of place. */
export const unknownEscapes = (text: string): readonly UnknownEscape[] => {
  if (!text.includes('\\')) return [];
  const found: UnknownEscape[] = [];
  for (const quoted of text.matchAll(TEXT_OR_COMMENT)) {
    if (!quoted[0].startsWith('"')) continue;
    for (const match of quoted[0].matchAll(ESCAPE)) {
      if (isKnown(match[0], match[1])) continue;
      found.push({ escape: match[0], start: quoted.index + match.index });
    }
  }
  return found;
};
