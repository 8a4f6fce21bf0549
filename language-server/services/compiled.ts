/**
 * The compiled model of each document, made once for each state of its `use` closure and shared by
 * everything that the editor shows. Not the compiler. Keeps true: an answer always belongs to the
 * texts as they are now, and asking twice costs nothing.
 */
import type { LangiumDocument, URI } from 'langium';
import { fingerprintJson } from '#base';
import { compile, filesOf, type Compiled } from '#compile';
import type { Ir } from '#ir';
import { specOf, type SourcedSpec } from '../model.ts';
import { namedFileUri, type NamedFacts } from '../named-files.ts';
import { hasError, problemsOf, type Problem } from '../problems.ts';
import type { Closures } from '../references/closure.ts';
import type { NamedFiles } from './named-files.ts';

export class CompiledModel {
  readonly document: LangiumDocument;
  readonly sourced: SourcedSpec;
  readonly compiled: Compiled;
  /** Of all files of the closure. */
  readonly problems: readonly Problem[];
  readonly version: number;
  /** The syntax trees it was made from: the model is of the texts as long as these are theirs. */
  private readonly trees: readonly object[];
  /** Names of the files that properties name, and what was known of them. */
  readonly names: readonly string[];
  readonly files: NamedFacts | undefined;
  private readonly hasErrors: boolean;
  private print: string | null = null;

  /** `before` is the model of an earlier text of the document: what has not changed is kept. */
  constructor(
    document: LangiumDocument, closures: Closures, named: NamedFiles, before?: CompiledModel,
  ) {
    this.document = document;
    this.version = document.textDocument.version;
    this.sourced = specOf(document, closures);
    this.trees = this.sourced.documents.map((file) => file.parseResult.value);
    this.names = filesOf(this.sourced.spec);
    this.files = named.factsFor(document.uri, this.names);
    this.compiled = compile(this.sourced.spec, {
      before: before?.compiled, ...(this.files === undefined ? {} : { files: this.files }),
    });
    this.problems = problemsOf(this.sourced, this.compiled.diagnostics);
    this.hasErrors = hasError(this.problems);
  }

  /** Null while there is an error; written when somebody first asks, which no check does. */
  get ir(): Ir | null {
    return this.hasErrors ? null : this.compiled.ir;
  }

  get errors(): number {
    return this.problems.filter((problem) => problem.severity === 'error').length;
  }

  /** Large models take a while to fingerprint, so it is done when somebody asks. */
  get fingerprint(): string | null {
    if (this.ir === null) return null;
    this.print ??= fingerprintJson(this.ir);
    return this.print;
  }

  isOf(documents: readonly LangiumDocument[]): boolean {
    return documents.length === this.trees.length
      && documents.every((document, index) => document.parseResult.value === this.trees[index]);
  }
}

export class CompiledModels {
  readonly named: NamedFiles;
  private readonly closures: Closures;
  private readonly models = new Map<string, CompiledModel>();

  constructor(closures: Closures, named: NamedFiles) {
    this.closures = closures;
    this.named = named;
  }

  /** Looks for the files that properties name, so that the model can know of them. */
  async ready(document: LangiumDocument): Promise<void> {
    const { names } = this.of(document);
    await this.named.load(document.uri, names);
  }

  /** The documents whose models keep something of a file that has changed. */
  usersOf(uri: URI): readonly URI[] {
    this.named.forget(uri);
    const changed = uri.toString();
    return [...this.models.values()]
      .filter(({ document, names }) =>
        names.some((name) => namedFileUri(document.uri, name).toString() === changed))
      .map(({ document }) => document.uri);
  }

  /** The model of a document as it is now. */
  of(document: LangiumDocument): CompiledModel {
    const key = document.uri.toString();
    const known = this.models.get(key);
    if (known?.isOf(this.closures.ofDocument(document)) === true && this.named.isCurrent(known)) {
      return known;
    }
    const fresh = new CompiledModel(document, this.closures, this.named, known);
    this.models.set(key, fresh);
    return fresh;
  }

  /** The last model that was made, whether it is of the present texts or not; never compiles. */
  lastOf(uri: string): CompiledModel | undefined {
    return this.models.get(uri);
  }

  forget(uri: string): void {
    this.models.delete(uri);
  }
}
