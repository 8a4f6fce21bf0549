/**
 * Links in the text: `use "rack.nitro"` and `use aws` lead to their files.
 */
import { GrammarUtils, type LangiumDocument } from 'langium';
import type { DocumentLinkProvider } from 'langium/lsp';
import type { DocumentLink } from 'vscode-languageserver';
import type { Document } from '../generated/ast.ts';
import { targetOf } from '../references/closure.ts';

export class NitroDocumentLinks implements DocumentLinkProvider {
  getDocumentLinks(document: LangiumDocument): DocumentLink[] {
    return ((document.parseResult.value as Document).uses ?? []).flatMap((use): DocumentLink[] => {
      const target = targetOf(use, document.uri);
      const cst = GrammarUtils.findNodeForProperty(use.$cstNode, 'file')
        ?? GrammarUtils.findNodeForProperty(use.$cstNode, 'catalogue');
      if (target === undefined || cst === undefined) return [];
      return [{ range: cst.range, target: target.toString() }];
    });
  }
}
