/**
 * Which links a flow is on, and how much of each it needs: one way by its hash, or its share of all
 * that lead on. Not rates. Keeps true: what goes into a flow's first link comes out of its last; a
 * flow that some way of its routes would lose has no way.
 */
import type { Fabric } from '../fabric.ts';
import { linkFlags, linkWords, local, sizeBits, sizeMask, targetAt, unreachable } from '../fields.ts';
import type { Routes } from '../routes.ts';

/** How packets of a flow are dealt over the ways that are there. */
export type Dealing = 'hashed' | 'even' | 'adaptive';

export interface Course {
  readonly from: number;
  readonly to: number;
  readonly entropy: number;
  readonly dealing: Dealing;
}

export class Spreading {
  /** Links of the course that was traced last, and the ticks that each of its bytes takes there. */
  readonly links: Int32Array;
  readonly needs: Float64Array;
  count = 0;
  /** Ticks a byte of each link, and bytes a tick. */
  private readonly perByte: Float64Array;
  private readonly rates: Float64Array;
  private readonly shares: Float64Array;
  private readonly fabric: Fabric;
  // Of switches on the way to one destination: what the paths from there can carry.
  private destination = -1;
  private serial = 0;
  private readonly seenIn: Int32Array;
  private readonly carried: Float64Array;
  private readonly fastest: Float64Array;

  constructor(fabric: Fabric) {
    const { count } = fabric.links;
    this.fabric = fabric;
    this.links = new Int32Array(count);
    this.needs = new Float64Array(count);
    this.shares = new Float64Array(count);
    this.perByte = new Float64Array(count);
    this.rates = new Float64Array(count);
    const switches = fabric.plan.switches.length;
    this.seenIn = new Int32Array(switches);
    this.carried = new Float64Array(switches);
    this.fastest = new Float64Array(switches);
    for (let link = 0; link < count; link++) this.noteRate(link);
  }

  /** A link works at another rate. */
  noteRate(link: number): void {
    const { whole, remainder, divisor } = this.fabric.links.rates[link]!;
    const ticks = whole + remainder / divisor;
    this.perByte[link] = ticks;
    this.rates[link] = 1 / ticks;
  }

  /** Routes or rates are others than before. */
  forget(): void {
    this.destination = -1;
  }

  ticksPerByte(link: number): number {
    return this.perByte[link]!;
  }

  /** Finds the links of a course; false: it has no way now. */
  trace(routes: Routes, course: Course): boolean {
    const { fabric, links, shares } = this;
    const { words } = fabric.links;
    this.count = 0;
    this.aimAt(routes.attachments[course.to]!);
    this.reach(fabric.uplinks[course.from]!, 1);
    let isWhole = true;
    // Shortest ways lead to a link at one distance only, so its share is whole when its turn comes.
    for (let i = 0; i < this.count && isWhole; i++) {
      const link = links[i]!;
      const at = words[linkWords * link + targetAt]!;
      if (fabric.links.has(link, linkFlags.down)) isWhole = false;
      else if (at >= 0) isWhole = this.goOn(routes, at, shares[link]!, course);
    }
    for (let i = 0; i < this.count; i++) {
      const link = links[i]!;
      this.needs[i] = shares[link]! * this.perByte[link]!;
      shares[link] = 0;
    }
    return isWhole;
  }

  /** From a switch on; false: no route leads from there. */
  private goOn(routes: Routes, at: number, share: number, course: Course): boolean {
    const { to, entropy, dealing } = course;
    const route = routes.table[at * routes.attachmentCount + routes.attachments[to]!]!;
    if (route === unreachable) return false;
    if (route === local) this.reach(this.fabric.downlinks[to]!, share);
    else if (dealing === 'hashed') this.reach(routes.next(at, to, entropy), share);
    else this.deal(routes, route, share, course);
    return true;
  }

  /** Courses to one switch after another ask the same of those on their ways. */
  private aimAt(destination: number): void {
    if (destination === this.destination) return;
    this.destination = destination;
    this.serial++;
  }

  /** To all that lead on; who avoids slow ways deals by what the paths beyond each can carry. */
  private deal(routes: Routes, route: number, share: number, { to, dealing }: Course): void {
    const { choices } = routes;
    const first = route >>> sizeBits;
    const end = first + (route & sizeMask);
    if (dealing === 'even' || end - first === 1) {
      for (let i = first; i < end; i++) this.reach(choices[i]!, share / (end - first));
      return;
    }
    let all = 0;
    for (let i = first; i < end; i++) all += this.carriedBeyond(routes, choices[i]!, to);
    for (let i = first; i < end; i++) {
      const link = choices[i]!;
      this.reach(link, (share * this.carriedBeyond(routes, link, to)) / all);
    }
  }

  /** The rates of all paths from a switch on, each that of its slowest link, by and large. */
  private carriedFrom(routes: Routes, at: number, to: number): number {
    if (this.seenIn[at] === this.serial) return this.carried[at]!;
    const route = routes.table[at * routes.attachmentCount + routes.attachments[to]!]!;
    const first = route >>> sizeBits;
    let [all, fastest] = [0, 0];
    for (let i = first; i < first + (route & sizeMask); i++) {
      const link = routes.choices[i]!;
      all += this.carriedBeyond(routes, link, to);
      fastest = Math.max(fastest, this.rates[link]!);
    }
    this.seenIn[at] = this.serial;
    this.carried[at] = all;
    this.fastest[at] = fastest;
    return all;
  }

  private carriedBeyond(routes: Routes, link: number, to: number): number {
    const at = this.fabric.links.words[linkWords * link + targetAt]!;
    // Links to ports are not asked: courses to different ones of a switch share what is found.
    if (routes.table[at * routes.attachmentCount + routes.attachments[to]!] === local) {
      return this.rates[link]!;
    }
    const all = this.carriedFrom(routes, at, to);
    return all * Math.min(1, this.rates[link]! / this.fastest[at]!);
  }

  private reach(link: number, share: number): void {
    if (this.shares[link] === 0) this.links[this.count++] = link;
    this.shares[link]! += share;
  }
}
