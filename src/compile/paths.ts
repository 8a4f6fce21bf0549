/**
 * Follows a path to the elements it means, in row-major order, from a body outwards to the root.
 * Not a search: each segment is looked up by name. Keeps true: null is returned only after a
 * report; an array that is there but empty gives no elements and no report.
 */
import type { Fix } from '#diagnostics';
import type { IndexSpec, PathSpec } from '#spec';
import type { Draft, Group, Node } from './draft.ts';
import { evaluate, type Evaluation, printPath } from './expressions.ts';
import { isBroken } from './nodes.ts';

export interface PathContext {
  readonly draft: Draft;
  /** The body that the path is in; null at the top of a file. */
  readonly from: Node | null;
  readonly evaluation: Evaluation;
  /** Expands a top-level declaration that has not been reached yet. */
  readonly root: (name: string) => Group | undefined;
  /** Expands a child group of a node that is still being expanded. */
  readonly child: (node: Node, name: string) => Group | undefined;
}

const renames = (near: readonly string[], at: string): readonly Fix[] =>
  near.map((text) => ({
    title: `Change to '${text}'`, edits: [{ at, action: 'replace', text }],
    ...(near.length === 1 ? { preferred: true } : {}),
  }));

const namesAround = (context: PathContext): readonly string[] => {
  const names: string[] = [...context.draft.roots.keys(), ...context.draft.unexpanded.keys()];
  for (let node = context.from; node !== null; node = node.parent) {
    names.push(...childNames(node));
  }
  return names;
};

export const childNames = (node: Node): readonly string[] => [
  ...(node.groups?.keys() ?? []), ...node.blueprint.children.map((c) => c.name),
];

const first = (name: string, context: PathContext): Group | undefined => {
  for (let node = context.from; node !== null; node = node.parent) {
    const group = context.child(node, name);
    if (group !== undefined) return group;
  }
  return context.root(name);
};

const ONE_BOUND = ['low'] as const;
const TWO_BOUNDS = ['low', 'high'] as const;

/** The bounds of an index over an array of so many, both in; null after a report. */
const boundsOf = (
  index: IndexSpec, group: Group, at: string, path: PathSpec, segment: number, e: Evaluation,
): readonly [number, number] | null => {
  const count = group.nodes.length;
  if (index.low === undefined) return [0, count - 1];
  const ends: number[] = [];
  for (const part of index.high === undefined ? ONE_BOUND : TWO_BOUNDS) {
    const amount = evaluate(index[part] ?? index.low, `${at}/${part}`, e);
    if (amount === null) return null;
    const { value } = amount;
    const bare = amount.dimension === null || amount.dimension === 'count';
    if (!bare || !Number.isInteger(value) || value < 0) {
      e.problems.report('array/index', at, {
        path: writtenUpTo(path, segment), value: String(value),
      });
      return null;
    }
    if (value >= count) {
      e.problems.report('array/index-out-of-bounds', at, {
        path: writtenUpTo(path, segment), index: value, count, last: count - 1,
      }, {
        fixes: count === 0 ? [] : [{
          title: `Change to [${count - 1}]`,
          edits: [{ at: `${at}/${index.high === undefined ? 'low' : part}`, action: 'replace', text: String(count - 1) }],
        }],
      });
      return null;
    }
    ends.push(value);
  }
  const [low = 0, high = low] = ends;
  if (low > high) {
    e.problems.report('array/range', at, { path: writtenUpTo(path, segment), low, high });
    return null;
  }
  return [low, high];
};

/** A path without the index of one segment. */
const withoutIndex = (path: PathSpec, segment: number): string => printPath({
  is: 'path',
  segments: path.segments.map((s, i) => (i === segment ? { name: s.name } : s)),
});

const pick = (
  group: Group, path: PathSpec, i: number, at: string, e: Evaluation,
): readonly Node[] | null => {
  if (!group.counted) return null;
  const index = path.segments[i]?.index;
  if (index === undefined) return group.nodes;
  const place = `${at}/segments/${i}/index`;
  if (!group.array) {
    const text = withoutIndex(path, i);
    e.problems.report('array/not-an-array', place, { path: writtenUpTo(path, i) }, {
      fixes: [{ title: `Change to '${text}'`, edits: [{ at, action: 'replace', text }] }],
    });
    return null;
  }
  const bounds = boundsOf(index, group, place, path, i, e);
  return bounds === null ? null : group.nodes.slice(bounds[0], bounds[1] + 1);
};

const writtenUpTo = (path: PathSpec, segment: number): string => {
  const part = path.segments.slice(0, segment + 1);
  const last = part.at(-1);
  return printPath({
    is: 'path', segments: [...part.slice(0, -1), ...(last === undefined ? [] : [{ name: last.name }])],
  });
};

const unknownChild = (node: Node, name: string, place: string, e: Evaluation): null => {
  // Of what type it was meant to be is not known, so neither is what parts it has.
  if (isBroken(node)) return null;
  const near = e.problems.near(name, () => childNames(node));
  e.problems.report('name/unknown-child', `${place}/name`, {
    name, parent: node.id, nearest: near,
  }, { fixes: renames(near, `${place}/name`) });
  return null;
};

/** The elements of the first `length` segments; null after a report. */
export const follow = (
  path: PathSpec, at: string, context: PathContext, length = path.segments.length,
): readonly Node[] | null => {
  const e = context.evaluation;
  let nodes: readonly Node[] = [];
  for (let i = 0; i < length; i++) {
    const segment = path.segments[i] ?? { name: '' };
    const place = `${at}/segments/${i}`;
    if (i === 0) {
      const group = first(segment.name, context);
      if (group === undefined) {
        const near = e.problems.near(segment.name, () => namesAround(context));
        e.problems.report('name/unknown', `${place}/name`, { name: segment.name, nearest: near }, {
          fixes: renames(near, `${place}/name`),
        });
        return null;
      }
      const picked = pick(group, path, 0, at, e);
      if (picked === null) return null;
      nodes = picked;
      continue;
    }
    const next: Node[] = [];
    for (const node of nodes) {
      const group = context.child(node, segment.name);
      if (group === undefined) return unknownChild(node, segment.name, place, e);
      const picked = pick(group, path, i, at, e);
      if (picked === null) return null;
      for (const found of picked) next.push(found);
    }
    nodes = next;
  }
  return nodes;
};
