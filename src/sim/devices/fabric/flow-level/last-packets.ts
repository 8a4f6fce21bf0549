/**
 * How long the last packets of a message take after they have left: the rest of an idle way, by
 * the hash of a flow its own, and of who sprays the slowest of all that it uses.
 * Not how fast a message leaves. Keeps true: ways are those that routes know now.
 */
import { transferTicks } from '#base';
import type { Fabric } from '../fabric.ts';
import { linkWords, local, sizeBits, sizeMask, targetAt, unreachable } from '../fields.ts';
import {
  type CutMessage, hopsAlong, messageTicksOn, messageWireBytes, slowestTicksPerByteOn, wayOf,
} from '../idle.ts';
import { wireBytes } from '../plan.ts';
import type { Routes } from '../routes.ts';
import type { Course } from './spreading.ts';

/** What is left to go from a switch on, on the slowest way, and its first link. */
interface Onward {
  readonly ticks: number;
  readonly link: number;
}

export class LastPackets {
  private readonly fabric: Fabric;
  private readonly current: () => Routes;
  /** Slowest ways between switches, without the links of ports; null: none leads there. */
  private readonly middles = new Map<number, readonly number[] | null>();
  /** By switch, towards the switch that was asked for last. */
  private readonly onward = new Map<number, Onward | null>();
  private destination = -1;

  constructor(fabric: Fabric, current: () => Routes) {
    this.fabric = fabric;
    this.current = current;
  }

  /** Routes, rates or delays are others than before. */
  forget(): void {
    this.middles.clear();
    this.onward.clear();
    this.destination = -1;
  }

  /** From when the last bit of a message has left its port until all of it is at the other. */
  restTicks(course: Course, message: CutMessage): number {
    const { fabric } = this;
    const hops = hopsAlong(fabric, this.wayOf(course));
    const rest = messageTicksOn(fabric, hops, message)
      - messageWireBytes(message) * slowestTicksPerByteOn(fabric, hops);
    return Math.max(0, Math.round(rest));
  }

  private wayOf({ from, to, entropy, dealing }: Course): readonly number[] {
    const { fabric } = this;
    if (dealing === 'hashed') return wayOf(fabric, from, to, entropy);
    const { attachments, attachmentCount } = fabric.routes;
    const [first, last] = [attachments[from]!, attachments[to]!];
    // Ports without a switch between them have one way.
    if (first < 0 || last < 0) return wayOf(fabric, from, to);
    const key = first * attachmentCount + last;
    let middle = this.middles.get(key);
    if (middle === undefined) this.middles.set(key, middle = this.slowest(from, to, last));
    // What was sent before the last way failed went where routes still lead.
    return middle === null ? wayOf(fabric, from, to)
      : [fabric.uplinks[from]!, ...middle, fabric.downlinks[to]!];
  }

  private slowest(from: number, to: number, destination: number): readonly number[] | null {
    const { links, uplinks } = this.fabric;
    if (destination !== this.destination) this.onward.clear();
    this.destination = destination;
    const way: number[] = [];
    let at = links.words[linkWords * uplinks[from]! + targetAt]!;
    for (;;) {
      const next = this.onwardFrom(at, to);
      if (next === null) return null;
      if (next.link < 0) return way;
      way.push(next.link);
      at = links.words[linkWords * next.link + targetAt]!;
    }
  }

  private onwardFrom(at: number, to: number): Onward | null {
    const known = this.onward.get(at);
    if (known !== undefined) return known;
    const { links } = this.fabric;
    const { table, attachmentCount, attachments, choices } = this.current();
    const route = table[at * attachmentCount + attachments[to]!]!;
    let slowest: Onward | null = null;
    if (route === local) slowest = { ticks: 0, link: -1 };
    else if (route !== unreachable) {
      const first = route >>> sizeBits;
      for (const link of choices.subarray(first, first + (route & sizeMask))) {
        const beyond = this.onwardFrom(links.words[linkWords * link + targetAt]!, to);
        if (beyond === null) continue;
        const ticks = this.packetTicks(link) + beyond.ticks;
        if (slowest === null || ticks > slowest.ticks) slowest = { ticks, link };
      }
    }
    this.onward.set(at, slowest);
    return slowest;
  }

  /** What the largest packet takes over a link. */
  private packetTicks(link: number): number {
    const { links } = this.fabric;
    return transferTicks(links.rates[link]!, wireBytes(links.plans[link]!.mtuBytes))
      + links.delayOf(link);
  }
}
