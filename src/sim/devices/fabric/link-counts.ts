/**
 * What a link has done up to now, read from its books. Not windows of it.
 * Keeps true: what is accounted already but will be sent later is not counted yet.
 */
import type { Fabric } from './fabric.ts';
import { freeAt, linkDoubles, linkFlags, linkWords, queuedAt, queuedMaxAt } from './fields.ts';
import type { Pauses } from './pauses.ts';

export interface LinkCounts {
  readonly busyTicks: number;
  readonly drops: number;
  readonly marks: number;
  readonly pausedTicks: number;
  /** That came in. */
  readonly bytes: number;
  /** Packets times the ticks that each waited and was sent. */
  readonly packetTicks: number;
}

export function countsOf(fabric: Fabric, pauses: Pauses, link: number): LinkCounts {
  const { links, simulation } = fabric;
  const { now } = simulation;
  const d = linkDoubles * link;
  links.settle(link, now);
  const isDown = links.has(link, linkFlags.down);
  const ahead = isDown ? 0 : Math.max(0, links.doubles[d + freeAt]! - now);
  const busy = links.busyTicks(link);
  const hasPauses = links.plans[link]!.pauses !== undefined;
  return {
    busyTicks: busy - Math.min(ahead, busy), drops: links.drops[link]!,
    marks: links.marks[link]!, bytes: links.bytesIn(link),
    pausedTicks: hasPauses ? pauses.figures(link).pausedTicks : 0,
    packetTicks: links.areaUpTo(link, now).toNumber()
      + (fabric.oddities?.waitedTicks(link) ?? 0),
  };
}

/** The most bytes that waited since this was asked before. */
export function takeLongestQueue({ links, simulation }: Fabric, link: number): number {
  links.settle(link, simulation.now);
  const w = linkWords * link;
  const most = links.words[w + queuedMaxAt]!;
  links.words[w + queuedMaxAt] = links.words[w + queuedAt]!;
  return most;
}
