/**
 * Looks now and then at what pauses do to a fabric: how far they have spread, who waits behind
 * whom, and whether they stand still for good. Not a remedy.
 * Keeps true: a deadlock is a circle of links in which nothing was sent for a millisecond, three
 * times the longest pause; one that a watchdog ended was one all the same.
 */
import type { Network } from '../fabric/index.ts';
import { busyTicksOf } from '../fabric/index.ts';

export interface Deadlock {
  readonly atTicks: number;
  readonly links: readonly string[];
}

/** How a link is written for people: from > to. */
export const written = (id: string): string => id.replace('>', ' > ');

export class PauseWatch {
  blockedMost = 0;
  chainMost = 0;
  heldUpMost = 0;
  deadlock: Deadlock | null = null;
  readonly canPause: boolean;
  private readonly network: Network;
  private lookedAt = 0;
  /** Between two looks that pauses ask for, and how long nothing moves in what is a deadlock. */
  private readonly gapTicks: number;
  private readonly stillTicks: number;
  private readonly found: (deadlock: Deadlock) => void;
  /** The circle of the last look, and what its links had sent. */
  private suspect: { readonly key: string; readonly sent: string; readonly atTicks: number } | null
    = null;

  constructor(network: Network, found: (deadlock: Deadlock) => void) {
    this.network = network;
    this.found = found;
    const { ticksPerSecond } = network.fabric.plan;
    this.gapTicks = ticksPerSecond / 10_000;
    this.stillTicks = ticksPerSecond / 1000;
    network.pauses.onLong = () => {
      const { now } = network.simulation;
      if (now - this.lookedAt >= this.gapTicks) this.look(now);
    };
    this.canPause = network.fabric.links.plans.some(({ pauses }) => pauses !== undefined);
  }

  /** Links that a watchdog freed. */
  get freed(): readonly { readonly atTicks: number; readonly link: string }[] {
    return this.network.pauses.freed.map(({ link, atTicks }) => ({ link: written(link), atTicks }));
  }

  cut(): void {
    this.blockedMost = 0;
    this.chainMost = 0;
    this.heldUpMost = 0;
  }

  look(now: number): void {
    if (!this.canPause) return;
    this.lookedAt = now;
    const { blocked, depth, heldUp, circle } = this.network.picturePauses();
    this.blockedMost = Math.max(this.blockedMost, blocked.length);
    this.chainMost = Math.max(this.chainMost, depth);
    this.heldUpMost = Math.max(this.heldUpMost, heldUp);
    if (circle.length === 0) {
      this.suspect = null;
      return;
    }
    const key = circle.join();
    const sent = circle.map((id) => this.sentBy(id)).join();
    const { suspect } = this;
    if (suspect?.key !== key || suspect.sent !== sent) {
      this.suspect = { key, sent, atTicks: now };
      return;
    }
    if (this.deadlock !== null || now - suspect.atTicks < this.stillTicks) return;
    this.deadlock = { atTicks: suspect.atTicks, links: circle.map(written) };
    this.found(this.deadlock);
  }

  private sentBy(id: string): number {
    const { fabric } = this.network;
    return busyTicksOf(fabric, fabric.links.ids.indexOf(id));
  }
}
