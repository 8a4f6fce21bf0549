/**
 * The layout of a document: which lines it has when it is formatted. Reads tokens, comments and
 * the syntax tree; writes text. Keeps true: formatting twice is formatting once; no comment is
 * lost; nothing changes but blanks, separators between items and the order of clauses.
 */
import { CstUtils, type AstNode, type LeafCstNode } from 'langium';
import type { Document, Element } from '../generated/ast.ts';
import { inlineText } from '../syntax/inline.ts';

/** A block written on one line stays there while it fits. */
const WIDTH_MAX = 100;
const INDENT = '  ';
const CONTINUATION = '    ';

/** What stands on a line of its own in a block: an item or a comment. */
interface Entry {
  readonly node: AstNode | null;
  readonly start: number;
  end: number;
  /** A comment's own text, or the comments behind an item on its line. */
  comment: string;
  readonly blankBefore: boolean;
}

/** A laid-out item; an assignment can be split at its `=` to be aligned. */
interface Laid {
  readonly lines: readonly string[];
  /** Length of what stands before `=`; null when it is not to be aligned. */
  readonly nameLength: number | null;
}

const CLAUSE_ORDER = [':', 'from', 'to', 'on'];

const childrenOf = (node: AstNode): readonly AstNode[] => {
  const { items, steps } = node as { readonly items?: AstNode[]; readonly steps?: AstNode[] };
  return items ?? steps ?? [];
};

export class Layout {
  private readonly text: string;
  private readonly leaves: readonly LeafCstNode[];
  private readonly root: Document;

  constructor(root: Document, text: string) {
    this.root = root;
    this.text = text;
    this.leaves = root.$cstNode === undefined ? [] : CstUtils.flattenCst(root.$cstNode).toArray();
  }

  lines(): readonly string[] {
    const members: readonly AstNode[] = [...this.root.uses, ...this.root.members];
    return this.block(members, 0, this.text.length, '');
  }

  /** Index of the first token at or behind an offset. */
  private at(offset: number): number {
    let low = 0;
    let high = this.leaves.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.leaves[middle]?.offset ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private between(start: number, end: number): readonly LeafCstNode[] {
    return this.leaves.slice(this.at(start), this.at(end));
  }

  private newlines(start: number, end: number): number {
    return this.text.slice(start, end).split('\n').length - 1;
  }

  private entries(nodes: readonly AstNode[], start: number, end: number): readonly Entry[] {
    const byStart = new Map(nodes.map((node) => [node.$cstNode?.offset, node]));
    const entries: Entry[] = [];
    let reached = start;
    for (const leaf of this.between(start, end)) {
      if (leaf.offset < reached) continue;
      const last = entries.at(-1);
      const node = byStart.get(leaf.offset) ?? null;
      if (node === null && !leaf.hidden) {
        reached = leaf.end;
        continue;
      }
      const gap = this.newlines(reached, leaf.offset);
      const stop = node?.$cstNode?.end ?? leaf.end;
      if (node === null && gap === 0 && last?.node != null) {
        last.comment += `${last.comment === '' ? '' : ' '}${leaf.text.trimEnd()}`;
        last.end = stop;
      } else {
        entries.push({
          node, start: leaf.offset, end: stop, comment: node === null ? leaf.text.trimEnd() : '',
          blankBefore: gap > 1 && last !== undefined,
        });
      }
      reached = stop;
    }
    return entries;
  }

  /** The lines between two offsets: the inside of a body, or the whole file. */
  private block(
    nodes: readonly AstNode[],
    start: number,
    end: number,
    indent: string,
  ): readonly string[] {
    const entries = this.entries(nodes, start, end);
    const laid = entries.map((entry) => entry.node === null ? null : this.item(entry.node, indent));
    const widths = alignment(entries, laid);
    const lines: string[] = [];
    entries.forEach((entry, index) => {
      if (entry.blankBefore) lines.push('');
      const own = laid[index] ?? null;
      if (own === null) lines.push(...commentLines(entry.comment, indent));
      else lines.push(...withComment(aligned(own, widths[index] ?? 0), entry.comment, indent));
    });
    return lines;
  }

  /** One item without its indentation on the first line. */
  private item(node: AstNode, indent: string): Laid {
    const start = node.$cstNode?.offset ?? 0;
    const end = node.$cstNode?.end ?? 0;
    const leaves = this.between(start, end);
    const open = leaves.findIndex((leaf) => leaf.text === '{' && leaf.astNode === node);
    const head = open === -1 ? leaves : leaves.slice(0, open);
    const close = open === -1
      ? -1 : leaves.findLastIndex((leaf) => leaf.text === '}' && leaf.astNode === node);
    const tail = close === -1 ? [] : leaves.slice(close + 1);
    if ([...head, ...tail].some((leaf) => leaf.hidden)) return this.asWritten(start, end);
    const header = this.header(node, head, indent);
    const opening = leaves[open];
    const closing = leaves[close];
    if (opening === undefined || closing === undefined) return header;
    const behind = tail.length === 0 ? '' : ` ${inlineText(tail)}`;
    const body = this.body(node, opening.end, closing.offset, indent, header.lines.at(-1) ?? '', behind);
    return {
      lines: [...header.lines.slice(0, -1), ...body],
      nameLength: null,
    };
  }

  /** The lines from the end of the header on: ` { … }`. */
  private body(
    node: AstNode, start: number, end: number, indent: string, header: string, tail: string,
  ): readonly string[] {
    const children = childrenOf(node);
    const inside = this.between(start, end);
    const commented = inside.some((leaf) => leaf.hidden);
    if (children.length === 0 && !commented) return [`${header} {}${tail}`];
    if (!commented && this.newlines(start, end) === 0) {
      const laid = children.map((child) => this.item(child, ''));
      if (laid.every((child) => child.lines.length === 1)) {
        const items = laid.map((child) => child.lines[0] ?? '').join('  ');
        const line = `${header} { ${items} }${tail}`;
        if (indent.length + line.length <= WIDTH_MAX) return [line];
      }
    }
    const deeper = indent + INDENT;
    return [`${header} {`, ...this.block(children, start, end, deeper), `${indent}}${tail}`];
  }

  private header(node: AstNode, leaves: readonly LeafCstNode[], indent: string): Laid {
    const ordered = node.$type === 'Element' ? inClauseOrder(node as Element, leaves) : leaves;
    const line = inlineText(ordered);
    const name = node.$type === 'Assignment' ? leaves.findIndex((leaf) => leaf.text === '=') : -1;
    const nameLength = name === -1 ? null : inlineText(leaves.slice(0, name)).length;
    if (indent.length + line.length <= WIDTH_MAX) return { lines: [line], nameLength };
    // What is too long for one line is broken where the author broke it.
    const lines: LeafCstNode[][] = [];
    let row = -1;
    for (const leaf of leaves) {
      if (leaf.range.start.line !== row) lines.push([]);
      row = leaf.range.end.line;
      lines.at(-1)?.push(leaf);
    }
    const [first, ...rest] = lines.map((part) => inlineText(part));
    return {
      lines: [first ?? '', ...rest.map((part) => indent + CONTINUATION + part)], nameLength,
    };
  }

  /** With a comment in its middle, an item is left as its author wrote it. */
  private asWritten(start: number, end: number): Laid {
    const lines = this.text.slice(start, end).split(/\r?\n/u).map((line) => line.trimEnd());
    return { lines, nameLength: null };
  }
}

/** `kind name[count]`, then `: Type`, `from`, `to`, `on`. */
const inClauseOrder = (node: Element, leaves: readonly LeafCstNode[]): readonly LeafCstNode[] => {
  const groups: { readonly rank: number; readonly leaves: LeafCstNode[] }[] = [
    { rank: -1, leaves: [] },
  ];
  for (const leaf of leaves) {
    const rank = leaf.astNode === node ? CLAUSE_ORDER.indexOf(leaf.text) : -1;
    if (rank !== -1) groups.push({ rank, leaves: [] });
    groups.at(-1)?.leaves.push(leaf);
  }
  groups.sort((a, b) => a.rank - b.rank);
  return groups.flatMap((group) => group.leaves);
};

/** For each entry, the column of `=` in its run of neighbouring assignments. */
const alignment = (
  entries: readonly Entry[],
  laid: readonly (Laid | null)[],
): readonly number[] => {
  const widths = entries.map(() => 0);
  let run: number[] = [];
  const finish = (): void => {
    const widest = Math.max(0, ...run.map((index) => laid[index]?.nameLength ?? 0));
    for (const index of run) widths[index] = widest;
    run = [];
  };
  entries.forEach((entry, index) => {
    if (entry.blankBefore) finish();
    if (entry.node === null) return;
    if (laid[index]?.nameLength == null) finish();
    else run.push(index);
  });
  finish();
  return widths;
};

const aligned = (laid: Laid, width: number): readonly string[] => {
  const [first = '', ...rest] = laid.lines;
  const { nameLength } = laid;
  if (nameLength === null || width <= nameLength) return laid.lines;
  return [first.slice(0, nameLength) + ' '.repeat(width - nameLength) + first.slice(nameLength), ...rest];
};

const commentLines = (comment: string, indent: string): readonly string[] => {
  const [first = '', ...rest] = comment.split(/\r?\n/u).map((line) => line.trimEnd());
  return [indent + first, ...rest];
};

/** The lines of an item, indented at the first, with the comment behind it. */
const withComment = (
  lines: readonly string[],
  comment: string,
  indent: string,
): readonly string[] => {
  const indented = lines.map((line, index) => (index === 0 ? indent + line : line));
  if (comment === '') return indented;
  const last = indented.at(-1) ?? '';
  return [...indented.slice(0, -1), ...`${last}  ${comment}`.split(/\r?\n/u)];
};
