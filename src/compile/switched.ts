/**
 * What networks have that have a switch: there packets are simulated one by one, with queues, as a
 * run has it. Not what they meet. Keeps true: all that Ethernet joins to a switch is in, and no
 * more.
 */
import type { Node } from './draft.ts';
import { joinedTo } from './machines.ts';
import type { Model } from './model.ts';

const known = new WeakMap<Model, ReadonlySet<string>>();

/** Ids of elements and links. */
export const switched = (model: Model): ReadonlySet<string> => {
  const former = known.get(model);
  if (former !== undefined) return former;
  const { near } = model.machines;
  const nodes = new Set<Node>();
  for (const start of near.keys()) {
    if (start.kind !== 'switch' || nodes.has(start)) continue;
    for (const node of joinedTo(start, 'ethernet', near)) nodes.add(node);
  }
  const links = model.links.filter(({ medium, ends }) => medium === 'ethernet' && nodes.has(ends[0]));
  const ids = new Set([...nodes, ...links].map(({ id }) => id));
  known.set(model, ids);
  return ids;
};
