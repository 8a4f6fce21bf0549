/**
 * What messages take from port to port while nothing else is under way, by whatever ways the
 * packets of their flow go. Not the way of one packet: that is idle.ts. Keeps true: rates, delays
 * and routes are those of now; who sprays has all ways that are equally short, so that nothing is
 * ever faster.
 */
import type { Fabric } from './fabric.ts';
import { linkWords, local, targetAt, unreachable } from './fields.ts';
import {
  type CutMessage, hopsAlong, type Hops, messageTicksOn, packetTicks, slowestTicksPerByteOn,
  ticksPerByte,
} from './idle.ts';

/** Ports, and whether packets between them are sprayed over all ways that are equally short. */
export interface Passage {
  readonly from: number;
  readonly to: number;
  readonly isSprayed: boolean;
}

/** From one switch to another, as far as it leads; of links side by side the fastest. */
interface Between extends Hops {
  readonly isWhole: boolean;
}

interface Known {
  readonly revision: number;
  readonly between: Map<number, Between>;
}

/** Fabrics have many more pairs of ports than of switches. */
const knownOf = new WeakMap<Fabric, Known>();

function knownNow(fabric: Fabric): Known['between'] {
  const { revision } = fabric;
  let known = knownOf.get(fabric);
  if (known?.revision !== revision) {
    known = { revision, between: new Map() };
    knownOf.set(fabric, known);
  }
  return known.between;
}

/** The same of passages that differ in the links of their ports alone. */
export function middleOf(fabric: Fabric, { from, to, isSprayed }: Passage): number {
  const { links: { words }, routes: { attachments, attachmentCount } } = fabric;
  const first = words[linkWords * fabric.uplinks[from]! + targetAt]!;
  return 2 * (first * attachmentCount + attachments[to]!) + (isSprayed ? 1 : 0);
}

function between(fabric: Fabric, first: number, passage: Passage): Between {
  const key = middleOf(fabric, passage);
  const known = knownNow(fabric);
  const found = known.get(key) ?? findBetween(fabric, first, passage);
  known.set(key, found);
  return found;
}

/** Links from one switch to another, those side by side together, as far as they lead. */
function walk(
  fabric: Fabric, first: number, { to, isSprayed }: Omit<Passage, 'from'>,
): { readonly sides: readonly (readonly number[])[]; readonly isWhole: boolean } {
  const { links: { words }, routes } = fabric;
  const sides: (readonly number[])[] = [];
  let isWhole = false;
  for (let places: readonly number[] = [first]; places.length > 0;) {
    const side = places.flatMap((at) => {
      const next = routes.next(at, to, 0);
      if (next === local) isWhole = true;
      if (next === local || next === unreachable) return [];
      return isSprayed ? routes.choicesAt(at, to) : [next];
    });
    if (side.length > 0) sides.push(side);
    places = [...new Set(side.map((link) => words[linkWords * link + targetAt]!))];
  }
  return { sides, isWhole };
}

function findBetween(fabric: Fabric, first: number, onward: Omit<Passage, 'from'>): Between {
  const { sides, isWhole } = walk(fabric, first, onward);
  const links: number[] = [];
  const delays: number[] = [];
  const ways: number[] = [];
  for (const side of sides) {
    const paces = side.map((link) => ticksPerByte(fabric, link));
    const fastest = Math.min(...paces);
    links.push(side[paces.indexOf(fastest)]!);
    // What is fast may be long: the first packets may come over another.
    delays.push(Math.min(...side.map((link) => fabric.links.delayOf(link))));
    ways.push(paces.reduce((sum, pace) => sum + fastest / pace, 0));
  }
  return { links, delays, ways, isWhole };
}

/** All links that packets may go over, those side by side together. */
export function sidesOf(fabric: Fabric, passage: Passage): readonly (readonly number[])[] {
  const [up, down] = [fabric.uplinks[passage.from]!, fabric.downlinks[passage.to]!];
  const first = fabric.links.words[linkWords * up + targetAt]!;
  if (first < 0) return [[up]];
  const { sides, isWhole } = walk(fabric, first, passage);
  return [[up], ...sides, ...(isWhole ? [[down]] : [])];
}

function hopsOf(fabric: Fabric, passage: Passage): Hops {
  const [up, down] = [fabric.uplinks[passage.from]!, fabric.downlinks[passage.to]!];
  const first = fabric.links.words[linkWords * up + targetAt]!;
  const out = hopsAlong(fabric, [up]);
  if (first < 0) return out;
  const { isWhole, ...middle } = between(fabric, first, passage);
  const into = hopsAlong(fabric, isWhole ? [down] : []);
  return {
    links: [...out.links, ...middle.links, ...into.links],
    delays: [...out.delays, ...middle.delays, ...into.delays],
    ways: [...out.ways, ...middle.ways, ...into.ways],
  };
}

/** Of one packet of so many bytes on the wire, by the quickest of all ways if it is sprayed. */
export const quickestTicks = (fabric: Fabric, passage: Passage, bytes: number): number =>
  packetTicks(fabric, hopsOf(fabric, passage), bytes);

/** From the first bit of a message to the last bit of it at the other port. */
export const messageTicks = (fabric: Fabric, passage: Passage, message: CutMessage): number =>
  messageTicksOn(fabric, hopsOf(fabric, passage), message);

/** Ticks a byte at the slowest part of the way, with fractions. */
export const slowestTicksPerByte = (fabric: Fabric, passage: Passage): number =>
  slowestTicksPerByteOn(fabric, hopsOf(fabric, passage));

/** Ticks a byte at the links of both ports, with fractions. */
export const endTicksPerByte = (
  fabric: Fabric, { from, to }: Passage,
): readonly [out: number, into: number] => [
  ticksPerByte(fabric, fabric.uplinks[from]!), ticksPerByte(fabric, fabric.downlinks[to]!),
];
