/**
 * Priority flow control (IEEE 802.1Qbb): a switch that holds too much of what came by a link asks
 * the other end to pause, and tells it to go on when it holds less. With a watchdog, as switches
 * have it, that throws away what was paused for too long.
 * One lossless class: all packets of a link are paused together. A pause frame waits for the packet
 * that is being sent and takes its own time; it takes none from the packets after it. Assumed.
 * Keeps true: what came by a link and has not left the switch is counted once.
 */
import { defined, invariant, transferTicks } from '#base';
import type { EventKind } from '#sim/kernel';
import type { Fabric } from './fabric.ts';
import { freeAt, linkDoubles, linkFlags } from './fields.ts';
import { frameBytesMin } from './plan.ts';
import type { PausePlan, WatchdogPlan } from './plan.ts';
import { longestPauseTicks } from './scheduled-ports.ts';
import type { PauseRules, ScheduledPorts } from './scheduled-ports.ts';

interface Paused {
  readonly plan: PausePlan;
  readonly watchdog: WatchdogPlan | null;
  readonly quantaTicks: number;
  /** What came by the link and waits in the switch. */
  heldBytes: number;
  heldMostBytes: number;
  /** The switch has asked for a pause and not taken it back. */
  hasAsked: boolean;
  /** At the sending end: until when it is paused, since when, and not before when again. */
  untilTicks: number;
  sinceTicks: number;
  immuneUntilTicks: number;
  pausedTicks: number;
  frames: number;
  /** Frames in a row that asked for the pause that holds. */
  asked: number;
}

/** After so many frames in a row a pause is long. */
const longAfterFrames = 8;

const asks = 1;
const frees = 0;

export class Pauses implements PauseRules {
  private readonly fabric: Fabric;
  private readonly ports: ScheduledPorts;
  private readonly states = new Map<number, Paused>();
  private readonly told: EventKind;
  private readonly refresh: EventKind;
  private readonly expired: EventKind;
  private readonly watch: EventKind;
  /** Who is told that a pause lasts, and that a watchdog is about to end one. */
  onLong: () => void = () => {};
  /** Links that the watchdog freed. */
  readonly freed: { readonly link: string; readonly atTicks: number }[] = [];

  constructor(fabric: Fabric, ports: ScheduledPorts) {
    this.fabric = fabric;
    this.ports = ports;
    const { simulation } = fabric;
    this.told = simulation.register((link, what) => {
      this.hear(link, what === asks);
    });
    this.refresh = simulation.register((link) => {
      const state = this.states.get(link)!;
      if (!state.hasAsked) return;
      state.asked++;
      if (state.asked % longAfterFrames === 0) this.onLong();
      this.ask(link);
    });
    this.expired = simulation.register((link) => {
      this.expire(link);
    });
    this.watch = simulation.register((link) => {
      this.look(link);
    });
  }

  /** A link whose sender can be paused. */
  add(link: number, plan: PausePlan): void {
    const { bitsPerSecond, watchdog } = this.fabric.links.plans[link]!;
    this.states.set(link, {
      plan,
      watchdog: watchdog ?? this.fabric.plan.watchdog ?? null,
      quantaTicks: longestPauseTicks(bitsPerSecond, this.fabric.plan.ticksPerSecond),
      heldBytes: 0,
      heldMostBytes: 0,
      hasAsked: false,
      untilTicks: 0,
      sinceTicks: 0,
      immuneUntilTicks: 0,
      pausedTicks: 0,
      frames: 0,
      asked: 0,
    });
  }

  /** The far end of a link asks for one pause, whatever it holds: as a card does that is broken. */
  pauseOnce(link: number): void {
    this.tell(link, asks);
  }

  mayServe(link: number): boolean {
    const state = this.states.get(link);
    return state === undefined || state.untilTicks <= this.fabric.simulation.now;
  }

  isPaused(link: number): boolean {
    return !this.mayServe(link);
  }

  /** How long a link has been paused in all; 0 where it cannot be. */
  pausedTicks(link: number): number {
    return this.states.has(link) ? this.figures(link).pausedTicks : 0;
  }

  /** How long a link has been paused in all, how many frames asked for it, what was held most. */
  figures(link: number): {
    readonly pausedTicks: number;
    readonly frames: number;
    readonly heldMostBytes: number;
  } {
    const state = this.states.get(link);
    invariant(state !== undefined, () => `${this.fabric.links.ids[link]!} cannot be paused`);
    const { now } = this.fabric.simulation;
    const running = this.isPaused(link) ? now - state.sinceTicks : 0;
    const { frames, heldMostBytes } = state;
    return { pausedTicks: state.pausedTicks + running, frames, heldMostBytes };
  }

  admits(ingress: number, bytes: number): boolean {
    const state = this.states.get(ingress)!;
    const held = state.heldBytes + bytes;
    if (held > state.plan.pauseAboveBytes + state.plan.headroomBytes) return false;
    state.heldBytes = held;
    if (held > state.heldMostBytes) state.heldMostBytes = held;
    if (held > state.plan.pauseAboveBytes && !state.hasAsked) {
      state.hasAsked = true;
      state.asked = 0;
      this.ask(ingress);
    }
    return true;
  }

  left(ingress: number, bytes: number): void {
    const state = this.states.get(ingress)!;
    state.heldBytes -= bytes;
    if (!state.hasAsked || state.heldBytes >= state.plan.resumeBelowBytes) return;
    state.hasAsked = false;
    this.tell(ingress, frees);
  }

  /** A pause frame of the longest time, and another before it runs out. */
  private ask(link: number): void {
    this.tell(link, asks);
    const { quantaTicks } = this.states.get(link)!;
    const again = Math.floor(quantaTicks / 2);
    this.fabric.simulation.scheduleAfter(again, this.refresh, link, 0);
  }

  private tell(link: number, what: number): void {
    const { links, simulation } = this.fabric;
    const back = link ^ 1;
    const d = linkDoubles * back;
    this.states.get(link)!.frames++;
    const begins = Math.max(simulation.now, links.doubles[d + freeAt]!);
    const frame = transferTicks(links.rates[back]!, frameBytesMin);
    simulation.schedule(begins + frame + links.delayOf(back), this.told, link, what);
  }

  /** The sender of a link hears that it shall pause, or go on. */
  private hear(link: number, isPause: boolean): void {
    const state = this.states.get(link)!;
    const { simulation, links } = this.fabric;
    const { now } = simulation;
    if (links.has(link ^ 1, linkFlags.down) || now < state.immuneUntilTicks) return;
    const was = state.untilTicks > now;
    if (!isPause) {
      if (was) state.pausedTicks += now - state.sinceTicks;
      state.untilTicks = now;
      this.ports.serve(link);
      return;
    }
    if (!was) {
      state.sinceTicks = now;
      if (state.watchdog !== null) {
        simulation.scheduleAfter(state.watchdog.afterTicks, this.watch, link, 0);
      }
    }
    state.untilTicks = now + state.quantaTicks;
    simulation.schedule(state.untilTicks, this.expired, link, 0);
  }

  private expire(link: number): void {
    const state = this.states.get(link)!;
    const { now } = this.fabric.simulation;
    if (state.untilTicks !== now) return;
    state.pausedTicks += now - state.sinceTicks;
    this.ports.serve(link);
  }

  /** Paused without a break since the watchdog began to look, with something waiting. */
  private look(link: number): void {
    const state = this.states.get(link)!;
    const { now } = this.fabric.simulation;
    const watchdog = defined(state.watchdog, 'a watchdog looks');
    if (state.untilTicks <= now || now - state.sinceTicks < watchdog.afterTicks) return;
    if (this.ports.waitingAt(link) === 0) return;
    this.onLong();
    state.pausedTicks += now - state.sinceTicks;
    state.untilTicks = now;
    state.immuneUntilTicks = now + watchdog.restoreTicks;
    this.freed.push({ link: this.fabric.links.ids[link]!, atTicks: now });
    this.ports.discard(link, 'watchdog');
  }
}
