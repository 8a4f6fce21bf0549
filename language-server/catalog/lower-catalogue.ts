/** Lowers the catalogue for `npm run generate`; the command line starts with what it writes. */
import { EmptyFileSystem, URI } from 'langium';
import type { Document } from '../generated/ast.ts';
import { lowerDocument } from '../lower/lower.ts';
import { createNitroCore } from '../nitro-module.ts';

/** The files by name, as the JSON of what they say. */
export const lowerCatalogue = (texts: { readonly [name: string]: string }): string => {
  const { LangiumDocumentFactory } = createNitroCore(EmptyFileSystem).shared.workspace;
  const lowered = Object.entries(texts).map(([name, text]) => {
    const document = LangiumDocumentFactory.fromString(text, URI.parse(`builtin:/${name}`));
    return [name, lowerDocument(document.parseResult.value as Document).file] as const;
  });
  return JSON.stringify(Object.fromEntries(lowered));
};
