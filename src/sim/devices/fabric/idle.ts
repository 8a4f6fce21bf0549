/**
 * How long packets take from port to port while nothing else is under way.
 * Not a forecast: it is what others are compared with. Keeps true: rates, delays and routes are
 * those of now, and one of several equal ways stands for all.
 */
import { transferTicks } from '#base';
import type { Fabric } from './fabric.ts';
import { linkWords, local, targetAt, unreachable } from './fields.ts';
import { wireBytes } from './plan.ts';

/** A message, and how it is cut into packets. */
export interface CutMessage {
  readonly bytes: number;
  /** What a packet carries at most, and what it has before that. */
  readonly payloadBytes: number;
  readonly headerBytes: number;
}

/** Several equal packets, and a last one behind them. */
interface Train {
  readonly packets: number;
  /** Of each on the wire. */
  readonly bytes: number;
  readonly lastBytes: number;
}

/** Links one after another, each of which may stand for several side by side. */
export interface Hops {
  readonly links: readonly number[];
  /** The least of those side by side. */
  readonly delays: readonly number[];
  /** How many of a link carry as much as all side by side together. */
  readonly ways: readonly number[];
}

/** The links of one way from port to port, as far as it leads; by a hash, if one is given. */
export function wayOf(fabric: Fabric, from: number, to: number, entropy = 0): readonly number[] {
  const { links, routes, uplinks, downlinks } = fabric;
  const way: number[] = [];
  let link = uplinks[from]!;
  for (;;) {
    way.push(link);
    const at = links.words[linkWords * link + targetAt]!;
    if (at < 0) return way;
    const next = routes.next(at, to, entropy);
    if (next === unreachable) return way;
    link = next === local ? downlinks[to]! : next;
  }
}

/** Of one packet of so many bytes on the wire; by a hash, if one is given. */
export const idleTicks = (
  fabric: Fabric, from: number, to: number, bytes: number, entropy = 0,
): number => packetTicks(fabric, hopsAlong(fabric, wayOf(fabric, from, to, entropy)), bytes);

/** Of one packet of so many bytes on the wire, to the end of a way. */
export function packetTicks(
  { links: { rates } }: Fabric, { links, delays }: Hops, bytes: number,
): number {
  return links.reduce((ticks, link, i) =>
    ticks + transferTicks(rates[link]!, bytes) + delays[i]!, 0);
}

/** The links of one way, with nothing beside them. */
export const hopsAlong = ({ links }: Fabric, way: readonly number[]): Hops => ({
  links: way, delays: way.map((link) => links.delayOf(link)), ways: way.map(() => 1),
});

/** From the first bit of a message to the last bit of it at the end of a way. */
export function messageTicksOn(
  fabric: Fabric, hops: Hops, { bytes, payloadBytes, headerBytes }: CutMessage,
): number {
  const whole = Math.ceil(bytes / payloadBytes) - 1;
  return trainTicks(fabric, hops, {
    packets: whole, bytes: wireBytes(payloadBytes + headerBytes),
    lastBytes: wireBytes(bytes - whole * payloadBytes + headerBytes),
  });
}

/** What a message takes on the wire, in packets with all headers. */
export function messageWireBytes({ bytes, payloadBytes, headerBytes }: CutMessage): number {
  const whole = Math.floor(bytes / payloadBytes);
  const last = bytes - whole * payloadBytes;
  return whole * wireBytes(payloadBytes + headerBytes)
    + (last === 0 ? 0 : wireBytes(last + headerBytes));
}

/** From the first bit of a train to the last bit of it at the other port. */
function trainTicks(fabric: Fabric, hops: Hops, train: Train): number {
  const { rates } = fabric.links;
  const { links, delays, ways } = hops;
  const { packets, bytes, lastBytes } = train;
  if (packets === 0) return packetTicks(fabric, hops, lastBytes);
  // When the last of the equal ones has left each link, and the one behind it.
  let [left, lastLeft, way, slowest] = [0, 0, 0, 0];
  for (let i = 0; i < links.length; i++) {
    const link = links[i]!;
    const service = transferTicks(rates[link]!, bytes);
    const delay = delays[i]!;
    const side = ways[i]!;
    slowest = Math.max(slowest, (packets / side - 1) * service);
    way += service;
    left = way + slowest;
    // Side by side with the others it need not wait for them.
    if (side === 1) lastLeft = Math.max(lastLeft, left);
    lastLeft += transferTicks(rates[link]!, lastBytes) + delay;
    way += delay;
  }
  return Math.round(lastLeft);
}

/** Of one link, with fractions. */
export function ticksPerByte(fabric: Fabric, link: number): number {
  const { whole, remainder, divisor } = fabric.links.rates[link]!;
  return whole + remainder / divisor;
}

/** Ticks a byte at the slowest part of a way, with fractions. */
export function slowestTicksPerByteOn(
  fabric: Fabric, { links, ways }: Pick<Hops, 'links' | 'ways'>,
): number {
  let slowest = 0;
  for (let i = 0; i < links.length; i++) {
    slowest = Math.max(slowest, ticksPerByte(fabric, links[i]!) / ways[i]!);
  }
  return slowest;
}
