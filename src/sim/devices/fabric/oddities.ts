/**
 * Everything about links that is out of the ordinary, in one place that the fabric asks only for
 * links that have a flag set: faults, small MTUs, and ports that pause or order packets.
 */
import { transferTicks } from '#base';
import type { Fabric, Oddities } from './fabric.ts';
import { Faults } from './faults.ts';
import { freeAt, linkDoubles, linkFlags } from './links.ts';
import { frameBytes } from './plan.ts';

export class OddLinks implements Oddities {
  readonly faults: Faults;
  private readonly fabric: Fabric;

  constructor(fabric: Fabric) {
    this.fabric = fabric;
    this.faults = new Faults(fabric);
    fabric.oddities = this;
    const { links } = fabric;
    const widest = links.plans.reduce((most, { mtuBytes }) => Math.max(most, mtuBytes), 0);
    links.plans.forEach(({ mtuBytes }, link) => {
      links.setFlag(link, linkFlags.narrow, mtuBytes < widest);
    });
  }

  takesOver(link: number, packet: number, bytes: number): boolean {
    const { links } = this.fabric;
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
    return false;
  }

  loses(link: number, packet: number): boolean {
    return this.faults.loses(link, packet);
  }

  isBlocked(_link: number): boolean {
    return false;
  }

  heldCount(): number {
    return 0;
  }
}
