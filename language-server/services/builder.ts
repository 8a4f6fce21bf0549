/**
 * When documents are parsed and compiled again. References are linked when somebody asks for one,
 * so an edit costs its own parse and the compiling of those who use the file. Not the compiler.
 * Keeps true: whoever sees a changed file through `use` is compiled again, however long the way;
 * files in an editor come first; nothing is lost when a newer edit cancels a build.
 */
import {
  DefaultDocumentBuilder, DocumentState, OperationCancelled, interruptAndCheck, type BuildOptions,
  type LangiumDocument, type LangiumSharedCoreServices, type URI,
} from 'langium';
import { CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Document } from '../generated/ast.ts';
import { isCatalogue, targetOf } from '../references/closure.ts';
import { after } from './clock.ts';

/** Files in an editor that only see what was edited wait until typing pauses for so long. */
const PAUSE_MS = 120;
/** And files that no editor shows. */
const QUIET_MS = 400;

/** The files that a document names in `use`, whether they exist or not. */
const targetsByTree = new WeakMap<object, readonly string[]>();

const targetsOf = (document: LangiumDocument): readonly string[] => {
  const root = document.parseResult.value as Document;
  const known = targetsByTree.get(root);
  if (known !== undefined) return known;
  const targets = (root.uses ?? []).flatMap((use) => {
    const uri = targetOf(use, document.uri);
    return uri === undefined ? [] : [uri.toString()];
  });
  targetsByTree.set(root, targets);
  return targets;
};

/** Waits without holding up the event loop; a cancelled wait ends at once. */
const pause = (milliseconds: number, token: CancellationToken): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = after(milliseconds, () => {
      listener.dispose();
      resolve();
    });
    const listener = token.onCancellationRequested(() => {
      stop();
      listener.dispose();
      // Langium knows a cancelled operation by this very symbol.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      reject(OperationCancelled);
    });
  });

export class NitroDocumentBuilder extends DefaultDocumentBuilder {
  /** Changed, but those who see them have not been told yet. */
  private readonly untold = new Set<string>();
  /** Changed, and not compiled since. */
  private readonly edited = new Set<string>();
  private readonly hasEditor: (uri: URI) => boolean;
  private flush: () => void = () => undefined;

  constructor(services: LangiumSharedCoreServices) {
    super(services);
    this.hasEditor = (uri) => this.textDocuments?.get(uri) !== undefined;
  }

  /** Called when a request waits for a document: an edit that is held back must go now. */
  onAwaited(flush: () => void): void {
    this.flush = flush;
  }

  /**
   * The text is new or has changed, and the build has not begun: no request may see the old tree,
   * or be told that there is no such document.
   */
  announce(uri: URI): void {
    this.known(uri).state = DocumentState.Changed;
    this.currentState = DocumentState.Changed;
  }

  protected override awaitDocumentState(
    state: DocumentState,
    uri: URI,
    cancelToken: CancellationToken,
  ): Promise<URI> {
    this.flush();
    const document = this.langiumDocuments.getDocument(uri);
    if (document === undefined) {
      const message = `No document found for URI: ${uri.toString()}`;
      return Promise.reject(new ResponseError(LSPErrorCodes.ServerCancelled, message));
    }
    if (document.state >= state) return Promise.resolve(uri);
    // Langium gives up when the workspace is further than the document; here an announced edit is
    // always built, so waiting ends.
    return this.reached(document, state, cancelToken);
  }

  private reached(
    document: LangiumDocument,
    state: DocumentState,
    cancelToken: CancellationToken,
  ): Promise<URI> {
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        built.dispose();
        cancelled.dispose();
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        reject(OperationCancelled);
      };
      const built = this.onDocumentPhase(state, ({ uri }) => {
        if (uri.toString() !== document.uri.toString()) return;
        built.dispose();
        cancelled.dispose();
        resolve(uri);
      });
      const cancelled = cancelToken.onCancellationRequested(cancel);
      if (cancelToken.isCancellationRequested) cancel();
    });
  }

  protected override awaitBuilderState(
    state: DocumentState,
    cancelToken: CancellationToken,
  ): Promise<void> {
    this.flush();
    return super.awaitBuilderState(state, cancelToken);
  }

  override async update(
    changed: URI[],
    deleted: URI[],
    cancelToken = CancellationToken.None,
  ): Promise<void> {
    this.currentState = DocumentState.Changed;
    const gone = deleted.flatMap((uri) => this.remove(uri));
    const found = (await Promise.all(changed.map((uri) => this.findChangedUris(uri)))).flat();
    const present = found.filter((uri) => !isCatalogue(uri));
    for (const uri of present) this.resetToState(this.known(uri), DocumentState.Changed);
    for (const uri of [...present, ...gone]) this.untold.add(uri.toString());
    for (const uri of present) this.edited.add(uri.toString());
    await this.emitUpdate(present, gone);
    await interruptAndCheck(cancelToken);
    await this.buildDocuments(this.unfinished(), this.updateBuildOptions, cancelToken);
  }

  private remove(uri: URI): readonly URI[] {
    return this.langiumDocuments.deleteDocuments(uri).map((document) => {
      this.cleanUpDeleted(document);
      return document.uri;
    });
  }

  /** The document of a file; a new one is parsed when the build comes to it. */
  private known(uri: URI): LangiumDocument {
    const document = this.langiumDocuments.getDocument(uri);
    if (document !== undefined) return document;
    const fresh = this.langiumDocumentFactory.fromModel({ $type: 'Document' }, uri);
    fresh.state = DocumentState.Changed;
    this.langiumDocuments.addDocument(fresh);
    return fresh;
  }

  private unfinished(): LangiumDocument[] {
    const waiting = this.langiumDocuments.all
      .filter((document) => document.state < DocumentState.Validated)
      .toArray();
    return this.sortDocuments(waiting);
  }

  protected override async buildDocuments(
    documents: LangiumDocument[],
    options: BuildOptions,
    cancelToken: CancellationToken,
  ): Promise<void> {
    this.prepareBuild(documents, options);
    await this.runCancelable(documents, DocumentState.Parsed, cancelToken, (document) =>
      this.langiumDocumentFactory.update(document, cancelToken));
    const told = this.tellDependents();
    this.prepareBuild(told, options);
    const all = this.sortDocuments([...new Set([...documents, ...told])]);
    for (const state of [
      DocumentState.IndexedContent, DocumentState.ComputedScopes, DocumentState.Linked,
      DocumentState.IndexedReferences,
    ]) {
      await this.runCancelable(all, state, cancelToken, () => undefined);
    }
    await this.compileAll(all, cancelToken);
  }

  /**
   * Takes back what was derived from changed files, in all who see them. Reads the `use` lines as
   * they are now: a way that begins at an unchanged file is unchanged up to the first changed one.
   */
  private tellDependents(): LangiumDocument[] {
    if (this.untold.size === 0) return [];
    const usersOf = new Map<string, LangiumDocument[]>();
    for (const document of this.langiumDocuments.all) {
      for (const target of targetsOf(document)) {
        const users = usersOf.get(target);
        if (users === undefined) usersOf.set(target, [document]);
        else users.push(document);
      }
    }
    const seen = new Set(this.untold);
    const told: LangiumDocument[] = [];
    const waiting = [...this.untold];
    for (let uri = waiting.pop(); uri !== undefined; uri = waiting.pop()) {
      for (const user of usersOf.get(uri) ?? []) {
        const name = user.uri.toString();
        if (seen.has(name)) continue;
        seen.add(name);
        waiting.push(name);
        this.unlink(user);
        if (user.state > DocumentState.ComputedScopes) user.state = DocumentState.ComputedScopes;
        told.push(user);
      }
    }
    this.untold.clear();
    return told;
  }

  private unlink(document: LangiumDocument): void {
    this.serviceRegistry.getServices(document.uri).references.Linker.unlink(document);
  }

  /** What was edited comes at once, what else an editor shows when typing pauses, then the rest. */
  private async compileAll(
    documents: LangiumDocument[],
    cancelToken: CancellationToken,
  ): Promise<void> {
    const waiting = documents.filter((document) => document.state < DocumentState.Validated);
    const edited = waiting.filter((document) => this.edited.has(document.uri.toString()));
    const others = waiting.filter((document) => !edited.includes(document));
    const shown = others.filter((document) => this.hasEditor(document.uri));
    const hidden = others.filter((document) => !shown.includes(document));
    await this.compileEach(edited, cancelToken);
    if (edited.length > 0 && shown.length > 0) await pause(PAUSE_MS, cancelToken);
    await this.compileEach(shown, cancelToken);
    if (edited.length + shown.length > 0 && hidden.length > 0) await pause(QUIET_MS, cancelToken);
    await this.compileEach(hidden, cancelToken);
    await this.notifyBuildPhase(documents, DocumentState.Validated, cancelToken);
    this.currentState = DocumentState.Validated;
  }

  private async compileEach(
    documents: readonly LangiumDocument[],
    cancelToken: CancellationToken,
  ): Promise<void> {
    for (const document of documents) {
      await interruptAndCheck(cancelToken);
      document.diagnostics = [];
      if (this.shouldValidate(document)) await this.validate(document, cancelToken);
      this.markAsCompleted(document);
      this.edited.delete(document.uri.toString());
      document.state = DocumentState.Validated;
      await this.notifyDocumentPhase(document, DocumentState.Validated, cancelToken);
    }
  }
}
