/**
 * The microVMs of a world and what is done to them: a VMM is started, which costs processor time of
 * its place and some waiting; then a kernel boots on its vCPU; then it is there. Not instances,
 * which a controller and cards bring up. Keeps true: a microVM lives only while its place does, and
 * nothing of one that has ended is heard of again.
 */
import { type Chance, defined } from '#base';
import type { ActionIr, AnyElement, ElementIr, MicrovmPlacementIr, World } from '#ir';
import type { EventKind, Simulation } from '#sim/kernel';
import { doneTo } from './life.ts';
import type { LaunchLog, LifeLog, Log } from './log.ts';
import { drawTicks, timing, type Timing } from './site.ts';

/** What processors do for microVMs. */
export interface MicrovmHost {
  workFor(microvm: string, ticks: number, whenDone: () => void): void;
  giveUp(microvm: string): void;
}

type Times = Readonly<Record<'startTime' | 'kernelTime' | 'initTime' | 'stopTime', Timing>>;

/** One microVM. */
export interface MicrovmLife {
  readonly id: string;
  readonly log: LifeLog;
  /** The host that it is on in the end. */
  readonly host: string | null;
  /** The instance that it runs in, or its machine. */
  readonly place: string;
  readonly inInstance: boolean;
  readonly element: ElementIr<'microvm'>;
  readonly index: number;
  readonly times: Times;
  state: string;
  /** Its guest is up: it may compute. */
  isUp: boolean;
  /** It starts with its place. */
  readonly isOwn: boolean;
  launch: LaunchLog | null;
  /** What is to be done when the waiting is over; what waits for an older one is over. */
  next: (() => void) | null;
  serial: number;
}

export interface MicrovmsOptions {
  readonly world: World;
  readonly simulation: Simulation;
  readonly chance: Chance;
  readonly log: Log;
  readonly host: MicrovmHost;
  readonly launchedLater: readonly string[];
  /** A guest came up, or is gone. */
  readonly changed: (life: MicrovmLife) => void;
}

const ended: readonly string[] = ['off', 'stopped', 'terminated', 'failed'];

export class Microvms {
  readonly lives: readonly MicrovmLife[];
  private readonly options: MicrovmsOptions;
  private readonly byId: ReadonlyMap<string, MicrovmLife>;
  private readonly byPlace = new Map<string, MicrovmLife[]>();
  /** Instances that are not up, and machines that have failed. */
  private readonly down = new Set<string>();
  private readonly due: EventKind;
  private hasBegun = false;

  constructor(options: MicrovmsOptions) {
    this.options = options;
    const { world, simulation } = options;
    this.due = simulation.register((index, serial) => this.waited(index, serial));
    const elements = new Map(world.elements.map((element) => [element.id, element] as const));
    const hosts = new Map(world.machines.map(({ id, host }) => [id, host] as const));
    const later = new Set(options.launchedLater);
    this.lives = world.microvms.map((placement, index) => this.lifeOf(
      placement, index, defined(elements.get(placement.microvm), 'a microVM is an element'),
      hosts.get(placement.machine) ?? null, !later.has(placement.microvm),
    ));
    this.byId = new Map(this.lives.map((life) => [life.id, life] as const));
    for (const life of this.lives) {
      const there = this.byPlace.get(life.place);
      if (there === undefined) this.byPlace.set(life.place, [life]);
      else there.push(life);
      if (life.inInstance) this.down.add(life.place);
    }
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** Time begins: what nobody launches is there from the start, where its place is. */
  begin(): void {
    this.hasBegun = true;
    for (const life of this.lives) {
      if (!life.isOwn || this.down.has(life.place)) continue;
      this.enter(life, 'running');
      this.up(life, true);
    }
  }

  /** An instance is up: what nobody launches starts in it. */
  placeUp(place: string): void {
    const there = this.byPlace.get(place);
    if (there === undefined || !this.down.delete(place)) return;
    if (!this.hasBegun) return;
    for (const life of there) {
      if (life.isOwn && (life.state === 'off' || life.state === 'failed')) this.launch(life);
    }
  }

  /** An instance is gone, or a machine: and with it all that ran there. */
  placeDown(place: string): void {
    const there = this.byPlace.get(place);
    if (there === undefined || this.down.has(place)) return;
    this.down.add(place);
    const lost = there.filter((life) => !ended.includes(life.state));
    for (const life of lost) this.abort(life, 'failed');
    const [first] = lost;
    if (first === undefined) return;
    this.note('run/killed', place, lost.length === 1
      ? `${first.id} was lost with ${place}.`
      : `${String(lost.length)} microVMs were lost with ${place}; the first is ${first.id}.`);
  }

  /** A machine that failed is back, with nothing running on it. */
  placeBack(place: string): void {
    if (this.byPlace.get(place)?.[0]?.inInstance === false) this.down.delete(place);
  }

  act(action: ActionIr): void {
    const life = defined(this.byId.get(action.target), 'a microVM of the world');
    switch (action.action) {
      case 'launch':
        if (!['off', 'stopped', 'failed'].includes(life.state)) this.refuse('launch', life);
        else if (this.down.has(life.place)) this.refuse('launch', life, `${life.place} is not up`);
        else this.launch(life);
        return;
      case 'stop':
        if (life.state === 'running') this.end(life, 'stopping', 'stopped');
        else this.refuse('stop', life);
        return;
      case 'reboot':
        if (life.isUp) this.reboot(life);
        else this.refuse('reboot', life);
        return;
      default:
        if (['off', 'terminating', 'terminated'].includes(life.state)) this.refuse('terminate', life);
        else this.end(life, 'terminating', 'terminated');
        return;
    }
  }

  /** The run is over: tells of launches that had not come to an end, once for each place. */
  close(): void {
    for (const [place, there] of this.byPlace) {
      const open = there.filter((life) => life.launch !== null);
      const [first] = open;
      if (first === undefined) continue;
      this.note('run/launch-unfinished', place, open.length === 1
        ? `The launch of ${first.id} had not come to its end when the run ended.`
        : `${String(open.length)} launches on ${place} had not come to their end when the run `
          + 'ended.');
    }
  }

  private lifeOf(
    placement: MicrovmPlacementIr, index: number, element: AnyElement, host: string | null,
    isOwn: boolean,
  ): MicrovmLife {
    const microvm = element as ElementIr<'microvm'>;
    const { startTimeTicks, kernelTimeTicks, initTimeTicks, stopTimeTicks } = microvm.properties;
    const { chance } = this.options;
    return {
      id: element.id, element: microvm, index, host, isOwn,
      place: placement.instance ?? placement.machine, inInstance: placement.instance !== null,
      times: {
        startTime: timing(element, 'startTime', startTimeTicks, chance),
        kernelTime: timing(element, 'kernelTime', kernelTimeTicks, chance),
        initTime: timing(element, 'initTime', initTimeTicks, chance),
        stopTime: timing(element, 'stopTime', stopTimeTicks, chance),
      },
      log: { instance: element.id, states: [{ atTicks: 0, state: 'off' }], launches: [] },
      state: 'off', isUp: false, launch: null, next: null, serial: 0,
    };
  }

  private launch(life: MicrovmLife): void {
    const { now } = this.options.simulation;
    const launch: LaunchLog = { requestedTicks: now, bootTicks: null, steps: [], timeouts: 0 };
    life.log.launches.push(launch);
    life.launch = launch;
    this.enter(life, 'pending');
    this.step(life, 'requested', 0);
    this.start(life);
  }

  /** The VMM: processor time first, then what it waits for; then the kernel, then services. */
  private start(life: MicrovmLife): void {
    const { host, simulation } = this.options;
    const takes = this.draw(life, 'startTime');
    const work = life.element.properties.startWorkTicks;
    const then = (): void => {
      this.step(life, 'allocated', takes);
      if (life.state === 'pending') this.enter(life, 'running');
      this.step(life, 'started', 0);
      this.work(life, 'kernelTime', () => {
        this.step(life, 'kernel', 0);
        this.work(life, 'initTime', () => this.booted(life));
      });
    };
    const wait = (): void => {
      if (takes > work) this.wait(life, simulation.now + takes - work, then);
      else then();
    };
    if (work === 0) wait();
    else host.workFor(life.id, work, wait);
  }

  private work(life: MicrovmLife, property: 'kernelTime' | 'initTime', then: () => void): void {
    const takes = this.draw(life, property);
    if (takes === 0) {
      then();
      return;
    }
    this.options.host.workFor(life.id, takes, then);
  }

  private booted(life: MicrovmLife): void {
    this.step(life, 'running', 0);
    const { launch } = life;
    if (launch !== null) launch.bootTicks = this.options.simulation.now - launch.requestedTicks;
    life.launch = null;
    this.up(life, true);
  }

  /** A VMM ends with its guest, so another one is started. */
  private reboot(life: MicrovmLife): void {
    this.up(life, false);
    this.wait(life, this.options.simulation.now + this.draw(life, 'stopTime'), () =>
      this.start(life));
  }

  private end(life: MicrovmLife, during: string, after: string): void {
    const { now } = this.options.simulation;
    const isThere = !ended.includes(life.state);
    this.abort(life, during);
    const takes = isThere ? this.draw(life, 'stopTime') : 0;
    this.wait(life, now + takes, () => this.enter(life, after));
  }

  private abort(life: MicrovmLife, state: string): void {
    this.options.host.giveUp(life.id);
    life.serial++;
    life.next = null;
    life.launch = null;
    this.enter(life, state);
    this.up(life, false);
  }

  private wait(life: MicrovmLife, atTicks: number, next: () => void): void {
    life.serial++;
    life.next = next;
    this.options.simulation.schedule(atTicks, this.due, life.index, life.serial);
  }

  private waited(index: number, serial: number): void {
    const life = defined(this.lives[index], 'a microVM that waits');
    if (life.serial !== serial) return;
    const { next } = life;
    life.next = null;
    next?.();
  }

  private draw(life: MicrovmLife, property: keyof Times): number {
    return drawTicks(this.options, life.times[property], life.id);
  }

  /** `takes` is what it would have taken on an idle place; the rest was waiting for a processor. */
  private step(life: MicrovmLife, step: string, takes: number): void {
    const { launch } = life;
    if (launch === null) return;
    const { now } = this.options.simulation;
    const fromTicks = launch.steps.at(-1)?.toTicks ?? launch.requestedTicks;
    launch.steps.push({
      step, fromTicks, toTicks: now, timedOutTicks: 0,
      queuedTicks: takes === 0 ? 0 : Math.max(0, now - fromTicks - takes),
      by: step === 'allocated' ? life.place : null,
    });
  }

  private up(life: MicrovmLife, isUp: boolean): void {
    if (life.isUp === isUp) return;
    life.isUp = isUp;
    this.options.changed(life);
  }

  private enter(life: MicrovmLife, state: string): void {
    life.state = state;
    const { states } = life.log;
    const { now } = this.options.simulation;
    // Who is there from the start was never off.
    if (now === 0 && states.length === 1 && state === 'running') states.length = 0;
    states.push({ atTicks: now, state });
  }

  private refuse(action: string, life: MicrovmLife, why = `it is ${life.state}`): void {
    this.note('run/action-ignored', life.id, `${life.id} cannot be ${doneTo(action)}: ${why}.`);
  }

  private note(code: Parameters<Log['find']>[0], element: string, message: string): void {
    this.options.log.find(code, this.options.simulation.now, element, message);
  }
}
