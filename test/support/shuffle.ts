/**
 * Puts the declarations of a parsed text and the items of its bodies into another order, comments
 * included. Keeps true: what means something by its order, the `vary` lines and the expectations
 * of a scenario, keeps it; the same text and stream give the same order.
 */
import { GrammarUtils, type AstNode } from 'langium';
import { defined, type Stream } from '#base';
import {
  isAction, isDefinition, isDocument, isElement, isExpect, isLink, isScenario, isVary,
} from '../../language-server/generated/ast.ts';

const offsetOf = (node: AstNode): number => defined(node.$cstNode, 'a parsed node has text').offset;
const endOf = (node: AstNode): number => defined(node.$cstNode, 'a parsed node has text').end;

/** What stands in the body of a node, in the order of the text. */
const bodyOf = (node: AstNode): readonly AstNode[] => {
  if (isDocument(node)) {
    return [...node.uses, ...node.members].sort((a, b) => offsetOf(a) - offsetOf(b));
  }
  if (isScenario(node)) return node.steps;
  return isDefinition(node) || isElement(node) || isLink(node) || isAction(node) ? node.items : [];
};

const bodyStart = (node: AstNode): number =>
  isDocument(node)
    ? 0
    : defined(GrammarUtils.findNodeForKeyword(node.$cstNode, '{'), 'a body has a brace').end;

const permuted = <T>(values: readonly T[], stream: Stream): T[] => {
  const result = [...values];
  for (let at = result.length - 1; at > 0; at--) {
    const other = stream.integerBelow(at + 1);
    const [a, b] = [result[at], result[other]];
    result[at] = b as T;
    result[other] = a as T;
  }
  return result;
};

const written = (text: string, node: AstNode, stream: Stream): string => {
  const body = bodyOf(node);
  const [start, end] = isDocument(node) ? [0, text.length] : [offsetOf(node), endOf(node)];
  const last = body.at(-1);
  if (last === undefined) return text.slice(start, end);
  const pieces = new Map<AstNode, string>();
  let from = bodyStart(node);
  for (const child of body) {
    const gap = text.slice(from, offsetOf(child)).replace(/^\s*[,;]/u, '');
    pieces.set(child, gap + written(text, child, stream));
    from = endOf(child);
  }
  const order = keepingTurns(body, permuted(body, stream));
  const rest = text.slice(from, end).replace(/^\s*[,;]/u, '');
  return text.slice(start, bodyStart(node))
    + order.map((child) => pieces.get(child)).join('\n') + rest;
};

/** The new order, but with the `vary` lines and the expectations each in the order of before. */
const keepingTurns = (
  before: readonly AstNode[], after: readonly AstNode[],
): readonly AstNode[] => {
  const varies = before.filter((node) => isVary(node));
  const expects = before.filter((node) => isExpect(node));
  return after.map((node) => {
    if (isVary(node)) return defined(varies.shift(), 'as many as before');
    return isExpect(node) ? defined(expects.shift(), 'as many as before') : node;
  });
};

export const shuffled = (text: string, root: AstNode, stream: Stream): string =>
  written(text, root, stream);
