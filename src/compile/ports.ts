/**
 * Which port each cable takes at a switch or card: the one that is written, else the lowest free
 * one in the order of the other ends' ids. At a leaf of a fabric hosts come before spines.
 * Keeps true: no port is taken twice without a report, and names of hosts do not move uplinks.
 */
import { comparePaths } from '#base';
import type { LinkDraft, Node } from './draft.ts';
import { isInside } from './fabrics.ts';
import type { Problems } from './problems.ts';

/** Most ports of anything whose ports are not counted. */
export const PORTS_MAX = 4096;

/** Ports that an element has; null: as many as its cables take. */
export const countedPorts = (node: Node): number | null => {
  const ports = node.values['ports'];
  if (node.generated && node.name === 'leaf' && node.parent?.values['hostPorts'] == null) return null;
  return typeof ports === 'number' ? ports : null;
};

/** Ports of a leaf that are for hosts; null where there is no such part. */
const hostPorts = (node: Node): number | null => {
  const ports = node.generated && node.name === 'leaf' ? node.parent?.values['hostPorts'] : null;
  return typeof ports === 'number' ? ports : null;
};

interface Attached {
  readonly link: LinkDraft;
  readonly end: 0 | 1;
  readonly other: string;
}

const attachedTo = (links: readonly LinkDraft[]): ReadonlyMap<Node, Attached[]> => {
  const byNode = new Map<Node, Attached[]>();
  for (const link of links) {
    if (link.medium !== 'ethernet') continue;
    for (const end of [0, 1] as const) {
      const node = link.ends[end];
      const attached = { link, end, other: link.ends[end === 0 ? 1 : 0].id };
      const list = byNode.get(node);
      if (list === undefined) byNode.set(node, [attached]);
      else list.push(attached);
    }
  }
  return byNode;
};

const reportTaken = (
  node: Node, port: number, pair: readonly Attached[], problems: Problems,
): void => {
  const [before, one] = pair;
  if (before === undefined || one === undefined) return;
  problems.report('wiring/port-taken', one.link.pointer, {
    element: node.id, kind: node.kind, port, other: before.other,
  }, {
    related: before.link.pointer === one.link.pointer ? []
      : [{ at: before.link.pointer, message: 'The other link.' }],
  });
};

/** Hosts first, then what the fabric itself joins. */
const inOrder = (open: readonly Attached[]): readonly Attached[] => [...open].sort((l, r) =>
  Number(isInside(l.link)) - Number(isInside(r.link)) || comparePaths(l.other, r.other));

const reportFull = (
  node: Node, has: number, attached: readonly Attached[], problems: Problems,
): void => {
  problems.report('wiring/no-port', attached.at(-1)?.link.pointer ?? '', {
    element: node.id, kind: node.kind, ports: has, asked: attached.length,
    what: hostPorts(node) === null ? 'links' : 'hosts',
  });
};

const give = (node: Node, attached: readonly Attached[], problems: Problems): void => {
  const taken = new Map<number, Attached>();
  for (const one of attached) {
    const port = one.link.ports[one.end];
    if (port === null) continue;
    const before = taken.get(port);
    if (before === undefined) taken.set(port, one);
    else reportTaken(node, port, [before, one], problems);
  }
  const forHosts = hostPorts(node);
  const has = forHosts ?? countedPorts(node);
  const asking = forHosts === null ? attached : attached.filter((one) => !isInside(one.link));
  if (has !== null && asking.length > has) reportFull(node, has, asking, problems);
  let next = 0;
  let inside = false;
  for (const one of inOrder(attached.filter(({ link, end }) => link.ports[end] === null))) {
    if (!inside && forHosts !== null && isInside(one.link)) next = Math.max(next, forHosts);
    inside ||= isInside(one.link);
    while (taken.has(next)) next += 1;
    one.link.ports[one.end] = next;
    taken.set(next, one);
  }
};

export const givePorts = (links: readonly LinkDraft[], problems: Problems): void => {
  for (const [node, attached] of attachedTo(links)) give(node, attached, problems);
};
