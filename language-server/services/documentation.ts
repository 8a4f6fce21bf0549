/**
 * The documentation of a thing: the `///` lines directly above it.
 */
import { AstUtils, type AstNode } from 'langium';

/**
 * Line by line upwards, because of a large file all declarations are asked about at one time.
 * @param offset where a line starts
 */
const above = (text: string, offset: number): string => {
  const found: string[] = [];
  for (let end = offset - 1; end >= 0;) {
    const start = end === 0 ? 0 : text.lastIndexOf('\n', end - 1) + 1;
    const match = /^\s*\/\/\/ ?(.*?)\r?$/u.exec(text.slice(start, end));
    if (match === null) break;
    found.unshift(match[1] ?? '');
    end = start - 1;
  }
  return found.join('\n');
};

export const documentationOf = (node: AstNode): string => {
  const cst = node.$cstNode;
  if (cst === undefined) return '';
  const text = AstUtils.getDocument(node).textDocument.getText();
  return above(text, text.lastIndexOf('\n', cst.offset - 1) + 1);
};
