/**
 * The instances of a world and what is done to them: states, actions, and what comes of them.
 * Not the order of stages (procedures.ts) nor failures of parts (faults.ts).
 * Keeps true: an action that cannot be done in the state it meets is a finding and changes nothing;
 * an instance never acts after it was killed or terminated.
 */
import { defined } from '#base';
import type { ActionIr } from '#ir';
import type { BootReads } from './boot-read.ts';
import type { Commands, Order } from './commands.ts';
import { doneTo, type Life, newLife, silenceOf } from './life.ts';
import type { Log } from './log.ts';
import {
  type Effect, Operation, type OperationOptions, type OperationOwner, type Stage, type Workshop,
} from './operation.ts';
import type { Part } from './part.ts';
import type { Agenda } from './port.ts';
import {
  attachStages, detachStages, launchStages, rebootStages, stopStages, terminateStages,
} from './procedures.ts';
import type { Security } from './security/index.ts';
import { drawTicks, type MachineSite, type Site } from './site.ts';

export interface LifeCycleOptions {
  readonly agenda: Agenda;
  readonly site: Site;
  readonly log: Log;
  readonly commands: Commands;
  readonly reads: BootReads;
  readonly security: Security;
  readonly ticksPerSecond: number;
  /** Off until an action launches them; the others run from the start. */
  readonly launchedLater: readonly string[];
  /** What an instance can do has changed: it runs or no longer, a device came or went. */
  readonly changed: (life: Life) => void;
}

const named = (kind: string, device: string | null): string =>
  device === null ? kind : `${kind} of ${device}`;

export class LifeCycle implements OperationOwner {
  readonly lives: readonly Life[];
  private readonly options: LifeCycleOptions;
  private readonly shop: Workshop;
  private readonly byId: ReadonlyMap<string, Life>;
  private readonly operations: Operation[] = [];
  /** The instance that holds each volume and interface. */
  private readonly holders = new Map<string, string>();

  constructor(options: LifeCycleOptions) {
    this.options = options;
    const { agenda, site, commands, reads, security } = options;
    this.shop = { agenda, site, commands, reads, security, owner: this };
    const later = new Set(options.launchedLater);
    this.lives = site.placements.map((placement) => {
      const id = placement.instance;
      return newLife(site, placement, later.has(id) ? 'off' : 'running');
    });
    for (const life of this.lives) {
      for (const device of life.devices) if (device !== '') this.holders.set(device, life.id);
    }
    this.byId = new Map(this.lives.map((life) => [life.id, life] as const));
  }

  /** The instance of an id, or undefined. */
  find(id: string): Life | undefined {
    return this.byId.get(id);
  }

  get operationCount(): number {
    return this.operations.length;
  }

  /** A stage that only takes time is over. */
  delayed(index: number): void {
    defined(this.operations[index], () => `there is no operation ${String(index)}`).delayed();
  }

  /** Carries out an action on an instance, a volume or an interface. */
  act(action: ActionIr): void {
    switch (action.action) {
      case 'launch':
        this.launch(this.at(action.target));
        return;
      case 'stop':
        this.stop(this.at(action.target));
        return;
      case 'reboot':
        this.reboot(this.at(action.target));
        return;
      case 'terminate':
        this.terminate(this.at(action.target));
        return;
      case 'attach':
        this.attach(action.target, action.to);
        return;
      default:
        this.detach(action.target);
        return;
    }
  }

  /** What a machine was running is gone. */
  kill(machine: MachineSite, cause: string): void {
    for (const life of this.lives) {
      if (life.home.machine !== machine) continue;
      if (['off', 'stopped', 'terminated', 'failed'].includes(life.state)) continue;
      // A launch that is still in the control plane has nothing there, and will hear no answer.
      if (life.state === 'pending' && life.doing?.taken === false) continue;
      this.abortAll(life, 'failed');
      this.note('run/killed', life.id, `${life.id} was lost when ${cause} failed.`);
    }
  }

  /** The warm-up is over: counts start anew. */
  cut(): void {
    for (const life of this.lives) life.timeoutsBefore = life.timeouts;
  }

  /** Tells of launches that had not come to an end. */
  close(): void {
    for (const life of this.lives) {
      if (life.doing?.kind !== 'launch') continue;
      this.note(
        'run/launch-unfinished', life.id,
        `The launch of ${life.id} had not reached '${life.doing.stepInHand()}' when the run ended.`,
      );
    }
  }

  happened(operation: Operation, effect: Effect): void {
    const life = this.at(operation.instance);
    const { device } = operation;
    switch (effect) {
      case 'verified':
        if (this.options.security.stopsBoot(life)) this.abortAll(life, 'failed');
        return;
      case 'started':
        this.enter(life, 'running');
        return;
      case 'booted':
        this.booted(life, operation);
        return;
      case 'stopped':
        this.letGo(life, 'stopped');
        return;
      case 'terminated':
        this.letGo(life, 'terminated');
        return;
      case 'rebooted':
        life.doing = null;
        this.options.changed(life);
        this.tell(operation, 'run/rebooted', `${life.id} was rebooted`);
        return;
      case 'attached':
        life.beside.delete(operation);
        if (device !== null) life.devices.push(device);
        this.options.changed(life);
        this.tell(operation, 'run/attached', `${device ?? ''} was attached to ${life.id}`);
        return;
      case 'detached':
        this.detached(life, operation);
        return;
    }
  }

  timedOut(operation: Operation, order: Order): void {
    const life = this.at(operation.instance);
    life.timeouts++;
    if (operation.launch !== null) operation.launch.timeouts++;
    const { controller } = operation;
    if (controller === null) return;
    controller.timeouts++;
    const { element } = controller.part;
    this.options.log.use(element, order.board ? 'boardTimeout' : 'timeout');
    this.options.log.use(element, 'retries');
  }

  failed(operation: Operation, part: Part, tries: number): void {
    const life = this.at(operation.instance);
    const { kind, device } = operation;
    const silence = silenceOf(part, tries);
    if (kind === 'launch') {
      const step = operation.stepInHand();
      this.note('run/launch-failed', life.id,
        `The launch of ${life.id} failed before '${step}': ${silence}.`);
    } else {
      this.note('run/command-failed', life.id,
        `The ${named(kind, device)} failed for ${life.id}: ${silence}.`);
    }
    life.beside.delete(operation);
    if (kind === 'attach' && device !== null) this.holders.delete(device);
    if (life.doing !== operation) return;
    life.doing = null;
    // A guest that was to be rebooted goes on; what was to be stopped has no known state.
    if (kind !== 'reboot') this.abortAll(life, 'failed');
    else this.options.changed(life);
  }

  private launch(life: Life): void {
    const { machine, bootPath } = life.home;
    const { now } = this.options.agenda;
    if (!['off', 'stopped', 'failed'].includes(life.state)) {
      this.ignore('launch', life, `it is ${life.state}`); return;
    }
    if (now < machine.scrubbedTicks) {
      this.ignore('launch', life, `${machine.ir.id} is still being scrubbed`); return;
    }
    if (bootPath === null) {
      this.note('run/no-boot-volume', life.id, `${life.id} has no volume to read boot code from.`);
    }
    const launch = { requestedTicks: now, bootTicks: null, steps: [], timeouts: 0 };
    life.log.launches.push(launch);
    life.held = true;
    this.enter(life, 'pending');
    const stages = launchStages(this.options.site, life.home, life.devices);
    const marks: Stage[] = [{ is: 'reached', step: 'requested', guest: true }];
    this.begin(life, 'launch', [...marks, ...stages], { launch });
  }

  private stop(life: Life): void {
    if (life.state !== 'running') {
      this.ignore('stop', life, `it is ${life.state}`);
      return;
    }
    const stages = stopStages(this.options.site, life.home, life.devices);
    this.abortAll(life, 'stopping');
    this.begin(life, 'stop', stages);
  }

  private reboot(life: Life): void {
    if (life.state !== 'running') {
      this.ignore('reboot', life, `it is ${life.state}`);
      return;
    }
    if (life.doing !== null) {
      this.ignore('reboot', life, 'its guest is still starting'); return;
    }
    this.begin(life, 'reboot', rebootStages(life.home));
    this.options.changed(life);
  }

  private terminate(life: Life): void {
    if (['off', 'terminating', 'terminated'].includes(life.state)) {
      this.ignore('terminate', life, `it is ${life.state}`); return;
    }
    const up = life.state === 'running';
    const is = { held: life.held, up };
    const stages = terminateStages(this.options.site, life.home, life.devices, is);
    this.abortAll(life, 'terminating');
    this.begin(life, 'terminate', stages);
  }

  private attach(device: string, to: string | null): void {
    const holder = this.holders.get(device);
    const parent = this.options.site.elements.get(device)?.parent ?? null;
    const life = this.byId.get(to ?? parent ?? '');
    if (holder !== undefined) {
      this.refuse('attach', device, `${holder} has it already`); return;
    }
    if (life === undefined) {
      this.refuse('attach', device, 'it is not said to which instance');
      return;
    }
    if (life.state !== 'running') {
      this.refuse('attach', device, `${life.id} is ${life.state}`); return;
    }
    this.holders.set(device, life.id);
    const stages = attachStages(this.options.site, life.home, device);
    this.begin(life, 'attach', stages, { device });
  }

  private detach(device: string): void {
    const life = this.byId.get(this.holders.get(device) ?? '');
    if (life === undefined) {
      this.refuse('detach', device, 'no instance has it');
      return;
    }
    if (life.state !== 'running' || !life.devices.includes(device)) {
      const why = life.state === 'running' ? 'it is still being attached' : `${life.id} is ${life.state}`;
      this.refuse('detach', device, why); return;
    }
    if ([...life.beside].some((operation) => operation.device === device)) {
      this.refuse('detach', device, 'it is being detached already'); return;
    }
    const stages = detachStages(this.options.site, life.home, device);
    this.begin(life, 'detach', stages, { device });
  }

  private begin(
    life: Life,
    kind: OperationOptions['kind'],
    stages: readonly Stage[],
    more: Partial<Pick<OperationOptions, 'launch' | 'device'>> = {},
  ): Operation {
    const operation = new Operation(this.shop, {
      index: this.operations.length, kind, instance: life.id, device: more.device ?? null,
      controller: life.home.controller, stages, launch: more.launch ?? null,
      requestedTicks: this.options.agenda.now,
    });
    this.operations.push(operation);
    if (more.device !== undefined) life.beside.add(operation);
    else life.doing = operation;
    operation.proceed();
    return operation;
  }

  private booted(life: Life, operation: Operation): void {
    if (operation.launch !== null) {
      operation.launch.bootTicks = this.options.agenda.now - operation.requestedTicks;
    }
    life.doing = null;
    this.options.changed(life);
  }

  /** The host has let go of it; a whole computer is scrubbed before anybody else gets it. */
  private letGo(life: Life, state: 'stopped' | 'terminated'): void {
    const { machine } = life.home;
    const { held } = life;
    this.enter(life, state);
    life.doing = null;
    life.held = false;
    if (state === 'terminated') for (const device of life.devices) this.holders.delete(device);
    if (machine.scrubTime === null || !held) return;
    const { now } = this.options.agenda;
    if (now < machine.scrubbedTicks) return;
    this.options.security.scrubbed(machine);
    machine.scrubbedTicks = now + drawTicks(this.options.site, machine.scrubTime, life.id);
  }

  private detached(life: Life, operation: Operation): void {
    const { device } = operation;
    life.beside.delete(operation);
    if (device === null) return;
    life.devices.splice(life.devices.indexOf(device), 1);
    this.holders.delete(device);
    this.options.changed(life);
    this.tell(operation, 'run/detached', `${device} was detached from ${life.id}`);
  }

  /** Everything that is being done to it ends here. */
  private abortAll(life: Life, state: string): void {
    life.doing?.abort();
    life.doing = null;
    for (const operation of life.beside) {
      operation.abort();
      if (operation.kind === 'attach') this.holders.delete(operation.device ?? '');
    }
    life.beside.clear();
    if (state === 'failed') life.held = false;
    this.enter(life, state);
  }

  private enter(life: Life, state: string): void {
    life.state = state;
    life.log.states.push({ atTicks: this.options.agenda.now, state });
    this.options.changed(life);
  }

  private tell(
    operation: Operation,
    code: 'run/rebooted' | 'run/attached' | 'run/detached',
    sentence: string,
  ): void {
    const took = this.options.agenda.now - operation.requestedTicks;
    const seconds = String(Math.round((took / this.options.ticksPerSecond) * 1000) / 1000);
    this.note(code, operation.device ?? operation.instance, `${sentence} in ${seconds} s.`);
  }

  private ignore(action: string, life: Life, why: string): void {
    this.refuse(action, life.id, why);
  }

  private refuse(action: string, id: string, why: string): void {
    this.note('run/action-ignored', id, `${id} cannot be ${doneTo(action)}: ${why}.`);
  }

  private note(code: Parameters<Log['find']>[0], element: string, message: string): void {
    this.options.log.find(code, this.options.agenda.now, element, message);
  }

  private at(id: string): Life {
    return defined(this.byId.get(id), () => `there is no instance '${id}'`);
  }
}
