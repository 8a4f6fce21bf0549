/**
 * What the editor's problems list shows of a document: the problems of its own model. Langium's
 * linking errors are not among them: the compiler says the same in better words. Keeps true: a
 * problem of another file is shown there; here only when it arises from using both.
 */
import { interruptAndCheck, type LangiumDocument, type ValidationOptions } from 'langium';
import {
  DiagnosticSeverity, DiagnosticTag, type CancellationToken, type Diagnostic,
} from 'vscode-languageserver';
import { CODES, diagnose, isCode } from '#diagnostics';
import type { Document } from '../generated/ast.ts';
import { CATALOGUE_URI_SCHEME } from '../protocol.ts';
import type { Problem } from '../problems.ts';
import { isCatalogue, targetOf } from '../references/closure.ts';
import type { CompiledModel, CompiledModels } from './compiled.ts';

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

const TAGS = {
  unnecessary: DiagnosticTag.Unnecessary,
  deprecated: DiagnosticTag.Deprecated,
} as const;

/** The name that stands before each message; also how our own problems are known again. */
const SOURCE = 'nitro';

/** Where the explanation of a code is read: a page of the client, or one that we serve. */
const pageOf = (code: string, page: string | null): string =>
  page === null
    ? `${CATALOGUE_URI_SCHEME}:/explain/${code}.md`
    : `${page}#${code.replaceAll('/', '')}`;

/** One problem in the editor's terms; `data` lets a fix find its problem again. */
export const toDiagnostic = (problem: Problem, page: string | null): Diagnostic => {
  const tags = isCode(problem.code) ? (CODES[problem.code].tags ?? []) : [];
  const only = problem.variants.length === 0 ? '' : ` (only with ${problem.variants.join('; ')})`;
  return {
    range: problem.range,
    severity: SEVERITIES[problem.severity],
    code: problem.code,
    codeDescription: { href: pageOf(problem.code, page) },
    source: SOURCE,
    message: problem.message + only,
    ...(tags.length === 0 ? {} : { tags: tags.map((tag) => TAGS[tag]) }),
    ...(problem.related.length === 0 ? {} : {
      relatedInformation: problem.related.map(({ message, uri, range }) => ({
        message, location: { uri, range },
      })),
    }),
    data: { code: problem.code, start: problem.start, end: problem.end },
  };
};

export class NitroDiagnostics {
  private readonly models: CompiledModels;
  /** Of the client; null: we serve one page for each code. */
  page: string | null = null;
  /** Told when the compiler, not the author, is wrong. */
  onFault: (where: string, error: unknown) => void = () => undefined;

  constructor(models: CompiledModels) {
    this.models = models;
  }

  /** Before it is asked what a document shows: what must be awaited. */
  ready(document: LangiumDocument): Promise<void> {
    return isCatalogue(document.uri) ? Promise.resolve() : this.models.ready(document);
  }

  /** What a document shows; the catalogue shows nothing, its own tests see to it. */
  of(document: LangiumDocument): Diagnostic[] {
    if (isCatalogue(document.uri)) return [];
    return this.problemsOf(document).map((problem) => toDiagnostic(problem, this.page));
  }

  problemsOf(document: LangiumDocument): readonly Problem[] {
    const model = this.models.of(document);
    const uri = document.uri.toString();
    const own = model.problems.filter((problem) => problem.uri === uri);
    const foreign = model.problems.filter((problem) =>
      problem.uri !== uri && problem.severity !== 'information');
    if (foreign.length === 0) return own;
    return [...own, ...this.arisingHere(model, foreign)];
  }

  /** Problems of other files that those files do not have by themselves, at the `use` to them. */
  private arisingHere(model: CompiledModel, foreign: readonly Problem[]): readonly Problem[] {
    const byUri = new Map<string, Set<string>>();
    return foreign.flatMap((problem) => {
      let known = byUri.get(problem.uri);
      if (known === undefined) {
        const other = model.sourced.documents.find((file) => file.uri.toString() === problem.uri);
        const alone = other === undefined || isCatalogue(other.uri)
          ? [] : this.models.of(other).problems;
        known = new Set(alone.map(identity));
        byUri.set(problem.uri, known);
      }
      return known.has(identity(problem)) ? [] : [atUse(model, problem)];
    });
  }
}

const identity = (problem: Problem): string =>
  `${problem.code} ${problem.start} ${problem.end} ${problem.message}`;

/** A problem of another file, shown on the line that brings that file in. */
const atUse = (model: CompiledModel, problem: Problem): Problem => {
  const { document } = model;
  const place = useLeadingTo(model, problem.uri);
  const start = place?.offset ?? 0;
  const end = place?.end ?? 0;
  return {
    ...problem,
    uri: document.uri.toString(),
    start,
    end,
    range: {
      start: document.textDocument.positionAt(start), end: document.textDocument.positionAt(end),
    },
    related: [
      { message: 'It arises here.', uri: problem.uri, range: problem.range }, ...problem.related,
    ],
    fixes: [],
  };
};

const useLeadingTo = (
  model: CompiledModel,
  uri: string,
): { readonly offset: number; readonly end: number } | undefined => {
  const byUri = new Map(model.sourced.documents.map((file) => [file.uri.toString(), file]));
  const reaches = (from: string, seen: Set<string>): boolean => {
    if (from === uri) return true;
    if (seen.has(from)) return false;
    seen.add(from);
    const file = byUri.get(from);
    if (file === undefined) return false;
    return targets(file).some((target) => reaches(target.uri, seen));
  };
  const own = model.document.uri.toString();
  return targets(model.document).find((target) => reaches(target.uri, new Set([own])))?.cst;
};

interface Target {
  readonly uri: string;
  readonly cst: { readonly offset: number; readonly end: number } | undefined;
}

const targets = (document: LangiumDocument): readonly Target[] =>
  ((document.parseResult.value as Document).uses ?? []).flatMap((use) => {
    const uri = targetOf(use, document.uri);
    return uri === undefined ? [] : [{ uri: uri.toString(), cst: use.$cstNode }];
  });

const faultIn = (error: unknown): Diagnostic => ({
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
  severity: DiagnosticSeverity.Error,
  code: 'internal/crash',
  source: SOURCE,
  message: diagnose('internal/crash', '', {
    message: error instanceof Error ? error.message : String(error),
  }).message,
});

/** Langium asks this for the diagnostics of a document that is being built. */
export class NitroValidator {
  private readonly diagnostics: NitroDiagnostics;

  constructor(diagnostics: NitroDiagnostics) {
    this.diagnostics = diagnostics;
  }

  async validateDocument(
    document: LangiumDocument,
    _options?: ValidationOptions,
    cancelToken?: CancellationToken,
  ): Promise<Diagnostic[]> {
    if (cancelToken !== undefined) await interruptAndCheck(cancelToken);
    try {
      await this.diagnostics.ready(document);
      return this.diagnostics.of(document);
    } catch (error) {
      // One file that trips the compiler must not keep the others from being checked.
      this.diagnostics.onFault(`compiling ${document.uri.toString()}`, error);
      return [faultIn(error)];
    }
  }
}
