/**
 * What a fabric that is computed as flows cannot have: neighbours that are computed in packets,
 * pauses, and cables that lose packets. Not measures and actions: those are of scenarios.
 */
import type { Node } from '../draft.ts';
import { checkPackets, flowFabrics } from '../flow-fabrics.ts';
import type { Model } from '../model.ts';
import { placeFor, sourceFor, word } from '../nodes.ts';
import { changeTo } from './fixes.ts';

const checkMixed = (fabrics: readonly Node[], model: Model): void => {
  const [flows, packets] = ['flows', 'packets'].map((name) =>
    fabrics.find((fabric) => word(fabric, 'model') === name));
  if (flows === undefined || packets === undefined) return;
  model.draft.problems.report('network/mixed-models', placeFor(flows, 'model'), {
    flows: flows.id, packets: packets.id,
  }, { fixes: changeTo(sourceFor(flows, 'model'), 'packets') });
};

/** What says it of a switch: of a generated one mostly its fabric. */
const pauseOwner = (node: Node): Node =>
  node.generated && node.parent !== null && sourceFor(node, 'pfc') === undefined
    ? node.parent : node;

export const checkFlowFabrics = (model: Model): void => {
  const { joined, at } = flowFabrics(model);
  for (const fabrics of joined) checkMixed(fabrics, model);
  if (at.size === 0) return;
  const pausing = [...model.switches.keys()].filter((node) => word(node, 'pfc') === 'yes');
  for (const owner of new Set(pausing.map(pauseOwner))) {
    checkPackets('pfc of', placeFor(owner, 'pfc'), [owner.id], model);
  }
  for (const { id, loss, lossEvery, blueprint, pointer } of model.links) {
    if (loss === 0 && lossEvery === null) continue;
    const name = loss > 0 ? 'loss' : 'lossEvery';
    checkPackets(`${name} of`, blueprint?.sources.get(name)?.pointer ?? pointer, [id], model);
  }
};
