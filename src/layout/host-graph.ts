/**
 * The inside of a host as a plain graph for an engine: which part stands in which row, which parts
 * form one node, and where lines meet them. Not places. Keeps true: parts of one row that are
 * joined to each other are one node, so an engine only ever sees lines between rows.
 */
import { compareInTurn, compareNumbers, comparePaths, defined, sorted } from '#base';
import type { PlainEdge, PlainNode, PlainPort } from './engine.ts';
import type { Joint } from './links.ts';
import type { Piece } from './piece.ts';

/** A part with what it looks like. */
export interface Part {
  readonly id: string;
  readonly row: number;
  readonly piece: Piece;
}

/** Parts side by side; most clusters hold one. */
export interface Cluster {
  readonly id: string;
  readonly row: number;
  readonly width: number;
  readonly height: number;
  readonly parts: readonly { readonly part: Part; readonly x: number }[];
  /** Joints inside it. */
  readonly joints: readonly Joint[];
}

export interface HostGraph {
  readonly nodes: readonly PlainNode[];
  readonly edges: readonly PlainEdge[];
  readonly clusters: readonly Cluster[];
  readonly jointByEdge: ReadonlyMap<string, Joint>;
  /** Terminals at the top edge, in the order of their joints. */
  readonly terminals: readonly string[];
}

export const partGap = 20;
export const lanePitch = 10;
const memberGap = 26;

/** How many lanes joints need that do not run between neighbours. */
const farLanes = (joints: readonly Joint[], order: readonly string[]): number =>
  joints.filter((joint) => isFar(joint, order)).length;

export const isFar = (joint: Joint, order: readonly string[]): boolean =>
  Math.abs(order.indexOf(joint.from) - order.indexOf(joint.to)) > 1;

export function clustersOf(
  parts: readonly Part[], joints: readonly Joint[], gapFor: (joint: Joint) => number,
): Cluster[] {
  const byId = new Map(parts.map((part) => [part.id, part] as const));
  const head = new Map(parts.map(({ id }) => [id, id] as const));
  const find = (id: string): string => {
    const next = defined(head.get(id), id);
    return next === id ? id : find(next);
  };
  const inside = joints.filter(({ from, to }) => byId.get(from)?.row === byId.get(to)?.row);
  for (const { from, to } of inside) head.set(find(to), find(from));
  const members = new Map<string, Part[]>();
  for (const part of parts) {
    const key = find(part.id);
    const held = members.get(key);
    if (held === undefined) members.set(key, [part]);
    else held.push(part);
  }
  return [...members.values()].map((held) => clusterOf(held, inside, gapFor));
}

function clusterOf(
  parts: readonly Part[], joints: readonly Joint[], gapFor: (joint: Joint) => number,
): Cluster {
  const ids = parts.map(({ id }) => id);
  const own = joints.filter(({ from }) => ids.includes(from));
  let x = 0;
  const placed = parts.map((part, i) => {
    const before = parts[i - 1];
    const between = own.filter(({ from, to }) =>
      (from === before?.id && to === part.id) || (to === before?.id && from === part.id));
    if (before !== undefined) x += Math.max(memberGap, ...between.map(gapFor));
    const at = x;
    x += part.piece.width;
    return { part, x: at };
  });
  const lanes = farLanes(own, ids);
  const height = Math.max(...parts.map(({ piece }) => piece.height));
  return {
    id: defined(ids[0], 'part'), row: defined(parts[0], 'part').row, width: x,
    height: height + (lanes === 0 ? 0 : 8 + lanes * lanePitch), parts: placed, joints: own,
  };
}

interface PortWish {
  readonly id: string;
  readonly part: string;
  readonly side: 'north' | 'south';
  readonly otherWidth: number;
  readonly rank: number;
}

/** Management lines of one controller run as one bus. */
const bundleOf = (joint: Joint, upper: string, lower: string): string =>
  joint.links[0]?.medium === 'management' ? `bus ${lower}` : `${upper} ${lower} ${joint.links[0]?.id ?? ''}`;

export function hostGraph(
  clusters: readonly Cluster[], joints: readonly Joint[],
  uplinks: readonly { readonly id: string; readonly part: string }[],
): HostGraph {
  const parts = new Map(clusters.flatMap((cluster) =>
    cluster.parts.map(({ part }, i) => [part.id, { part, cluster, i }] as const)));
  const rank = new Map([...parts.keys()].map((id, i) => [id, i] as const));
  const wishes: PortWish[] = [];
  const edges: PlainEdge[] = [];
  const jointByEdge = new Map<string, Joint>();
  const port = (wish: PortWish): void => {
    if (!wishes.some(({ id, part }) => id === wish.id && part === wish.part)) wishes.push(wish);
  };
  joints.forEach((joint, index) => {
    const one = parts.get(joint.from);
    const two = parts.get(joint.to);
    if (one === undefined || two === undefined || one.cluster === two.cluster) return;
    const [upper, lower] = one.part.row < two.part.row ? [one, two] : [two, one];
    const bundle = bundleOf(joint, upper.part.id, lower.part.id);
    const id = `e${String(index)}`;
    const lowerPort = bundle.startsWith('bus ') ? bundle : id;
    port({
      id, part: upper.part.id, side: 'south',
      otherWidth: bundle.startsWith('bus ') ? 0 : lower.part.piece.width,
      rank: rank.get(lower.part.id) ?? 0,
    });
    port({
      id: lowerPort, part: lower.part.id, side: 'north', otherWidth: upper.part.piece.width,
      rank: rank.get(upper.part.id) ?? 0,
    });
    jointByEdge.set(id, joint);
    edges.push({
      id, bundle,
      from: { node: upper.cluster.id, port: `${upper.part.id} ${id}` },
      to: { node: lower.cluster.id, port: `${lower.part.id} ${lowerPort}` },
    });
  });
  const terminals = uplinks.map(({ id, part }, i) => {
    const terminal = `t${String(i)}`;
    port({ id: terminal, part, side: 'north', otherWidth: 0, rank: i });
    const { cluster } = defined(parts.get(part), part);
    edges.push({
      id: terminal, bundle: terminal, from: { node: terminal, port: terminal },
      to: { node: cluster.id, port: `${part} ${terminal}` },
    });
    jointByEdge.set(terminal, { from: part, to: id, links: [] });
    return terminal;
  });
  const nodes = clusters.map((cluster): PlainNode => ({
    id: cluster.id, width: cluster.width, height: cluster.height, row: cluster.row,
    ports: cluster.parts.flatMap(({ part, x }) => portsOf(part, x, wishes)),
  }));
  return {
    nodes: [...terminals.map(terminalNode), ...nodes], edges, clusters, jointByEdge, terminals,
  };
}

const terminalNode = (id: string): PlainNode =>
  ({ id, width: 2, height: 2, row: -1, ports: [{ id, x: 1, side: 'south' }] });

const halfGap = (wire: boolean): number => (wire ? 0 : partGap / 2);

/** Ports as far apart as the parts at their other ends, so that lines can run straight. */
function portsOf(part: Part, x: number, wishes: readonly PortWish[]): PlainPort[] {
  return (['north', 'south'] as const).flatMap((side) => {
    const own = sorted(
      wishes.filter((wish) => wish.part === part.id && wish.side === side),
      compareInTurn((a, b) => compareNumbers(a.rank, b.rank), (a, b) => comparePaths(a.id, b.id)),
    );
    const isWire = (wish: PortWish): boolean => wish.otherWidth === 0 && wish.side === 'south';
    // A wire of a bus runs down between the parts, so it takes the middle and little room.
    const wires = own.filter(isWire);
    const half = Math.floor((own.length - wires.length) / 2);
    const others = own.filter((wish) => !isWire(wish));
    own.splice(0, own.length, ...others.slice(0, half), ...wires, ...others.slice(half));
    const widths = own.map((wish) => (isWire(wish) ? lanePitch : Math.max(2, wish.otherWidth)));
    const gaps = own.map((wish, i) => {
      const before = own[i - 1];
      return before === undefined ? 0 : halfGap(isWire(before)) + halfGap(isWire(wish));
    });
    const whole = widths.reduce((sum, width, i) => sum + width + (gaps[i] ?? 0), 0);
    const room = part.piece.width;
    const scale = Math.min(1, room / whole);
    let at = (room - whole * scale) / 2;
    return own.map(({ id }, i) => {
      const width = (widths[i] ?? 0) * scale;
      const middle = Math.round(at + (gaps[i] ?? 0) * scale + width / 2);
      at += width + (gaps[i] ?? 0) * scale;
      return { id: `${part.id} ${id}`, x: x + middle, side };
    });
  });
}
