/**
 * What goes wrong in a fabric: links, switches and ports that are down, links that lose or damage
 * packets or are slow, and the time until routes know.
 * Not a schedule: when something fails is decided by whoever calls.
 * Keeps true: a link is up only when its cable and both of its ends are; what was in a link that
 * fails is lost and counted; a change of rate changes what has not left, and nothing else.
 */
import { invariant, transferTicks } from '#base';
import type { Stream } from '#base';
import type { EventKind } from '#sim/kernel';
import type { Fabric } from './fabric.ts';
import {
  areaAt, bytesAt, followingAt, freeAt, headAt, insideAt, leavesAt, linkDoubles, linkFlags,
  linkWords, nextLeavesAt, packetDoubles, packetWords, queuedAt, sinceAt, targetAt, waitingAt,
} from './fields.ts';

/** How a link loses packets without saying so. */
export interface Loss {
  /** Every so many packets one is lost; 0: none. */
  readonly everyPackets?: number;
  /** The share that is lost, and the share that comes damaged and is dropped where it comes. */
  readonly share?: number;
  readonly damagedShare?: number;
  /** Every so many packets one comes damaged; 0: none. */
  readonly damagedEvery?: number;
}

interface LossState {
  readonly loss: Loss;
  readonly dice: Stream;
  count: number;
}

export class Faults {
  private readonly fabric: Fabric;
  /** How many reasons each link has to be down. */
  private readonly reasons: Int32Array;
  private readonly losses = new Map<number, LossState>();
  private readonly converged: EventKind;
  /** When routes were found anew last. */
  convergedAt = 0;
  /** Is called whenever they were. */
  rerouted: (() => void) | null = null;

  constructor(fabric: Fabric) {
    this.fabric = fabric;
    this.reasons = new Int32Array(fabric.links.count);
    const { simulation } = fabric;
    this.converged = simulation.register(() => {
      this.convergedAt = simulation.now;
      fabric.routes.compute();
      fabric.ahead.forget();
      this.rerouted?.();
    });
  }

  /** Both ways of a cable fail, or come back. */
  setCable(link: number, isUp: boolean): void {
    this.setLink(link, isUp);
    this.setLink(link ^ 1, isUp);
    this.reroute();
  }

  /** A switch or a port (by its id) fails with all of its links, or comes back. */
  setNode(id: string, isUp: boolean): void {
    const { fabric } = this;
    const node = fabric.nodeOf(id);
    for (let link = 0; link < fabric.links.count; link++) {
      const isAtNode = fabric.links.sources[link] === node
        || fabric.links.words[linkWords * link + targetAt] === node;
      if (isAtNode) this.setLink(link, isUp);
    }
    this.reroute();
  }

  /** One way of a cable begins to lose packets, or with null stops to. */
  setLoss(link: number, loss: Loss | null): void {
    const { fabric } = this;
    fabric.links.setFlag(link, linkFlags.faulty, loss !== null);
    if (loss === null) this.losses.delete(link);
    else {
      // Another reason to lose packets begins no count anew.
      const known = this.losses.get(link);
      const dice = known?.dice ?? fabric.simulation.streamOf(`${fabric.links.ids[link]!}/loss`);
      this.losses.set(link, { loss, dice, count: known?.count ?? 0 });
    }
  }

  /** One way of a cable takes so long from now on; what is on it comes as it would have. */
  setDelay(link: number, delayTicks: number): void {
    const { links } = this.fabric;
    links.retime(link);
    links.setDelay(link, delayTicks);
  }

  /** One way of a cable works at another rate; what has not left leaves later, or sooner. */
  setRate(link: number, bitsPerSecond: number): void {
    const { links, simulation } = this.fabric;
    const { now } = simulation;
    links.settle(link, now);
    links.retime(link);
    const w = linkWords * link;
    const waiting = links.words[w + waitingAt]!;
    const before = links.rates[link]!;
    links.setRate(link, bitsPerSecond);
    if (waiting === 0) return;
    const { doubles, words } = this.fabric.packets;
    let packet = links.firstWaiting(link);
    let departure: number = now;
    let later = 0;
    for (let i = 0; i < waiting; i++) {
      const bytes = words[packetWords * packet + bytesAt]!;
      const old = doubles[packetDoubles * packet + leavesAt]!;
      if (i === 0) {
        // The part of the first packet that is still to come, at the new rate.
        const share = (old - now) / transferTicks(before, bytes);
        departure += Math.round(share * transferTicks(links.rates[link]!, bytes));
      } else {
        departure += bytes * links.rates[link]!.whole + this.fabric.leftOver(link, bytes, false);
      }
      doubles[packetDoubles * packet + leavesAt] = departure;
      later += departure - old;
      packet = words[packetWords * packet + followingAt]!;
    }
    this.tellNext(link);
    const d = linkDoubles * link;
    links.mendTimes(link, later);
    links.addBusy(link, departure - links.doubles[d + freeAt]!);
    links.doubles[d + freeAt] = departure;
    this.fabric.oddities!.retime(link, departure);
    const head = links.words[w + headAt]!;
    if (waiting === links.words[w + insideAt]) {
      this.fabric.expect(link, doubles[packetDoubles * head + leavesAt]!, head);
    }
  }

  /** A packet comes out of a link that loses some. True: it is gone. */
  loses(link: number, packet: number): boolean {
    const state = this.losses.get(link)!;
    const { everyPackets, share, damagedShare, damagedEvery } = state.loss;
    state.count++;
    if (damagedEvery !== undefined && damagedEvery > 0 && state.count % damagedEvery === 0) {
      this.fabric.drop(link, packet, 'damaged');
      return true;
    }
    if (everyPackets !== undefined && everyPackets > 0 && state.count % everyPackets === 0) {
      this.fabric.drop(link, packet, 'lost');
      return true;
    }
    if (share !== undefined && state.dice.happens(share)) {
      this.fabric.drop(link, packet, 'lost');
      return true;
    }
    if (damagedShare !== undefined && state.dice.happens(damagedShare)) {
      this.fabric.drop(link, packet, 'damaged');
      return true;
    }
    return false;
  }

  /** Every packet of a link but the last says when the next one leaves. */
  private tellNext(link: number): void {
    const { links, packets } = this.fabric;
    const { doubles, words } = packets;
    const w = linkWords * link;
    let packet = links.words[w + headAt]!;
    for (let i = 1; i < links.words[w + insideAt]!; i++) {
      const next = words[packetWords * packet + followingAt]!;
      doubles[packetDoubles * packet + nextLeavesAt] = doubles[packetDoubles * next + leavesAt]!;
      packet = next;
    }
  }

  private setLink(link: number, isUp: boolean): void {
    this.reasons[link]! += isUp ? -1 : 1;
    invariant(this.reasons[link]! >= 0, () => `${this.fabric.links.ids[link]!} is up already`);
    const isDown = this.reasons[link]! > 0;
    const { links, routes, ahead } = this.fabric;
    if (isDown === links.has(link, linkFlags.down)) return;
    if (isDown) this.flush(link);
    links.setFlag(link, linkFlags.down, isDown);
    routes.noticed(link);
    ahead.forget();
  }

  private reroute(): void {
    this.fabric.routes.mend();
    const { convergenceTicks } = this.fabric.plan;
    if (convergenceTicks === null || convergenceTicks === undefined) return;
    this.fabric.simulation.scheduleAfter(convergenceTicks, this.converged, 0, 0);
  }

  /** What waits for a link, and what is on it, is lost. */
  private flush(link: number): void {
    const { links, simulation } = this.fabric;
    const { now } = simulation;
    links.settle(link, now);
    links.retime(link);
    const w = linkWords * link;
    const d = linkDoubles * link;
    const waiting = links.words[w + waitingAt]!;
    const inside = links.words[w + insideAt]!;
    const { words, doubles } = this.fabric.packets;
    let packet = links.words[w + headAt]!;
    let unspent = 0;
    for (let i = 0; i < inside; i++) {
      const following = words[packetWords * packet + followingAt]!;
      if (i >= inside - waiting) unspent += doubles[packetDoubles * packet + leavesAt]! - now;
      links.lost[link]!++;
      links.lostBytes[link]! += words[packetWords * packet + bytesAt]!;
      this.fabric.drop(link, packet, 'link-down');
      packet = following;
    }
    links.doubles[d + areaAt]! += waiting * (now - links.doubles[d + sinceAt]!);
    links.doubles[d + sinceAt] = now;
    links.mendTimes(link, -unspent);
    const free = links.doubles[d + freeAt]!;
    if (free > now) {
      links.addBusy(link, now - free);
      links.doubles[d + freeAt] = now;
    }
    links.dues[link] = -1;
    // Parts of a tick that are left over belong to what is lost.
    links.carries[link] = 0;
    links.words[w + waitingAt] = 0;
    links.words[w + insideAt] = 0;
    this.fabric.ahead.forget();
    this.fabric.oddities!.fail(link);
    links.words[w + queuedAt] = 0;
  }
}
