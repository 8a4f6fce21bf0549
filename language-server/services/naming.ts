/**
 * What has a name, and renaming it everywhere it is meant. Keeps true: a rename never makes a text
 * that means something else; where it would, it is refused in one sentence.
 */
import {
  AstUtils, DefaultNameProvider, type AstNode, type LangiumDocument, type LeafCstNode,
} from 'langium';
import type { RenameProvider } from 'langium/lsp';
import {
  LSPErrorCodes, ResponseError, type Range, type RenameParams, type TextDocumentPositionParams,
  type TextEdit, type WorkspaceEdit,
} from 'vscode-languageserver';
import { KIND_NAMES } from '#kinds';
import type { Named } from '../generated/ast.ts';
import { isCatalogue } from '../references/closure.ts';
import type { NitroServices } from './module.ts';
import { leafAt } from './places.ts';

const NAMED = new Set(['Definition', 'Element', 'Link', 'Scenario']);

/** A call has a `name` too, but declares nothing. */
export class NitroNameProvider extends DefaultNameProvider {
  override getName(node: AstNode): string | undefined {
    return NAMED.has(node.$type) ? super.getName(node) : undefined;
  }

  override getNameNode(node: AstNode): ReturnType<DefaultNameProvider['getNameNode']> {
    return NAMED.has(node.$type) ? super.getNameNode(node) : undefined;
  }
}

const RESERVED = new Set<string>([
  ...KIND_NAMES, 'type', 'use', 'link', 'as', 'scenario', 'vary', 'at', 'expect', 'in', 'from', 'to',
  'on', 'for', 'of', 'when', 'and', 'within',
]);

const NAME = /^[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*$/u;
const INSTANCE_TYPE = /^[a-z][a-z0-9-]*[0-9][a-z0-9-]*\.(?:nano|micro|small|medium|large|x?large|\d+xlarge|metal(?:-\d+xl)?)$/u;

const refuse = (message: string): never => {
  throw new ResponseError(LSPErrorCodes.RequestFailed, message);
};

export class NitroRename implements RenameProvider {
  private readonly services: NitroServices;

  constructor(services: NitroServices) {
    this.services = services;
  }

  prepareRename(document: LangiumDocument, { position }: TextDocumentPositionParams): Range {
    return this.targetAt(document, document.textDocument.offsetAt(position)).leaf.range;
  }

  rename(document: LangiumDocument, { position, newName }: RenameParams): WorkspaceEdit {
    const { target } = this.targetAt(document, document.textDocument.offsetAt(position));
    if (newName === target.name) return { changes: {} };
    const text = written(target, newName);
    this.mustBeFree(target, newName);
    const changes: Record<string, TextEdit[]> = {};
    const options = { includeDeclaration: true };
    for (const reference of this.services.references.References.findReferences(target, options)) {
      const edits = (changes[reference.sourceUri.toString()] ??= []);
      edits.push({ range: reference.segment.range, newText: text });
    }
    return { changes };
  }

  private targetAt(
    document: LangiumDocument,
    offset: number,
  ): { readonly leaf: LeafCstNode; readonly target: Named } {
    const leaf = leafAt(document.parseResult.value, offset);
    const [target] = leaf === undefined
      ? [] : this.services.references.References.findDeclarations(leaf);
    if (leaf === undefined || target === undefined) {
      return refuse('There is nothing here with a name that can be changed.');
    }
    if (isCatalogue(AstUtils.getDocument(target).uri)) {
      return refuse(`'${leaf.text}' is of the catalogue, which is read-only.`);
    }
    return { leaf, target: target as Named };
  }

  /** Nobody who sees the thing may have the new name for something else. */
  private mustBeFree(target: Named, newName: string): void {
    const scopes = this.services.references.ScopeProvider;
    const home = AstUtils.getDocument(target);
    const { $container: container } = target;
    if (container !== undefined && NAMED.has(container.$type)) {
      const taken = scopes.membersIn(container as Named).get(newName);
      if (taken !== undefined) refuse(`'${(container as Named).name}' already has a '${newName}'.`);
      return;
    }
    for (const document of this.services.shared.workspace.LangiumDocuments.all) {
      if (isCatalogue(document.uri)) continue;
      if (!scopes.closures.ofDocument(document).includes(home)) continue;
      const { types, elements, scenarios } = scopes.visibleIn(document);
      const taken = (target.$type === 'Definition' ? types
        : target.$type === 'Scenario' ? scenarios : elements).get(newName);
      // A user's name may hide the catalogue's.
      if (taken === undefined || isCatalogue(AstUtils.getDocument(taken).uri)) continue;
      refuse(`'${newName}' is already ${wordsFor(taken)} in ${document.uri.path}.`);
    }
  }
}

const wordsFor = (node: Named): string =>
  node.$type === 'Definition' ? `a ${node.kind} type`
    : node.$type === 'Element' ? `the name of a ${node.kind}` : `a ${node.$type.toLowerCase()}`;

/** The new name as it is written; refuses what is no name. */
const written = (target: Named, newName: string): string => {
  if (RESERVED.has(newName)) return refuse(`'${newName}' is a word of the language.`);
  if (NAME.test(newName)) return newName;
  if (target.$type === 'Definition') {
    if (INSTANCE_TYPE.test(newName)) return newName;
    const whole = newName !== '' && !/["\\\n\r]/u.test(newName);
    return whole ? `"${newName}"` : refuse('A type needs a name without quotes or line breaks.');
  }
  return refuse(
    `'${newName}' is no name: letters, digits and '_', with single hyphens inside, not beginning with a digit.`,
  );
};
