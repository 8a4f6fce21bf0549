/**
 * Formatting for editors: the whole file, a range, or what was just finished by typing.
 * The layout itself is in format/. Keeps true: only lines that change are replaced, so cursors,
 * folds and marks elsewhere stay.
 */
import { CstUtils, type LangiumDocument } from 'langium';
import type { Formatter } from 'langium/lsp';
import type {
  DocumentFormattingParams, DocumentOnTypeFormattingOptions, DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams, TextEdit,
} from 'vscode-languageserver';
import { formatted, lineChanges, type LineChange } from '../format/format.ts';
import { isCatalogue } from '../references/closure.ts';

interface Lines {
  readonly first: number;
  readonly last: number;
}

const EVERYWHERE: Lines = { first: 0, last: Number.MAX_SAFE_INTEGER };

export class NitroFormatter implements Formatter {
  readonly formatOnTypeOptions: DocumentOnTypeFormattingOptions = {
    firstTriggerCharacter: '}', moreTriggerCharacter: ['\n'],
  };

  formatDocument(document: LangiumDocument, _parameters: DocumentFormattingParams): TextEdit[] {
    return this.edits(document, EVERYWHERE);
  }

  formatDocumentRange(
    document: LangiumDocument,
    { range }: DocumentRangeFormattingParams,
  ): TextEdit[] {
    return this.edits(document, { first: range.start.line, last: range.end.line });
  }

  formatDocumentOnType(
    document: LangiumDocument,
    { ch, position }: DocumentOnTypeFormattingParams,
  ): TextEdit[] {
    if (ch === '\n') {
      const line = Math.max(0, position.line - 1);
      return this.edits(document, { first: line, last: line });
    }
    const root = document.parseResult.value.$cstNode;
    const offset = document.textDocument.offsetAt(position);
    const brace = root === undefined ? undefined : CstUtils.findLeafNodeBeforeOffset(root, offset);
    const block = brace?.text === '}' ? brace.astNode.$cstNode : undefined;
    if (block === undefined) return [];
    return this.edits(document, { first: block.range.start.line, last: position.line });
  }

  private edits(document: LangiumDocument, wanted: Lines): TextEdit[] {
    if (isCatalogue(document.uri)) return [];
    const after = formatted(document);
    if (after === null) return [];
    const before = document.textDocument.getText();
    const newline = before.includes('\r\n') ? '\r\n' : '\n';
    const lines = before.split(/\r?\n/u);
    return lineChanges(lines, after.split(/\r?\n/u))
      .filter(({ start, end }) => start <= wanted.last && Math.max(end - 1, start) >= wanted.first)
      .map((change) => toEdit(change, lines, newline));
  }
}

/** Whole lines, with their ends; behind the last line there is no end to take along. */
const toEdit = (change: LineChange, lines: readonly string[], newline: string): TextEdit => {
  const { start, end } = change;
  if (end < lines.length) {
    const newText = change.lines.map((line) => line + newline).join('');
    return { range: lineRange(start, 0, end, 0), newText };
  }
  const lastLine = lines.length - 1;
  const lastLength = lines[lastLine]?.length ?? 0;
  if (start === 0) {
    return { range: lineRange(0, 0, lastLine, lastLength), newText: change.lines.join(newline) };
  }
  const newText = change.lines.map((line) => newline + line).join('');
  const before = lines[start - 1]?.length ?? 0;
  return { range: lineRange(start - 1, before, lastLine, lastLength), newText };
};

const lineRange = (
  startLine: number, startCharacter: number, endLine: number, endCharacter: number,
): TextEdit['range'] => ({
  start: { line: startLine, character: startCharacter },
  end: { line: endLine, character: endCharacter },
});
