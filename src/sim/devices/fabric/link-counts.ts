/**
 * What a link has done up to now, read from its books. Not windows of it.
 * Keeps true: what is accounted already but will be sent later is not counted yet.
 */
import type { Fabric } from './fabric.ts';
import { freeAt, linkDoubles, linkFlags, linkWords, queuedAt, queuedMaxAt } from './fields.ts';

/** Ticks in which it was sending. */
export function busyTicksOf({ links, simulation }: Fabric, link: number): number {
  const { now } = simulation;
  links.settle(link, now);
  const isDown = links.has(link, linkFlags.down);
  const ahead = isDown ? 0 : Math.max(0, links.doubles[linkDoubles * link + freeAt]! - now);
  const busy = links.busyTicks(link);
  return busy - Math.min(ahead, busy);
}

/** Packets times the ticks that each waited and was sent. */
export function packetTicksOf(fabric: Fabric, link: number): number {
  return fabric.links.areaUpTo(link, fabric.simulation.now).toNumber()
    + (fabric.oddities?.waitedTicks(link) ?? 0);
}

/** Whether anything waits for it, or is being sent. */
export function isSending({ links, simulation }: Fabric, link: number): boolean {
  return links.doubles[linkDoubles * link + freeAt]! > simulation.now
    || links.words[linkWords * link + queuedAt]! > 0;
}

/** The most bytes that waited since this was asked before. */
export function takeLongestQueue({ links, simulation }: Fabric, link: number): number {
  links.settle(link, simulation.now);
  const w = linkWords * link;
  const most = links.words[w + queuedMaxAt]!;
  links.words[w + queuedMaxAt] = links.words[w + queuedAt]!;
  return most;
}
