/**
 * One thing done to an instance (launch, stop, reboot, terminate, attach, detach) as a row of
 * stages, carried out one after another: requests, commands, phases of the guest, marks.
 * Not the choice of stages: that is in procedures.ts. Keeps true: the time of a step is the sum of
 * its stages; where parts work side by side, the last one to finish is the one that is told of.
 */
import { defined } from '#base';
import type { BootPath, BootReads } from './boot-read.ts';
import { type CommandCost, type CommandOwner, type Commands, forever, type Order } from './commands.ts';
import type { LaunchLog } from './log.ts';
import type { Part } from './part.ts';
import { type Agenda, EventKind } from './port.ts';
import type { Security } from './security/index.ts';
import { type ControllerSite, drawTicks, type Site, type Timing } from './site.ts';

export type Stage =
  /** The control plane deals with the request and hands it to the controller. */
  | { readonly is: 'request' }
  /** The controller works on the next command. */
  | { readonly is: 'command' }
  /** A part carries out a command; of several times the longest counts. */
  | { readonly is: 'work'; readonly part: Part; readonly times: readonly Timing[];
    readonly board: boolean; }
  /** Several parts at once, each with its own devices; done when the last one is. */
  | { readonly is: 'together'; readonly work: readonly { readonly part: Part;
    readonly time: Timing; }[]; }
  /** The guest is busy by itself. */
  | { readonly is: 'guest'; readonly time: Timing }
  /** Boot code is read through the EBS path; null: there is no boot volume. */
  | { readonly is: 'read'; readonly path: BootPath | null }
  /** A step of the launch is reached. */
  | { readonly is: 'reached'; readonly step: string; readonly guest: boolean }
  /** Something is true from here on. */
  | { readonly is: 'then'; readonly effect: Effect };

export type Effect = 'verified' | 'started' | 'booted' | 'stopped' | 'terminated' | 'rebooted'
  | 'attached' | 'detached';

export interface OperationOptions {
  readonly index: number;
  readonly kind: 'launch' | 'stop' | 'terminate' | 'reboot' | 'attach' | 'detach';
  readonly instance: string;
  /** The volume or interface, for attach and detach. */
  readonly device: string | null;
  readonly controller: ControllerSite | null;
  readonly stages: readonly Stage[];
  readonly launch: LaunchLog | null;
  readonly requestedTicks: number;
}

/** Who is told of what an operation comes to. */
export interface OperationOwner {
  happened(operation: Operation, effect: Effect): void;
  timedOut(operation: Operation, order: Order): void;
  failed(operation: Operation, part: Part, tries: number): void;
}

/** What operations work with. */
export interface Workshop {
  readonly agenda: Agenda;
  readonly site: Site;
  readonly commands: Commands;
  readonly reads: BootReads;
  readonly security: Security;
  readonly owner: OperationOwner;
}

/** More commands than a launch has: what is done to an instance that runs goes before launches. */
const launchCommandsMax = 16;

export class Operation implements CommandOwner {
  readonly index: number;
  readonly kind: OperationOptions['kind'];
  readonly instance: string;
  readonly device: string | null;
  readonly controller: ControllerSite | null;
  readonly launch: LaunchLog | null;
  readonly requestedTicks: number;
  /** Aborted operations hear no more answers. */
  over = false;
  /** The request has left the control plane: the host knows of it. */
  taken: boolean;
  private readonly shop: Workshop;
  private readonly stages: readonly Stage[];
  private next = 0;
  private outstanding = 0;
  private commandsDone = 0;
  private read = -1;
  private stepFromTicks: number;
  private queuedTicks = 0;
  private timedOutTicks = 0;
  private by: string | null = null;

  constructor(shop: Workshop, options: OperationOptions) {
    this.shop = shop;
    this.index = options.index;
    this.kind = options.kind;
    this.instance = options.instance;
    this.device = options.device;
    this.controller = options.controller;
    this.taken = options.controller === null;
    this.stages = options.stages;
    this.launch = options.launch;
    this.requestedTicks = options.requestedTicks;
    this.stepFromTicks = options.requestedTicks;
  }

  /** Carries out the next stages, until one takes time. */
  proceed(): void {
    while (!this.over) {
      const stage = this.stages[this.next++];
      if (stage === undefined) {
        this.over = true;
        return;
      }
      if (this.begin(stage)) return;
    }
  }

  /** A delay is over. */
  delayed(): void {
    if (this.over) return;
    const stage = this.stages[this.next - 1];
    if (stage?.is === 'request') this.handOver();
    else this.proceed();
  }

  abort(): void {
    this.over = true;
    if (this.read >= 0) this.shop.reads.cancel(this.read);
  }

  commandDone(order: Order, cost: CommandCost): void {
    if (this.over) return;
    this.outstanding--;
    if (this.outstanding > 0) return;
    this.commandsDone++;
    this.taken = true;
    this.by = order.part.id;
    this.queuedTicks += cost.queuedTicks;
    this.timedOutTicks += cost.timedOutTicks;
    this.proceed();
  }

  commandTimedOut(order: Order): void {
    if (!this.over) this.shop.owner.timedOut(this, order);
  }

  commandFailed(order: Order, tries: number): void {
    if (this.over) return;
    this.abort();
    this.shop.owner.failed(this, order.part, tries);
  }

  /** The step that the operation is at, for a message. */
  stepInHand(): string {
    for (let i = this.next - 1; i < this.stages.length; i++) {
      const stage = this.stages[i];
      if (stage?.is === 'reached') return stage.step;
    }
    return this.kind;
  }

  /** True when the stage takes time and somebody will come back. */
  private begin(stage: Stage): boolean {
    switch (stage.is) {
      case 'request':
        return this.beginRequest();
      case 'command':
        return this.beginCommand();
      case 'work':
        this.send(stage.part, this.longest(stage.times), stage.board);
        return true;
      case 'together':
        return this.beginTogether(stage.work);
      case 'guest':
        this.delay(drawTicks(this.shop.site, stage.time, this.instance));
        return true;
      case 'read':
        return this.beginRead(stage.path);
      case 'reached':
        this.mark(stage.step, stage.guest);
        return false;
      case 'then':
        this.shop.owner.happened(this, stage.effect);
        return false;
    }
  }

  private beginRequest(): boolean {
    if (this.controller === null) return false;
    this.delay(drawTicks(this.shop.site, this.controller.requestTime, this.instance));
    return true;
  }

  /** The request is at the controller, which takes it at once unless it is lost. */
  private handOver(): void {
    const controller = defined(this.controller, 'a request goes to a controller');
    this.send(controller.part, null, false);
  }

  private beginCommand(): boolean {
    const { controller } = this;
    if (controller === null) return false;
    const ticks = drawTicks(this.shop.site, controller.commandTime, this.instance);
    this.send(controller.part, ticks, false);
    return true;
  }

  private beginTogether(
    work: readonly { readonly part: Part; readonly time: Timing }[],
  ): boolean {
    if (work.length === 0) return false;
    this.outstanding = work.length;
    for (const { part, time } of work) {
      this.order(part, drawTicks(this.shop.site, time, this.instance), false);
    }
    return true;
  }

  private beginRead(path: BootPath | null): boolean {
    if (path === null) return false;
    if (path.instance.properties.bootReadBytes === 0) return false;
    this.read = this.shop.reads.begin(path, (queuedTicks) => {
      this.read = -1;
      this.by = path.card.part.id;
      this.queuedTicks += queuedTicks;
      this.proceed();
    });
    return true;
  }

  private longest(times: readonly Timing[]): number {
    return Math.max(0, ...times.map((time) => drawTicks(this.shop.site, time, this.instance)));
  }

  private delay(ticks: number): void {
    const { agenda } = this.shop;
    agenda.schedule(agenda.now + ticks, EventKind.delay, this.index, 0);
  }

  private send(part: Part, workTicks: number | null, board: boolean): void {
    this.outstanding = 1;
    this.order(part, workTicks, board);
  }

  private order(part: Part, workTicks: number | null, board: boolean): void {
    const limits = this.controller?.element.properties;
    // What reaches the controller itself is the request of the control plane.
    if (this.controller !== null && part !== this.controller.part) {
      this.shop.security.messages.from(this.controller.part.id, part.id);
    }
    const timeoutTicks = board ? limits?.boardTimeoutTicks : limits?.timeoutTicks;
    this.shop.commands.send({
      part, workTicks, instance: this.instance, owner: this,
      timeoutTicks: timeoutTicks ?? forever, retries: limits?.retries ?? 0, board,
      rank: this.commandsDone + (this.kind === 'launch' ? 0 : launchCommandsMax),
    });
  }

  private mark(step: string, guest: boolean): void {
    const { now } = this.shop.agenda;
    this.launch?.steps.push({
      step, fromTicks: this.stepFromTicks, toTicks: now, queuedTicks: this.queuedTicks,
      timedOutTicks: this.timedOutTicks, by: guest ? null : this.by,
    });
    this.stepFromTicks = now;
    this.queuedTicks = 0;
    this.timedOutTicks = 0;
    this.by = null;
  }
}
