/**
 * How a stretch of tokens is written on one line. One place for it: the formatter prints with it,
 * and the text of an expectation is taken with it, so that formatting changes no text of the IR.
 */
import { CstUtils, type CstNode, type LeafCstNode } from 'langium';
import { unitByName } from '#kinds';

const QUANTITY = /^([0-9][0-9_]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+(?![A-Za-z]))?)\s*(\D.*)$/u;

/** `100GiB` and `100   GiB` as `100 GiB`; what is glued and no unit stays one token. */
export const quantityText = (text: string): string => {
  const [, numeral = '', unit = ''] = QUANTITY.exec(text) ?? [];
  return unitByName.has(unit) ? `${numeral} ${unit}` : text;
};

const TIGHT_AFTER = new Set(['(', '[', '.']);
const TIGHT_BEFORE = new Set([')', ']', ',', ';', '.']);

const typeOf = (leaf: LeafCstNode): string => leaf.astNode.$type;

/** Whether a blank stands between two neighbouring tokens. */
const spaced = (before: LeafCstNode, after: LeafCstNode): boolean => {
  if (TIGHT_AFTER.has(before.text) || TIGHT_BEFORE.has(after.text)) return false;
  if (after.text === '[') return typeOf(after) === 'List';
  if (after.text === '(') return typeOf(after) !== 'Call';
  const inIndex = (leaf: LeafCstNode): boolean => leaf.text === '..' && typeOf(leaf) === 'Index';
  if (inIndex(before) || inIndex(after)) return false;
  return !(before.text === '-' && typeOf(before) === 'Negative');
};

const wordsOf = (leaf: LeafCstNode): string =>
  leaf.tokenType.name === 'QUANTITY' ? quantityText(leaf.text) : leaf.text;

/** Tokens on one line; comments must not be among them. */
export const inlineText = (leaves: readonly LeafCstNode[]): string => {
  let text = '';
  let before: LeafCstNode | null = null;
  for (const leaf of leaves) {
    if (before !== null && spaced(before, leaf)) text += ' ';
    text += wordsOf(leaf);
    before = leaf;
  }
  return text;
};

/** The tokens of a node, without comments. */
export const leavesOf = (node: CstNode | undefined): readonly LeafCstNode[] =>
  node === undefined ? [] : CstUtils.flattenCst(node).filter((leaf) => !leaf.hidden).toArray();
