/**
 * From documents to a Spec of a `use` closure, with its source map. Not the compiler. Keeps true:
 * a document is lowered once for each of its versions, however many closures it belongs to.
 */
import type { LangiumDocument } from 'langium';
import type { AssignmentSpec, Spec, SpecFile, UseSpec } from '#spec';
import { readyFileOf } from './catalog/ready.ts';
import type { Document } from './generated/ast.ts';
import { lowerDocument, type LoweredFile } from './lower/lower.ts';
import { SourceMap } from './lower/source-map.ts';
import { isCatalogue, targetOf, usesOf, type Closures } from './references/closure.ts';

const lowered = new WeakMap<object, LoweredFile>();

const lowerOnce = (document: LangiumDocument): LoweredFile => {
  const root = document.parseResult.value;
  const known = lowered.get(root);
  if (known !== undefined) return known;
  const fresh = lowerDocument(root as Document);
  lowered.set(root, fresh);
  return fresh;
};

/** Documents of this scheme are what the command line adds to a spec, and no files. */
export const OVERRIDE_SCHEME = 'override';

export interface SourcedSpec {
  readonly spec: Spec;
  readonly sources: SourceMap;
  /** In the order of spec.files. */
  readonly documents: readonly LangiumDocument[];
}

/** What a file is called in a Spec: relative names would depend on who asks, so the whole URI. */
export const fileNameOf = (document: LangiumDocument): string =>
  isCatalogue(document.uri) ? `builtin:${document.uri.path}` : document.uri.path;

/** The assignments at the top of a document, when it holds nothing else. */
export const assignmentsOf = (document: LangiumDocument): readonly AssignmentSpec[] => {
  const { file } = lowerOnce(document);
  const others = [file.uses, file.types, file.elements, file.links, file.scenarios];
  return others.every((list) => list.length === 0) ? file.assignments : [];
};

/** The same with assignments from outside its files. */
export const withOverrides = (
  sourced: SourcedSpec, overrides: readonly LangiumDocument[],
): SourcedSpec => ({
  ...sourced,
  sources: sourced.sources.withOverrides(overrides.map((document) =>
    ({ document, lowered: () => lowerOnce(document) }))),
});

/** The Spec of the model of one document. */
export const specOf = (document: LangiumDocument, closures: Closures): SourcedSpec => {
  const documents = closures.ofDocument(document);
  const indexByUri = new Map(documents.map((file, index) => [file.uri.toString(), index]));
  const files = documents.map((file): SpecFile => {
    const body = readyFileOf(file) ?? lowerOnce(file).file;
    const words = usesOf(file);
    const uses = body.uses.map((use, index): UseSpec => {
      const word = words[index];
      const uri = word === undefined ? undefined : targetOf(word, file.uri);
      const found = uri === undefined ? undefined : indexByUri.get(uri.toString());
      return { ...use, file: found ?? null };
    });
    return { ...body, name: fileNameOf(file), catalogue: isCatalogue(file.uri), uses };
  });
  const spec: Spec = { files, main: 0 };
  const sources = new SourceMap(
    spec,
    documents.map((document) => ({ document, lowered: () => lowerOnce(document) })),
  );
  return { spec, sources, documents };
};
