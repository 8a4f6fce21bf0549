/**
 * What a type says after all it extends, as text of the language: for tests that compare types.
 * Not the compiler, so that a mistake there cannot hide one here.
 */
import { EmptyFileSystem, URI } from 'langium';
import type { AssignmentSpec, Spec, TypeSpec, ValueSpec } from '#spec';
import { loadClosure } from '../../language-server/loader.ts';
import { specOf } from '../../language-server/model.ts';
import { createNitroCore } from '../../language-server/nitro-module.ts';

const noFiles = { read: (): Promise<undefined> => Promise.resolve(undefined) };

export interface ReadText {
  readonly spec: Spec;
  readonly syntaxErrors: readonly string[];
}

/** Parses a text with all it uses; syntax errors are those of any of its files. */
export const readText = async (text: string): Promise<ReadText> => {
  const core = createNitroCore(EmptyFileSystem);
  const document = await loadClosure(core, noFiles, URI.parse('file:///test.nitro'), text);
  if (document === undefined) throw new Error('the text was given');
  const { spec } = specOf(document, core.nitro.references.ScopeProvider.closures);
  const syntaxErrors = core.shared.workspace.LangiumDocuments.all.toArray().flatMap((one) =>
    [...one.parseResult.lexerErrors, ...one.parseResult.parserErrors].map(
      (error) => `${one.uri.path}: ${error.message}`,
    ));
  return { spec, syntaxErrors };
};

export const typesOf = (spec: Spec, kind?: string): readonly TypeSpec[] =>
  spec.files.flatMap((file) => file.types)
    .filter((type) => kind === undefined || type.kind === kind);

export const textOf = (value: ValueSpec | undefined): string => {
  if (value === undefined) return '';
  switch (value.is) {
    case 'quantity': case 'number': return value.text;
    case 'text': return JSON.stringify(value.text);
    case 'path': return value.segments.map((segment) => segment.name).join('.');
    case 'list': return `[${value.values.map((one) => textOf(one as ValueSpec)).join(', ')}]`;
    default: return `<${value.is}>`;
  }
};

/** Properties by name, those of the nearest type first in rank. */
export const propertiesOf = (spec: Spec, type: TypeSpec): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const seen = new Set<TypeSpec>();
  let here: TypeSpec | undefined = type;
  while (here !== undefined && !seen.has(here)) {
    seen.add(here);
    for (const item of here.items) {
      if (item.is !== 'assignment' || item.owner !== undefined) continue;
      const { property, value }: AssignmentSpec = item;
      if (!found.has(property)) found.set(property, textOf(value));
    }
    const { base, kind }: TypeSpec = here;
    here = base === undefined ? undefined : typesOf(spec, kind).find((one) => one.name === base);
  }
  return found;
};
