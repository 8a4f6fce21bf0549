/**
 * The door of the language for whoever has no editor: the command line, tests, other tools.
 * Text in, problems and IR out. Keeps true: it is the same parser, compiler and wording as the
 * editor's, and it touches files only through the port it is given.
 */
import { EmptyFileSystem, URI, type LangiumDocument } from 'langium';
import { compile, filesOf, type Compiled, type CompileOptions } from '#compile';
import type { Ir } from '#ir';
import type { AssignmentSpec, Spec } from '#spec';
import { LOWERED } from './catalog/lowered.ts';
import { loadClosure, type FileAccess } from './loader.ts';
import { formatted } from './format/format.ts';
import type { SourceMap } from './lower/source-map.ts';
import { assignmentsOf, OVERRIDE_SCHEME, specOf, withOverrides } from './model.ts';
import { namedFileUri, type NamedFacts } from './named-files.ts';
import { createNitroCore, type NitroCore } from './nitro-module.ts';
import { hasError, problemsOf, syntaxProblemsOf, type Problem } from './problems.ts';

export { CATALOGUE } from './catalog/embedded.ts';
export type { FileAccess } from './loader.ts';
export type { OverridePlace, Problem, RelatedPlace } from './problems.ts';
export type { TextEdit, TextFix } from './text-edits.ts';
export { hasError } from './problems.ts';

export interface CheckOptions extends Omit<CompileOptions, 'overrides'> {
  /** The text of the file when it is not to be read, such as standard input. */
  readonly text?: string;
  /** `PATH=VALUE`, stronger than anything the spec says. */
  readonly overrides?: readonly string[];
}

export interface Checked {
  readonly uri: string;
  readonly problems: readonly Problem[];
  /** Null when there is an error. */
  readonly ir: Ir | null;
  readonly spec: Spec;
  /** URIs of the files that properties name, whether they are there or not. */
  readonly named: readonly string[];
  readonly index: Compiled['index'];
  readonly sources: SourceMap;
  /** The text of a file of the model, or undefined. */
  readonly textOf: (uri: string) => string | undefined;
}

interface Override {
  readonly document: LangiumDocument;
  readonly assignment: AssignmentSpec;
}

/** An override that is no `PATH=VALUE`. */
export class OverrideError extends Error {
  override readonly name = 'OverrideError';
}

export class Headless {
  private readonly core: NitroCore;
  private readonly files: FileAccess;

  constructor(files: FileAccess) {
    this.core = createNitroCore(EmptyFileSystem);
    this.files = files;
  }

  /**
   * Parses, checks and compiles a file with everything it uses.
   * @returns undefined when the file cannot be read
   * @throws OverrideError when an override is not of the form PATH=VALUE
   */
  async check(uri: string, options: CheckOptions = {}): Promise<Checked | undefined> {
    const { text, overrides = [], ...compileOptions } = options;
    const document = await loadClosure(this.core, this.files, URI.parse(uri), text, LOWERED);
    if (document === undefined) return undefined;
    const read = overrides.map((override, index) => this.readOverride(override, index));
    const sourced = withOverrides(
      specOf(document, this.core.nitro.references.ScopeProvider.closures),
      read.map((override) => override.document),
    );
    const assignments = read.map((override) => override.assignment);
    const names = filesOf(sourced.spec, assignments);
    const files = options.files ?? await this.factsOf(document.uri, names);
    const compiled = compile(sourced.spec, {
      ...compileOptions, ...(files === undefined ? {} : { files }), overrides: assignments,
    });
    const problems = problemsOf(sourced, compiled.diagnostics);
    return {
      uri,
      problems,
      ir: hasError(problems) ? null : compiled.ir,
      spec: sourced.spec,
      named: names.map((name) => namedFileUri(document.uri, name).toString()),
      index: compiled.index,
      sources: sourced.sources,
      textOf: (of) => {
        const { LangiumDocuments } = this.core.shared.workspace;
        return LangiumDocuments.getDocument(URI.parse(of))?.textDocument.getText();
      },
    };
  }

  /** The text in the one layout of the language, or null when it has syntax errors. */
  format(uri: string, text: string): string | null {
    const { LangiumDocumentFactory } = this.core.shared.workspace;
    return formatted(LangiumDocumentFactory.fromString(text, URI.parse(uri)));
  }

  private async factsOf(main: URI, names: readonly string[]): Promise<NamedFacts | undefined> {
    const { facts } = this.files;
    if (facts === undefined) return undefined;
    return Object.fromEntries(await Promise.all(names.map(async (name) =>
      [name, await facts(namedFileUri(main, name).toString())] as const)));
  }

  /** `web.count=4` as the assignment it would be in a file. */
  private readOverride(override: string, index: number): Override {
    const { LangiumDocumentFactory } = this.core.shared.workspace;
    // The words are those of the language, so the language reads them.
    const uri = URI.from({ scheme: OVERRIDE_SCHEME, path: `/${index}.nitro` });
    const document = LangiumDocumentFactory.fromString(override, uri);
    const [problem] = syntaxProblemsOf(document);
    const [assignment, ...others] = assignmentsOf(document);
    if (problem === undefined && assignment?.value !== undefined && others.length === 0) {
      return { document, assignment };
    }
    const why = problem === undefined ? '' : ` ${problem.message}`;
    throw new OverrideError(`The override '--set ${override}' is not of the form PATH=VALUE.${why}`);
  }
}
