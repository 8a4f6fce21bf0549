/**
 * How paths and properties are read while a model is made: from a body outwards, expanding what
 * has not been reached yet. Keeps true: a value that depends on itself is reported, not followed.
 */
import type { PropertyValue } from '#ir';
import { irKey } from '#ir';
import { propertyRow } from '#kinds';
import type { PathSpec } from '#spec';
import type { Draft, Group, Node } from './draft.ts';
import { expandRoot } from './expand.ts';
import { type Amount, printPath } from './expressions.ts';
import { fileNameFrom } from './file-names.ts';
import { follow, type PathContext } from './paths.ts';
import { reportUnknownType, typeNamed } from './types.ts';
import { type ValueContext, valueOf } from './values.ts';

export interface Scope {
  readonly draft: Draft;
  /** The body in which paths are written; null at the top. */
  readonly node: Node | null;
}

export interface ScopeContext extends ValueContext {
  /** The value of a property of an element, evaluated if it waits. */
  readonly property: (node: Node, property: string) => PropertyValue | undefined;
  readonly paths: PathContext;
}

const readProperty = (node: Node, property: string, draft: Draft): PropertyValue | undefined => {
  const source = node.waiting?.get(property);
  if (source?.dynamic != null) {
    if (node.evaluating?.has(property) === true) {
      draft.problems.report('value/cycle', source.valueAt, { property });
      return undefined;
    }
    node.evaluating ??= new Set();
    node.evaluating.add(property);
    const context = contextFor({ draft, node });
    const value = valueOf(source.dynamic, source.row, {
      property, at: source.valueAt, context,
    });
    node.evaluating.delete(property);
    node.waiting?.delete(property);
    if (node.waiting?.size === 0) node.waiting = null;
    if (value !== undefined) node.values = { ...node.values, [source.key]: value };
    return value;
  }
  const row = propertyRow(node.kind, property);
  return row === undefined ? undefined : node.values[irKey(property, row.value)];
};

const amountFrom = (
  node: Node, property: string, path: PathSpec, at: string, draft: Draft,
): Amount | null => {
  const row = propertyRow(node.kind, property);
  const value = readProperty(node, property, draft);
  if (row === undefined || (row.value.is !== 'quantity' && row.value.is !== 'distribution')) {
    draft.problems.report('value/wrong-form', at, {
      property: printPath(path), expected: 'a number', given: `'${printPath(path)}'`,
    });
    return null;
  }
  if (typeof value === 'number') return { value, dimension: row.value.dimension };
  if (value === null) draft.problems.report('value/unset', at, { path: printPath(path) });
  return null;
};

const lookupFrom = (scope: Scope, paths: () => PathContext) =>
  (path: PathSpec, at: string): Amount | null => {
    const { draft } = scope;
    const last = path.segments.at(-1);
    if (last === undefined) return null;
    if (path.segments.length === 1) {
      for (let node = scope.node; node !== null; node = node.parent) {
        if (propertyRow(node.kind, last.name) !== undefined) {
          return amountFrom(node, last.name, path, at, draft);
        }
      }
      follow(path, at, paths());
      if (!draft.problems.has('name/unknown', `${at}/segments/0/name`)) {
        draft.problems.report('value/wrong-form', at, {
          property: 'this', expected: 'a number', given: `'${last.name}'`,
        });
      }
      return null;
    }
    const nodes = follow(path, at, paths(), path.segments.length - 1);
    if (nodes === null) return null;
    if (last.name === 'count' && last.index === undefined) {
      return { value: nodes.length, dimension: 'count' };
    }
    const [node] = nodes;
    if (node === undefined || nodes.length > 1) {
      draft.problems.report('value/several', at, { path: printPath(path), count: nodes.length });
      return null;
    }
    return amountFrom(node, last.name, path, at, draft);
  };

const childGroup = (node: Node, name: string): Group | undefined => node.groups?.get(name);

/** The context for values and paths that are written in a body, or at the top. */
export const contextFor = (scope: Scope): ScopeContext => {
  const { draft } = scope;
  const { problems, shared } = draft;
  const { names, settings } = shared;
  const paths = (): PathContext => context.paths;
  const context: ScopeContext = {
    problems,
    lookup: lookupFrom(scope, paths),
    property: (node, property) => readProperty(node, property, draft),
    typeExists: (name, kinds, at) => {
      const type = typeNamed(name, names, false);
      if (type?.kind != null && kinds.includes(type.kind)) return true;
      reportUnknownType(name, kinds[0] ?? 'host', at, names, problems);
      return false;
    },
    elementIds: (value, kinds, at) => {
      if (value.is !== 'path') return null;
      const nodes = follow(value, at, context.paths);
      const wrong = nodes?.find((n) => !kinds.includes(n.kind));
      if (wrong !== undefined) {
        problems.report('name/wrong-kind', at, {
          name: wrong.id, kind: wrong.kind, expected: kinds,
        });
        return null;
      }
      return nodes?.map((n) => n.id) ?? null;
    },
    fileName: (written, at) => fileNameFrom(written, at, settings, problems),
    paths: {
      draft,
      from: scope.node,
      get evaluation() { return context; },
      root: (name) => expandRoot(name, draft),
      child: childGroup,
    },
  };
  return context;
};
