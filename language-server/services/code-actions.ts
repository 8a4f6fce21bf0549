/**
 * Code actions: the fixes that problems carry, all preferred ones at once, and making a type of
 * what stands in a body. Not the fixes themselves: the compiler says them. Keeps true: an action
 * offered is an edit that can be applied to the text as it is.
 */
import { AstUtils, URI, type AstNode, type LangiumDocument } from 'langium';
import type { CodeActionProvider } from 'langium/lsp';
import {
  CodeActionKind, type CodeAction, type CodeActionParams, type Range, type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { isKindName, TYPED_KINDS } from '#kinds';
import type { Element } from '../generated/ast.ts';
import { isCatalogue } from '../references/closure.ts';
import type { TextEdit as OffsetEdit, TextFix } from '../text-edits.ts';
import { toDiagnostic } from './diagnostics.ts';
import { FIX_ALL_KIND } from './language-server.ts';
import type { NitroServices } from './module.ts';
import { leafAt } from './places.ts';

const overlaps = (one: Range, other: Range): boolean => {
  const before = (a: Range['start'], b: Range['start']): boolean =>
    a.line < b.line || (a.line === b.line && a.character < b.character);
  return !before(one.end, other.start) && !before(other.end, one.start);
};

export class NitroCodeActions implements CodeActionProvider {
  private readonly services: NitroServices;

  constructor(services: NitroServices) {
    this.services = services;
  }

  getCodeActions(document: LangiumDocument, parameters: CodeActionParams): CodeAction[] {
    if (isCatalogue(document.uri)) return [];
    const { only } = parameters.context;
    const wanted = (kind: string): boolean => only === undefined
      || only.some((one) => kind === one || kind.startsWith(`${one}.`));
    return [
      ...(wanted(CodeActionKind.QuickFix) ? this.fixes(document, parameters.range) : []),
      ...(wanted(CodeActionKind.RefactorExtract) ? this.extract(document, parameters.range) : []),
      ...(wanted(FIX_ALL_KIND) ? this.fixAll(document) : []),
    ];
  }

  private fixes(document: LangiumDocument, range: Range): readonly CodeAction[] {
    const { Diagnostics } = this.services.model;
    return Diagnostics.problemsOf(document)
      .filter((problem) => overlaps(problem.range, range))
      .flatMap((problem) => problem.fixes.map((fix): CodeAction => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        diagnostics: [toDiagnostic(problem, Diagnostics.page)],
        isPreferred: fix.preferred,
        edit: this.toEdit(fix.edits),
      })));
  }

  /** Every problem's preferred fix; of two that touch the same words, the first. */
  private fixAll(document: LangiumDocument): readonly CodeAction[] {
    const taken: OffsetEdit[] = [];
    for (const problem of this.services.model.Diagnostics.problemsOf(document)) {
      const fix = problem.fixes.find((one) => one.preferred);
      if (fix === undefined || !isFreeOf(fix, taken)) continue;
      taken.push(...fix.edits);
    }
    if (taken.length === 0) return [];
    return [{
      title: 'Fix all that can be fixed', kind: FIX_ALL_KIND, edit: this.toEdit(taken),
    }];
  }

  private toEdit(edits: readonly OffsetEdit[]): WorkspaceEdit {
    const changes: Record<string, TextEdit[]> = {};
    for (const { uri, start, end, text } of edits) {
      const document = this.services.shared.workspace.LangiumDocuments.getDocument(URI.parse(uri));
      if (document === undefined) continue;
      const { textDocument } = document;
      const range = { start: textDocument.positionAt(start), end: textDocument.positionAt(end) };
      (changes[uri] ??= []).push({ range, newText: text });
    }
    return { changes };
  }

  /** What stands in an element's body becomes a type; the element is then made from it. */
  private extract(document: LangiumDocument, range: Range): readonly CodeAction[] {
    const offset = document.textDocument.offsetAt(range.start);
    const leaf = leafAt(document.parseResult.value, offset);
    const element = leaf === undefined
      ? undefined : AstUtils.getContainerOfType(leaf.astNode, isElement);
    if (element?.$cstNode === undefined || (element.items ?? []).length === 0) return [];
    if (!isNamed(element)) return [];
    if (!isKindName(element.kind) || !TYPED_KINDS.includes(element.kind)) return [];
    const edits = extraction(document, element, this.freeTypeName(document, element));
    return [{
      title: `Extract a ${element.kind} type from '${element.name}'`,
      kind: CodeActionKind.RefactorExtract,
      edit: this.toEdit(edits),
    }];
  }

  private freeTypeName(document: LangiumDocument, element: Element): string {
    const { types } = this.services.references.ScopeProvider.visibleIn(document);
    const camel = element.name.replace(/(?:^|[-_])([a-z])/gu, (_, letter: string) => letter.toUpperCase());
    let name = camel;
    for (let count = 2; types.has(name); count++) name = `${camel}${count}`;
    return name;
  }
}

const isElement = (node: { readonly $type: string }): node is Element => node.$type === 'Element';

/** The parser may go on without the name of a half-typed declaration, whatever its type says. */
const isNamed = ({ name }: { readonly name?: string }): boolean => name !== undefined;

const isFreeOf = (fix: TextFix, taken: readonly OffsetEdit[]): boolean =>
  fix.edits.every((edit) => taken.every((other) =>
    edit.uri !== other.uri || edit.end < other.start || other.end < edit.start));

const extraction = (
  document: LangiumDocument, element: Element, name: string,
): readonly OffsetEdit[] => {
  const uri = document.uri.toString();
  const text = document.textDocument.getText();
  const start = element.$cstNode?.offset ?? 0;
  const end = element.$cstNode?.end ?? 0;
  const [type] = element.types ?? [];
  const open = text.indexOf('{', lastClauseEnd(element));
  const base = type === undefined ? '' : ` : ${type.$refText}`;
  const indent = /[ \t]*$/u.exec(text.slice(0, start))?.[0].length ?? 0;
  const body = text.slice(open, end).split('\n')
    .map((line, index) => (index === 0 ? line : line.replace(new RegExp(`^[ \\t]{0,${indent}}`, 'u'), '')))
    .join('\n');
  const nameEnd = typeEnd(element);
  const blank = /\s*$/u.exec(text.slice(0, open))?.[0].length ?? 0;
  const stop = open - blank;
  const definition = `${element.kind} type ${name}${base} ${body}\n\n`;
  const edits: OffsetEdit[] = [{ ...before(text, topOf(element)), uri, text: definition }];
  if (type?.$refNode !== undefined) {
    edits.push({ uri, start: type.$refNode.offset, end: type.$refNode.end, text: name });
    edits.push({ uri, start: stop, end, text: '' });
  } else {
    // One edit when they touch: two at one place have no order that all editors keep.
    edits.push({ uri, start: nameEnd, end: nameEnd === stop ? end : nameEnd, text: ` : ${name}` });
    if (nameEnd !== stop) edits.push({ uri, start: stop, end, text: '' });
  }
  return edits;
};

/** Where the name, or the count behind it, ends. */
const typeEnd = (element: Element): number => {
  const count = element.count?.$cstNode?.end;
  const cst = element.$cstNode;
  if (cst === undefined) return 0;
  if (count !== undefined) return cst.offset + cst.text.indexOf(']', count - cst.offset) + 1;
  return cst.offset + cst.text.indexOf(element.name, element.kind.length) + element.name.length;
};

const lastClauseEnd = (element: Element): number => Math.max(
  typeEnd(element),
  ...(element.types ?? []).map((type) => type.$refNode?.end ?? 0),
  ...[...(element.from ?? []), ...(element.to ?? []), ...(element.places ?? [])]
    .map((path) => path.$cstNode?.end ?? 0),
);

/** The start of the declaration at the top of the file that holds this. */
const topOf = (element: Element): number => {
  let top: AstNode = element;
  while (top.$container?.$container !== undefined) top = top.$container;
  return top.$cstNode?.offset ?? 0;
};

/** The line of an offset, above its documentation. */
const before = (text: string, offset: number): { readonly start: number; readonly end: number } => {
  let start = text.lastIndexOf('\n', offset - 1) + 1;
  while (start > 0) {
    const above = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^[ \t]*\/\/\//u.test(text.slice(above, start))) break;
    start = above;
  }
  return { start, end: start };
};
