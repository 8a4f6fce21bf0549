/**
 * Problems: diagnostics at their places in files, the same in the editor and on the command line.
 * Keeps true: sorted by file, place and code; no two alike; capped in number, saying so.
 */
import type { LangiumDocument } from 'langium';
import type { Range } from 'vscode-languageserver-protocol';
import { compareIds } from '#base';
import { explain, type Diagnostic, type Severity } from '#diagnostics';
import { isCatalogue } from './references/closure.ts';
import { fileNameOf, OVERRIDE_SCHEME, type SourcedSpec } from './model.ts';
import type { Place, SourceMap } from './lower/source-map.ts';
import { syntaxProblems, type SyntaxProblem } from './syntax/syntax-problems.ts';
import { followUps } from './syntax/follow-ups.ts';
import { textFix, type TextFix } from './text-edits.ts';

/** More than this many problems of one model help nobody. */
const PROBLEMS_MAX = 1000;

export interface RelatedPlace {
  readonly message: string;
  readonly uri: string;
  readonly range: Range;
}

export interface Problem {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly why: string;
  readonly remedy: string;
  readonly uri: string;
  /** The file as people name it. */
  readonly file: string;
  readonly range: Range;
  readonly start: number;
  readonly end: number;
  readonly related: readonly RelatedPlace[];
  readonly fixes: readonly TextFix[];
  readonly variants: readonly string[];
  /** What is wrong when it is no file: the place is then the start of the main file. */
  readonly override?: OverridePlace;
}

/** A part of an assignment from outside the files. */
export interface OverridePlace {
  /** `web.count=4`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether it is the path that is wrong, so that it assigns to nothing. */
  readonly inPath: boolean;
}

const wordsOf = (code: string): { readonly why: string; readonly remedy: string } => {
  const explained = explain(code);
  return { why: explained?.why ?? '', remedy: explained?.remedy ?? '' };
};

const ofSyntax = (document: LangiumDocument, found: SyntaxProblem): Problem => {
  const { textDocument, uri } = document;
  const at = uri.toString();
  const { code, severity, message } = found.diagnostic;
  return {
    code, severity, message, ...wordsOf(code),
    uri: at,
    file: fileNameOf(document),
    range: {
      start: textDocument.positionAt(found.start), end: textDocument.positionAt(found.end),
    },
    start: found.start,
    end: found.end,
    related: [],
    fixes: found.replacements.map(({ title, text }, index) => ({
      title,
      preferred: index === 0 && found.replacements.length === 1,
      edits: [{ uri: at, start: found.start, end: found.end, text }],
    })),
    variants: [],
  };
};

/** One diagnostic of the compiler at its place, or null when its file is not there. */
const problemOf = (
  diagnostic: Diagnostic, sources: SourceMap, main: LangiumDocument | undefined,
): Problem | null => {
  const place = sources.placeOf(diagnostic.at);
  if (place === null) return null;
  const related = diagnostic.related.flatMap((entry): readonly RelatedPlace[] => {
    const other = sources.placeOf(entry.at);
    return other === null || isOverride(other)
      ? []
      : [{ message: entry.message, uri: other.document.uri.toString(), range: other.range }];
  });
  const fixes = diagnostic.fixes.flatMap((fix) => {
    const made = textFix(fix, sources);
    return made === null ? [] : [made];
  });
  const problem: Problem = {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    ...wordsOf(diagnostic.code),
    uri: place.document.uri.toString(),
    file: fileNameOf(place.document),
    range: place.range,
    start: place.start,
    end: place.end,
    related,
    fixes,
    variants: diagnostic.variants,
  };
  if (main === undefined || !isOverride(place)) return problem;
  return ofOverride(problem, diagnostic.at, place.document, main);
};

const isOverride = ({ document }: Place): boolean => document.uri.scheme === OVERRIDE_SCHEME;

/** A problem of an override: it has no place in a file, so its words name what is wrong. */
const ofOverride = (
  problem: Problem, at: string, override: LangiumDocument, main: LangiumDocument,
): Problem => {
  const zero = { line: 0, character: 0 };
  const { start, end } = problem;
  const part = at.split('/')[3] ?? '';
  const text = override.textDocument.getText();
  return {
    ...problem,
    message: `The override '--set ${text}' is wrong. ${problem.message}`,
    uri: main.uri.toString(), file: fileNameOf(main), range: { start: zero, end: zero },
    start: 0, end: 0,
    override: { text, start, end, inPath: part === 'owner' || part === 'property' },
  };
};

const inOrder = (a: Problem, b: Problem): number =>
  compareIds(a.uri, b.uri) || a.start - b.start || a.end - b.end || compareIds(a.code, b.code)
  || compareIds(a.message, b.message);

const same = (a: Problem, b: Problem): boolean => inOrder(a, b) === 0;

/** Syntax problems of one document. */
export const syntaxProblemsOf = (document: LangiumDocument): readonly Problem[] =>
  syntaxProblems(document).map((found) => ofSyntax(document, found));

const lineOf = (problem: Problem): string => `${problem.uri} ${problem.range.start.line}`;

/** All problems of a model: the syntax of its files and what the compiler found. */
export const problemsOf = (
  sourced: SourcedSpec,
  diagnostics: readonly Diagnostic[],
): readonly Problem[] => {
  // The catalogue ships without syntax problems, and looking for them would parse it.
  const files = sourced.documents
    .filter(({ uri }) => !isCatalogue(uri))
    .map((document) => ({ document, problems: syntaxProblems(document) }));
  const found: Problem[] = files.flatMap(({ document, problems }) =>
    problems.map((one) => ofSyntax(document, one)));
  // What the parser made of the rest of a broken line is not what its author said. An escape
  // breaks no line: the text around it was read.
  const brokenLines = new Set(found.filter((p) => p.code !== 'syntax/escape').map(lineOf));
  const begins = found.some((p) => p.code === 'syntax/incomplete');
  const compiled = diagnostics.flatMap((diagnostic) =>
    problemOf(diagnostic, sourced.sources, sourced.documents[0]) ?? []);
  const follows = found.length === 0 ? () => false : followUps(files, compiled);
  for (const problem of compiled) {
    // What is being typed may be the expectation.
    if (begins && problem.code === 'scenario/nothing-expected') continue;
    if (follows(problem)) continue;
    if (problem.override !== undefined || !brokenLines.has(lineOf(problem))) found.push(problem);
  }
  found.sort(inOrder);
  return found
    .filter((problem, index) => {
      const before = found[index - 1];
      return before === undefined || !same(before, problem);
    })
    .slice(0, PROBLEMS_MAX);
};

/** Whether a model with these problems can be compiled and run. */
export const hasError = (problems: readonly Problem[]): boolean =>
  problems.some((problem) => problem.severity === 'error');
