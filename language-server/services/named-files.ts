/**
 * What the editor knows of the files that properties name. Reads each once, until it changes.
 * Keeps true: of a file that nobody has looked for yet nothing is said, neither that it is there
 * nor that it is missing.
 */
import type { FileSystemProvider, URI } from 'langium';
import type { FileFacts } from '#compile';
import { factsOf, namedFileUri, type NamedFacts } from '../named-files.ts';

/** Names of files that the server is told of when they change. */
export const NAMED_FILES_GLOB = '**/*.{csv,tsv,txt,json,jsonl,log,trace}';
const NAMED_FILE = /\.(?:csv|tsv|txt|json|jsonl|log|trace)$/u;

export const mayBeNamed = (uri: URI): boolean => NAMED_FILE.test(uri.path);

/** A disk that knows of a file without holding it whole, as a trace of weeks would not let it. */
export interface KnowsFiles {
  readonly factsAt: (uri: URI) => Promise<FileFacts>;
}

const knowsFiles = (disk: object): disk is KnowsFiles => 'factsAt' in disk;

interface ModelWithFiles {
  readonly document: { readonly uri: URI };
  readonly names: readonly string[];
  readonly files: NamedFacts | undefined;
}

export class NamedFiles {
  private readonly disk: FileSystemProvider;
  private readonly known = new Map<string, FileFacts | null>();

  constructor(disk: FileSystemProvider) {
    this.disk = disk;
  }

  /** What is known of the files of a model; undefined while one of them was not looked for. */
  factsFor(main: URI, names: readonly string[]): NamedFacts | undefined {
    const found: Record<string, FileFacts | null> = {};
    for (const name of names) {
      const facts = this.known.get(namedFileUri(main, name).toString());
      if (facts === undefined) return undefined;
      found[name] = facts;
    }
    return found;
  }

  isCurrent({ document, names, files }: ModelWithFiles): boolean {
    if (names.length === 0) return true;
    const now = this.factsFor(document.uri, names);
    return names.every((name) => now?.[name] === files?.[name]);
  }

  /** Looks for files that nobody has looked for. */
  async load(main: URI, names: readonly string[]): Promise<void> {
    await Promise.all(names.map(async (name) => {
      const uri = namedFileUri(main, name);
      const key = uri.toString();
      if (this.known.has(key)) return;
      this.known.set(key, await this.read(uri));
    }));
  }

  forget(uri: URI): void {
    this.known.delete(uri.toString());
  }

  private async read(uri: URI): Promise<FileFacts | null> {
    const { disk } = this;
    try {
      return knowsFiles(disk) ? await disk.factsAt(uri) : factsOf(await disk.readBinary(uri));
    } catch {
      return null;
    }
  }
}
