/**
 * Whether the books of links agree: bytes that came in went out, were lost or are inside, and the
 * area under each queue is the sum of the times in it.
 * Keeps true: it changes nothing but how much is written down of what has left.
 */
import { auditFlow, auditLittle } from '#sim/kernel';
import { bytesAt, followingAt, headAt, insideAt, linkWords, none, packetWords } from './fields.ts';
import type { Links } from './links.ts';
import type { Packets } from './packets.ts';

/** So many links are walked side by side: far memory gives several lines in the time of one. */
const walks = 16;

/** Stops the program unless the books of each link agree; how many packets are inside of all. */
export function auditLinks(links: Links, packets: Packets, now: number): number {
  const walked = new Int32Array(walks).fill(none);
  const at = new Int32Array(walks);
  const left = new Int32Array(walks);
  const bytes = new Float64Array(walks);
  let begun = 0;
  let packetsInside = 0;
  /** Ends the walk over one link and begins that over the next; false: there is none. */
  const goOn = (walk: number): boolean => {
    const before = walked[walk]!;
    if (before !== none) auditLink(links, before, bytes[walk]!, now);
    const link = begun < links.count ? begun++ : none;
    walked[walk] = link;
    if (link === none) return false;
    const w = linkWords * link;
    at[walk] = links.words[w + headAt]!;
    left[walk] = links.words[w + insideAt]!;
    bytes[walk] = 0;
    packetsInside += links.words[w + insideAt]!;
    return true;
  };
  const { words } = packets;
  const step = (walk: number): boolean => {
    if (left[walk] === 0) return goOn(walk);
    const p = packetWords * at[walk]!;
    bytes[walk]! += words[p + bytesAt]!;
    at[walk] = words[p + followingAt]!;
    left[walk] = left[walk]! - 1;
    return true;
  };
  for (let going = walks; going > 0;) {
    going = 0;
    for (let walk = 0; walk < walks; walk++) if (step(walk)) going++;
  }
  return packetsInside;
}

function auditLink(links: Links, link: number, inside: number, now: number): void {
  const id = links.ids[link]!;
  auditFlow(`${id}, in bytes`, {
    insideBefore: 0,
    arrived: links.bytesIn(link),
    completed: links.bytesOut(link),
    dropped: links.lostBytes[link]!,
    inside,
  });
  auditLittle(id, 'its queue', links.areaUpTo(link, now), links.timesUpTo(link, now));
}
