/**
 * Makes single elements and adds them to a model: what arrays and generated children have in
 * common. Not which elements there are: that is expand.ts. Keeps true: no model grows beyond its
 * limit.
 */
import type { Active, Draft, Group, Node } from './draft.ts';
import { evaluate } from './expressions.ts';
import type { Shape } from './overrides.ts';
import { contextFor, type Scope } from './scope.ts';
import { ELEMENTS_MAX } from './sizes.ts';

/** One literal with its fields in one order: nodes are many, and engines like them all alike. */
export const newNode = (
  base: Pick<Node, 'id' | 'name' | 'index' | 'parent' | 'blueprint' | 'generated' | 'own'>,
  shape: Shape,
): Node => {
  const waits = shape.waiting.length > 0;
  return {
    id: base.id,
    name: base.name,
    index: base.index,
    kind: base.blueprint.kind,
    parent: base.parent,
    depth: base.parent === null ? 0 : base.parent.depth + 1,
    blueprint: base.blueprint,
    generated: base.generated,
    groups: null,
    own: base.own,
    values: waits ? { ...shape.values } : shape.values,
    assumed: shape.assumed,
    waiting: waits ? new Map(shape.waiting.map((s) => [s.property, s])) : null,
    evaluating: null,
  };
};

export const indexMatches = (active: Active, index: number | null, scope: Scope): boolean => {
  const written = active.override.path.segments[active.walked]?.index;
  if (written?.low === undefined) return true;
  if (index === null) return false;
  const at = `${active.override.pathAt}/segments/${active.walked}/index`;
  const context = contextFor(scope);
  const low = evaluate(written.low, `${at}/low`, context);
  const high = written.high === undefined ? low : evaluate(written.high, `${at}/high`, context);
  return low !== null && high !== null && low.value <= index && index <= high.value;
};

export const checkIndex = (active: Active, group: Group, count: number, scope: Scope): void => {
  const written = active.override.path.segments[active.walked]?.index;
  if (written === undefined) return;
  const at = `${active.override.pathAt}/segments/${active.walked}/index`;
  if (!group.array) {
    scope.draft.problems.report('array/not-an-array', at, { path: group.name });
    return;
  }
  const last = written.high ?? written.low;
  const amount = last === undefined ? null : evaluate(last, at, contextFor(scope));
  if (amount !== null && amount.value >= count) {
    scope.draft.problems.report('array/index-out-of-bounds', at, {
      path: group.name, index: amount.value, count, last: count - 1,
    });
  }
};

/** Whether so many more elements are too many for one model; reports it. */
export const full = (draft: Draft, pointer: string, more = 1): boolean => {
  if (draft.nodes.length + more <= ELEMENTS_MAX) return false;
  draft.problems.report('limits/model-too-large', `${pointer}/name`, {
    what: 'elements', maximum: ELEMENTS_MAX,
  });
  return true;
};

export const addNode = (node: Node, group: Group, draft: Draft): void => {
  group.nodes.push(node);
  draft.nodes.push(node);
};
