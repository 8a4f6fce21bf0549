/**
 * Prepares bodies: the assignments, children and links of a type or a declaration, checked against
 * the kinds table once however many elements are made from them. Keeps true: a body is prepared
 * without knowing where its elements will stand; what depends on that is marked dynamic.
 */
import { nearest } from '#base';
import { irKey } from '#ir';
import { commonProperties, isKindName, kindRow, type KindName, propertyRow } from '#kinds';
import type { AssignmentSpec, ItemSpec, PathSpec } from '#spec';
import type { Body, Declaration, LinkDeclaration, Origin, Override, Source } from './draft.ts';
import { checkName, reportUnknownKind } from './names.ts';
import type { Problems } from './problems.ts';
import { isDynamic, type ValueContext, valueOf } from './values.ts';

/** What a body belongs to. */
export interface BodyOwner {
  readonly kind: KindName;
  readonly pointer: string;
  readonly file: number;
  readonly catalogue: boolean;
  readonly origin: Origin;
  readonly type: string | null;
}

interface Assigned {
  readonly property: string;
  readonly value: AssignmentSpec['value'];
  readonly pointer: string;
  readonly propertyAt: string;
  readonly valueAt: string;
  readonly origin: Origin;
  readonly type: string | null;
  readonly assumed?: boolean;
}

/** Prepares one assignment for a kind; null after a report. */
export const sourceOf = (
  assigned: Assigned, kind: KindName, context: ValueContext,
): Source | null => {
  const { property, value, pointer } = assigned;
  const row = propertyRow(kind, property);
  if (row === undefined) {
    const near = nearest(property, Object.keys(kindRow(kind).properties));
    const at = assigned.propertyAt;
    const own = Object.keys(kindRow(kind).properties)
      .filter((name) => !Object.hasOwn(commonProperties, name));
    context.problems.report('text/unknown-property', at, { kind, property, nearest: near, own }, {
      fixes: [
        ...near.map((text) => ({
          title: `Change to '${text}'`,
          edits: [{ at, action: 'replace' as const, text }],
          ...(near.length === 1 ? { preferred: true } : {}),
        })),
        { title: `Remove '${property}'`, edits: [{ at: pointer, action: 'remove', text: '' }] },
      ],
    });
    return null;
  }
  if (value === undefined) {
    context.problems.report('text/missing-value', pointer, { property }, {
      fixes: [{ title: 'Remove the line', edits: [{ at: pointer, action: 'remove', text: '' }] }],
    });
    return null;
  }
  const dynamic = isDynamic(value, row);
  const known = dynamic
    ? undefined
    : valueOf(value, row, { property, at: assigned.valueAt, context });
  return {
    property, row, key: irKey(property, row.value), pointer, valueAt: assigned.valueAt,
    value: known,
    dynamic: dynamic ? value : null, origin: assigned.origin, type: assigned.type,
    assumed: assigned.assumed ?? false,
  };
};

const mayHold = (
  owner: BodyOwner, kind: KindName, pointer: string, problems: Problems,
): boolean => {
  const { children } = kindRow(owner.kind);
  if (children.includes(kind)) return true;
  problems.report('text/child-not-allowed', `${pointer}/kind`, {
    kind, parent: owner.kind, allowed: children,
  }, {
    fixes: [{ title: `Remove the ${kind}`, edits: [{ at: pointer, action: 'remove', text: '' }] }],
  });
  return false;
};

const generatedChild = (owner: BodyOwner, child: Declaration, problems: Problems): boolean => {
  const row = kindRow(owner.kind).generates.find((g) => g.name === child.name);
  if (row === undefined) return false;
  problems.report('name/generated', `${child.pointer}/name`, {
    name: child.name, kind: owner.kind, property: row.countedBy,
  });
  return true;
};

const childOf = (
  item: Extract<ItemSpec, { is: 'element' }>, pointer: string, owner: BodyOwner, problems: Problems,
): Declaration | null => {
  if (!isKindName(item.kind)) {
    reportUnknownKind(item.kind, pointer, problems);
    return null;
  }
  const child: Declaration = {
    spec: item, kind: item.kind, name: item.name, pointer, file: owner.file,
    catalogue: owner.catalogue,
  };
  if (generatedChild(owner, child, problems)) return null;
  if (!mayHold(owner, item.kind, pointer, problems)) return null;
  checkName(item.name, pointer, problems);
  return child;
};

const reportTwice = (
  first: string, second: string, property: string, element: string, problems: Problems,
): void => {
  for (const [at, other] of [[first, second], [second, first]] as const) {
    problems.report('value/conflict', at, { property, element }, {
      related: [{ at: other, message: 'The other one.' }],
      fixes: [{ title: 'Remove this one', edits: [{ at, action: 'remove', text: '' }] }],
    });
  }
};

export { reportTwice };

const EMPTY_BODY: Body = { sources: [], overrides: [], children: [], links: [] };

/** Prepares the items of a body. */
export const bodyOf = (
  items: readonly ItemSpec[], owner: BodyOwner, context: ValueContext,
): Body => {
  // Most declarations in a large spec are one line.
  if (items.length === 0) return EMPTY_BODY;
  const sources = new Map<string, Source>();
  const seen = new Map<string, string>();
  const overrides: Omit<Override, 'strength'>[] = [];
  const children = new Map<string, Declaration>();
  const links: LinkDeclaration[] = [];
  const { origin, type, file } = owner;
  for (const [i, item] of items.entries()) {
    const pointer = `${owner.pointer}/items/${i}`;
    if (item.is === 'assignment' && item.owner === undefined) {
      const { property, value } = item;
      const first = seen.get(property);
      if (first !== undefined) reportTwice(first, pointer, property, owner.kind, context.problems);
      seen.set(property, pointer);
      const source = sourceOf({
        property, value, pointer, origin, type, propertyAt: `${pointer}/property`,
        valueAt: `${pointer}/value`, assumed: item.assumed ?? false,
      }, owner.kind, context);
      if (source !== null) sources.set(property, source);
    } else if (item.is === 'assignment') {
      overrides.push(overrideOf(item, { pointer, origin: 'outer', type, file }));
    } else if (item.is === 'link') {
      if (kindRow(owner.kind).links) {
        links.push({ spec: item, pointer, file, catalogue: owner.catalogue });
      } else context.problems.report('text/link-not-allowed', pointer, { parent: owner.kind });
    } else {
      const child = childOf(item, pointer, owner, context.problems);
      const first = child === null ? undefined : children.get(child.name);
      if (child !== null && first !== undefined) {
        context.problems.report('name/duplicate', `${pointer}/name`, { name: child.name }, {
          related: [{ at: `${first.pointer}/name`, message: 'The first one.' }],
          fixes: [{
            title: `Rename to '${child.name}2'`,
            edits: [{ at: `${pointer}/name`, action: 'replace', text: `${child.name}2` }],
          }],
        });
      } else if (child !== null) children.set(child.name, child);
    }
  }
  return { sources: [...sources.values()], overrides, children: [...children.values()], links };
};

/** An assignment by path, before its strength is known. */
export const overrideOf = (
  spec: AssignmentSpec,
  more: Pick<Override, 'pointer' | 'origin' | 'type' | 'file'>,
): Omit<Override, 'strength'> => {
  const path = spec.owner ?? { is: 'path' as const, segments: [] };
  return {
    ...more, path, property: spec.property, value: spec.value,
    pathAt: `${more.pointer}/owner`, propertyAt: `${more.pointer}/property`,
    valueAt: `${more.pointer}/value`,
    indexed: isIndexed(path),
  };
};

/** Whether a path picks by index; `[*]` picks nothing. */
export const isIndexed = (path: PathSpec): boolean =>
  path.segments.some((s) => s.index?.low !== undefined);

