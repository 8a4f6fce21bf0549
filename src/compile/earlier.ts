/**
 * What of an earlier outcome may be taken over into the next one: who types changes little. Not a
 * cache: it belongs to the outcome that it is kept with. Keeps true: taking over changes nothing
 * but the time; what cannot be shown to be the same is made anew.
 */
import type { Diagnostic } from '#diagnostics';
import type { Spec } from '#spec';
import type { Declaration, FileFacts, Names, Shared, Whole } from './draft.ts';
import type { Model } from './model.ts';
import type { Problems } from './problems.ts';
import { sameJson } from './same-json.ts';

/** What an outcome keeps for the next one. */
export interface Earlier {
  readonly spec: Spec;
  /** What was known of the files that properties name. */
  readonly files: Readonly<Record<string, FileFacts | null>> | null;
  readonly names: Names;
  readonly shared: Shared;
  /** The model without scenarios, and all that was said while it was made. */
  readonly base: Model;
  readonly said: readonly Diagnostic[];
}

/** Whether two specs have the same files with the same types: a name means the same in both. */
export const sameTypes = (left: Spec, right: Spec): boolean =>
  left.main === right.main && left.files.length === right.files.length
  && left.files.every((file, i) => {
    const other = right.files[i];
    return other?.name === file.name && other.catalogue === file.catalogue
      && sameJson(other.types, file.types);
  });

const same = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((value, i) => value === right[i]);

/** Whether two specs with the same types differ in their scenarios at the most. */
export const sameDeclarations = (left: Names, right: Names): boolean =>
  same(left.elements, right.elements) && same(left.links, right.links)
  && same(left.assignments, right.assignments);

/** Without what was not made in silence: that is said again only when it is made again. */
const untied = <K, V extends object>(
  known: ReadonlyMap<K, V> | undefined, earlier: Shared | null,
): Map<K, V> => {
  const kept = new Map<K, V>();
  for (const [key, value] of known ?? []) {
    if (earlier?.tied.has(value) !== true) kept.set(key, value);
  }
  return kept;
};

const NOTHING: ReadonlyMap<Declaration, Whole> = new Map();

/** What the models of a spec share, with what an earlier state of it can give. */
export const newShared = (
  settings: Shared['settings'], names: Names, earlier: Shared | null,
): Shared => ({
  settings, names,
  typeBodies: untied(earlier?.typeBodies, earlier),
  foundations: untied(earlier?.foundations, earlier),
  blueprints: new Map(), linkBlueprints: new Map(), reached: new Map(),
  wholes: new Map(), earlierWholes: earlier?.wholes ?? NOTHING,
  linksInside: earlier?.linksInside ?? new WeakMap(), tied: new Set(),
});

/** The earlier model as one of the present spec: its problems are now those of the present. */
export const takenOver = (earlier: Earlier, shared: Shared, problems: Problems): Model => {
  const { base, said } = earlier;
  for (const diagnostic of said) problems.add(diagnostic);
  for (const [declaration, whole] of shared.earlierWholes) shared.wholes.set(declaration, whole);
  return { ...base, draft: { ...base.draft, shared, problems } };
};
