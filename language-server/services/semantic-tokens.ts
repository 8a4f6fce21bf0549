/**
 * Semantic tokens: what the colours of keywords cannot tell: a type from a thing, a measure from a
 * property, the catalogue from one's own.
 */
import { AstUtils, GrammarUtils, type AstNode } from 'langium';
import {
  AbstractSemanticTokenProvider, type SemanticTokenAcceptor,
} from 'langium/lsp';
import { SemanticTokenModifiers, SemanticTokenTypes } from 'vscode-languageserver';
import { actionByName, measureByName } from '#kinds';
import type {
  Action, Assignment, Call, Definition, Element, Link, Path, Quantity, Scenario,
} from '../generated/ast.ts';
import { isCatalogue } from '../references/closure.ts';

const DECLARED = SemanticTokenModifiers.declaration;
const LIBRARY = SemanticTokenModifiers.defaultLibrary;

const modifiersOf = (target: AstNode | undefined): string[] =>
  target !== undefined && isCatalogue(AstUtils.getDocument(target).uri) ? [LIBRARY] : [];

export class NitroSemanticTokens extends AbstractSemanticTokenProvider {
  protected override highlightElement(node: AstNode, acceptor: SemanticTokenAcceptor): void {
    switch (node.$type) {
      case 'Definition': this.definition(node as Definition, acceptor); break;
      case 'Element': this.element(node as Element, acceptor); break;
      case 'Link': this.link(node as Link, acceptor); break;
      case 'Scenario': this.scenario(node as Scenario, acceptor); break;
      case 'Assignment':
        acceptor({
          node: node as Assignment, property: 'property', type: SemanticTokenTypes.property,
        });
        break;
      case 'Path': this.path(node as Path, acceptor); break;
      case 'Call':
        acceptor({ node: node as Call, property: 'name', type: SemanticTokenTypes.function });
        break;
      case 'Action':
        if (actionByName.has((node as Action).action ?? '')) {
          acceptor({ node: node as Action, property: 'action', type: SemanticTokenTypes.method });
        }
        break;
      case 'Quantity': this.quantity(node as Quantity, acceptor); break;
      default:
    }
  }

  private definition(node: Definition, acceptor: SemanticTokenAcceptor): void {
    acceptor({ node, property: 'kind', type: SemanticTokenTypes.keyword });
    acceptor({ node, property: 'name', type: SemanticTokenTypes.type, modifier: DECLARED });
    if (node.base === undefined) return;
    const modifier = modifiersOf(node.base.ref);
    acceptor({ node, property: 'base', type: SemanticTokenTypes.type, modifier });
  }

  private element(node: Element, acceptor: SemanticTokenAcceptor): void {
    acceptor({ node, property: 'kind', type: SemanticTokenTypes.keyword });
    acceptor({ node, property: 'name', type: SemanticTokenTypes.variable, modifier: DECLARED });
    (node.types ?? []).forEach((type, index) => {
      const modifier = modifiersOf(type.ref);
      acceptor({ node, property: 'types', index, type: SemanticTokenTypes.type, modifier });
    });
  }

  private link(node: Link, acceptor: SemanticTokenAcceptor): void {
    if (node.name !== undefined) {
      acceptor({ node, property: 'name', type: SemanticTokenTypes.variable, modifier: DECLARED });
    }
    if (node.type === undefined) return;
    const modifier = modifiersOf(node.type.ref);
    acceptor({ node, property: 'type', type: SemanticTokenTypes.type, modifier });
  }

  private scenario(node: Scenario, acceptor: SemanticTokenAcceptor): void {
    acceptor({ node, property: 'name', type: SemanticTokenTypes.event, modifier: DECLARED });
    if (node.base !== undefined) {
      acceptor({ node, property: 'base', type: SemanticTokenTypes.event });
    }
  }

  private path(node: Path, acceptor: SemanticTokenAcceptor): void {
    const target = node.element?.ref;
    if (node.element === undefined) return;
    const modifier = modifiersOf(target);
    if (target !== undefined) {
      const type = target.$type === 'Definition' ? SemanticTokenTypes.type
        : target.$type === 'Scenario' ? SemanticTokenTypes.event : SemanticTokenTypes.variable;
      acceptor({ node, property: 'element', type, modifier });
      return;
    }
    const word = node.element.$refText;
    const type = node.left === undefined ? SemanticTokenTypes.enumMember
      : measureByName.has(word) ? SemanticTokenTypes.decorator : SemanticTokenTypes.property;
    acceptor({ node, property: 'element', type });
  }

  /** The number and its unit apart. */
  private quantity(node: Quantity, acceptor: SemanticTokenAcceptor): void {
    const cst = GrammarUtils.findNodeForProperty(node.$cstNode, 'text');
    const number = /^[0-9][\d_.]*(?:[eE][+-]?\d+(?![A-Za-z]))?/u.exec(cst?.text ?? '')?.[0].length ?? 0;
    if (cst === undefined || number === 0) return;
    const { line, character } = cst.range.start;
    acceptor({ line, char: character, length: number, type: SemanticTokenTypes.number });
    const unitAt = number + (/^\s*/u.exec(cst.text.slice(number))?.[0].length ?? 0);
    const length = cst.text.length - unitAt;
    if (length > 0) {
      acceptor({ line, char: character + unitAt, length, type: SemanticTokenTypes.keyword });
    }
  }
}
