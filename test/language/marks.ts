/**
 * Texts with marks, and a language for editors to ask about them: `<|>` is a cursor. Not a client:
 * services are called directly, as the server's handlers call them.
 */
import { EmptyFileSystem, URI, type LangiumDocument } from 'langium';
import { expect } from 'vitest';
import {
  createNitroLanguage, type NitroLanguage,
} from '../../language-server/services/module.ts';

export interface Marked {
  readonly document: LangiumDocument;
  readonly text: string;
  /** Offsets of the marks, in order. */
  readonly marks: readonly number[];
}

/** The catalogue is loaded once for all tests of a file. */
export const language = async (): Promise<NitroLanguage> => {
  const made = createNitroLanguage(EmptyFileSystem);
  await made.shared.workspace.WorkspaceManager.initializeWorkspace([]);
  return made;
};

/** Puts files into the language, builds all and gives the marks of each. */
export const open = async (
  { shared }: NitroLanguage,
  files: { readonly [name: string]: string },
): Promise<{ readonly [name: string]: Marked }> => {
  const opened = Object.entries(files).map(([name, marked]) => {
    const marks: number[] = [];
    const parts = marked.split('<|>');
    let text = parts[0] ?? '';
    for (const part of parts.slice(1)) {
      marks.push(text.length);
      text += part;
    }
    const uri = URI.parse(`file:///test/${name}.nitro`);
    if (shared.workspace.LangiumDocuments.hasDocument(uri)) {
      shared.workspace.LangiumDocuments.deleteDocument(uri);
    }
    const document = shared.workspace.LangiumDocumentFactory.fromString(text, uri);
    shared.workspace.LangiumDocuments.addDocument(document);
    return [name, { document, text, marks }] as const;
  });
  const documents = opened.map(([, { document }]) => document);
  await shared.workspace.DocumentBuilder.build(documents, { validation: true });
  return Object.fromEntries(opened);
};

/** One file and its first mark. */
export const openOne = async (made: NitroLanguage, text: string): Promise<Marked> => {
  const { main } = await open(made, { main: text });
  expect(main).toBeDefined();
  return main!;
};

/** What LSP requests carry: the document and the position of a mark. */
export const at = (
  { document, marks }: Marked,
  mark = 0,
): { textDocument: { uri: string }; position: { line: number; character: number } } => ({
  textDocument: { uri: document.uri.toString() },
  position: document.textDocument.positionAt(marks[mark] ?? 0),
});
