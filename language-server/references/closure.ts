/**
 * Which files a file sees: its `use` closure. Not what is in them. Keeps true: cycles of `use` are
 * legal and end; every file comes once, nearest first, user files before the catalogue.
 */
import {
  AstUtils, DocumentState, UriUtils, URI, WorkspaceCache, type AstNode, type LangiumDocument,
  type LangiumDocuments, type LangiumSharedCoreServices,
} from 'langium';
import { readyFileOf } from '../catalog/ready.ts';
import type { Document, Use } from '../generated/ast.ts';

const CATALOGUE_SCHEME = 'builtin';

/** The words of a `use`, from a syntax tree or from a file that was lowered before. */
export type UseWords = Partial<Pick<Use, 'catalogue' | 'file'>>;

/** The file a `use` names, or undefined when it can name none (a URL, an absolute path). */
export const targetOf = (use: UseWords, from: URI): URI | undefined => {
  if (use.catalogue !== undefined) {
    return URI.from({ scheme: CATALOGUE_SCHEME, path: `/${use.catalogue}.nitro` });
  }
  const file = use.file ?? '';
  if (file === '' || file.startsWith('/') || file.includes('\\') || /^[A-Za-z][\w+.-]*:/u.test(file)) {
    return undefined;
  }
  return UriUtils.resolvePath(UriUtils.dirname(from), file);
};

/** What a document uses. */
export const usesOf = (document: LangiumDocument): readonly UseWords[] => {
  const ready = readyFileOf(document);
  if (ready === undefined) return (document.parseResult.value as Document).uses ?? [];
  return ready.uses.map(({ target, catalogue }): UseWords =>
    catalogue ? { catalogue: target } : { file: target });
};

export const isCatalogue = (uri: URI): boolean => uri.scheme === CATALOGUE_SCHEME;

/** Answers and remembers closures; forgets them as soon as any document changes. */
export class Closures {
  private readonly documents: LangiumDocuments;
  private readonly cache: WorkspaceCache<string, readonly LangiumDocument[]>;

  constructor(shared: LangiumSharedCoreServices) {
    this.documents = shared.workspace.LangiumDocuments;
    this.cache = new WorkspaceCache(shared, DocumentState.IndexedContent);
  }

  of(node: AstNode): readonly LangiumDocument[] {
    return this.ofDocument(AstUtils.getDocument(node));
  }

  ofDocument(start: LangiumDocument): readonly LangiumDocument[] {
    return this.cache.get(start.uri.toString(), () => this.walk(start));
  }

  /** Drops what is remembered, when documents were added without a build. */
  forget(): void {
    this.cache.clear();
  }

  private walk(start: LangiumDocument): readonly LangiumDocument[] {
    const seen = new Set([start.uri.toString()]);
    const user: LangiumDocument[] = [];
    const catalogue: LangiumDocument[] = [];
    const waiting = [start];
    for (let document = waiting.shift(); document !== undefined; document = waiting.shift()) {
      (isCatalogue(document.uri) ? catalogue : user).push(document);
      for (const use of usesOf(document)) {
        const uri = targetOf(use, document.uri);
        if (uri === undefined || seen.has(uri.toString())) continue;
        seen.add(uri.toString());
        const next = this.documents.getDocument(uri);
        if (next !== undefined) waiting.push(next);
      }
    }
    return [...user, ...catalogue];
  }
}
