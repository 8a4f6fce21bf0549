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

/** The links of one way from port to port, as far as it leads. */
function wayOf(fabric: Fabric, from: number, to: number): readonly number[] {
  const { links, routes, uplinks, downlinks } = fabric;
  const way: number[] = [];
  let link = uplinks[from]!;
  for (;;) {
    way.push(link);
    const at = links.words[linkWords * link + targetAt]!;
    if (at < 0) return way;
    const next = routes.next(at, to, 0);
    if (next === unreachable) return way;
    link = next === local ? downlinks[to]! : next;
  }
}

/** Of one packet of so many bytes on the wire. */
export function idleTicks(fabric: Fabric, from: number, to: number, bytes: number): number {
  const { links } = fabric;
  return wayOf(fabric, from, to).reduce((ticks, link) => ticks
    + transferTicks(links.rates[link]!, bytes) + links.delayOf(link), 0);
}

/** From the first bit of a message to the last bit of it at the other port. */
export function messageTicks(
  fabric: Fabric, from: number, to: number, { bytes, payloadBytes, headerBytes }: CutMessage,
): number {
  const whole = Math.ceil(bytes / payloadBytes) - 1;
  return trainTicks(fabric, from, to, {
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
function trainTicks(fabric: Fabric, from: number, to: number, train: Train): number {
  const { links } = fabric;
  const { packets, bytes, lastBytes } = train;
  if (packets === 0) return idleTicks(fabric, from, to, lastBytes);
  // When the last of the equal ones has left each link, and the one behind it.
  let [left, lastLeft, way, slowest] = [0, 0, 0, 0];
  for (const link of wayOf(fabric, from, to)) {
    const service = transferTicks(links.rates[link]!, bytes);
    const delay = links.delayOf(link);
    slowest = Math.max(slowest, service);
    way += service;
    left = way + (packets - 1) * slowest;
    lastLeft = Math.max(lastLeft, left) + transferTicks(links.rates[link]!, lastBytes) + delay;
    way += delay;
  }
  return lastLeft;
}

/** Ticks a byte at the slowest link of the way, with fractions. */
export function slowestTicksPerByte(fabric: Fabric, from: number, to: number): number {
  return Math.max(...wayOf(fabric, from, to).map((link) => {
    const { whole, remainder, divisor } = fabric.links.rates[link]!;
    return whole + remainder / divisor;
  }));
}
