/**
 * The documentation of a thing: the `///` lines directly above it.
 */
import { AstUtils, type AstNode } from 'langium';

const above = (text: string, offset: number): string => {
  const lines = text.slice(0, offset).split('\n').slice(0, -1);
  const found: string[] = [];
  for (let line = lines.pop(); line !== undefined; line = lines.pop()) {
    const match = /^\s*\/\/\/ ?(.*?)\r?$/u.exec(line);
    if (match === null) break;
    found.unshift(match[1] ?? '');
  }
  return found.join('\n');
};

export const documentationOf = (node: AstNode): string => {
  const cst = node.$cstNode;
  if (cst === undefined) return '';
  const text = AstUtils.getDocument(node).textDocument.getText();
  return above(text, text.lastIndexOf('\n', cst.offset - 1) + 1);
};
