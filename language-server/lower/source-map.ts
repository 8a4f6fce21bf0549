/**
 * From a Spec pointer to the words it means. Not a parser. Keeps true: any pointer into the Spec
 * has an answer; one that leads nowhere answers with the nearest thing around it.
 */
import { GrammarUtils, type AstNode, type CstNode, type LangiumDocument } from 'langium';
import type { Range } from 'vscode-languageserver-protocol';
import type { Spec } from '#spec';
import type { LoweredFile } from './lower.ts';

export interface SourceFile {
  readonly document: LangiumDocument;
  /** Asked for when a place in the file is; a file of the catalogue is parsed only then. */
  readonly lowered: () => LoweredFile;
}

export interface Place {
  readonly document: LangiumDocument;
  readonly range: Range;
  /** Offsets of the same range. */
  readonly start: number;
  readonly end: number;
  /** The syntax node it belongs to, when there is one. */
  readonly node: AstNode | null;
}

/** A Spec's field and the syntax node's, where their names differ. */
const FIELD_NAMES: { readonly [field: string]: string } = {
  on: 'places',
  at: 'time',
  things: 'things',
  duration: 'durations',
  when: 'guards',
  elements: 'members',
  links: 'members',
  assignments: 'members',
  scenarios: 'members',
};

/** Steps of a pointer before it enters its file: `files` and an index. */
const WITHIN_FILE = 2;

export class SourceMap {
  private readonly spec: Spec;
  private readonly files: readonly SourceFile[];
  private readonly overrides: readonly SourceFile[];

  /**
   * `files` stand in the order of `spec.files`; each of `overrides` holds one assignment, which
   * the pointer `/set/0` and so on means.
   */
  constructor(
    spec: Spec, files: readonly SourceFile[], overrides: readonly SourceFile[] = [],
  ) {
    this.spec = spec;
    this.files = files;
    this.overrides = overrides;
  }

  withOverrides(overrides: readonly SourceFile[]): SourceMap {
    return new SourceMap(this.spec, this.files, overrides);
  }

  placeOf(pointer: string): Place | null {
    const steps = pointer.split('/').slice(1);
    const index = Number(steps[1]);
    if (steps[0] === 'set') {
      return this.placeIn(this.overrides[index], ['files', '0', 'assignments', '0', ...steps.slice(2)]);
    }
    if (steps[0] !== 'files') return this.placeIn(this.files[this.spec.main], []);
    return this.placeIn(this.files[index], steps);
  }

  private placeIn(file: SourceFile | undefined, steps: readonly string[]): Place | null {
    if (file === undefined) return null;
    const walked = this.walk(file, steps);
    const cst = walked.node === null
      ? undefined : (wordsOf(walked.node, walked.rest) ?? walked.node.$cstNode);
    if (walked.node === null || cst === undefined) return startOf(file.document);
    return placeOfCst(file.document, cst, walked.node);
  }

  /** Follows the pointer as far as objects go; what is left are fields of the last syntax node. */
  private walk(
    file: SourceFile,
    steps: readonly string[],
  ): { readonly node: AstNode | null; readonly rest: readonly string[] } {
    const { file: root, origins } = file.lowered();
    let value: unknown = root;
    let node: AstNode | null = null;
    let rest = WITHIN_FILE;
    for (let index = WITHIN_FILE; index < steps.length; index++) {
      value = fieldOf(value, steps[index] ?? '');
      if (typeof value !== 'object' || value === null) break;
      const origin = origins.get(value);
      if (origin === undefined) continue;
      node = origin;
      rest = index + 1;
    }
    return { node, rest: steps.slice(rest) };
  }
}

const startOf = (document: LangiumDocument): Place => {
  const zero = { line: 0, character: 0 };
  return { document, range: { start: zero, end: zero }, start: 0, end: 0, node: null };
};

const fieldOf = (value: unknown, step: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as { readonly [key: string]: unknown })[step]
    : undefined;

/** The words of a field: its own part of the text, or the element at an index of it. */
const wordsOf = (node: AstNode, rest: readonly string[]): CstNode | undefined => {
  const field = rest[0];
  if (field === undefined) return undefined;
  if (node.$type === 'Path' && field === 'name') {
    return GrammarUtils.findNodeForProperty(node.$cstNode, 'element');
  }
  if (node.$type === 'Use' && field === 'target') {
    return GrammarUtils.findNodeForProperty(node.$cstNode, 'file')
      ?? GrammarUtils.findNodeForProperty(node.$cstNode, 'catalogue');
  }
  const index = rest[1] === undefined ? undefined : Number(rest[1]);
  return GrammarUtils.findNodeForProperty(node.$cstNode, FIELD_NAMES[field] ?? field, index);
};

const placeOfCst = (document: LangiumDocument, cst: CstNode, node: AstNode): Place => ({
  document, range: cst.range, start: cst.offset, end: cst.end, node,
});
