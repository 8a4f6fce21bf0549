/**
 * Which elements the `on` clause of an array names, whatever is to be placed there. Not whether
 * they have room: placement.ts and microvms.ts. Keeps true: all are of the kinds that can take it,
 * in the order of the clause; a clause with a mistake names nothing, and one report says why.
 */
import type { KindName } from '#kinds';
import type { Draft, Group, Node } from './draft.ts';
import { printPath } from './expressions.ts';
import { follow } from './paths.ts';
import { contextFor } from './scope.ts';

export interface PlaceNamed {
  readonly node: Node;
  /** The path that names it. */
  readonly at: string;
}

/** Null after a report. */
export const placesNamed = (
  group: Group, kinds: readonly KindName[], draft: Draft,
): readonly PlaceNamed[] | null => {
  const [first] = group.nodes;
  if (first === undefined) return null;
  const { spec, pointer } = first.blueprint.declaration;
  const context = contextFor({ draft, node: first.parent });
  const places: PlaceNamed[] = [];
  for (const [i, path] of spec.on.entries()) {
    const at = `${pointer}/on/${i}`;
    const named = follow(path, at, context.paths);
    if (named === null) return null;
    if (named.length === 0) {
      draft.problems.report('array/empty', at, { path: printPath(path) });
      return null;
    }
    const other = named.find(({ kind }) => !kinds.some((one) => one === kind));
    if (other !== undefined) {
      draft.problems.report('name/wrong-kind', at, {
        name: other.id, kind: other.kind, expected: kinds,
      });
      return null;
    }
    places.push(...named.map((node) => ({ node, at })));
  }
  return places;
};
