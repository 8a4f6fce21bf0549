/**
 * What the server does when the editor says that a text or file has changed. Not the building.
 * Keeps true: edits that come close together are built once, and a request that needs a document
 * never waits for more edits.
 */
import { URI, type FileSystemProvider, type TextDocument } from 'langium';
import { DefaultDocumentUpdateHandler, type LangiumSharedServices } from 'langium/lsp';
import type {
  DidChangeWatchedFilesParams, FileEvent, FileSystemWatcher, TextDocumentChangeEvent,
} from 'vscode-languageserver';
import { isCatalogue } from '../references/closure.ts';
import { NitroDocumentBuilder } from './builder.ts';
import { after } from './clock.ts';
import { mayBeNamed, NAMED_FILES_GLOB } from './named-files.ts';

/** Edits within this time are one edit; a person does not see it, and fast typing is built once. */
const TOGETHER_MS = 20;

/** `Nitro` writes its results here; the language never reads them. */
const RESULTS_FOLDER = /(?:^|\/)(?:\.nitrospec|results)\//u;

export class NitroUpdateHandler extends DefaultDocumentUpdateHandler {
  /** The specs with a property that names a file. */
  usersOf: (uri: URI) => readonly URI[] = () => [];
  private readonly changed = new Map<string, URI>();
  private readonly builder: NitroDocumentBuilder | null;
  private readonly files: FileSystemProvider;
  private isReady = false;
  private stopTimer: () => void = () => undefined;

  constructor(services: LangiumSharedServices) {
    super(services);
    const builder = services.workspace.DocumentBuilder;
    this.builder = builder instanceof NitroDocumentBuilder ? builder : null;
    this.files = services.workspace.FileSystemProvider;
    this.builder?.onAwaited(() => this.send());
    // Registered before any request can wait for the same promise, so this comes first. Until then
    // the files of the workspace are being loaded, and no document may be put among them.
    void this.workspaceManager.ready.then(() => {
      this.isReady = true;
      for (const uri of this.changed.values()) this.announce(uri);
    });
  }

  private announce(uri: URI): void {
    if (this.isReady && !isCatalogue(uri)) this.builder?.announce(uri);
  }

  protected override getWatchers(): FileSystemWatcher[] {
    return [{ globPattern: '**/*.nitro' }, { globPattern: NAMED_FILES_GLOB }];
  }

  /** A file that properties name is no spec: those who name it are compiled again. */
  override didChangeWatchedFiles({ changes }: DidChangeWatchedFilesParams): void {
    const isNamed = ({ uri }: FileEvent): boolean => mayBeNamed(URI.parse(uri));
    const specs = changes.filter((change) => !isNamed(change));
    const users = changes.filter(isNamed).flatMap(({ uri }) => this.usersOf(URI.parse(uri)));
    if (users.length > 0) this.fireDocumentUpdate([...users], []);
    if (specs.length > 0) super.didChangeWatchedFiles({ changes: specs });
  }

  override didChangeContent(change: TextDocumentChangeEvent<TextDocument>): void {
    const uri = URI.parse(change.document.uri);
    this.changed.set(uri.toString(), uri);
    this.announce(uri);
    this.stopTimer();
    this.stopTimer = after(TOGETHER_MS, () => this.send());
  }

  /** A closed file is what the disk says; one that is not there is gone. */
  didCloseDocument(change: TextDocumentChangeEvent<TextDocument>): void {
    const uri = URI.parse(change.document.uri);
    this.changed.delete(uri.toString());
    void this.files.exists(uri).then(
      (there) => this.fireDocumentUpdate(there ? [uri] : [], there ? [] : [uri]),
      () => this.fireDocumentUpdate([], [uri]),
    );
  }

  private send(): void {
    this.stopTimer();
    if (this.changed.size === 0) return;
    const uris = [...this.changed.values()];
    this.changed.clear();
    this.fireDocumentUpdate(uris, []);
  }

  protected override fireDocumentUpdate(changed: URI[], deleted: URI[]): void {
    // The catalogue is read-only: closing one of its files must not take it away from its users.
    const wanted = (uri: URI): boolean => !isCatalogue(uri) && !RESULTS_FOLDER.test(uri.path);
    super.fireDocumentUpdate(changed.filter(wanted), deleted.filter(wanted));
  }
}
