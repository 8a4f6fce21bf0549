/**
 * Turns a fix, said in terms of the Spec, into edits of text. Keeps true: an edit touches only the
 * words it is about and the blanks that would otherwise be left behind.
 */
import { GrammarUtils, type AstNode } from 'langium';
import type { Edit, Fix } from '#diagnostics';
import { OVERRIDE_SCHEME } from './model.ts';
import type { Place, SourceMap } from './lower/source-map.ts';

export interface TextEdit {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface TextFix {
  readonly title: string;
  readonly preferred: boolean;
  readonly edits: readonly TextEdit[];
}

const READ_ONLY: readonly string[] = ['builtin', OVERRIDE_SCHEME];

/** The edits of a fix; null when one of its places is not in the text, or is read-only. */
export const textFix = (fix: Fix, sources: SourceMap): TextFix | null => {
  const edits: TextEdit[] = [];
  for (const edit of fix.edits) {
    const place = sources.placeOf(edit.at);
    if (place === null || READ_ONLY.includes(place.document.uri.scheme)) return null;
    edits.push(textEdit(edit, place));
  }
  return { title: fix.title, preferred: fix.preferred ?? false, edits };
};

const textEdit = (edit: Edit, place: Place): TextEdit => {
  const uri = place.document.uri.toString();
  const text = place.document.textDocument.getText();
  switch (edit.action) {
    case 'replace': return { uri, start: place.start, end: place.end, text: edit.text };
    case 'remove': return { uri, ...removal(text, place.start, place.end), text: '' };
    case 'inside': return { uri, ...inside(text, place, edit.text) };
    default: return { uri, ...beside(text, place, edit.text, edit.action) };
  }
};

/** The words, a separator after them, and the whole line when nothing else is on it. */
const removal = (text: string, start: number, end: number): { start: number; end: number } => {
  const separator = /^[ \t]*[,;]/u.exec(text.slice(end))?.[0].length ?? 0;
  const stop = end + separator;
  const blanksBefore = /[ \t]*$/u.exec(text.slice(0, start))?.[0].length ?? 0;
  const lineStart = start - blanksBefore;
  const restOfLine = /^[ \t]*(?:\r?\n|$)/u.exec(text.slice(stop));
  const ownLine = lineStart === 0 || text[lineStart - 1] === '\n';
  if (ownLine && restOfLine !== null) return { start: lineStart, end: stop + restOfLine[0].length };
  return { start: lineStart, end: stop };
};

const indentationAt = (text: string, offset: number): string => {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/u.exec(text.slice(lineStart))?.[0] ?? '';
};

interface Insertion {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const insertion = (offset: number, text: string): Insertion =>
  ({ start: offset, end: offset, text });

const INDENT = '  ';

const closingBrace = (node: AstNode | null): number | null =>
  GrammarUtils.findNodesForKeyword(node?.$cstNode, '}').at(-1)?.offset ?? null;

const inside = (text: string, place: Place, item: string): Insertion => {
  const end = place.node?.$cstNode?.end ?? place.end;
  const brace = closingBrace(place.node);
  // A whole file has no braces: the item goes to its end.
  if (place.node === null) {
    return insertion(text.length, `${text === '' || text.endsWith('\n') ? '' : '\n'}${item}\n`);
  }
  if (brace === null) return insertion(end, ` { ${item} }`);
  const indentation = indentationAt(text, place.node.$cstNode?.offset ?? place.start);
  const lineStart = text.lastIndexOf('\n', brace - 1) + 1;
  const alone = text.slice(lineStart, brace).trim() === '';
  if (alone) return insertion(lineStart, `${indentation}${INDENT}${item}\n`);
  const blanks = /[ \t]*$/u.exec(text.slice(0, brace))?.[0].length ?? 0;
  const empty = text[brace - blanks - 1] === '{';
  return { start: brace - blanks, end: brace, text: `${empty ? ' ' : '  '}${item} ` };
};

const beside = (
  text: string,
  place: Place,
  item: string,
  action: 'before' | 'after',
): Insertion => {
  const indentation = indentationAt(text, place.start);
  if (action === 'before') {
    const lineStart = text.lastIndexOf('\n', place.start - 1) + 1;
    return insertion(lineStart, `${indentation}${item}\n`);
  }
  const lineEnd = text.indexOf('\n', place.end);
  if (lineEnd === -1) return insertion(text.length, `\n${indentation}${item}`);
  return insertion(lineEnd + 1, `${indentation}${item}\n`);
};
