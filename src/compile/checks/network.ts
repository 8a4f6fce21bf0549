/**
 * Whether flows can use the network as it is: sizes of packets, rates, SRD, EFA, equal uplinks.
 * Not pauses: that is pauses.ts; nor whether there is a way at all: that is wiring.ts.
 * Keeps true: of a flow with very many streams the first ones are looked at.
 */
import { printQuantity } from '#kinds';
import { typeValuesOf } from '../blueprints.ts';
import type { LinkDraft, Node, Values } from '../draft.ts';
import { isInside } from '../fabrics.ts';
import { flowFabrics } from '../flow-fabrics.ts';
import type { Served } from '../io-paths.ts';
import type { Model } from '../model.ts';
import { cardOfInterface } from '../network-cards.ts';
import {
  numberOrNull, placeFor, sourceFor, typeName, word,
} from '../nodes.ts';
import { contextFor } from '../scope.ts';
import { Ways } from '../ways.ts';
import { checkAnswers, checkCables } from './cables.ts';
import { changeTo } from './fixes.ts';
import { checkUplinks, checkWays } from './uplinks.ts';

/** Bytes around a packet on Ethernet, which no MTU counts: preamble, header, check and gap. */
const FRAME_BYTES = 38;
const STREAMS_LOOKED_AT = 64;

const size = (bytes: number): string => printQuantity(bytes, 'size');
const rate = (bits: number): string => printQuantity(bits, 'rate');

interface Flow {
  readonly node: Node;
  readonly transport: Values;
  /** Of each stream that is looked at: both ends, each with the card that it goes over. */
  readonly pairs: readonly (readonly [End, End])[];
}

interface End {
  readonly instance: Node;
  readonly card: Node | null;
}

const flowsOf = (model: Model): readonly Flow[] => {
  const { of } = model.placements;
  const pairs = new Map<Node, (readonly [End, End])[]>();
  for (const { workload, from, to, cards: [a, b] } of model.streams) {
    if (workload.kind !== 'flow' || from === null || to === null) continue;
    const list = pairs.get(workload) ?? [];
    if (list.length === 0) pairs.set(workload, list);
    if (list.length < STREAMS_LOOKED_AT && of.has(from) && of.has(to)) {
      list.push([{ instance: from, card: a }, { instance: to, card: b }]);
    }
  }
  const context = contextFor({ draft: model.draft, node: null });
  return [...pairs].flatMap(([node, list]): readonly Flow[] => {
    const type = typeValuesOf('transport', word(node, 'transport') ?? '', model.draft, context);
    return type === null ? [] : [{ node, transport: type.values, pairs: list }];
  });
};

const numberOf = (values: Values, key: string): number => Number(values[key] ?? 0);

/** Bytes of the largest packet of a flow, headers of IP included. */
const packetOf = ({ node, transport }: Flow): number =>
  (numberOrNull(node, 'packetBytes') ?? numberOf(transport, 'packetBytes'))
  + Math.max(0, numberOf(transport, 'headersBytes') - FRAME_BYTES);

const smallestMtu = (model: Model): number =>
  model.links.reduce((least, l) => Math.min(least, l.mtuBytes ?? Infinity), Infinity);

const reportTooLarge = (flow: Flow, link: LinkDraft, mtu: number, model: Model): void => {
  const bytes = packetOf(flow);
  const fits = mtu - Math.max(0, numberOf(flow.transport, 'headersBytes') - FRAME_BYTES);
  const source = sourceFor(flow.node, 'packet');
  model.draft.problems.report('network/packet-too-large', placeFor(flow.node, 'packet'), {
    flow: flow.node.id, size: size(bytes), link: link.id, mtu: size(mtu),
  }, { fixes: fits < 1 ? [] : changeTo(source, `${fits} B`) });
};

const checkPackets = (flow: Flow, ways: Ways, model: Model): void => {
  const bytes = packetOf(flow);
  for (const [{ card: a }, { card: b }] of flow.pairs) {
    if (a === null || b === null || a === b) continue;
    const link = ways.between(a, b).links.find((l) => l.mtuBytes !== null && l.mtuBytes < bytes);
    if (link === undefined) continue;
    reportTooLarge(flow, link, link.mtuBytes ?? 0, model);
    return;
  }
};

const checkLossless = (
  node: Node, pairs: readonly (readonly [Node | null, Node | null])[], ways: Ways, model: Model,
): void => {
  for (const [a, b] of pairs) {
    if (a === null || b === null || a === b || flowFabrics(model).at.has(a.id)) continue;
    const lossy = ways.between(a, b).nodes.find((n) =>
      n.kind === 'switch' && word(n, 'pfc') !== 'yes');
    if (lossy === undefined) continue;
    model.draft.problems.report('network/roce-without-pfc', placeFor(node, 'transport'), {
      flow: node.id, element: lossy.id,
    });
    return;
  }
};

/** Why an instance has no SRD; null when it has. */
const srdMissing = ({ instance, card }: End): string | null => {
  if (word(instance, 'enaExpress') !== 'yes' && word(instance, 'efa') !== 'yes') {
    return `${typeName(instance)} has neither ENA Express nor EFA`;
  }
  return card === null || word(card, 'reliableDatagram') === 'yes' ? null
    : `card '${card.id}' does not speak it`;
};

const checkSrd = (flow: Flow, model: Model): void => {
  for (const end of flow.pairs.flat()) {
    const because = srdMissing(end);
    if (because === null) continue;
    model.draft.problems.report('network/srd-unsupported', placeFor(flow.node, 'transport'), {
      what: `'${flow.node.id}'`, name: end.instance.id, because,
    });
    return;
  }
};

const checkFlows = (model: Model): void => {
  const flows = flowsOf(model);
  if (flows.length === 0) return;
  const ways = new Ways(model.machines.near);
  const least = smallestMtu(model);
  for (const flow of flows) {
    if (packetOf(flow) > least) checkPackets(flow, ways, model);
    if (flow.transport['protocol'] === 'roce') {
      const pairs = flow.pairs.map(([from, to]) => [from.card, to.card] as const);
      checkLossless(flow.node, pairs, ways, model);
    }
    if (flow.transport['protocol'] === 'srd') checkSrd(flow, model);
    const senders = flow.pairs.flatMap(([from, to]) => (from.card === to.card ? [] : [from.card]));
    checkAnswers(flow.node, flow.transport['protocol'], [...new Set(senders)], model);
  }
};

const checkVolumes = (model: Model): void => {
  if (model.volumes.length === 0) return;
  const ways = new Ways(model.machines.near);
  const context = contextFor({ draft: model.draft, node: null });
  for (const { volume, card, transport, nodes } of model.volumes) {
    const type = typeValuesOf('transport', transport, model.draft, context);
    if (type?.values['protocol'] !== 'roce') continue;
    const cards = [card, ...nodes.map((node) => node.card)];
    const pairs = cards.slice(1).map((next, i) => [cards[i] ?? null, next] as const);
    checkLossless(volume, pairs, ways, model);
  }
};

const checkRate = (link: LinkDraft, model: Model): void => {
  const asked = link.values['rateBitsPerSecond'];
  if (typeof asked !== 'number') return;
  const card = link.ends.find((end) =>
    end.kind === 'card' && (numberOrNull(end, 'rateBitsPerSecond') ?? Infinity) < asked);
  if (card === undefined) return;
  const has = rate(numberOrNull(card, 'rateBitsPerSecond') ?? 0);
  model.draft.problems.report('network/rate-above-card', link.pointer, {
    what: `The link ${link.id}`, asked: rate(asked), card: card.id, has,
  }, { fixes: changeTo(link.blueprint?.sources.get('rate'), has) });
};

const checkMtu = (link: LinkDraft, model: Model): void => {
  const [left, right] = link.ends;
  const [a, b] = [numberOrNull(left, 'mtuBytes'), numberOrNull(right, 'mtuBytes')];
  if (a === null || b === null || a === b) return;
  const [smaller, larger] = a < b ? [left, right] : [right, left];
  model.draft.problems.report('network/mtu-mismatch', isInside(link) ? `${link.pointer}/name`
    : link.pointer, {
    link: link.id, smaller: smaller.id, smallerMtu: size(Math.min(a, b)), larger: larger.id,
    largerMtu: size(Math.max(a, b)),
  });
};

const checkLinks = (model: Model): void => {
  const inside = new Map<Node, LinkDraft[]>();
  for (const link of model.links) {
    if (link.medium !== 'ethernet') continue;
    if (isInside(link) && link.parent !== null) {
      const list = inside.get(link.parent);
      if (list === undefined) inside.set(link.parent, [link]);
      else list.push(link);
    } else checkRate(link, model);
    checkMtu(link, model);
  }
  for (const [fabric, links] of inside) checkUplinks(fabric, links, model);
  checkWays(model);
};

const checkInterfaces = (served: Served, model: Model): void => {
  const { placed: { instance }, interfaces } = served;
  const { problems } = model.draft;
  for (const one of interfaces) {
    const card = cardOfInterface(served, one);
    const has = card === null ? null : numberOrNull(card, 'rateBitsPerSecond');
    const asked = numberOrNull(one, 'rateBitsPerSecond');
    if (asked === null || has === null || card === null || asked <= has) continue;
    problems.report('network/rate-above-card', placeFor(one, 'rate'), {
      what: `Interface '${one.id}'`, asked: rate(asked), card: card.id, has: rate(has),
    }, { fixes: changeTo(sourceFor(one, 'rate'), rate(has)) });
  }
  const fabricAdapters = interfaces.filter((one) => word(one, 'adapter') === 'efa');
  const room = word(instance, 'efa') === 'yes' ? numberOrNull(instance, 'efaInterfaces') ?? 1 : 0;
  const last = fabricAdapters.at(-1);
  if (last === undefined || fabricAdapters.length <= room) return;
  problems.report('network/efa-unsupported', placeFor(last, 'adapter'), {
    instance: instance.id, type: typeName(instance), asked: fabricAdapters.length, has: room,
  }, { fixes: changeTo(sourceFor(last, 'adapter'), 'ena') });
};

export const checkNetwork = (model: Model): void => {
  checkLinks(model);
  for (const served of model.served) {
    if (served.interfaces.length > 0) checkInterfaces(served, model);
  }
  checkCables(model);
  checkFlows(model);
  checkVolumes(model);
};
