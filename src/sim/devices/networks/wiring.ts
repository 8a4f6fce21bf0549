/**
 * What the parts of a site are called in the fabric that is computed: its cables by their links,
 * and the ports of its cards. Not what goes over them.
 */
import { defined } from '#base';
import type { LinkIr } from '#ir';
import type { FabricPlan } from '../fabric/index.ts';
import { planFabric, type PlannedFabric } from './plans.ts';
import type { FabricSite } from './sites.ts';

/** A link of the model as the fabric has it: from its first end to its second, and back. */
export interface CableHandle {
  readonly ir: LinkIr;
  /** The way from the first end; the other way is one more. */
  readonly link: number;
}

/** The way from a host to a card with several cables, and those. */
export interface HostLine {
  readonly link: number;
  readonly cables: readonly CableHandle[];
}

/** What can be told that something is down. */
export interface Breakable {
  setCable(link: number, isUp: boolean): void;
  setNode(id: string, isUp: boolean): void;
}

export class Wiring {
  readonly plan: FabricPlan;
  readonly cables: readonly CableHandle[];
  private readonly site: FabricSite;
  private readonly planned: PlannedFabric;
  /** By what they are in the model, and by what they join. */
  private readonly cablesBy = new Map<string, CableHandle[]>();

  constructor(site: FabricSite, ticksPerSecond: number) {
    this.site = site;
    this.planned = planFabric(site, ticksPerSecond);
    this.plan = this.planned.plan;
    this.cables = this.planned.links.flatMap((ir, i) => (ir === null ? [] : [{ ir, link: 2 * i }]));
    for (const cable of this.cables) {
      for (const id of new Set([cable.ir.id, ...cable.ir.ends])) {
        const own = this.cablesBy.get(id);
        if (own === undefined) this.cablesBy.set(id, [cable]);
        else own.push(cable);
      }
    }
  }

  /** Ways that packets leave by: both of a link, those from a switch or card. */
  waysOf(id: string): readonly number[] {
    return this.cablesOf(id).flatMap(({ ir, link }) => {
      if (ir.id === id) return [link, link + 1];
      return ir.ends.flatMap((end, i) => (end === id ? [link + i] : []));
    });
  }

  /** The cables that a link is, or that a switch or card has. */
  cablesOf(id: string): readonly CableHandle[] {
    return this.cablesBy.get(id) ?? [];
  }

  /** A link, switch or card of the model goes out of service, or comes back. */
  setUp(faults: Breakable, id: string, isUp: boolean): void {
    const cable = this.cablesOf(id).find(({ ir }) => ir.id === id);
    if (cable !== undefined) faults.setCable(cable.link, isUp);
    else faults.setNode(id, isUp);
  }

  /** The port that a card is at. */
  portOf(card: string): string {
    return defined(this.planned.portOf.get(card), () => `${card} is at ${this.site.id}`);
  }

  /** Lines from hosts to those of their cards with several cables that something joins, or is. */
  linesAt(id: string): readonly HostLine[] {
    const cards = new Set(this.cablesOf(id).flatMap(({ ir }) =>
      ir.ends.filter((end) => this.planned.parting.has(end))));
    return [...cards].map((card) => ({
      link: 2 * this.plan.cables.findIndex(({ ends }) => ends[0] === this.portOf(card)),
      cables: this.cablesOf(card),
    }));
  }

  /** The fastest of the cables of a card with several; null: it has one. */
  fastestPortOf(card: string): number | null {
    if (!this.planned.parting.has(card)) return null;
    return Math.max(...this.cablesOf(card)
      .map(({ link }) => this.plan.cables[link / 2]!.bitsPerSecond));
  }
}
