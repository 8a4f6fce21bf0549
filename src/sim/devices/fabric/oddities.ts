/**
 * Everything about links that is out of the ordinary, in one place that the fabric asks only for
 * links that have a flag set: faults, small MTUs, and ports that pause or order packets.
 */
import { transferTicks } from '#base';
import type { Fabric, Oddities } from './fabric.ts';
import { Faults } from './faults.ts';
import { freeAt, linkDoubles, linkFlags, linkWords, targetAt } from './fields.ts';
import { Pauses } from './pauses.ts';
import { frameBytes } from './plan.ts';
import { ScheduledPorts } from './scheduled-ports.ts';

export class OddLinks implements Oddities {
  readonly faults: Faults;
  readonly scheduled: ScheduledPorts;
  readonly pauses: Pauses;
  private readonly fabric: Fabric;

  constructor(fabric: Fabric) {
    this.fabric = fabric;
    this.faults = new Faults(fabric);
    this.scheduled = new ScheduledPorts(fabric);
    this.pauses = new Pauses(fabric, this.scheduled);
    fabric.oddities = this;
    const { links } = fabric;
    const widest = links.plans.reduce((most, { mtuBytes }) => Math.max(most, mtuBytes), 0);
    links.plans.forEach(({ mtuBytes }, link) => {
      links.setFlag(link, linkFlags.narrow, mtuBytes < widest);
    });
    // A switch that may pause whoever sends to it keeps count of what leaves by each of its links,
    // also by those to hosts, which pause nobody.
    const holding = new Set(links.plans.flatMap(({ pauses }, link) =>
      pauses === undefined ? [] : [links.words[linkWords * link + targetAt]!]));
    links.plans.forEach(({ pauses, classes }, link) => {
      const isHeld = pauses !== undefined || holding.has(links.sources[link]!);
      if (isHeld || (classes ?? 1) > 1) this.scheduled.add(link);
      if (pauses !== undefined) this.pauses.add(link, pauses);
    });
  }

  takesOver(link: number, packet: number, bytes: number): boolean {
    const { links, tap } = this.fabric;
    tap?.queued(link, packet);
    if (links.has(link, linkFlags.down)) {
      // A card whose line is dead throws away as fast as it could send.
      const d = linkDoubles * link;
      const begins = Math.max(links.doubles[d + freeAt]!, this.fabric.simulation.now);
      links.doubles[d + freeAt] = begins + transferTicks(links.rates[link]!, bytes);
      this.fabric.drop(link, packet, 'link-down');
      return true;
    }
    if (links.has(link, linkFlags.narrow) && bytes > links.plans[link]!.mtuBytes + frameBytes) {
      this.fabric.drop(link, packet, 'too-large');
      return true;
    }
    if (!links.has(link, linkFlags.scheduled)) return false;
    this.scheduled.enqueue(link, packet, bytes);
    return true;
  }

  loses(link: number, packet: number): boolean {
    return this.faults.loses(link, packet);
  }

  freeAt(link: number): number {
    return this.scheduled.freeAt(link);
  }

  isHeldUp(link: number): boolean {
    return this.scheduled.isHeldUp(link);
  }

  waitingBytes(link: number): number {
    return this.scheduled.waitingBytes(link);
  }

  waitedTicks(link: number): number {
    return this.scheduled.waitedTicks(link);
  }

  heldCount(): number {
    return this.scheduled.heldCount();
  }

  audit(): void {
    this.scheduled.audit();
  }

  retime(link: number, departure: number): void {
    if (this.fabric.links.has(link, linkFlags.scheduled)) this.scheduled.retime(link, departure);
  }

  fail(link: number): void {
    if (!this.fabric.links.has(link, linkFlags.scheduled)) return;
    this.scheduled.abort(link);
    this.scheduled.discard(link, 'link-down');
  }
}
