/**
 * Who has which hardware thread of a machine: whoever has had least of its share goes next, for a
 * time slice; who wakes up and has kept to its share goes before all others. Not what a vCPU does
 * while it runs: that is its worker's. Keeps true: no thread is idle while somebody waits who may
 * run on it.
 *
 * Shares are kept by start-time fair queueing: the virtual time of a queue is the latest at which
 * somebody of it was given a thread. A guest that slept finds itself at most one slice behind that:
 * so much of a share that was not used is kept, and no more.
 */
import { defined } from '#base';
import type { EventKind, Simulation } from '#sim/kernel';
import { firstOf, RunQueue } from './run-queue.ts';
import type { Core, Share, SharedVcpu, Thread } from './shared-vcpu.ts';

export interface TurnsOptions {
  readonly simulation: Simulation;
  readonly threads: number;
  readonly threadsPerCore: number;
  readonly siblingSpeed: number;
  readonly sliceTicks: number;
  readonly switchTicks: number;
  /** Nobody who wakes up takes a thread away before whoever has it had it for so long. */
  readonly minimumRunTicks: number;
  readonly boost: boolean;
  readonly worker: Worker;
}

/** What vCPUs do while they run. */
export interface Worker {
  hasWork(vcpu: SharedVcpu): boolean;
  /** It runs from now on, and turns to what comes first. */
  begin(vcpu: SharedVcpu): void;
  /** It ran for so long, at the speed of its thread. */
  work(vcpu: SharedVcpu, ticks: number, speed: number): void;
  /** Work until something of it is through; Infinity while that is not near. */
  left(vcpu: SharedVcpu): number;
  /** The timer of its thread went off. */
  due(thread: Thread, vcpu: SharedVcpu): void;
  /** It may have begun to run, or ended, or go at another pace. */
  changed(vcpu: SharedVcpu, isPace: boolean): void;
}

export class Turns {
  readonly threads: readonly Thread[];
  readonly queue = new RunQueue();
  private readonly options: TurnsOptions;
  private readonly worker: Worker;
  private idleCount: number;
  private orders = 0;
  /** Of a stint that begins with a switch. */
  private readonly stintTicks: number;

  constructor(options: TurnsOptions) {
    this.options = options;
    this.worker = options.worker;
    const { simulation, threads, threadsPerCore, sliceTicks, switchTicks } = options;
    // A slice has the switch in it, as a clock interrupt that comes every slice finds it. One that
    // is all switch would let nobody run, and so is taken to begin after it.
    this.stintTicks = sliceTicks > switchTicks ? sliceTicks : sliceTicks + switchTicks;
    const tick = simulation.register((thread) => this.due(thread));
    const cores: Core[] = [];
    this.threads = Array.from({ length: threads }, (_, index) => {
      if (index % threadsPerCore === 0) cores.push({ threads: [], busy: 0 });
      return newThread(simulation, tick, index, defined(cores[cores.length - 1], 'a core'));
    });
    this.idleCount = threads;
  }

  /** It has work to do. */
  wake(vcpu: SharedVcpu): void {
    const { share } = vcpu;
    if (share.active++ === 0) share.virtual = Math.max(share.virtual, this.floor(share));
    vcpu.state = 'ready';
    vcpu.readyAt = this.options.simulation.now;
    vcpu.boosted = this.options.boost && share.virtual <= share.queue.virtual;
    const idle = this.idleFor(vcpu);
    if (idle !== null) {
      this.dispatch(idle, vcpu);
      return;
    }
    const victim = this.victimFor(vcpu);
    if (victim === null) {
      this.enqueue(vcpu);
      if (vcpu.boosted && this.options.minimumRunTicks > 0) this.rearm(vcpu);
      return;
    }
    this.putBack(victim);
    this.dispatch(victim, vcpu);
    this.spread();
  }

  /** A running vCPU turns to what it does next, or gives way. */
  proceed(thread: Thread): void {
    const vcpu = defined(thread.vcpu, 'a vCPU on a thread');
    this.settle(thread);
    this.worker.begin(vcpu);
    if (!this.worker.hasWork(vcpu)) {
      this.block(thread, vcpu);
      return;
    }
    const waiting = firstOf(thread.queue, this.queue)?.head ?? null;
    const isOver = this.options.simulation.now >= thread.sliceEnd;
    if (isOver) vcpu.boosted = false;
    const givesWay = this.isPassed(waiting, vcpu) && this.isFree(thread);
    if (waiting !== null && (isOver || givesWay)) {
      this.putBack(thread);
      this.next(thread);
      this.spread();
      return;
    }
    if (isOver) this.renew(thread, vcpu);
    this.arm(thread, vcpu);
    this.worker.changed(vcpu, false);
  }

  /** A running vCPU has nothing to do. */
  block(thread: Thread, vcpu: SharedVcpu): void {
    if (!thread.entered) vcpu.times.stolen += this.options.simulation.now - vcpu.readyAt;
    this.release(thread, vcpu);
    this.sleep(vcpu);
    this.worker.changed(vcpu, false);
    this.next(thread);
  }

  /** A waiting vCPU has nothing to do any more. */
  withdraw(vcpu: SharedVcpu): void {
    vcpu.share.queue.remove(vcpu);
    vcpu.times.stolen += this.options.simulation.now - vcpu.readyAt;
    this.sleep(vcpu);
  }

  /** Counts what was done on a thread up to now. */
  settle(thread: Thread): void {
    const { vcpu } = thread;
    const { now } = this.options.simulation;
    if (vcpu === null || now < thread.runsFrom) return;
    if (!thread.entered) {
      thread.entered = true;
      vcpu.times.switched += thread.runsFrom - thread.from;
      vcpu.times.stolen += thread.runsFrom - vcpu.readyAt;
    }
    const elapsed = now - thread.settledAt;
    thread.settledAt = now;
    if (elapsed === 0) return;
    vcpu.ran += elapsed;
    this.worker.work(vcpu, elapsed, thread.speed);
  }

  /** Sets the timer of a thread to what comes next on it. */
  arm(thread: Thread, vcpu: SharedVcpu): void {
    const { simulation } = this.options;
    const start = Math.max(simulation.now, thread.runsFrom);
    const through = start + Math.ceil(this.worker.left(vcpu) / thread.speed);
    const waiting = firstOf(thread.queue, this.queue)?.head ?? null;
    const freeAt = this.isPassed(waiting, vcpu) ? this.freeAt(thread) : Infinity;
    const at = Math.min(thread.sliceEnd, through, freeAt);
    simulation.arm(thread.timer, Math.max(simulation.now, at), 0);
  }

  /** Whether one who waits goes before one who runs, once it may. */
  private isPassed(waiting: SharedVcpu | null, vcpu: SharedVcpu): boolean {
    return waiting !== null && waiting.boosted && !vcpu.boosted;
  }

  /** From then on its holder may be made to give way. */
  private freeAt(thread: Thread): number {
    return thread.from + this.options.minimumRunTicks;
  }

  private isFree(thread: Thread): boolean {
    return this.options.simulation.now >= this.freeAt(thread);
  }

  /** Those who keep a thread that one may have who waits look at it again when they may not. */
  private rearm(vcpu: SharedVcpu): void {
    for (const thread of vcpu.pin === null ? this.threads : [vcpu.pin]) {
      const holder = thread.vcpu;
      if (holder === null || holder.boosted || thread.telling) continue;
      this.settle(thread);
      this.arm(thread, holder);
    }
  }

  private due(index: number): void {
    const thread = defined(this.threads[index], 'a thread');
    this.settle(thread);
    this.worker.due(thread, defined(thread.vcpu, 'a vCPU whose time is up'));
  }

  /** The least virtual time that a share is taken to have: a slice behind its queue. */
  private floor(share: Share): number {
    return share.queue.virtual - this.options.sliceTicks / share.weight;
  }

  /** An idle thread it may run on: that on which it ran, else one whose core is idle. */
  private idleFor(vcpu: SharedVcpu): Thread | null {
    if (this.idleCount === 0) return null;
    if (vcpu.pin !== null) return vcpu.pin.vcpu === null ? vcpu.pin : null;
    if (vcpu.thread !== null && vcpu.thread.vcpu === null) return vcpu.thread;
    let found: Thread | null = null;
    for (const thread of this.threads) {
      if (thread.vcpu !== null) continue;
      if (thread.core.busy === 0) return thread;
      found ??= thread;
    }
    return found;
  }

  /** The thread that is taken from whoever is furthest ahead of the others, or null. */
  private victimFor(vcpu: SharedVcpu): Thread | null {
    const { pin } = vcpu;
    if (pin !== null) {
      const holder = pin.vcpu;
      if (holder === null || pin.telling) return null;
      // Whoever may run elsewhere gives way when there is an idle thread for it.
      const canMove = holder.pin === null && this.idleCount > 0;
      return canMove || (vcpu.boosted && !holder.boosted && this.isFree(pin)) ? pin : null;
    }
    if (!vcpu.boosted) return null;
    const { now } = this.options.simulation;
    let [victim, most]: [Thread | null, number] = [null, -Infinity];
    for (const thread of this.threads) {
      const holder = thread.vcpu;
      if (holder === null || holder.boosted || thread.telling || !this.isFree(thread)) continue;
      const { share } = holder;
      const ahead = share.virtual - share.queue.virtual
        + Math.max(0, now - thread.chargedAt) / share.weight;
      if (ahead > most) [victim, most] = [thread, ahead];
    }
    return victim;
  }

  private enqueue(vcpu: SharedVcpu): void {
    vcpu.key = vcpu.share.virtual;
    vcpu.order = this.orders++;
    vcpu.share.queue.push(vcpu);
  }

  /** Whoever waits goes to idle threads, if there are any. */
  private spread(): void {
    while (this.idleCount > 0 && this.queue.length > 0) {
      const idle = this.threads.find((thread) => thread.vcpu === null);
      if (idle !== undefined) this.next(idle);
    }
  }

  /** A vCPU gets a thread that nobody has. */
  private dispatch(thread: Thread, vcpu: SharedVcpu): void {
    const { share } = vcpu;
    const { now } = this.options.simulation;
    const cost = thread.last === vcpu ? 0 : this.options.switchTicks;
    thread.idle += now - thread.from;
    this.idleCount--;
    thread.vcpu = vcpu;
    thread.last = vcpu;
    thread.from = now;
    thread.runsFrom = now + cost;
    thread.settledAt = thread.runsFrom;
    thread.chargedAt = thread.runsFrom;
    thread.entered = false;
    thread.sliceEnd = now + this.stintTicks;
    thread.telling = false;
    vcpu.state = 'running';
    vcpu.thread = thread;
    share.queue.virtual = Math.max(share.queue.virtual, share.virtual);
    this.worker.begin(vcpu);
    this.setBusy(thread, 1);
    this.arm(thread, vcpu);
    this.worker.changed(vcpu, false);
  }

  /** Nobody has the thread any more. */
  private release(thread: Thread, vcpu: SharedVcpu): void {
    const { now } = this.options.simulation;
    if (!thread.entered) vcpu.times.switched += now - thread.from;
    this.charge(thread, vcpu);
    thread.held += now - thread.from;
    thread.from = now;
    thread.vcpu = null;
    thread.telling = false;
    this.idleCount++;
    this.options.simulation.disarm(thread.timer);
    this.setBusy(thread, -1);
  }

  /** Takes the thread from a vCPU that still wants to run. */
  private putBack(thread: Thread): void {
    const vcpu = defined(thread.vcpu, 'a vCPU on a thread');
    this.settle(thread);
    // One that was still being turned to has been waiting all the time.
    if (thread.entered) vcpu.readyAt = this.options.simulation.now;
    this.release(thread, vcpu);
    vcpu.state = 'ready';
    this.enqueue(vcpu);
    this.worker.changed(vcpu, false);
  }

  private sleep(vcpu: SharedVcpu): void {
    vcpu.state = 'blocked';
    vcpu.boosted = false;
    vcpu.share.active--;
  }

  /** Gives a thread that nobody has to whoever is next. */
  private next(thread: Thread): void {
    for (;;) {
      const vcpu = firstOf(thread.queue, this.queue)?.head ?? null;
      if (vcpu === null) return;
      if (this.worker.hasWork(vcpu)) {
        vcpu.share.queue.pop();
        this.dispatch(thread, vcpu);
        return;
      }
      // Another vCPU of its pool was faster.
      this.withdraw(vcpu);
    }
  }

  /** What a share has used moves its virtual time on. */
  private charge(thread: Thread, vcpu: SharedVcpu): void {
    const used = this.options.simulation.now - thread.chargedAt;
    if (used <= 0) return;
    thread.chargedAt = this.options.simulation.now;
    vcpu.share.virtual += used / vcpu.share.weight;
  }

  /** Nobody waits: it keeps the thread, and what it could not use of its share is forgotten. */
  private renew(thread: Thread, vcpu: SharedVcpu): void {
    const { share } = vcpu;
    this.charge(thread, vcpu);
    share.queue.virtual = Math.max(share.queue.virtual, share.virtual);
    share.virtual = Math.max(share.virtual, this.floor(share));
    thread.sliceEnd = this.options.simulation.now + this.options.sliceTicks;
  }

  /** A thread of a core gets or loses its work: the others become slower or faster. */
  private setBusy(thread: Thread, change: number): void {
    const { core } = thread;
    core.busy += change;
    const { siblingSpeed } = this.options;
    const speed = core.busy > 1 ? siblingSpeed : 1;
    for (const one of core.threads) {
      if (one.speed === speed) continue;
      const { vcpu } = one;
      if (one !== thread) this.settle(one);
      one.speed = speed;
      if (one === thread || vcpu === null) continue;
      this.arm(one, vcpu);
      this.worker.changed(vcpu, true);
    }
  }
}

function newThread(simulation: Simulation, tick: EventKind, index: number, core: Core): Thread {
  const thread: Thread = {
    index, core, timer: simulation.createTimer(tick, index), queue: new RunQueue(), vcpu: null,
    last: null, from: 0, runsFrom: 0, entered: true, settledAt: 0, chargedAt: 0, sliceEnd: 0,
    speed: 1, telling: false, held: 0, idle: 0,
  };
  core.threads.push(thread);
  return thread;
}
