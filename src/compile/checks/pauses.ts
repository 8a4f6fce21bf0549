/**
 * Whether pauses of priority flow control can work: thresholds, headroom, and circles of buffers
 * that wait for each other. Not how they follow from cables: that is switch-settings.ts.
 * Keeps true: a circle is looked for among shortest ways only, as switches route.
 */
import { comparePaths, sorted } from '#base';
import { printQuantity } from '#kinds';
import type { LinkDraft, Node, Source } from '../draft.ts';
import { isInside } from '../fabrics.ts';
import type { Model } from '../model.ts';
import { number, numberOrNull, placeFor, sourceFor, word } from '../nodes.ts';
import type { SwitchSettings } from '../switch-settings.ts';
import { Ways } from '../ways.ts';
import { changeTo } from './fixes.ts';

const size = (bytes: number): string => printQuantity(bytes, 'size');

/** What says a property of a switch: of a generated one mostly its fabric. */
const sourceOf = (node: Node, property: string): Source | undefined => sourceFor(node, property)
  ?? (node.generated && node.parent !== null ? sourceFor(node.parent, property) : undefined);

const saidAt = (node: Node, property: string): string =>
  node.generated && node.parent !== null && sourceFor(node, property) === undefined
    ? placeFor(node.parent, property) : placeFor(node, property);

const given = (settings: SwitchSettings, key: string): number =>
  Number(settings.derived[key] ?? settings.node.values[key] ?? 0);

/** Whether the headroom is enough; what follows from one that is not is no further news. */
const checkHeadroom = (settings: SwitchSettings, model: Model): boolean => {
  const { node, headroom, ports } = settings;
  if (headroom === null) return true;
  const { problems } = model.draft;
  const has = given(settings, 'pfcHeadroomBytes');
  if (has < headroom.bytes) {
    problems.report('network/pfc-headroom', saidAt(node, 'pfcHeadroom'), {
      element: node.id, what: 'a headroom', has: size(has), needs: size(headroom.bytes),
      link: headroom.link.id,
    }, { fixes: changeTo(sourceOf(node, 'pfcHeadroom'), `${headroom.bytes} B`) });
    return false;
  }
  const least = ports * (has + number(node, 'mtuBytes'));
  if (least <= number(node, 'bufferBytes')) return true;
  problems.report('network/pfc-headroom', saidAt(node, 'buffer'), {
    element: node.id, what: 'a buffer', has: size(number(node, 'bufferBytes')), needs: size(least),
    link: `${ports} ports as ${headroom.link.id}`,
  });
  return false;
};

const checkThresholds = (settings: SwitchSettings, model: Model): void => {
  const { node, headroom } = settings;
  const ecn = word(node, 'ecn') === 'yes';
  const rising: readonly (readonly [string, string, boolean])[] = [
    ['ecnMinimum', 'ecnMaximum', ecn],
    ['ecnMaximum', 'pfcXoff', ecn && headroom !== null],
    ['pfcXon', 'pfcXoff', headroom !== null],
  ];
  for (const [low, high, matters] of rising) {
    const [less, more] = [given(settings, `${low}Bytes`), given(settings, `${high}Bytes`)];
    if (!matters || less < more) continue;
    const at = saidAt(node, sourceOf(node, low) === undefined ? high : low);
    model.draft.problems.report('network/pfc-thresholds', at, {
      element: node.id, low, lowValue: size(less), high, highValue: size(more),
    });
    return;
  }
};

/** One direction of a cable between two switches that pause each other. */
interface Channel {
  readonly from: Node;
  readonly to: Node;
  readonly link: LinkDraft;
  /** Where what came in by it may go on. */
  readonly next: Set<Channel>;
}

const pauses = (node: Node): boolean => node.kind === 'switch' && word(node, 'pfc') === 'yes';

/** Channels by where they begin; parallel cables count as one. */
const channelsOf = (model: Model): ReadonlyMap<Node, readonly Channel[]> => {
  const byFrom = new Map<Node, Channel[]>();
  for (const link of model.links) {
    const [a, b] = link.ends;
    if (link.medium !== 'ethernet' || !pauses(a) || !pauses(b)) continue;
    for (const [from, to] of [[a, b], [b, a]] as const) {
      const list = byFrom.get(from) ?? [];
      if (list.length === 0) byFrom.set(from, list);
      if (list.every((c) => c.to !== to)) list.push({ from, to, link, next: new Set() });
    }
  }
  return byFrom;
};

/** Joins the channels that packets to one switch follow one after the other. */
const joinTowards = (
  end: Node, edges: ReadonlySet<Node>, channels: ReadonlyMap<Node, readonly Channel[]>, ways: Ways,
): void => {
  const hops = ways.hopsTo(end);
  const onwards = (node: Node): readonly Channel[] => (channels.get(node) ?? [])
    .filter(({ to }) => hops.get(to) === (hops.get(node) ?? 0) - 1);
  const farthest = sorted([...channels.keys()].filter((n) => hops.has(n)), (a, b) =>
    (hops.get(b) ?? 0) - (hops.get(a) ?? 0));
  const reached = new Set(farthest.filter((n) => edges.has(n)));
  for (const node of farthest) {
    if (!reached.has(node)) continue;
    for (const channel of onwards(node)) {
      reached.add(channel.to);
      for (const after of onwards(channel.to)) channel.next.add(after);
    }
  }
};

/** The shortest circle through a channel, or null. */
const circleFrom = (start: Channel): readonly Channel[] | null => {
  const came = new Map<Channel, Channel | null>([[start, null]]);
  for (const channel of came.keys()) {
    if (channel.next.has(start)) {
      const circle: Channel[] = [];
      for (let at: Channel | null = channel; at !== null; at = came.get(at) ?? null) {
        circle.unshift(at);
      }
      return circle;
    }
    for (const next of channel.next) if (!came.has(next)) came.set(next, channel);
  }
  return null;
};

/** Whether a channel can be part of a circle: what leads nowhere is taken away again and again. */
const circling = (channels: readonly Channel[]): readonly Channel[] => {
  let left = new Set(channels);
  for (;;) {
    const kept = new Set([...left].filter(({ next }) => [...next].some((n) => left.has(n))));
    if (kept.size === left.size) return [...kept];
    left = kept;
  }
};

/** A fabric by itself goes up and then down, and has no circle; others are searched. */
const checkCircles = (model: Model): void => {
  const byHand = model.links.some((l) =>
    l.medium === 'ethernet' && !isInside(l) && pauses(l.ends[0]) && pauses(l.ends[1]));
  if (!byHand) return;
  const ways = new Ways(model.machines.near);
  const channels = channelsOf(model);
  const edges = new Set([...model.machines.near].flatMap(([node, near]) =>
    node.kind === 'switch' && near.some(({ other }) => other.kind === 'card') ? [node] : []));
  for (const end of edges) joinTowards(end, edges, channels, ways);
  let shortest: readonly Channel[] | null = null;
  for (const channel of circling([...channels.values()].flat())) {
    const circle = circleFrom(channel);
    if (circle !== null && circle.length < (shortest?.length ?? Infinity)) shortest = circle;
  }
  if (shortest === null) return;
  if (shortest.some(({ to }) => numberOrNull(to, 'pfcWatchdogTicks') !== null)) return;
  const [first] = sorted(shortest.filter(({ link }) => !isInside(link)), (a, b) =>
    comparePaths(a.link.id, b.link.id));
  model.draft.problems.report('network/pfc-loop', (first ?? shortest[0])?.link.pointer ?? '', {
    switches: shortest.map(({ from }) => from.id),
  });
};

export const checkPauses = (model: Model): void => {
  for (const settings of model.switches.values()) {
    if (checkHeadroom(settings, model)) checkThresholds(settings, model);
  }
  checkCircles(model);
};
