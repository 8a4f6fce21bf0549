/**
 * Links and switches that are down, where there are no packets to lose: flags of links, and the
 * time until hashed flows know. Not what flows then get.
 * Keeps true: a link is up only when its cable and both of its ends are; who sprays knows at once
 * which ways are gone, as does a card of its own cables, and all others when routing has converged.
 */
import { invariant } from '#base';
import type { EventKind } from '#sim/kernel';
import type { Fabric } from '../fabric.ts';
import type { Loss } from '../faults.ts';
import { linkFlags, linkWords, targetAt } from '../fields.ts';
import type { Routes } from '../routes.ts';

export class FlowFaults {
  private readonly fabric: Fabric;
  private readonly changed: () => void;
  /** How many reasons each link has to be down. */
  private readonly reasons: Int32Array;
  private readonly converged: EventKind;
  /** Null: nothing has failed yet, and routes are what is up. */
  private ahead: Routes | null = null;

  constructor(fabric: Fabric, changed: () => void) {
    this.fabric = fabric;
    this.changed = changed;
    this.reasons = new Int32Array(fabric.links.count);
    this.converged = fabric.simulation.register(() => {
      fabric.routes.compute();
      changed();
    });
  }

  /** Routes over what is up now. */
  get current(): Routes {
    return this.ahead ?? this.fabric.routes;
  }

  /** Both ways of a cable fail, or come back. */
  setCable(link: number, isUp: boolean): void {
    this.setLink(link, isUp);
    this.setLink(link ^ 1, isUp);
    this.reroute();
  }

  /** A switch or a port (by its id) fails with all of its links, or comes back. */
  setNode(id: string, isUp: boolean): void {
    const { links } = this.fabric;
    const node = this.fabric.nodeOf(id);
    for (let link = 0; link < links.count; link++) {
      const isAtNode = links.sources[link] === node
        || links.words[linkWords * link + targetAt] === node;
      if (isAtNode) this.setLink(link, isUp);
    }
    this.reroute();
  }

  /** One way of a cable takes so long from now on. */
  setDelay(link: number, delayTicks: number): void {
    if (this.fabric.links.delayOf(link) === delayTicks) return;
    this.fabric.links.setDelay(link, delayTicks);
    this.changed();
  }

  /** Without packets nothing is lost; a model that asks for it is refused. */
  setLoss(_link: number, loss: Loss | null): void {
    invariant(loss === null, () => `${this.fabric.plan.id} has no packets to lose`);
  }

  private setLink(link: number, isUp: boolean): void {
    const { links } = this.fabric;
    this.reasons[link]! += isUp ? -1 : 1;
    invariant(this.reasons[link]! >= 0, () => `${links.ids[link]!} is up already`);
    const isDown = this.reasons[link]! > 0;
    if (isDown === links.has(link, linkFlags.down)) return;
    links.setFlag(link, linkFlags.down, isDown);
    this.fabric.routes.noticed(link);
  }

  private reroute(): void {
    const { simulation, plan, routes } = this.fabric;
    routes.mend();
    if (this.ahead === null) this.ahead = this.fabric.newRoutes();
    else this.ahead.compute();
    this.changed();
    const { convergenceTicks } = plan;
    if (convergenceTicks != null) simulation.scheduleAfter(convergenceTicks, this.converged, 0, 0);
  }
}
