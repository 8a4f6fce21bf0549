/**
 * The catalogue as it is when it has been read: lowered at build time, so that the command line
 * need not parse a hundred kilobytes to check twenty lines. Its text is parsed only when somebody
 * asks for a place in it. Keeps true: a ready file says exactly what its text says; the check for
 * drift lowers it anew.
 */
import {
  DocumentState, TextDocument, type LangiumDocument, type LangiumDocumentFactory, type URI,
} from 'langium';
import type { LoweredFile } from '../lower/lower.ts';
import { LOWERED } from './lowered.ts';

type ReadyFile = LoweredFile['file'];

const ready = new WeakMap<LangiumDocument, ReadyFile>();
let read: { readonly [name: string]: ReadyFile } | undefined;

/** What a document of the catalogue says, or undefined when its text must be parsed. */
export const readyFileOf = (document: LangiumDocument): ReadyFile | undefined =>
  ready.get(document);

/** A document of the catalogue whose text is parsed when its syntax tree is first asked for. */
export const readyDocument = (
  factory: LangiumDocumentFactory,
  uri: URI,
  text: string,
): LangiumDocument | undefined => {
  read ??= JSON.parse(LOWERED) as { readonly [name: string]: ReadyFile };
  const file = read[uri.path.slice(1)];
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
