/**
 * Brings the files of a `use` closure into the language's memory: the catalogue from the bundle,
 * others through a port. Not an editor's workspace. Keeps true: a file is read once for each check,
 * and one that cannot be read is simply absent: the compiler says so at its `use`.
 */
import { URI, type LangiumDocument } from 'langium';
import type { FileFacts } from '#compile';
import { CATALOGUE } from './catalog/embedded.ts';
import { readyDocument } from './catalog/ready.ts';
import type { NitroCore } from './nitro-module.ts';
import { isCatalogue, targetOf, usesOf } from './references/closure.ts';

/** How text is read: from disk, from an editor, from memory. */
export interface FileAccess {
  /** The text of a file, or undefined when there is none. */
  readonly read: (uri: string) => Promise<string | undefined>;
  /**
   * Size and digest of a file that a property names, or null when there is none. Left out: such
   * files are neither looked for nor part of the model.
   */
  readonly facts?: (uri: string) => Promise<FileFacts | null>;
}

/** The text of a catalogue file, or undefined. */
export const catalogueText = (uri: URI): string | undefined => {
  const name = uri.path.slice(1);
  return Object.hasOwn(CATALOGUE, name) ? CATALOGUE[name] : undefined;
};

/** Names of the catalogue's files, for whoever loads them all. */
export const catalogueUris = (): readonly URI[] =>
  Object.keys(CATALOGUE).map((name) => URI.from({ scheme: 'builtin', path: `/${name}` }));

const put = (core: NitroCore, uri: URI, text: string, lowered: string): LangiumDocument => {
  const { LangiumDocuments, LangiumDocumentFactory } = core.shared.workspace;
  const known = LangiumDocuments.getDocument(uri);
  if (known !== undefined) {
    if (known.textDocument.getText() === text) return known;
    LangiumDocuments.deleteDocument(uri);
  }
  const ready = isCatalogue(uri) && lowered !== ''
    ? readyDocument(LangiumDocumentFactory, uri, text, lowered)
    : undefined;
  const document = ready ?? LangiumDocumentFactory.fromString(text, uri);
  LangiumDocuments.addDocument(document);
  return document;
};

/**
 * Loads a file and everything it uses.
 * @param text the file's text when it is not to be read, such as standard input
 * @param lowered the catalogue as it was lowered at build time; empty: parse it
 * @returns the file's document, or undefined when it cannot be read
 */
export const loadClosure = async (
  core: NitroCore,
  files: FileAccess,
  start: URI,
  text?: string,
  lowered = '',
): Promise<LangiumDocument | undefined> => {
  const first = text ?? (await files.read(start.toString()));
  if (first === undefined) return undefined;
  const document = put(core, start, first, lowered);
  const seen = new Set([start.toString()]);
  const waiting: LangiumDocument[] = [document];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const use of usesOf(next)) {
      const uri = targetOf(use, next.uri);
      if (uri === undefined || seen.has(uri.toString())) continue;
      seen.add(uri.toString());
      const found = isCatalogue(uri) ? catalogueText(uri) : await files.read(uri.toString());
      if (found === undefined) forget(core, uri);
      else waiting.push(put(core, uri, found, lowered));
    }
  }
  core.nitro.references.ScopeProvider.closures.forget();
  return document;
};

/** A file that was there in an earlier check and is gone. */
const forget = (core: NitroCore, uri: URI): void => {
  const { LangiumDocuments } = core.shared.workspace;
  if (LangiumDocuments.hasDocument(uri)) LangiumDocuments.deleteDocument(uri);
};
