/**
 * Which elements the `on`, `from` or `to` clause of a declaration names. Not what becomes of them:
 * who places, joins or drives them knows. Keeps true: all are of the kinds that the clause takes,
 * in its order; a clause with a mistake names nothing, and one report says why.
 */
import type { KindName } from '#kinds';
import type { Draft, Node } from './draft.ts';
import { printPath } from './expressions.ts';
import { follow } from './paths.ts';
import { contextFor } from './scope.ts';

export type Clause = 'from' | 'to' | 'on';

export interface Named {
  readonly node: Node;
  /** The path that names it. */
  readonly at: string;
}

/** Null after a report. */
export const namedBy = (
  node: Node, clause: Clause, draft: Draft, wanted: {
    readonly kinds: readonly KindName[]; readonly mayBeEmpty: boolean;
  },
): readonly Named[] | null => {
  const { spec, pointer } = node.blueprint.declaration;
  const context = contextFor({ draft, node: node.parent });
  const all: Named[] = [];
  for (const [i, path] of spec[clause].entries()) {
    const at = `${pointer}/${clause}/${i}`;
    const named = follow(path, at, context.paths);
    if (named === null) return null;
    if (named.length === 0 && !wanted.mayBeEmpty) {
      draft.problems.report('array/empty', at, { path: printPath(path) });
      return null;
    }
    const wrong = named.find(({ kind }) => !wanted.kinds.includes(kind));
    if (wrong !== undefined) {
      draft.problems.report('name/wrong-kind', at, {
        name: wrong.id, kind: wrong.kind, expected: wanted.kinds,
      });
      return null;
    }
    all.push(...named.map((one) => ({ node: one, at })));
  }
  return all;
};
