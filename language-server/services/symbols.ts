/**
 * Symbols: the outline of a file, and finding things by name in all files.
 */
import { GrammarUtils, interruptAndCheck, type AstNode, type LangiumDocument } from 'langium';
import type { DocumentSymbolProvider, WorkspaceSymbolProvider } from 'langium/lsp';
import {
  CancellationToken, SymbolKind, type DocumentSymbol, type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import type { Document, Named } from '../generated/ast.ts';
import { isCatalogue } from '../references/closure.ts';
import type { NitroSharedServices } from './module.ts';

const KINDS: { readonly [kind: string]: SymbolKind } = {
  host: SymbolKind.Module, machine: SymbolKind.Module, socket: SymbolKind.Struct,
  instance: SymbolKind.Object, microvm: SymbolKind.Object, volume: SymbolKind.Field,
  interface: SymbolKind.Interface, card: SymbolKind.Interface, flow: SymbolKind.Function,
  io: SymbolKind.Function, compute: SymbolKind.Function, fabric: SymbolKind.Namespace,
};

const symbolKind = (node: Named): SymbolKind => {
  switch (node.$type) {
    case 'Definition': return SymbolKind.Class;
    case 'Scenario': return SymbolKind.Event;
    case 'Link': return SymbolKind.Key;
    default: return KINDS[node.kind] ?? SymbolKind.Variable;
  }
};

const detailOf = (node: Named): string => {
  switch (node.$type) {
    case 'Definition': return `${node.kind} type`;
    case 'Element': {
      const type = node.types?.[0]?.$refText;
      return type === undefined ? node.kind : `${node.kind} : ${type}`;
    }
    default: return node.$type.toLowerCase();
  }
};

const isNamed = (node: AstNode): node is Named =>
  node.$type === 'Definition' || node.$type === 'Element' || node.$type === 'Scenario'
  || node.$type === 'Link';

const symbolOf = (node: AstNode): readonly DocumentSymbol[] => {
  if (!isNamed(node) || node.$cstNode === undefined) return [];
  const name = node.name ?? (node.$type === 'Link' ? headOf(node) : '');
  if (name === '') return [];
  const nameNode = GrammarUtils.findNodeForProperty(node.$cstNode, 'name');
  const items = node.$type === 'Scenario' ? [] : (node.items ?? []);
  return [{
    name, detail: detailOf(node), kind: symbolKind(node), range: node.$cstNode.range,
    selectionRange: (nameNode ?? node.$cstNode).range,
    children: items.flatMap(symbolOf),
  }];
};

/** A link without a name is called by its ends. */
const headOf = (node: AstNode): string => {
  const text = node.$cstNode?.text ?? '';
  return text.replace(/^link\s+/u, '').split(/[{:\n]/u)[0]?.trim() ?? '';
};

export class NitroDocumentSymbols implements DocumentSymbolProvider {
  getSymbols(document: LangiumDocument): DocumentSymbol[] {
    return ((document.parseResult.value as Document).members ?? []).flatMap(symbolOf);
  }
}

const SYMBOLS_MAX = 1000;

export class NitroWorkspaceSymbols implements WorkspaceSymbolProvider {
  private readonly services: NitroSharedServices;

  constructor(services: NitroSharedServices) {
    this.services = services;
  }

  async getSymbols(
    { query }: WorkspaceSymbolParams,
    cancelToken = CancellationToken.None,
  ): Promise<WorkspaceSymbol[]> {
    const found: WorkspaceSymbol[] = [];
    for (const document of this.services.workspace.LangiumDocuments.all) {
      await interruptAndCheck(cancelToken);
      // Hundreds of catalogue types help only whoever asks for one.
      if (query === '' && isCatalogue(document.uri)) continue;
      found.push(...this.inDocument(document, query));
      if (found.length >= SYMBOLS_MAX) break;
    }
    return found.slice(0, SYMBOLS_MAX);
  }

  private inDocument(document: LangiumDocument, query: string): readonly WorkspaceSymbol[] {
    const uri = document.uri.toString();
    const flatten = (symbol: DocumentSymbol, container: string): readonly WorkspaceSymbol[] => [
      ...(this.services.lsp.FuzzyMatcher.match(query, symbol.name)
        ? [{
          name: symbol.name, kind: symbol.kind, containerName: container,
          location: { uri, range: symbol.selectionRange },
        }] : []),
      ...(symbol.children ?? []).flatMap((child) => flatten(child, symbol.name)),
    ];
    return ((document.parseResult.value as Document).members ?? [])
      .flatMap(symbolOf)
      .flatMap((symbol) => flatten(symbol, ''));
  }
}
