/**
 * The catalogue as it is when it has been read: lowered at build time, so that the command line
 * need not parse a hundred kilobytes to check twenty lines. Its text is parsed only when somebody
 * asks for a place in it. Not in the editor's bundles: a server parses it anyway, to open it.
 * Keeps true: a ready file says exactly what its text says; the check for drift lowers it anew.
 */
import {
  DocumentState, TextDocument, type LangiumDocument, type LangiumDocumentFactory, type URI,
} from 'langium';
import type { LoweredFile } from '../lower/lower.ts';

type ReadyFile = LoweredFile['file'];

const ready = new WeakMap<LangiumDocument, ReadyFile>();
const read = new Map<string, { readonly [name: string]: ReadyFile }>();

const filesIn = (json: string): { readonly [name: string]: ReadyFile } => {
  const known = read.get(json);
  if (known !== undefined) return known;
  const files = JSON.parse(json) as { readonly [name: string]: ReadyFile };
  read.set(json, files);
  return files;
};

/** What a document of the catalogue says, or undefined when its text must be parsed. */
export const readyFileOf = (document: LangiumDocument): ReadyFile | undefined =>
  ready.get(document);

/** A document of the catalogue whose text is parsed when its syntax tree is first asked for. */
export const readyDocument = (
  factory: LangiumDocumentFactory,
  uri: URI,
  text: string,
  json: string,
): LangiumDocument | undefined => {
  const file = filesIn(json)[uri.path.slice(1)];
  if (file === undefined) return undefined;
  let parsed: LangiumDocument | undefined;
  const document: LangiumDocument = {
    uri,
    state: DocumentState.Parsed,
    references: [],
    textDocument: TextDocument.create(uri.toString(), 'nitro', 0, text),
    get parseResult() {
      parsed ??= factory.fromString(text, uri);
      return parsed.parseResult;
    },
  };
  ready.set(document, file);
  return document;
};
