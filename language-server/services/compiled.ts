/**
 * The compiled model of each document, made once for each state of its `use` closure and shared by
 * everything that the editor shows. Not the compiler. Keeps true: an answer always belongs to the
 * texts as they are now, and asking twice costs nothing.
 */
import type { LangiumDocument } from 'langium';
import { fingerprintJson } from '#base';
import { compile, type Compiled } from '#compile';
import type { Ir } from '#ir';
import { specOf, type SourcedSpec } from '../model.ts';
import { hasError, problemsOf, type Problem } from '../problems.ts';
import type { Closures } from '../references/closure.ts';

export class CompiledModel {
  readonly document: LangiumDocument;
  readonly sourced: SourcedSpec;
  readonly compiled: Compiled;
  /** Of all files of the closure. */
  readonly problems: readonly Problem[];
  readonly version: number;
  /** The syntax trees it was made from: the model is of the texts as long as these are theirs. */
  private readonly trees: readonly object[];
  private readonly hasErrors: boolean;
  private print: string | null = null;

  /** `before` is the model of an earlier text of the document: what has not changed is kept. */
  constructor(document: LangiumDocument, closures: Closures, before?: CompiledModel) {
    this.document = document;
    this.version = document.textDocument.version;
    this.sourced = specOf(document, closures);
    this.trees = this.sourced.documents.map((file) => file.parseResult.value);
    this.compiled = compile(this.sourced.spec, { before: before?.compiled });
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
  private readonly closures: Closures;
  private readonly models = new Map<string, CompiledModel>();

  constructor(closures: Closures) {
    this.closures = closures;
  }

  /** The model of a document as it is now. */
  of(document: LangiumDocument): CompiledModel {
    const key = document.uri.toString();
    const known = this.models.get(key);
    if (known?.isOf(this.closures.ofDocument(document)) === true) return known;
    const fresh = new CompiledModel(document, this.closures, known);
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
