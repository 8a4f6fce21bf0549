/**
 * What the next few packets that come out of links will need: it is read ahead, many at once, as
 * far memory takes as long for one as for ten. Not a decision: the way on of a packet is the same
 * whether it was looked up ahead or not.
 * Keeps true: only speed depends on it.
 */
import {
  bytesAt, destinationAt, entropyAt, followingAt, headAt, insideAt, linkWords, local, none,
  packetWords, tailAt, targetAt, waitingAt,
} from './fields.ts';
import type { Links } from './links.ts';
import type { Packets } from './packets.ts';
import type { Routes } from './routes.ts';

export class Ahead {
  /** Where the first packet of a link goes on, as `find` says; `none`: not looked up. */
  readonly onward: Int32Array;
  private readonly links: Links;
  private readonly packets: Packets;
  private readonly routes: Routes;
  private readonly downlinks: Int32Array;

  constructor(links: Links, packets: Packets, routes: Routes, downlinks: Int32Array) {
    this.links = links;
    this.packets = packets;
    this.routes = routes;
    this.downlinks = downlinks;
    this.onward = new Int32Array(links.count).fill(none);
  }

  /** Routes have changed, or what was in a link is lost. */
  forget(): void {
    this.onward.fill(none);
  }

  /** Of links that packets will come out of: the packets, and the links that they go on to. */
  look(near: Int32Array, count: number): number {
    const { words, departing } = this.links;
    const records = this.packets.words;
    let seen = 0;
    // One thing of all at a time, so that a processor waits for many of them together.
    for (let i = 0; i < count; i++) {
      const first = words[linkWords * near[i]! + headAt]!;
      seen ^= records[packetWords * first + bytesAt]!;
    }
    for (let i = 0; i < count; i++) near[i] = this.lookUp(near[i]!);
    for (let i = 0; i < count; i++) {
      const onward = near[i]!;
      if (onward < 0) continue;
      const w = linkWords * onward;
      seen ^= records[packetWords * words[w + tailAt]! + followingAt]!;
      if (words[w + waitingAt] === words[w + insideAt]) continue;
      seen ^= records[packetWords * departing[onward]! + bytesAt]!;
    }
    return seen;
  }

  /** The link by which a packet goes on from a switch, or that no way leads there. */
  find(at: number, packet: number): number {
    const records = this.packets.words;
    const p = packetWords * packet;
    const port = records[p + destinationAt]!;
    const onward = this.routes.next(at, port, records[p + entropyAt]!);
    return onward === local ? this.downlinks[port]! : onward;
  }

  private lookUp(link: number): number {
    const { words } = this.links;
    const w = linkWords * link;
    const at = words[w + targetAt]!;
    // An event may be void, and its link empty.
    if (at < 0 || words[w + insideAt] === 0) return none;
    const onward = this.find(at, words[w + headAt]!);
    this.onward[link] = onward;
    return onward;
  }
}
