/**
 * Makes the elements of one model: arrays, children of types, and assignments by path on their way
 * to what they mean. Not generated children, links or placement.
 * Keeps true: elements of one declaration that nothing tells apart share one record of values.
 */
import { comparePaths } from '#base';
import { kindRow, propertyRow } from '#kinds';
import type { Active, Declaration, Draft, Group, Node, Override, Shared } from './draft.ts';
import { blueprintOf } from './blueprints.ts';
import { addNode, checkIndex, full, indexMatches, newNode } from './elements.ts';
import { type Amount, evaluate } from './expressions.ts';
import {
  bodyStrength, byFirstName, DEPTHS_MAX, ownOf, type Shape, shapeOf, strongest,
} from './overrides.ts';
import { expandGenerated } from './generated.ts';
import { childNames } from './paths.ts';
import type { Problems } from './problems.ts';
import { checkRequired } from './required.ts';
import { contextFor, type Scope } from './scope.ts';
import { ELEMENTS_MAX } from './sizes.ts';
import { tiesOf } from './ties.ts';

/** How many elements an array has; null after a report. */
const countOf = (
  declaration: Declaration, actives: readonly Active[], scope: Scope,
): number | null => {
  const { draft } = scope;
  if (actives.length === 0 && declaration.spec.count === undefined) return 1;
  const counting = actives.filter(({ override, walked }) =>
    override.property === 'count' && override.path.segments.length === walked + 1
    && override.path.segments[walked]?.index === undefined
    && propertyRow(declaration.kind, 'count') === undefined);
  for (const { override } of counting) draft.used.add(override);
  const best = strongest(counting.map((c) => c.override), declaration.name, draft.problems);
  const spec = declaration.spec.count;
  if (best !== undefined && spec === undefined) {
    draft.problems.report('array/count-elsewhere', best.pointer, { path: declaration.name }, {
      fixes: [{
        title: `Declare '${declaration.name}[1]'`,
        edits: [{
          at: `${declaration.pointer}/name`, action: 'replace', text: `${declaration.name}[1]`,
        }],
      }],
    });
    return 1;
  }
  const written = best === undefined ? spec : best.value;
  const at = best === undefined ? `${declaration.pointer}/count` : best.valueAt;
  if (written === undefined) return best === undefined ? 1 : missingCount(best, draft.problems);
  if (written.is === 'list') {
    draft.problems.report('value/wrong-form', at, {
      property: 'count', expected: 'a whole number', given: 'a list',
    });
    return null;
  }
  const amount = evaluate(written, at, contextFor(scope));
  if (amount === null) return null;
  return wholeCount(amount, declaration.name, at, draft.problems);
};

const missingCount = ({ pointer }: Override, problems: Problems): null => {
  problems.report('text/missing-value', pointer, { property: 'count' }, {
    fixes: [{ title: 'Remove the line', edits: [{ at: pointer, action: 'remove', text: '' }] }],
  });
  return null;
};

const wholeCount = (
  amount: Amount, name: string, at: string, problems: Problems,
): number | null => {
  const { value, dimension } = amount;
  const bare = dimension === null || dimension === 'count';
  if (bare && Number.isInteger(value) && value >= 0 && value <= ELEMENTS_MAX) return value;
  problems.report('array/count', at, { name, value: String(value), maximum: ELEMENTS_MAX });
  return null;
};

/** What elements of an array have in common as long as no index tells them apart. */
interface Alike {
  readonly actives: readonly Active[];
  readonly own: Node['own'];
  readonly shape: Shape;
}

/** Makes the elements of a declaration in a body, or at the top. */
const expandGroup = (
  declaration: Declaration, parent: Node | null, actives: readonly Active[], draft: Draft,
): Group => {
  const scope: Scope = { draft, node: parent };
  const blueprint = blueprintOf(declaration, draft, contextFor(scope));
  const array = declaration.spec.count !== undefined;
  const prefix = parent === null ? declaration.name : `${parent.id}.${declaration.name}`;
  const known = countOf(declaration, actives, scope);
  const count = known ?? 0;
  const group: Group = {
    name: declaration.name, pointer: declaration.pointer, kind: declaration.kind, array,
    counted: known !== null, nodes: [],
  };
  if (known !== null) for (const active of actives) checkIndex(active, group, count, scope);
  const plain = actives.every(
    (a) => a.override.path.segments[a.walked]?.index?.low === undefined,
  );
  let shared: Alike | null = null;
  const before = draft.nodes.length;
  for (let i = 0; i < count; i++) {
    // The first of them shows how many parts each has, so that too many are never made.
    const more = i === 1 && plain ? (count - 1) * (draft.nodes.length - before) : 1;
    if (full(draft, declaration.pointer, more)) break;
    const index = array ? i : null;
    const id = array ? `${prefix}[${i}]` : prefix;
    let one: Alike | null = shared;
    if (one === null) {
      const walked = actives.length === 0 ? NONE : actives
        .filter((a) => plain || indexMatches(a, index, scope))
        .map((a) => ({ override: a.override, walked: a.walked + 1 }));
      const own = walked.length === 0 ? null : ownOf(walked, declaration.kind, id, draft, scope);
      one = { actives: walked, own, shape: shapeOf(blueprint, own) };
      if (plain) shared = one;
    }
    const node = newNode({
      id, name: declaration.name, index, parent, blueprint, generated: false, own: one.own,
    }, one.shape);
    if (node.waiting !== null) draft.ties += 1;
    addNode(node, group, draft);
    expandChildren(node, one.actives, draft);
  }
  return group;
};

/** Assignments in this element's own bodies that are for its parts. */
const fromBodies = (node: Node, draft: Draft): readonly Active[] => {
  const { bodies } = node.blueprint;
  if (bodies.every((body) => body.overrides.length === 0)) return NONE;
  const found: Active[] = [];
  for (const [i, body] of bodies.entries()) {
    for (const override of body.overrides) {
      const strength = bodyStrength(node.depth, i);
      found.push({ override: strengthened(override, strength, draft), walked: 0 });
    }
  }
  return found;
};

/** One object for one override at one strength, so that what is prepared for it is found again. */
const strengthened = (
  override: Omit<Override, 'strength'>, strength: number, draft: Draft,
): Override => {
  const known = strengthCache.get(draft.shared) ?? new Map<object, Override>();
  strengthCache.set(draft.shared, known);
  let found = known.get(override);
  if (found?.strength !== strength) known.set(override, (found = { ...override, strength }));
  return found;
};
const strengthCache = new WeakMap<Shared, Map<object, Override>>();

const expandChildren = (node: Node, outer: readonly Active[], draft: Draft): void => {
  const { blueprint } = node;
  const { generates } = kindRow(node.kind);
  const inner = fromBodies(node, draft);
  if (blueprint.children.length === 0 && generates.length === 0) {
    if (outer.length > 0 || inner.length > 0) reportStray(node, [...outer, ...inner], draft);
    return;
  }
  node.groups = new Map();
  const onwards = outer.length === 0 ? NONE
    : outer.filter((a) => a.override.path.segments.length > a.walked);
  const actives = inner.length === 0 ? onwards : [...onwards, ...inner];
  const named = actives.length === 0 ? EMPTY : byFirstName(actives);
  const children = node.depth >= DEPTHS_MAX - 1 ? [] : blueprint.children;
  for (const child of children) {
    node.groups.set(child.name, expandGroup(child, node, named.get(child.name) ?? NONE, draft));
  }
  for (const { spec } of blueprint.links) {
    const reached = spec.name === undefined ? undefined : named.get(spec.name);
    if (reached === undefined) continue;
    draft.linkActives.set(`${node.id}.${spec.name ?? ''}`, reached);
    draft.ties += 1;
  }
  expandGenerated(node, named, draft);
  if (named.size > 0) reportStray(node, actives, draft);
};

const EMPTY: ReadonlyMap<string, readonly Active[]> = new Map();
const NONE: readonly Active[] = [];

/** Reports assignments whose next segment is no part of the element that they reached. */
const reportStray = (node: Node, actives: readonly Active[], draft: Draft): void => {
  for (const { override, walked } of actives) {
    const segment = override.path.segments[walked];
    if (segment === undefined) continue;
    draft.used.add(override);
    if (node.groups?.has(segment.name) === true) continue;
    if (node.blueprint.links.some((l) => l.spec.name === segment.name)) continue;
    const at = `${override.pathAt}/segments/${walked}/name`;
    const near = draft.problems.near(segment.name, () => childNames(node));
    draft.problems.report('name/unknown-child', at, {
      name: segment.name, parent: node.id, nearest: near,
    }, {
      fixes: near.map((text) => ({
        title: `Change to '${text}'`, edits: [{ at, action: 'replace', text }],
      })),
    });
  }
};

/** Makes a top-level element that nothing assigns to, or takes it over where it was made before. */
const expandWhole = (declaration: Declaration, draft: Draft): Group => {
  const { nodes, shared } = draft;
  const known = shared.wholes.get(declaration) ?? shared.earlierWholes.get(declaration);
  if (known !== undefined && nodes.length + known.nodes.length <= ELEMENTS_MAX) {
    shared.wholes.set(declaration, known);
    for (const node of known.nodes) nodes.push(node);
    return known.group;
  }
  const start = nodes.length;
  const ties = tiesOf(draft);
  const group = expandGroup(declaration, null, NONE, draft);
  if (tiesOf(draft) !== ties) return group;
  const made = nodes.slice(start).sort((left, right) => comparePaths(left.id, right.id));
  for (const [i, node] of made.entries()) nodes[start + i] = node;
  shared.wholes.set(declaration, { group, nodes: made });
  return group;
};

/** Expands one top-level declaration by name, unless that is under way or done. */
const expandRoot = (name: string, draft: Draft): Group | undefined => {
  const done = draft.roots.get(name);
  if (done !== undefined) return done;
  const declaration = draft.unexpanded.get(name);
  if (declaration === undefined || draft.expanding.has(name)) return undefined;
  draft.expanding.add(name);
  const actives = draft.rootActives.get(name) ?? NONE;
  const group = actives.length === 0
    ? expandWhole(declaration, draft) : expandGroup(declaration, null, actives, draft);
  draft.expanding.delete(name);
  draft.unexpanded.delete(name);
  draft.roots.set(name, group);
  return group;
};

/** A new model: the spec with these assignments from outside all bodies. */
export const newDraft = (
  shared: Shared, overrides: readonly Override[], problems: Problems,
): Draft => {
  const draft: Draft = {
    shared,
    problems,
    roots: new Map(),
    nodes: [],
    ties: 0,
    unexpanded: new Map(shared.names.elements.map((d) => [d.name, d])),
    expanding: new Set(),
    expandRoot: (name) => {
      draft.ties += 1;
      return expandRoot(name, draft);
    },
    rootActives: byFirstName(overrides.map((override) => ({ override, walked: 0 }))),
    used: new Set(),
    mislinked: new Set(),
    linkActives: new Map(),
  };
  return draft;
};

/** Expands everything, evaluates what waits, and sorts the nodes by id. */
export const expandAll = (draft: Draft): void => {
  for (const { name } of draft.shared.names.elements) expandRoot(name, draft);
  const context = contextFor({ draft, node: null });
  for (const node of draft.nodes) {
    if (node.waiting === null) continue;
    for (const property of [...node.waiting.keys()]) context.property(node, property);
  }
  draft.nodes.sort((left, right) => comparePaths(left.id, right.id));
  checkRequired(draft);
};
