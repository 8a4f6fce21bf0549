/**
 * Failures and restorations of parts: who stops answering, and what was running there.
 * Not what only works worse: see degradations.ts.
 * Keeps true: what fails touches only what runs on it or is asked of it; a socket that fails takes
 * its hypervisor and its instances along and nothing of its neighbours.
 */
import type { ActionIr } from '#ir';
import type { Activity } from './activity.ts';
import type { BootReads } from './boot-read.ts';
import type { Commands } from './commands.ts';
import type { Degradations } from './degradations.ts';
import type { Ground } from './ground.ts';
import type { LifeCycle } from './life-cycle.ts';
import type { Log } from './log.ts';
import type { Part } from './part.ts';
import { type Agenda, EventKind } from './port.ts';
import type { MachineSite, Site } from './site.ts';

interface Fault {
  readonly id: string;
  readonly parts: readonly Part[];
  readonly machine: MachineSite | null;
  failed: boolean;
  /** A restoration that was set for an earlier failure has an older number. */
  serial: number;
  /** It goes down and up again until then. */
  flap: { readonly downTicks: number; readonly upTicks: number; readonly endTicks: number } | null;
}

export interface FaultOptions {
  readonly agenda: Agenda;
  readonly site: Site;
  readonly log: Log;
  readonly commands: Commands;
  readonly reads: BootReads;
  readonly lifeCycle: LifeCycle;
  readonly activity: Activity | null;
  readonly ground: Ground;
  readonly degradations: Degradations;
}

export class Faults {
  private readonly options: FaultOptions;
  private readonly faults: Fault[] = [];
  private readonly indexById = new Map<string, number>();

  constructor(options: FaultOptions) {
    this.options = options;
  }

  fail(action: ActionIr): void {
    const index = this.indexOf(action.target);
    const fault = this.faults[index];
    if (fault === undefined) return;
    if (fault.failed) {
      this.ignore(action, 'it has failed already');
      return;
    }
    fault.flap = null;
    this.takeDown(fault);
    const { agenda } = this.options;
    if (action.forTicks === null) return;
    agenda.schedule(agenda.now + action.forTicks, EventKind.restore, index, fault.serial);
  }

  /** It goes down and up again and again, until its time is over. */
  flap(action: ActionIr): void {
    const index = this.indexOf(action.target);
    const fault = this.faults[index];
    if (fault === undefined) return;
    if (fault.failed) {
      this.ignore(action, 'it has failed already');
      return;
    }
    const { downTicks, upTicks } = action.properties;
    const { now } = this.options.agenda;
    fault.flap = {
      downTicks: Number(downTicks), upTicks: Number(upTicks),
      endTicks: action.forTicks === null ? Infinity : now + action.forTicks,
    };
    this.goDown(fault, index);
  }

  /** It was up for a while, and goes down again. */
  flapDue(index: number, serial: number): void {
    const fault = this.faults[index];
    if (fault === undefined || fault.failed || fault.serial !== serial) return;
    this.goDown(fault, index);
  }

  restore(action: ActionIr): void {
    const fault = this.faults[this.indexOf(action.target)];
    if (fault === undefined) return;
    const wasDegraded = this.options.degradations.relieveAll(action.target);
    if (!fault.failed && fault.flap === null) {
      if (!wasDegraded) this.ignore(action, 'it has not failed');
      return;
    }
    fault.flap = null;
    fault.serial++;
    if (fault.failed) this.bringBack(fault);
  }

  /** The time that a failure was to last is over. */
  restoreDue(index: number, serial: number): void {
    const fault = this.faults[index];
    if (fault?.failed !== true || fault.serial !== serial) return;
    this.bringBack(fault);
    if (fault.flap === null) return;
    const { agenda } = this.options;
    const next = agenda.now + fault.flap.upTicks;
    if (next < fault.flap.endTicks) agenda.schedule(next, EventKind.flap, index, serial);
    else fault.flap = null;
  }

  private takeDown(fault: Fault): void {
    fault.failed = true;
    fault.serial++;
    const { commands, lifeCycle } = this.options;
    for (const part of fault.parts) {
      part.downCount++;
      commands.partFailed(part);
    }
    this.options.ground.failed(fault.id);
    this.options.activity?.failed(fault.id);
    if (fault.machine !== null) lifeCycle.kill(fault.machine, fault.id);
  }

  private goDown(fault: Fault, index: number): void {
    const { agenda } = this.options;
    const { downTicks = 0, endTicks = 0 } = fault.flap ?? {};
    this.takeDown(fault);
    const upAt = Math.min(agenda.now + downTicks, endTicks);
    agenda.schedule(upAt, EventKind.restore, index, fault.serial);
  }

  private bringBack(fault: Fault): void {
    fault.failed = false;
    for (const part of fault.parts) part.downCount--;
    this.options.ground.restored(fault.id);
    this.options.reads.restored();
    this.options.activity?.restored(fault.id);
  }

  private ignore(action: ActionIr, why: string): void {
    const { log, agenda } = this.options;
    const message = `${action.target} cannot be made to ${action.action}: ${why}.`;
    log.find('run/action-ignored', agenda.now, action.target, message);
  }

  private indexOf(id: string): number {
    const known = this.indexById.get(id);
    if (known !== undefined) return known;
    const index = this.faults.length;
    this.faults.push(this.fault(id));
    this.indexById.set(id, index);
    return index;
  }

  private fault(id: string): Fault {
    const { site } = this.options;
    const machine = [...site.machines.values()]
      .find((m) => m.ir.sockets.includes(id) || m.ir.computer === id) ?? null;
    const card = site.cards.get(id) ?? null;
    const hypervisorId = machine === null ? id : (machine.ir.hypervisor ?? '');
    const parts = [
      machine?.board, card?.part, site.controllers.get(id)?.part,
      site.hypervisors.get(hypervisorId)?.part,
    ].filter((part) => part !== undefined);
    return { id, parts, machine, failed: false, serial: 0, flap: null };
  }
}
