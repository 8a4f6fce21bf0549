/** Reports elements that lack a property without which they are nothing. */
import { kindRow, type KindName } from '#kinds';
import type { Draft, Node, Values } from './draft.ts';

/** A property, and another one that does instead. */
interface Required {
  readonly property: string;
  readonly unless: string | null;
}

export const checkRequired = (draft: Draft): void => {
  let last: Values | null = null;
  for (const node of draft.nodes) {
    // Neighbours of one array share their record, and one look at it is enough.
    if (node.values === last) continue;
    last = node.values;
    const required = requiredOf(node.kind);
    if (required.length > 0) checkRequiredOf(node, required, draft);
  }
};

const checkRequiredOf = (node: Node, required: readonly Required[], draft: Draft): void => {
  const { blueprint } = node;
  const { spec, pointer } = blueprint.declaration;
  if (blueprint.type === null && (spec.types.length > 0 || kindRow(node.kind).typeRequired)) return;
  const isThere = (property: string): boolean =>
    blueprint.sources.has(property) || node.own?.has(property) === true
    // A line without its value is reported as such; once is enough.
    || spec.items.some((i) => i.is === 'assignment' && i.property === property);
  for (const { property, unless } of required) {
    if (isThere(property) || (unless !== null && isThere(unless))) continue;
    draft.problems.report('value/required', `${pointer}/name`, {
      kind: node.kind, name: node.id, property,
    }, {
      fixes: [{
        title: `Add '${property}'`,
        edits: [{ at: pointer, action: 'inside', text: `${property} = ` }],
      }],
    });
  }
};

const requiredCache = new Map<KindName, readonly Required[]>();
const requiredOf = (kind: KindName): readonly Required[] => {
  let names = requiredCache.get(kind);
  if (names === undefined) {
    names = Object.entries(kindRow(kind).properties).flatMap(([property, row]) => {
      const { required: always, requiredUnless: unless } = row;
      return always || unless !== null ? [{ property, unless }] : [];
    });
    requiredCache.set(kind, names);
  }
  return names;
};
