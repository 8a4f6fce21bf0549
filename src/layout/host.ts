/**
 * A host as a piece: its parts placed by an engine, its title in the gaps that the lines leave, and
 * the points where lines leave it upwards. Not where the host stands.
 * Keeps true: hosts of one structure get the same places, because an engine sees no names.
 */
import { comparePaths, defined, sorted } from '#base';
import type { AnyElement, ElementIr } from '#ir';
import type { Box, Line } from '#scene';
import type { PlainPlaces, Point } from './engine.ts';
import { counted, formatBytes, formatRate } from './format.ts';
import {
  clustersOf, hostGraph, isFar, lanePitch, partGap, type Cluster, type HostGraph, type Part,
} from './host-graph.ts';
import { makeHeader } from './header.ts';
import { drawPlace } from './inside.ts';
import { jointsOf, lineOf, type Joint } from './links.ts';
import type { Model } from './model.ts';
import { drawCard, drawChip, drawController, drawDrives, drawSwitch } from './parts.ts';
import { makeBox, movedPiece, movedPoints, type Piece } from './piece.ts';
import type { Placer } from './placer.ts';
import { pillRoom, withPills } from './pills.ts';

const margin = 20;
const headerHeight = 40;
const rowGap = 52;

/** A line that leaves the host: from which part, and to which box elsewhere. */
export interface Uplink {
  readonly id: string;
  readonly part: string;
}

export interface HostPiece extends Piece {
  /** For each uplink, the way from its part to the top edge. */
  readonly ways: ReadonlyMap<string, readonly Point[]>;
}

const rowOf = {
  switch: 0, network: 1, place: 2, storage: 3, drive: 4, controller: 5, chip: 6,
} as const;

export async function drawHost(model: Model, host: ElementIr<'host'>, given: {
  readonly uplinks: readonly Uplink[]; readonly place: Placer;
}): Promise<HostPiece> {
  const children = model.childrenOf(host.id);
  const parts = withEqualSockets(partsOf(model, children));
  const shown = new Set(parts.map(({ id }) => id));
  const visible = (end: string): string | null => partAt(model, end, { host: host.id, shown });
  const joints = jointsOf(model.links, visible);
  const clusters = clustersOf(orderedParts(parts, joints), joints, (joint) =>
    pillRoom(joint) + 24);
  // By part, so that hosts of one structure ask the same question whatever they are joined to.
  const uplinks = sorted(
    given.uplinks.filter(({ part }) => shown.has(part)), (a, b) => comparePaths(a.part, b.part),
  );
  const graph = hostGraph(clusters, joints, uplinks);
  const places = await given.place({
    nodes: graph.nodes, edges: graph.edges, nodeGap: partGap, rowGap,
  });
  return assemble(model, host, { graph, places, uplinks });
}

/** Sockets of one host are as high as the highest of them. */
function withEqualSockets(parts: readonly Part[]): Part[] {
  const height = Math.max(0, ...parts.flatMap(({ row, piece }) =>
    (row === rowOf.place ? [piece.height] : [])));
  return parts.map((part) => {
    const [frame, ...rest] = part.piece.boxes;
    if (part.row !== rowOf.place || frame === undefined) return part;
    return { ...part, piece: { ...part.piece, height, boxes: [{ ...frame, height }, ...rest] } };
  });
}

/** Drives that are joined to one thing and follow each other stand as one when they are many. */
function partsOf(model: Model, children: readonly AnyElement[]): Part[] {
  const drives = children.filter((child): child is ElementIr<'drive'> => child.kind === 'drive');
  const groups = drives.length > 8 ? [drives] : drives.map((drive) => [drive]);
  const narrow = children.filter(({ kind }) => kind === 'socket' || kind === 'machine').length < 2;
  return [
    // Under a single socket there is no room for a chip beside its controller.
    ...children.flatMap((child) => partOf(model, child).map((part) =>
      (narrow && child.kind === 'chip' ? { ...part, row: rowOf.chip } : part))),
    ...groups.map((group): Part => ({
      id: defined(group[0], 'drive').id, row: rowOf.drive, piece: drawDrives(group),
    })),
  ];
}

function partOf(model: Model, element: AnyElement): Part[] {
  const { id } = element;
  switch (element.kind) {
    case 'socket':
      return [{ id, row: rowOf.place, piece: drawPlace(model, element) }];
    case 'machine':
      return [{ id, row: rowOf.place, piece: drawPlace(model, element) }];
    case 'card': {
      const onlyStorage = element.properties.serves.every((word) => word === 'storage');
      const row = onlyStorage ? rowOf.storage : rowOf.network;
      return [{ id, row, piece: drawCard(model, element) }];
    }
    case 'controller':
      return [{ id, row: rowOf.controller, piece: drawController(model, element) }];
    case 'chip':
      return [{ id, row: rowOf.controller, piece: drawChip(element) }];
    case 'switch':
      return [{ id, row: rowOf.switch, piece: drawSwitch(element) }];
    default:
      return [];
  }
}

/** The part that shows an end of a link: itself, its card, or the socket of its hypervisor. */
function partAt(model: Model, end: string, where: {
  readonly host: string; readonly shown: ReadonlySet<string>;
}): string | null {
  let element = model.elementAt(end);
  while (element !== null && element.id !== where.host) {
    if (where.shown.has(element.id)) return element.id;
    if (element.kind === 'hypervisor') return socketUnder(model, element.id, where.shown);
    if (element.kind === 'drive' && element.parent === where.host) {
      return [...where.shown].find((id) => model.byId.get(id)?.kind === 'drive') ?? null;
    }
    element = element.parent === null ? null : model.byId.get(element.parent) ?? null;
  }
  return null;
}

function socketUnder(model: Model, id: string, shown: ReadonlySet<string>): string | null {
  const machine = model.world.machines.find(({ hypervisor }) => hypervisor === id);
  return machine?.sockets.find((socket) => shown.has(socket)) ?? null;
}

/** Sockets as a reader counts; the rest by the sockets they are joined to, then by name. */
function orderedParts(parts: readonly Part[], joints: readonly Joint[]): Part[] {
  const byName = sorted(parts, (a, b) => comparePaths(a.id, b.id));
  const places = byName.filter(({ row }) => row === rowOf.place).map(({ id }) => id);
  const firstPlace = (id: string): number => {
    const joined = joints.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []))
      .map((other) => places.indexOf(other)).filter((index) => index >= 0);
    return joined.length === 0 ? places.length : Math.min(...joined);
  };
  const weights = new Map(parts.map(({ id, row, piece }) => [
    id, row === rowOf.place ? places.indexOf(id) : firstPlace(id) + kindWeight(piece),
  ] as const));
  return [...byName].sort((a, b) => a.row - b.row
    || (weights.get(a.id) ?? 0) - (weights.get(b.id) ?? 0));
}

/** Network before volumes, whatever their names. */
function kindWeight({ boxes }: Piece): number {
  const label = boxes[0]?.label ?? '';
  if (boxes[0]?.role === 'chip') return 0.5;
  return /, (VPC|EBS|Storage)/.exec(label)?.[1] === 'VPC' ? 0 : 0.1;
}

interface Placement {
  readonly graph: HostGraph;
  readonly places: PlainPlaces;
  readonly uplinks: readonly Uplink[];
}

function assemble(model: Model, host: ElementIr<'host'>, placement: Placement): HostPiece {
  const { graph, places, uplinks } = placement;
  const hasUplinks = uplinks.length > 0;
  // Terminals stand a row gap above the cards, so straight lines leave room for the header.
  const turns = graph.terminals.some((id) => (places.edges.get(id)?.length ?? 0) > 2);
  const origin = { x: margin, y: hasUplinks && !turns ? 0 : headerHeight };
  const width = Math.max(places.width + 2 * margin, 420);
  const dx = origin.x + Math.floor((width - 2 * margin - places.width) / 2);
  const boxes: Box[] = [];
  const lines: Line[] = [];
  const bottoms = new Map<string, { readonly top: number; readonly bottom: number }>();
  for (const cluster of graph.clusters) {
    const at = defined(places.nodes.get(cluster.id), cluster.id);
    for (const { part, x } of cluster.parts) {
      const piece = movedPiece(part.piece, dx + at.x + x, origin.y + at.y);
      boxes.push(...piece.boxes);
      bottoms.set(part.id, { top: origin.y + at.y, bottom: origin.y + at.y + part.piece.height });
    }
    lines.push(...clusterLines(cluster, { x: dx + at.x, y: origin.y + at.y }));
  }
  const ways = new Map<string, readonly Point[]>();
  for (const [edge, points] of places.edges) {
    const joint = defined(graph.jointByEdge.get(edge), edge);
    const way = movedPoints(points, dx, origin.y);
    if (joint.links.length === 0) ways.set(joint.to, upwards(way));
    else lines.push(lineOf(joint, fromEnd(reachParts(way, joint, bottoms), joint, bottoms)));
  }
  const height = origin.y + places.height + margin;
  const frame = makeBox({
    id: host.id, role: 'host', parent: null, x: 0, y: 0, width, height,
    texts: makeHeader({
      title: host.properties.label ?? host.id, type: host.type ?? '', about: aboutHost(model, host),
    }, {
      left: margin, right: width - margin, baseline: 26,
      lineXs: [...ways.values()].map((way) => defined(way.at(-1), 'point').x),
    }),
    label: `${host.id}: ${host.type ?? 'host'}, ${aboutHost(model, host)}`,
  });
  const all = [frame, ...boxes];
  return { width, height, boxes: all, lines: withPills(lines, graph, all), ways };
}

/** From the part up to the host's edge, whatever height the terminal got. */
function upwards(way: readonly Point[]): Point[] {
  const fromPart = [...way].reverse();
  const last = defined(fromPart.at(-1), 'point');
  return [...fromPart.slice(0, -1), { x: last.x, y: 0 }];
}

/** Lines end at their part, which may be lower than its cluster. */
function reachParts(
  way: readonly Point[], joint: Joint,
  bottoms: ReadonlyMap<string, { readonly bottom: number; readonly top: number }>,
): Point[] {
  const first = defined(way[0], 'point');
  const [one, two] = [joint.from, joint.to].map((id) => defined(bottoms.get(id), id));
  const upper = defined(one, 'end').top < defined(two, 'end').top ? one : two;
  const bottom = defined(upper, 'end').bottom;
  return bottom === first.y ? [...way] : [{ x: first.x, y: bottom }, ...way.slice(1)];
}

/** From `from` to `to`: the wires of a bus start where they are one, so that their dashes agree. */
function fromEnd(
  way: readonly Point[], joint: Joint,
  tops: ReadonlyMap<string, { readonly top: number }>,
): readonly Point[] {
  const downwards = (tops.get(joint.from)?.top ?? 0) < (tops.get(joint.to)?.top ?? 0);
  return downwards ? way : [...way].reverse();
}

/** Neighbours are joined straight; others by a lane below all of the cluster. */
function clusterLines(cluster: Cluster, origin: Point): Line[] {
  const order = cluster.parts.map(({ part }) => part.id);
  let lane = 0;
  return cluster.joints.map((joint) => {
    const ends = sorted([joint.from, joint.to], (a, b) => order.indexOf(a) - order.indexOf(b));
    const [left, right] = ends.map((id) => cluster.parts.find(({ part }) => part.id === id));
    const from = defined(left, 'part');
    const to = defined(right, 'part');
    if (!isFar(joint, order)) {
      const y = origin.y + Math.floor(Math.min(from.part.piece.height, to.part.piece.height) / 2);
      return lineOf(joint, [
        { x: origin.x + from.x + from.part.piece.width, y }, { x: origin.x + to.x, y },
      ]);
    }
    lane++;
    const laneY = origin.y + cluster.height - 2 - (lane - 1) * lanePitch;
    const fromX = origin.x + from.x + from.part.piece.width - 8 - lane * 6;
    const toX = origin.x + to.x + 8 + lane * 6;
    return lineOf(joint, [
      { x: fromX, y: origin.y + from.part.piece.height }, { x: fromX, y: laneY },
      { x: toX, y: laneY }, { x: toX, y: origin.y + to.part.piece.height },
    ]);
  });
}

export function aboutHost(model: Model, host: ElementIr<'host'>): string {
  let cores = 0;
  let bytes = 0;
  const rates = new Map<string, number>();
  for (const child of model.childrenOf(host.id)) {
    if (child.kind === 'socket' || child.kind === 'machine') {
      cores += child.properties.cores;
      bytes += child.properties.memoryBytes;
    }
    if (child.kind !== 'card' || child.properties.rateBitsPerSecond === null) continue;
    const serves = child.properties.serves[0] === 'ebs' ? ' EBS' : '';
    const text = `${formatRate(child.properties.rateBitsPerSecond)}${serves}`;
    rates.set(text, (rates.get(text) ?? 0) + 1);
  }
  const cards = sorted(rates, (a, b) => comparePaths(a[0].slice(-3), b[0].slice(-3)) * -1)
    .map(([text, count]) => (count === 1 ? text : `${String(count)} × ${text}`));
  return [
    ...(cores === 0 ? [] : [counted(cores, 'core'), formatBytes(bytes)]), ...cards,
  ].join(' · ');
}
