/**
 * How paths and properties are read while a model is made: from a body outwards, expanding what
 * has not been reached yet. Keeps true: a value that depends on itself is reported, not followed.
 */
import type { PropertyValue } from '#ir';
import { irKey } from '#ir';
import { type KindName, propertyRow } from '#kinds';
import type { PathSpec } from '#spec';
import type { Draft, Group, Node } from './draft.ts';
import { type Amount, printPath } from './expressions.ts';
import { fileNameFrom } from './file-names.ts';
import { follow, type PathContext } from './paths.ts';
import type { Problems } from './problems.ts';
import { reportUnknownType, typeNamed } from './types.ts';
import { type ValueContext, valueOf } from './values.ts';

export interface Scope {
  readonly draft: Draft;
  /** The body in which paths are written; null at the top. */
  readonly node: Node | null;
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

const sumOf = (scope: ScopeContext, path: PathSpec, at: string): Amount | null => {
  const { draft } = scope;
  const last = path.segments.at(-1);
  if (last === undefined) return null;
  if (path.segments.length === 1) {
    for (let node = scope.from; node !== null; node = node.parent) {
      if (propertyRow(node.kind, last.name) !== undefined) {
        return amountFrom(node, last.name, path, at, draft);
      }
    }
    if (follow(path, at, scope) !== null) {
      draft.problems.report('value/wrong-form', at, {
        property: 'this', expected: 'a number', given: `'${last.name}'`,
      });
    }
    return null;
  }
  const nodes = follow(path, at, scope, path.segments.length - 1);
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

/** What values and paths are read in. A class, because one is made for each body of a model. */
export class ScopeContext implements ValueContext, PathContext {
  readonly draft: Draft;
  readonly from: Node | null;
  readonly problems: Problems;

  constructor(draft: Draft, from: Node | null) {
    this.draft = draft;
    this.from = from;
    this.problems = draft.problems;
  }

  get evaluation(): this {
    return this;
  }

  get paths(): this {
    return this;
  }

  lookup(path: PathSpec, at: string): Amount | null {
    return sumOf(this, path, at);
  }

  /** The value of a property of an element, evaluated if it waits. */
  property(node: Node, property: string): PropertyValue | undefined {
    return readProperty(node, property, this.draft);
  }

  root(name: string): Group | undefined {
    return this.draft.expandRoot(name);
  }

  child(node: Node, name: string): Group | undefined {
    return node.groups?.get(name);
  }

  typeExists(name: string, kinds: readonly KindName[], at: string): boolean {
    const { names } = this.draft.shared;
    const type = typeNamed(name, names, false);
    if (type?.kind != null && kinds.includes(type.kind)) return true;
    reportUnknownType(name, kinds[0] ?? 'host', at, names, this.problems);
    return false;
  }

  fileName(written: string, at: string): string | null {
    return fileNameFrom(written, at, this.draft.shared.settings, this.problems);
  }
}

/** The context for values and paths that are written in a body, or at the top. */
export const contextFor = (scope: Scope): ScopeContext => new ScopeContext(scope.draft, scope.node);
