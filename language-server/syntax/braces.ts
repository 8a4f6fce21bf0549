/**
 * Guesses which `{` was left open, by how its lines are indented. Not a parser: a parser knows only
 * that one is missing at the end, which is far from where the author forgot it.
 */
const INTERESTING = /"(?:[^"\\\n\r]|\\.)*"?|\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n\r]*|[{}]|\n[ \t]*/gu;

interface Open {
  readonly offset: number;
  readonly indentation: number;
  readonly line: number;
}

const closeDeeper = (open: Open[], indentation: number): void => {
  while ((open.at(-1)?.indentation ?? -1) > indentation) open.pop();
};

/** Offset of the brace that is probably not closed, or null when all are. */
export const unclosedBrace = (text: string): number | null => {
  const open: Open[] = [];
  let indentation = /^[ \t]*/u.exec(text)?.[0].length ?? 0;
  let line = 0;
  let suspect: number | null = null;
  for (const match of text.matchAll(INTERESTING)) {
    const [found] = match;
    if (found.startsWith('\n')) {
      indentation = found.length - 1;
      line++;
    } else if (found === '{') {
      open.push({ offset: match.index, indentation, line });
    } else if (found === '}') {
      const top = open.at(-1);
      // A brace on a line of its own closes the one whose line starts at the same column.
      if (top !== undefined && top.line !== line && top.indentation > indentation) {
        suspect ??= top.offset;
        closeDeeper(open, indentation);
      }
      open.pop();
    } else if (found.includes('\n')) {
      line += found.split('\n').length - 1;
    }
  }
  return suspect ?? open.at(-1)?.offset ?? null;
};

/** Offset of the brace of the block that a place is in, or null when it is in none. */
export const openBlock = (text: string, place: number): number | null => {
  const open: number[] = [];
  for (const match of text.slice(0, place).matchAll(INTERESTING)) {
    if (match[0] === '{') open.push(match.index);
    else if (match[0] === '}') open.pop();
  }
  return open.at(-1) ?? null;
};

/** The end of the block that begins on the line of an offset; without one, of the line. */
export const endOfBlock = (text: string, start: number): number => {
  let depth = 0;
  const interesting = new RegExp(INTERESTING.source, INTERESTING.flags);
  interesting.lastIndex = start;
  for (let match = interesting.exec(text); match !== null; match = interesting.exec(text)) {
    const [found] = match;
    if (found === '{') depth++;
    else if (found === '}') depth--;
    if (depth < 0 || (depth === 0 && (found === '}' || found.startsWith('\n')))) return match.index;
  }
  return text.length;
};
