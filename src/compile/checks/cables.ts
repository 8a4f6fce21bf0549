/**
 * What only packets at switches could show, said where no switch is: losses of cables, ENA Express,
 * and how a transport answers losses and queues. Not what faults do there: action-effects.ts.
 */
import type { Fix } from '#diagnostics';
import type { LinkDraft, Node, Source } from '../draft.ts';
import type { Served } from '../io-paths.ts';
import type { Model } from '../model.ts';
import { cardOfInterface } from '../network-cards.ts';
import { nameAt, placeFor, sourceFor, word } from '../nodes.ts';
import { switched } from '../switched.ts';

/** What a type or a list of variants says is not taken out of it. */
const removal = (source: Source | null, property: string): readonly Fix[] =>
  source === null || source.origin === 'vary' ? [] : [{
    title: `Remove '${property}'`, edits: [{ at: source.pointer, action: 'remove', text: '' }],
  }];

/** An assignment that a person may change where it stands: none of a type. */
const ownOf = (source: Source | undefined): Source | null =>
  source === undefined || source.origin === 'type' ? null : source;

/** Whether a card has a network cable, and none of those that it reaches leads to a switch. */
const isCabledOnly = (card: Node, model: Model): boolean => !switched(model).has(card.id)
  && (model.machines.near.get(card) ?? []).some(({ link }) => link.medium === 'ethernet');

const checkLosses = (link: LinkDraft, model: Model): void => {
  if (switched(model).has(link.id)) return;
  const because = link.medium === 'ethernet' ? 'no switch is on its network'
    : 'packets are lost on network cables only';
  for (const property of ['loss', 'lossEvery'] as const) {
    if (property === 'loss' ? link.loss === 0 : link.lossEvery === null) continue;
    const source = ownOf(link.blueprint?.sources.get(property));
    model.draft.problems.report('network/no-effect', source?.pointer ?? link.pointer, {
      what: `'${property}' of ${link.id}`, because,
    }, { fixes: removal(source, property) });
  }
};

const checkExpress = (served: Served, model: Model): void => {
  for (const one of served.interfaces) {
    if (word(one, 'express') !== 'yes') continue;
    const card = cardOfInterface(served, one);
    if (card === null || !isCabledOnly(card, model)) continue;
    const source = ownOf(sourceFor(one, 'express'));
    model.draft.problems.report('network/no-effect', source?.pointer ?? nameAt(one), {
      what: `'express' of ${one.id}`, because: `no switch is on the network of '${card.id}'`,
    }, { fixes: removal(source, 'express') });
  }
};

/** Transports whose answer to losses and queues is what they are chosen for. */
const CHOSEN: readonly unknown[] = ['srd', 'roce'];

/** Of a flow that leaves these cards, by the protocol of its transport: none may have a switch. */
export const checkAnswers = (
  flow: Node, protocol: unknown, cards: readonly (Node | null)[], model: Model,
): void => {
  const [card] = cards;
  if (card === undefined || card === null || !CHOSEN.includes(protocol)) return;
  if (!cards.every((one) => one !== null && isCabledOnly(one, model))) return;
  model.draft.problems.report('network/no-effect', placeFor(flow, 'transport'), {
    what: `What ${word(flow, 'transport') ?? ''} does about queues and losses of '${flow.id}'`,
    because: `no switch is on the network of '${card.id}'`,
  });
};

export const checkCables = (model: Model): void => {
  for (const link of model.links) {
    if (link.loss > 0 || link.lossEvery !== null) checkLosses(link, model);
  }
  for (const served of model.served) {
    if (served.interfaces.length > 0) checkExpress(served, model);
  }
};
