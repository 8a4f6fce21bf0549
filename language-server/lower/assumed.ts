/**
 * Whether an author says of a value that it has no source: `/// Assumed …` directly above it.
 * Not documentation, which is for people. Keeps true: only the lines just above are looked at.
 */
import type { AstNode } from 'langium';

const DOCUMENTS = /^\s*\/\/\//u;
const ASSUMES = /^\s*\/\/\/\s*[Aa]ssumed\b/u;

export const isAssumed = ({ $cstNode: cst }: AstNode): boolean => {
  if (cst === undefined) return false;
  const text = cst.root.fullText;
  let first = '';
  for (let end = text.lastIndexOf('\n', cst.offset - 1); end > 0;) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    if (!DOCUMENTS.test(line)) break;
    first = line;
    end = start - 1;
  }
  return ASSUMES.test(first);
};
