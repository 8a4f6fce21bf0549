/** Lowers the catalogue's files: what `npm run generate` writes for the command line to start with. */
import { EmptyFileSystem, URI } from 'langium';
import type { Document } from '../../language-server/generated/ast.ts';
import { lowerDocument } from '../../language-server/lower/lower.ts';
import { createNitroCore } from '../../language-server/nitro-module.ts';

/** The files by name, as the JSON of what they say. */
export const lowerCatalogue = (texts: { readonly [name: string]: string }): string => {
  const { LangiumDocumentFactory } = createNitroCore(EmptyFileSystem).shared.workspace;
  const lowered = Object.entries(texts).map(([name, text]) => {
    const document = LangiumDocumentFactory.fromString(text, URI.parse(`builtin:/${name}`));
    return [name, lowerDocument(document.parseResult.value as Document).file] as const;
  });
  return JSON.stringify(Object.fromEntries(lowered));
};
