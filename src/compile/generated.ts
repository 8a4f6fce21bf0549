/**
 * Children that a kind makes by itself (rule 11): the switches of a fabric. Not their links: that
 * is fabrics.ts. Keeps true: a generated switch has every property that its fabric says of
 * switches, unless an assignment by path reached it.
 */
import type { GeneratedChild } from '#kinds';
import { kindRow } from '#kinds';
import { irKey, type PropertyValue } from '#ir';
import type { Active, Blueprint, Declaration, Draft, Group, Node, Source, Values } from './draft.ts';
import { blueprintOf } from './blueprints.ts';
import { addNode, checkIndex, full, indexMatches, newNode } from './elements.ts';
import { portsOfGenerated, shapeFabric } from './fabrics.ts';
import { sourceFor } from './nodes.ts';
import { ownOf, shapeOf } from './overrides.ts';
import { contextFor, type Scope } from './scope.ts';

/** What elements are called in their parent, and who is not asked for it. */
const OWN: readonly string[] = ['label', 'source', 'delay'];

const shared = Object.entries(kindRow('switch').properties)
  .filter(([name]) => !OWN.includes(name) && name in kindRow('fabric').properties)
  .map(([name, row]) => ({ name, key: irKey(name, row.value) }));

/** Properties of a fabric by those of its switches that they are. */
const saidByFabric: ReadonlyMap<string, string> = new Map([
  ...shared.map(({ name }) => [name, name] as const), ['delay', 'switchDelay'],
]);

/** Where the fabric of a generated switch says a property of it; undefined: it does not. */
export const sourceInFabric = (node: Node, property: string): Source | undefined => {
  const said = node.generated ? saidByFabric.get(property) : undefined;
  return said === undefined || node.parent === null ? undefined : sourceFor(node.parent, said);
};

/** The values of a switch of a fabric. */
const inherited = (values: Values, fabric: Node, name: string): Values => {
  const mixed: Record<string, PropertyValue> = { ...values };
  for (const { key } of shared) mixed[key] = fabric.values[key] ?? null;
  mixed['delayTicks'] = fabric.values['switchDelayTicks'] ?? 0;
  mixed['ports'] = portsOfGenerated(fabric.values, name);
  return mixed;
};

const expandOne = (
  node: Node, row: GeneratedChild, actives: readonly Active[], draft: Draft,
): void => {
  const scope: Scope = { draft, node };
  const counted = contextFor(scope).property(node, row.countedBy);
  const count = typeof counted === 'number' ? counted : 0;
  const { declaration } = node.blueprint;
  const { pointer } = declaration;
  const child: Declaration = {
    ...declaration, kind: row.kind, name: row.name,
    spec: {
      is: 'element', kind: row.kind, name: row.name, types: [], from: [], to: [], on: [],
      clauses: [], items: [],
    },
  };
  const made = blueprintOf(child, draft, contextFor(scope));
  const blueprint: Blueprint = {
    ...made, values: inherited(made.values, node, row.name), assumed: [],
  };
  const group: Group = {
    name: row.name, pointer, kind: row.kind, array: true, counted: typeof counted === 'number',
    nodes: [],
  };
  for (const active of actives) checkIndex(active, group, count, scope);
  const plain = shapeOf(blueprint, null);
  for (let i = 0; i < count; i++) {
    if (full(draft, pointer)) break;
    const id = `${node.id}.${row.name}[${i}]`;
    const walked = actives
      .filter((a) => indexMatches(a, i, scope))
      .map((a) => ({ override: a.override, walked: a.walked + 1 }));
    const own = walked.length === 0 ? null : ownOf(walked, row.kind, id, draft, scope);
    addNode(newNode({
      id, name: row.name, index: i, parent: node, blueprint, generated: true, own,
    }, own === null ? plain : shapeOf(blueprint, own)), group, draft);
  }
  node.groups?.set(row.name, group);
};

/** Makes all that an element generates, with the assignments that reach it by name. */
export const expandGenerated = (
  node: Node, named: ReadonlyMap<string, readonly Active[]>, draft: Draft,
): void => {
  const { generates } = kindRow(node.kind);
  if (generates.length === 0) return;
  const context = contextFor({ draft, node });
  for (const property of [...node.waiting?.keys() ?? []]) context.property(node, property);
  if (node.kind === 'fabric') shapeFabric(node, draft);
  for (const row of generates) expandOne(node, row, named.get(row.name) ?? [], draft);
};
