/**
 * Which fabrics are computed as flows, and what of a model lies at them: nothing is known of
 * packets there. Not what a flow gets.
 * Keeps true: what is joined by network cables is computed alike.
 */
import { changeTo } from './checks/fixes.ts';
import type { Node } from './draft.ts';
import type { Model } from './model.ts';
import { sourceFor, word } from './nodes.ts';
import { islandsOf } from './ways.ts';

export interface FlowFabrics {
  /** Fabrics that are joined, one of them computed as flows. */
  readonly joined: readonly (readonly Node[])[];
  /** The one that is, by the ids of elements, links, flows and streams at it. */
  readonly at: ReadonlyMap<string, Node>;
}

const found = new WeakMap<Model, FlowFabrics>();

const isFlows = (fabric: Node): boolean => word(fabric, 'model') === 'flows';

const switchesOf = (fabric: Node): readonly Node[] =>
  [...(fabric.groups?.values() ?? [])].flatMap(({ nodes }) => nodes);

const islandOf = (fabric: Node, islands: ReadonlyMap<Node, number>): number | undefined =>
  islands.get(switchesOf(fabric)[0] ?? fabric);

const findIn = (model: Model): FlowFabrics => {
  const all = model.draft.nodes.filter(({ kind }) => kind === 'fabric');
  if (!all.some(isFlows)) return { joined: [], at: new Map() };
  const islands = islandsOf(model.machines.near);
  const groups = new Map<number, Node[]>();
  for (const fabric of all) {
    const island = islandOf(fabric, islands);
    if (island !== undefined) groups.set(island, [...(groups.get(island) ?? []), fabric]);
  }
  const joined = [...groups.values()].filter((fabrics) => fabrics.some(isFlows));
  const byIsland = new Map([...groups].map(([island, fabrics]) => [island, fabrics.find(isFlows)]));
  const at = new Map<string, Node>();
  const add = (id: string, node: Node | null | undefined): void => {
    const fabric = node == null ? undefined : byIsland.get(islands.get(node) ?? -1);
    if (fabric !== undefined) at.set(id, fabric);
  };
  for (const node of islands.keys()) add(node.id, node);
  for (const fabric of all) add(fabric.id, switchesOf(fabric)[0]);
  for (const { id, medium, ends: [end] } of model.links) if (medium === 'ethernet') add(id, end);
  for (const { workload, ir, cards: [card] } of model.streams) {
    if (workload.kind !== 'flow') continue;
    add(ir.id, card);
    add(workload.id, card);
  }
  return { joined, at };
};

export const flowFabrics = (model: Model): FlowFabrics => {
  const known = found.get(model) ?? findIn(model);
  found.set(model, known);
  return known;
};

/** Says that something wants to know of packets at one of these things, where there are none. */
export const checkPackets = (
  what: string, at: string, ids: readonly string[], model: Model,
): void => {
  const fabrics = flowFabrics(model).at;
  const id = fabrics.size === 0 ? undefined : ids.find((one) => fabrics.has(one));
  const fabric = fabrics.get(id ?? '');
  if (fabric === undefined) return;
  model.draft.problems.report('network/needs-packets', at, {
    what: `${what} '${id ?? ''}'`, fabric: fabric.id,
  }, { fixes: changeTo(sourceFor(fabric, 'model'), 'packets') });
};
