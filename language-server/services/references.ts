/**
 * Who refers to a thing. There is no index of references: links are made when asked for, so the
 * files that can see the thing are searched for its name. Keeps true: a file that does not use the
 * thing's file, however far, is not looked into.
 */
import {
  AstUtils, CstUtils, DefaultReferences, UriUtils, stream, type AstNode, type FindReferencesOptions,
  type LangiumCoreServices, type LangiumDocument, type ReferenceDescription, type Stream,
} from 'langium';
import { NitroScopeProvider } from '../references/scope.ts';

export class NitroReferences extends DefaultReferences {
  private readonly services: LangiumCoreServices;

  constructor(services: LangiumCoreServices) {
    super(services);
    this.services = services;
  }

  override findReferences(
    target: AstNode,
    options: FindReferencesOptions,
  ): Stream<ReferenceDescription> {
    const name = this.nameProvider.getName(target);
    if (name === undefined) return stream([]);
    const found: ReferenceDescription[] = [];
    const home = AstUtils.getDocument(target);
    if (options.includeDeclaration === true) found.push(...this.getSelfReferences(target));
    for (const document of this.seers(home, options)) {
      found.push(...this.inDocument(document, target, name, home));
    }
    return stream(found);
  }

  /** Documents that see the one in which the thing stands. */
  private seers(home: LangiumDocument, options: FindReferencesOptions): readonly LangiumDocument[] {
    const scopes = this.services.references.ScopeProvider;
    return this.services.shared.workspace.LangiumDocuments.all
      .filter((document) =>
        options.documentUri === undefined || UriUtils.equals(document.uri, options.documentUri))
      .filter((document) => document === home
        || (scopes instanceof NitroScopeProvider
          && scopes.closures.ofDocument(document).includes(home)))
      .toArray();
  }

  private inDocument(
    document: LangiumDocument,
    target: AstNode,
    name: string,
    home: LangiumDocument,
  ): readonly ReferenceDescription[] {
    if (!document.textDocument.getText().includes(name)) return [];
    const found: ReferenceDescription[] = [];
    for (const node of AstUtils.streamAst(document.parseResult.value)) {
      for (const { reference } of AstUtils.streamReferences(node)) {
        if (reference.$refText !== name || !('ref' in reference)) continue;
        if (reference.ref !== target || reference.$refNode === undefined) continue;
        found.push({
          sourceUri: document.uri,
          sourcePath: this.nodeLocator.getAstNodePath(node),
          targetUri: home.uri,
          targetPath: this.nodeLocator.getAstNodePath(target),
          segment: CstUtils.toDocumentSegment(reference.$refNode),
          local: document === home,
        });
      }
    }
    return found;
  }
}
