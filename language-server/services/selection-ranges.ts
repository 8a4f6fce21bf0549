/**
 * Selection ranges: the word, the expression, the item, its block, and so on outwards.
 */
import type { CstNode, LangiumDocument } from 'langium';
import type { Position, SelectionRange } from 'vscode-languageserver';
import { leafAt } from './places.ts';

export const selectionRanges = (
  document: LangiumDocument,
  positions: readonly Position[],
): SelectionRange[] =>
  positions.map((position) => {
    const leaf = leafAt(document.parseResult.value, document.textDocument.offsetAt(position));
    const nodes: CstNode[] = [];
    for (let node: CstNode | undefined = leaf; node !== undefined; node = node.container) {
      const inner = nodes.at(-1);
      const wider = inner === undefined || node.offset < inner.offset || node.end > inner.end;
      if (wider) nodes.push(node);
    }
    let range: SelectionRange | undefined;
    for (const node of nodes.reverse()) {
      range = range === undefined ? { range: node.range } : { range: node.range, parent: range };
    }
    return range ?? { range: { start: position, end: position } };
  });
