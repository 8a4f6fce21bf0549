/**
 * Who sends commands to whom. The control plane asks a controller; a controller tells the parts of
 * the machines that it drives, and nobody else. Not what is sent.
 * Keeps true: every message of a controller is counted, and one to anybody else counts as outbound.
 */
import { invariant } from '#base';
import type { Site } from '../site.ts';

export class Messages {
  private readonly site: Site;
  private readonly parts = new Map<string, Set<string>>();
  private readonly sent = new Map<string, { inside: number; outbound: number }>();

  constructor(site: Site) {
    this.site = site;
    for (const { ir } of site.machines.values()) {
      if (ir.controller === null) continue;
      let parts = this.parts.get(ir.controller);
      if (parts === undefined) this.parts.set(ir.controller, parts = new Set());
      for (const id of [...ir.sockets, ir.computer, ir.hypervisor, ir.chip, ...ir.cards]) {
        if (id !== null) parts.add(id);
      }
    }
  }

  /** A controller tells a part something. */
  from(controller: string, to: string): void {
    let sent = this.sent.get(controller);
    if (sent === undefined) this.sent.set(controller, sent = { inside: 0, outbound: 0 });
    if (this.parts.get(controller)?.has(to) === true) sent.inside++;
    else sent.outbound++;
  }

  /** Messages of a controller to anything but a part of its machines. */
  outbound(controller: string): number {
    return this.sent.get(controller)?.outbound ?? 0;
  }

  /** Messages of a controller to parts of its machines. */
  inside(controller: string): number {
    return this.sent.get(controller)?.inside ?? 0;
  }

  /** Stops the program when a controller that must not dial out has done so. */
  audit(): void {
    for (const [id, { outbound }] of this.sent) {
      const may = this.site.controllers.get(id)?.element.properties.outboundPath === 'yes';
      invariant(may || outbound === 0, () => `${id} sent ${String(outbound)} messages outwards`);
    }
  }
}
