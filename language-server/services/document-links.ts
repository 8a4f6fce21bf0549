/**
 * Links in the text: `use "rack.nitro"` and `use aws` lead to their files, `trace = "a.csv"` to
 * the file that it names.
 */
import { AstUtils, GrammarUtils, type CstNode, type LangiumDocument, type URI } from 'langium';
import type { DocumentLinkProvider } from 'langium/lsp';
import type { DocumentLink } from 'vscode-languageserver';
import { namesFile } from '#compile';
import { isAssignment, isText, isUse, type Document } from '../generated/ast.ts';
import { targetOf } from '../references/closure.ts';

const link = (cst: CstNode | undefined, target: URI | undefined): DocumentLink[] =>
  target === undefined || cst === undefined
    ? [] : [{ range: cst.range, target: target.toString() }];

export class NitroDocumentLinks implements DocumentLinkProvider {
  getDocumentLinks(document: LangiumDocument): DocumentLink[] {
    const root = document.parseResult.value as Document;
    return AstUtils.streamAst(root).toArray().flatMap((node): DocumentLink[] => {
      if (isUse(node)) {
        const cst = GrammarUtils.findNodeForProperty(node.$cstNode, 'file')
          ?? GrammarUtils.findNodeForProperty(node.$cstNode, 'catalogue');
        return link(cst, targetOf(node, document.uri));
      }
      if (!isAssignment(node) || !isText(node.value) || !namesFile(node.property)) return [];
      return link(node.value.$cstNode, targetOf({ file: node.value.value }, document.uri));
    });
  }
}
