/**
 * Which files the server knows from the start: the workspace's, and the catalogue from the bundle.
 * Keeps true: the catalogue is read-only and needs no disk; folders of tools and results are not
 * read; every file is compiled, also those that no editor shows.
 */
import {
  DefaultWorkspaceManager, UriUtils, type BuildOptions, type FileSystemNode, type LangiumDocument,
  type LangiumDocumentFactory, type LangiumSharedCoreServices, type Stream, type URI,
  type WorkspaceFolder,
} from 'langium';
import { catalogueText, catalogueUris } from '../loader.ts';

const FOLDERS_NOT_READ = new Set(['node_modules', 'out', 'dist', 'results']);

export class NitroWorkspaceManager extends DefaultWorkspaceManager {
  override initialBuildOptions: BuildOptions = { validation: true };
  private readonly factory: LangiumDocumentFactory;

  constructor(services: LangiumSharedCoreServices) {
    super(services);
    this.factory = services.workspace.LangiumDocumentFactory;
  }

  protected override loadAdditionalDocuments(
    _folders: WorkspaceFolder[],
    collector: (document: LangiumDocument) => void,
  ): Promise<void> {
    for (const uri of catalogueUris()) {
      if (this.langiumDocuments.hasDocument(uri)) continue;
      collector(this.factory.fromString(catalogueText(uri) ?? '', uri));
    }
    return Promise.resolve();
  }

  /** A file that cannot be read, or is gone by now, must not keep the others from being loaded. */
  protected override async loadWorkspaceDocuments(
    uris: Stream<URI>,
    collector: (document: LangiumDocument) => void,
  ): Promise<void> {
    await Promise.all(uris.toArray().map(async (uri) => {
      const document = await this.langiumDocuments.getOrCreateDocument(uri).catch(() => null);
      if (document !== null) collector(document);
    }));
  }

  override shouldIncludeEntry(entry: FileSystemNode): boolean {
    if (entry.isDirectory && FOLDERS_NOT_READ.has(UriUtils.basename(entry.uri))) return false;
    return super.shouldIncludeEntry(entry);
  }
}
