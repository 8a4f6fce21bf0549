/**
 * What the compiler says of a spec only because the parser lost a part of it: of names whose
 * declaration is misspelt, and of what an open brace has swallowed. Not the syntax problems
 * themselves. Keeps true: nothing is held back without a syntax problem that causes it.
 */
import type { LangiumDocument } from 'langium';
import type { SyntaxProblem } from './syntax-problems.ts';

interface Broken {
  readonly document: LangiumDocument;
  readonly problems: readonly SyntaxProblem[];
}

/** As much of a problem as tells whether it follows. */
interface Follower {
  readonly code: string;
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly related: readonly { readonly uri: string; readonly range: Range }[];
}

interface Range {
  readonly start: { readonly line: number; readonly character: number };
}

interface Stretch {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

/** A brace that is not closed: the problem stands at the brace itself. */
const openBraces = ({ document, problems }: Broken): readonly Stretch[] => {
  const text = document.textDocument.getText();
  return problems
    .filter(({ diagnostic, start, end }) =>
      diagnostic.code === 'syntax/missing' && text.slice(start, end) === '{')
    .map(({ start }) => ({ uri: document.uri.toString(), start, end: text.length }));
};

const lostStretches = ({ document, problems }: Broken): readonly Stretch[] =>
  problems.flatMap(({ start, lost }) =>
    lost === undefined ? [] : [{ uri: document.uri.toString(), start, end: lost.end }]);

const holds = (stretch: Stretch, uri: string, offset: number): boolean =>
  stretch.uri === uri && offset > stretch.start && offset <= stretch.end;

/** The parser did not read the rest of a line either where a lost name that is none is used. */
const onBrokenLine = (
  document: LangiumDocument, offset: number, names: ReadonlySet<string>,
): boolean => {
  const text = document.textDocument.getText();
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end < 0 ? text.length : end);
  return [...names].some((name) => /^[0-9]/u.test(name) && line.includes(name));
};

/** Which of the compiler's problems only follow from syntax problems. */
export const followUps = (
  files: readonly Broken[], found: readonly Follower[],
): (one: Follower) => boolean => {
  const documents = new Map(files.map(({ document }) => [document.uri.toString(), document]));
  const names = new Set(files.flatMap(({ problems }) =>
    problems.flatMap(({ lost }) => lost?.name ?? [])));
  const lost = files.flatMap(lostStretches);
  // Only a block that holds what it cannot hold has swallowed the lines after it.
  const swallowing = files.flatMap(openBraces).filter((brace) => found.some((one) =>
    one.code === 'text/child-not-allowed' && holds(brace, one.uri, one.start)));
  const inLost = (uri: string, offset: number): boolean =>
    lost.some((stretch) => holds(stretch, uri, offset));
  return (one) => {
    if (swallowing.some((brace) => holds(brace, one.uri, one.start))) return true;
    const isUnknown = one.code.startsWith('name/unknown');
    if (isUnknown && swallowing.length > 0) return true;
    if (inLost(one.uri, one.start)) return true;
    const document = documents.get(one.uri);
    if (document !== undefined && onBrokenLine(document, one.start, names)) return true;
    const words = document?.textDocument.getText().slice(one.start, one.end) ?? '';
    if (isUnknown && names.has(words)) return true;
    return one.code === 'name/duplicate' && one.related.some(({ uri, range }) =>
      inLost(uri, documents.get(uri)?.textDocument.offsetAt(range.start) ?? -1));
  };
};
