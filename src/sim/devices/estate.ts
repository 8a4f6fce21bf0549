/**
 * All the hosts and instances of one world, brought to life: it takes events and acts on them.
 * Not the loop that hands them out, and not results. Keeps true: what happens is a function of the
 * world, the actions and the dice alone.
 */
import { type Chance, defined } from '#base';
import type { ActionIr, World } from '#ir';
import type { Simulation } from '#sim/kernel';
import { Activity } from './activity.ts';
import { BootReads } from './boot-read.ts';
import { Commands } from './commands.ts';
import { nothingAtHand, type OpenContent } from './content.ts';
import { Degradations } from './degradations.ts';
import type { Desk } from './desk.ts';
import { Faults } from './faults.ts';
import { Ground } from './ground.ts';
import type { Life } from './life.ts';
import { LifeCycle } from './life-cycle.ts';
import { type LifeLog, Log } from './log.ts';
import { type Agenda, EventKind } from './port.ts';
import { Security } from './security/index.ts';
import { buildSite, type Site } from './site.ts';
import type { PacketRequest } from './networks/index.ts';
import type { Faster } from './traffic/index.ts';

export interface EstateOptions {
  readonly agenda: Agenda;
  readonly simulation: Simulation;
  readonly world: World;
  readonly ticksPerSecond: number;
  readonly chance: Chance;
  readonly actions: readonly ActionIr[];
  readonly launchedLater: readonly string[];
  /** Files that properties name; left out: none is to be had. */
  readonly open?: OpenContent;
  /** When the run ends for certain; null: when nothing is left to do. */
  readonly endTicks: number | null;
  /** A place that works faster than it does, to see what that would change. */
  readonly faster?: Faster | null;
  /** A stream whose packets are written down. */
  readonly packets?: PacketRequest | null;
}

/** A finding or an operation with its stages, as seen in a heap snapshot, rounded up. */
const bytesPerEntry = 4096;

/** An instance or a microVM, for whoever reads a run. */
export interface Lived {
  readonly id: string;
  readonly log: LifeLog;
  readonly host: string | null;
}

export class Estate {
  readonly log = new Log();
  readonly site: Site;
  readonly security: Security;
  readonly ground: Ground;
  /** Null where no workload runs. */
  readonly activity: Activity | null;
  private readonly options: EstateOptions;
  private readonly commands: Commands;
  private readonly reads: BootReads;
  private readonly lifeCycle: LifeCycle;
  private readonly faults: Faults;
  private readonly degradations: Degradations;
  private readonly timeoutsBefore = new Map<string, number>();

  constructor(options: EstateOptions) {
    this.options = options;
    const { agenda, world, ticksPerSecond, chance, launchedLater } = options;
    const { log } = this;
    this.site = buildSite({ world, ticksPerSecond, chance, log });
    this.commands = new Commands(agenda);
    this.ground = new Ground({
      world, simulation: options.simulation, chance, ticksPerSecond, log,
      faster: options.faster ?? null, packets: options.packets ?? null,
    });
    const { ground } = this;
    this.reads = new BootReads(ground, this.site);
    this.security = new Security(this.site, log, () => agenda.now);
    const { security } = this;
    const shared = {
      agenda, log, site: this.site, commands: this.commands, reads: this.reads, security,
    };
    this.activity = world.streams.length + world.microvms.length === 0
      ? null : this.activityOf();
    const { activity } = this;
    this.lifeCycle = new LifeCycle({
      ...shared, ticksPerSecond, launchedLater,
      changed: (life) => {
        security.lifeChanged(life);
        activity?.lifeChanged(life);
      },
    });
    for (const life of this.lifeCycle.lives) security.lifeChanged(life);
    this.degradations = new Degradations({ agenda, ground, site: this.site, log });
    this.faults = new Faults({
      ...shared, lifeCycle: this.lifeCycle, activity, ground, degradations: this.degradations,
    });
    ground.cut(agenda.now);
    activity?.begin(this.lifeCycle.lives);
    options.actions.forEach((action, index) =>
      agenda.schedule(action.atTicks, EventKind.action, index, 0));
  }

  get lives(): readonly Life[] {
    return this.lifeCycle.lives;
  }

  /** Of instances and microVMs: what is written down of each, and the host that it is on. */
  allLives(): readonly Lived[] {
    return [
      ...this.lives.map(({ id, log, home }) => ({ id, log, host: home.machine.ir.host })),
      ...(this.activity?.microvms?.lives ?? []),
    ];
  }

  /** Acts on an event that was scheduled. */
  handle(kind: number, entity: number, payload: number): void {
    switch (kind) {
      case EventKind.action:
        this.act(defined(this.options.actions[entity], 'an action of this run'));
        return;
      case EventKind.restore:
        this.faults.restoreDue(entity, payload);
        return;
      case EventKind.relieve:
        this.degradations.relieveDue(entity);
        return;
      case EventKind.flap:
        this.faults.flapDue(entity, payload);
        return;
      case EventKind.work:
        this.commands.worked(entity, payload);
        return;
      case EventKind.timeout:
        this.commands.timedOut(entity, payload);
        return;
      default:
        this.lifeCycle.delayed(entity);
        return;
    }
  }

  /** Every place where work queues, and what each one serves is found by its id. */
  desks(): readonly Desk[] {
    return [
      ...[...this.site.controllers.values()].map((controller) => controller.part.desk),
      ...[...this.site.hypervisors.values()].map((hypervisor) => hypervisor.part.desk),
      ...this.site.cardList.map((card) => card.part.desk),
    ];
  }

  /** Stops the program when any books do not agree. */
  audit(now: number): void {
    for (const desk of this.desks()) desk.audit(now);
    for (const machine of this.site.machines.values()) {
      machine.board.desk.audit(now);
      machine.chip?.desk.audit(now);
    }
    this.security.audit();
    this.ground.network.audit();
    this.ground.flash.audit();
    this.ground.fabrics.audit();
    this.activity?.audit(now);
  }

  /** The warm-up is over. */
  cut(now: number): void {
    for (const desk of this.desks()) desk.cut(now);
    this.lifeCycle.cut();
    this.security.cut();
    this.ground.cut(now);
    this.activity?.cut(now);
    for (const [id, controller] of this.site.controllers) {
      this.timeoutsBefore.set(id, controller.timeouts);
    }
  }

  /** Time-outs of a controller or an instance since the warm-up. */
  timeoutsOf(id: string): number {
    const controller = this.site.controllers.get(id);
    if (controller !== undefined) return controller.timeouts - (this.timeoutsBefore.get(id) ?? 0);
    const life = this.lifeCycle.find(id);
    return life === undefined ? 0 : life.timeouts - life.timeoutsBefore;
  }

  /** A rough measure of what is kept, for the limit on it. */
  memoryBytes(): number {
    const entries = this.log.findings.length + this.lifeCycle.operationCount;
    return bytesPerEntry * entries + this.ground.network.memoryBytes()
      + this.ground.flash.memoryBytes() + this.ground.fabrics.memoryBytes()
      + (this.activity?.traffic.memoryBytes() ?? 0);
  }

  /** The run is over. */
  close(): void {
    this.lifeCycle.close();
    this.activity?.close(this.options.agenda.now);
    this.ground.flash.close(this.options.agenda.now);
    this.ground.fabrics.close();
  }

  private act(action: ActionIr): void {
    if (action.action === 'fail') this.faults.fail(action);
    else if (action.action === 'restore') this.faults.restore(action);
    else if (action.action === 'flap') this.faults.flap(action);
    else if (action.action === 'degrade' || action.action === 'corrupt') {
      this.degradations.begin(action);
    }
    else if (action.action === 'start') this.activity?.ask(action.target, true);
    else if (action.action === 'end') this.activity?.ask(action.target, false);
    else if (action.action === 'read' || action.action === 'write') this.security.act(action);
    else if (this.activity?.microvms?.has(action.target) === true) {
      this.activity.microvms.act(action);
    } else this.lifeCycle.act(action);
  }

  private activityOf(): Activity {
    const {
      world, simulation, chance, ticksPerSecond, actions, endTicks, launchedLater,
    } = this.options;
    const startedLater = actions.filter(({ action }) => action === 'start')
      .map(({ target }) => target);
    return new Activity({
      world, simulation, chance, ticksPerSecond, log: this.log, startedLater, launchedLater,
      endTicks, open: this.options.open ?? nothingAtHand, ground: this.ground,
    });
  }
}
