/**
 * A run in simulated time: the clock, the events to come, chance, limits, and the way out.
 * Not aware of devices: an event is a kind, an entity and a payload, and a kind is a function that
 * was registered once. Nothing is allocated for an event.
 * Keeps true: the clock never goes back, and a run is a pure function of its seed and of what is
 * registered and scheduled; how often it is polled, paused and continued changes nothing.
 */
import { Chance, fail, invariant } from '#base';
import type { Stream, Ticks } from '#base';
import { EventFingerprint } from './event-fingerprint.ts';
import { EventQueue } from './event-queue.ts';

/** What happens at an event. Both numbers are whole and fit in 32 bits. */
export type Handler = (entity: number, payload: number) => void;

/** The name of a registered handler. */
export type EventKind = number & { readonly eventKind: true };

/** The name of a timer. */
export type Timer = number & { readonly timer: true };

/** Why a run came to its end. */
export type RunEnd =
  | 'duration'
  | 'idle'
  | 'event-limit'
  | 'memory-limit'
  | 'time-limit'
  | 'cancelled';

/** About ten seconds of work for an empty model; ends the run with a named limit. */
export const eventsLimit = 200_000_000;
/** What the waiting events may take. */
export const memoryLimitBytes = 1_073_741_824;
/** A poll this rare costs nothing and is still answered within milliseconds. */
export const pollEveryEventsDefault = 65_536;

export interface Progress {
  readonly nowTicks: Ticks;
  readonly events: number;
  readonly pending: number;
}

export interface RunRequest {
  /** Events at this instant still happen; those after it wait. */
  readonly untilTicks: Ticks;
  /** Events in the whole life of the simulation, not in this call. */
  readonly eventsMax?: number;
  readonly memoryBytesMax?: number;
  readonly pollEveryEvents?: number;
  /** Shows progress, and may end the run: on the user's wish, or when a real clock says so. */
  readonly poll?: (progress: Progress) => 'cancelled' | 'time-limit' | null;
}

export class Simulation {
  /** The present. */
  now = 0 as Ticks;
  /** Events that happened so far. */
  events = 0;
  /** Something was to happen later than any clock can show. */
  isBeyond = false;
  readonly chance: Chance;

  private readonly queue = new EventQueue();
  private readonly handlers: Handler[] = [];
  private readonly stream = new EventFingerprint();

  constructor(options: { readonly seed: number }) {
    this.chance = new Chance(options.seed);
  }

  /** Gives a handler its kind. The order of registering is part of the model. */
  register(handler: Handler): EventKind {
    this.handlers.push(handler);
    return (this.handlers.length - 1) as EventKind;
  }

  /**
   * Says what events of a kind will read, so that it is fetched from far memory in time. Where many
   * events wait it is told the entities of the next few, once or more often, or not of some. It may
   * write to the list, must change nothing that can be seen, and gives what it read.
   */
  foresee(kind: EventKind, look: (entities: Int32Array, count: number) => number): void {
    this.queue.foresee(kind, look);
  }

  /** A random stream of its own for one entity and purpose. */
  streamOf(name: string): Stream {
    return this.chance.stream(name);
  }

  /** Plans an event that will happen for certain, unless it lies beyond what the clock can show. */
  schedule(at: number, kind: EventKind, entity: number, payload: number): void {
    if (!(at >= this.now && at <= Number.MAX_SAFE_INTEGER && Math.floor(at) === at)) {
      this.lookBeyond(at);
      return;
    }
    this.queue.push(at, kind, entity, payload);
  }

  /** Plans an event so many ticks from now. */
  scheduleAfter(delayTicks: number, kind: EventKind, entity: number, payload: number): void {
    this.schedule(this.now + delayTicks, kind, entity, payload);
  }

  /** Makes a timer for an event that may be put off or called off. It is idle at first. */
  createTimer(kind: EventKind, entity: number): Timer {
    return this.queue.createTimer(kind, entity) as Timer;
  }

  /** Sets a timer, armed or idle, to an instant. */
  arm(timer: Timer, at: number, payload: number): void {
    if (!(at >= this.now && at <= Number.MAX_SAFE_INTEGER && Math.floor(at) === at)) {
      this.lookBeyond(at);
      this.queue.disarm(timer);
      return;
    }
    this.queue.arm(timer, at, payload);
  }

  /** Calls a timer off; an idle one stays idle. */
  disarm(timer: Timer): void {
    this.queue.disarm(timer);
  }

  /** When a timer is due, or null while it is idle. */
  dueAt(timer: Timer): Ticks | null {
    const due = this.queue.dueAt(timer);
    return due < 0 ? null : (due as Ticks);
  }

  /** Events and armed timers to come. */
  get pending(): number {
    return this.queue.pendingCount;
  }

  /** Lets time pass up to an instant or a limit. It can be called again to go on. */
  run(request: RunRequest): RunEnd {
    const eventsMax = request.eventsMax ?? eventsLimit;
    const pollEvery = request.pollEveryEvents ?? pollEveryEventsDefault;
    invariant(pollEvery > 0, 'a run is polled every so many events, at least every one');
    for (;;) {
      const target = Math.min(eventsMax, (Math.floor(this.events / pollEvery) + 1) * pollEvery);
      const more = this.runEvents(request.untilTicks, target);
      if (!more) return this.ended(request.untilTicks);
      if (this.queue.pendingCount === 0) return 'idle';
      if (this.events >= eventsMax) return 'event-limit';
      if (this.queue.memoryBytes() > (request.memoryBytesMax ?? memoryLimitBytes)) {
        return 'memory-limit';
      }
      const wish = request.poll?.({
        nowTicks: this.now,
        events: this.events,
        pending: this.queue.pendingCount,
      });
      if (wish) return wish;
    }
  }

  /** 128 bits over all events so far. */
  eventFingerprint(): string {
    return this.stream.toHex();
  }

  /** True when it stopped at the number of events, false when no event is due any more. */
  private runEvents(untilTicks: number, eventsMax: number): boolean {
    const { queue, handlers, stream } = this;
    while (this.events < eventsMax) {
      if (!queue.next(untilTicks)) return false;
      const { at, kind, entity, payload } = queue;
      this.now = at as Ticks;
      this.events++;
      stream.add(at, kind, entity, payload);
      (handlers[kind] as Handler)(entity, payload);
    }
    return true;
  }

  private ended(untilTicks: Ticks): RunEnd {
    if (this.queue.pendingCount === 0 && !this.isBeyond) return 'idle';
    if (untilTicks > this.now) this.now = untilTicks;
    return 'duration';
  }

  /** Notes an event that no clock can show; anything else is a fault. */
  private lookBeyond(at: number): void {
    if (at > Number.MAX_SAFE_INTEGER && at < Infinity) this.isBeyond = true;
    else this.refuse(at);
  }

  private refuse(at: number): never {
    if (at < this.now) {
      fail(`event at tick ${String(at)} lies before the present, tick ${String(this.now)}`);
    }
    fail(`event at ${String(at)}, which is no whole tick that the clock can show`);
  }
}
