/**
 * What the parts of a site are called in the fabric that is computed: its cables by their links,
 * the ports of its cards, and whose turn it is. Not what goes over them.
 * Keeps true: a card with several ports gives its flows to them in turn.
 */
import { defined } from '#base';
import type { LinkIr } from '#ir';
import type { Fabric, FabricPlan } from '../fabric/index.ts';
import { planFabric, type PlannedFabric } from './plans.ts';
import type { FabricSite } from './sites.ts';

/** A link of the model as the fabric has it: from its first end to its second, and back. */
export interface CableHandle {
  readonly ir: LinkIr;
  /** The way from the first end; the other way is one more. */
  readonly link: number;
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
  /** Flows of each card so far. */
  private readonly taken = new Map<string, number>();

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
    const ports = this.portsOf(id);
    if (cable !== undefined) faults.setCable(cable.link, isUp);
    else if (this.planned.handsOn.has(id) || ports.length === 0) faults.setNode(id, isUp);
    else for (const port of ports) faults.setNode(port, isUp);
  }

  /** The next ports of both cards that reach each other: a card may be at several fabrics. */
  nextPorts(fabric: Fabric, from: string, to: string): readonly [string, string] {
    const [out, into] = [this.takeTurn(from), this.takeTurn(to)];
    const pairs = out.flatMap((port) => into.map((other) => [port, other] as const));
    const [first] = pairs;
    const found = pairs.find(([port, other]) => fabric.reaches(port, other)) ?? first;
    return defined(found, () => `${from} and ${to} have ports at ${this.site.id}`);
  }

  /** Ports of a card, in the order of their numbers. */
  private portsOf(card: string): readonly string[] {
    return this.planned.portsOf.get(card) ?? [];
  }

  /** Ports of a card, from the one on whose turn it is. */
  private takeTurn(card: string): readonly string[] {
    const ports = this.portsOf(card);
    const before = this.taken.get(card) ?? 0;
    this.taken.set(card, before + 1);
    return ports.map((_, i) => ports[(before + i) % ports.length] ?? card);
  }
}
