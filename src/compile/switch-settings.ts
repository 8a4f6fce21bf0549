/**
 * What follows for a switch from the cables at it: ports of a leaf that nobody counted, what each
 * of them may hold, and the thresholds of pauses that nobody set. Not whether they make sense:
 * that is checks/pauses.ts.
 * Keeps true: what an author set is never changed.
 */
import type { Draft, LinkDraft, Node, Values } from './draft.ts';
import { countedPorts } from './ports.ts';
import { number, numberOrNull, word } from './nodes.ts';

/** The cable that needs the most of a buffer, and how much. */
export interface Headroom {
  readonly bytes: number;
  readonly link: LinkDraft;
}

export interface SwitchSettings {
  readonly node: Node;
  readonly ports: number;
  readonly links: readonly LinkDraft[];
  /** What its longest or fastest cable needs; null without pfc, or without a cable. */
  readonly headroom: Headroom | null;
  /** Values that follow, by their key of the IR. */
  readonly derived: Values;
}

/** Bytes that arrive in a time. */
const bytesIn = (picoseconds: number, rateBitsPerSecond: number): number =>
  Math.ceil(picoseconds / (8e12 / rateBitsPerSecond));

/** Twice the way, as long as the other end needs to stop, and one packet that had begun. */
const headroomOf = (node: Node, link: LinkDraft): number =>
  bytesIn(2 * link.delayPicoseconds + number(node, 'pfcReactionTicks'), link.rateBitsPerSecond ?? 0)
  + number(node, 'mtuBytes');

const mostHeadroom = (node: Node, links: readonly LinkDraft[]): Headroom | null => {
  if (word(node, 'pfc') !== 'yes') return null;
  let most: Headroom | null = null;
  for (const link of links) {
    if (link.rateBitsPerSecond === null) continue;
    const bytes = headroomOf(node, link);
    if (most === null || bytes > most.bytes) most = { bytes, link };
  }
  return most;
};

const thresholds = (node: Node, ports: number, headroom: Headroom): Values => {
  const room = numberOrNull(node, 'pfcHeadroomBytes') ?? headroom.bytes;
  const share = Math.floor(number(node, 'bufferBytes') / Math.max(1, ports)) - room;
  const xoff = numberOrNull(node, 'pfcXoffBytes') ?? Math.max(1, share);
  const xon = numberOrNull(node, 'pfcXonBytes') ?? Math.max(0, xoff - number(node, 'mtuBytes'));
  return { pfcHeadroomBytes: room, pfcXoffBytes: xoff, pfcXonBytes: xon };
};

const settingsOf = (node: Node, links: readonly LinkDraft[]): SwitchSettings => {
  const counted = countedPorts(node);
  const ports = counted ?? links.length;
  const headroom = mostHeadroom(node, links);
  return {
    node, ports, links, headroom,
    derived: {
      ...(counted === null ? { ports } : {}),
      ...(node.values['portBufferBytes'] === null
        ? { portBufferBytes: Math.floor(number(node, 'bufferBytes') / Math.max(1, ports)) } : {}),
      ...(headroom === null ? {} : thresholds(node, ports, headroom)),
    },
  };
};

/** The settings of every switch of a model, in the order of its nodes. */
export const switchSettings = (
  draft: Draft, links: readonly LinkDraft[],
): ReadonlyMap<Node, SwitchSettings> => {
  const at = new Map<Node, LinkDraft[]>();
  for (const node of draft.nodes) if (node.kind === 'switch') at.set(node, []);
  if (at.size === 0) return new Map();
  for (const link of links) {
    for (const end of link.ends) at.get(end)?.push(link);
  }
  return new Map([...at].map(([node, own]) => [node, settingsOf(node, own)]));
};
