/**
 * Which port of a switch each link takes: the one that is written, else the lowest free one in the
 * order of the other ends' ids. Keeps true: no port is taken twice without a report.
 */
import { comparePaths } from '#base';
import type { LinkDraft, Node } from './draft.ts';
import type { Problems } from './problems.ts';

interface Attached {
  readonly link: LinkDraft;
  readonly end: 0 | 1;
  readonly other: string;
}

const attachedTo = (links: readonly LinkDraft[]): ReadonlyMap<Node, Attached[]> => {
  const bySwitch = new Map<Node, Attached[]>();
  for (const link of links) {
    for (const end of [0, 1] as const) {
      const node = link.ends[end];
      if (node.kind !== 'switch') continue;
      const attached = { link, end, other: link.ends[end === 0 ? 1 : 0].id };
      const list = bySwitch.get(node);
      if (list === undefined) bySwitch.set(node, [attached]);
      else list.push(attached);
    }
  }
  return bySwitch;
};

const give = (node: Node, attached: readonly Attached[], problems: Problems): void => {
  const taken = new Map<number, Attached>();
  for (const one of attached) {
    const port = one.link.ports[one.end];
    if (port === null) continue;
    const before = taken.get(port);
    if (before === undefined) taken.set(port, one);
    else {
      problems.report('wiring/port-taken', one.link.pointer, {
        switch: node.id, port, other: before.other,
      }, { related: [{ at: before.link.pointer, message: 'The other link.' }] });
    }
  }
  const ports = Number(node.values['ports']);
  // A generated switch has the ports that its fabric needs.
  if (!node.generated && attached.length > ports) {
    problems.report('wiring/no-port', attached.at(-1)?.link.pointer ?? '', {
      switch: node.id, ports, asked: attached.length,
    });
  }
  let next = 0;
  const open = attached.filter((one) => one.link.ports[one.end] === null);
  for (const one of open.sort((l, r) => comparePaths(l.other, r.other))) {
    while (taken.has(next)) next += 1;
    one.link.ports[one.end] = next;
    taken.set(next, one);
  }
};

export const givePorts = (links: readonly LinkDraft[], problems: Problems): void => {
  for (const [node, attached] of attachedTo(links)) give(node, attached, problems);
};
