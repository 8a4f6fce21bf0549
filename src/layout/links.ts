/**
 * Links as a picture shows them: their words, widths, and which of them run side by side and are
 * drawn as one. Not their ways. Keeps true: every link that is drawn is a member of one line.
 */
import type { LinkIr } from '#ir';
import { type Line, rangeName } from '#scene';
import { formatRate } from './format.ts';
import type { Point } from './engine.ts';

/** Links between the same two things over the same medium. */
export interface Joint {
  readonly from: string;
  readonly to: string;
  readonly links: readonly LinkIr[];
}

/**
 * `visible` gives the box an end is drawn by, or null; it may look at the other end. Ends keep the
 * order of the first link.
 */
export function jointsOf(
  links: readonly LinkIr[], visible: (end: string, other: string) => string | null,
): Joint[] {
  const joints = new Map<string, { from: string; to: string; links: LinkIr[] }>();
  for (const link of links) {
    const from = visible(link.ends[0], link.ends[1]);
    const to = visible(link.ends[1], link.ends[0]);
    if (from === null || to === null || from === to) continue;
    const pair = from < to ? `${from}\n${to}` : `${to}\n${from}`;
    const key = `${pair}\n${link.medium}`;
    const joint = joints.get(key);
    if (joint === undefined) joints.set(key, { from, to, links: [link] });
    else joint.links.push(link);
  }
  return [...joints.values()];
}

const mediumNames: { readonly [M in LinkIr['medium']]: string } = {
  pcie: 'PCIe', thunderbolt: 'Thunderbolt', coherent: 'coherent', management: 'management',
  firmware: 'firmware', ethernet: 'Ethernet',
};

/** What stands on the pill of a link inside a host. */
export function pillText(joint: Joint): string {
  const link = joint.links[0];
  if (link === undefined) return '';
  const count = joint.links.length > 1 ? `${String(joint.links.length)} × ` : '';
  const medium = mediumNames[link.medium];
  const generation = link.generation === null ? '' : ` ${String(link.generation)}`;
  switch (link.medium) {
    case 'pcie':
      return `${count}${medium}${generation}${link.lanes === null ? '' : ` ×${String(link.lanes)}`}`;
    case 'thunderbolt':
      return `${count}${medium}${generation}`;
    case 'coherent':
      return `${count}${coherentName(link.type)}`;
    case 'management':
      return link.type === null || link.type === 'Management' ? medium : spaced(link.type);
    case 'firmware':
      return medium;
    case 'ethernet':
      return `${count}${link.rateBitsPerSecond === null ? medium : formatRate(link.rateBitsPerSecond)}`;
  }
}

/** With its rate, where there is room: `PCIe 5 ×16 · 504 Gbps`. */
export function pillTextWithRate(joint: Joint): string {
  const short = pillText(joint);
  const link = joint.links[0];
  const rate = link?.rateBitsPerSecond ?? null;
  if (rate === null || link?.medium === 'ethernet') return short;
  return `${short} · ${formatRate(rate)}`;
}

/** `Qpi` and `Upi` are initials; longer type names are words. */
const coherentName = (type: string | null): string =>
  type === null ? 'coherent' : type.length <= 4 ? type.toUpperCase() : spaced(type);

/** `PowerSwitch` as `power switch`. */
const spaced = (type: string): string => type
  .replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/(^| )[A-Z](?=[a-z])/g, (match) => match.toLowerCase());

const weightBounds = [5e9, 20e9, 60e9, 150e9, 350e9];

/** 1 to 6: a line is as wide as its rate is high, in steps that the eye can tell apart. */
function weightOf(joint: Joint): number {
  let rate = 0;
  for (const link of joint.links) rate += link.rateBitsPerSecond ?? 0;
  return 1 + weightBounds.filter((bound) => rate >= bound).length;
}

export function lineOf(joint: Joint, points: readonly Point[]): Line {
  const ids = joint.links.map(({ id }) => id);
  const link = joint.links[0];
  const medium = link?.medium ?? 'pcie';
  return {
    id: ids[0] ?? `${joint.from} -- ${joint.to}`, members: ids, from: joint.from, to: joint.to,
    medium, points, weight: weightOf(joint),
    dashed: medium === 'management' || medium === 'firmware',
    label: `${rangeName([joint.from])} to ${rangeName([joint.to])}: ${pillTextWithRate(joint)}`,
    pill: null,
  };
}
