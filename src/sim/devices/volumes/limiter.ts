/**
 * A limit that requests pass one after another: at a pace, as long as there are credits for it, and
 * else as they flow in. Not what it is a limit of: it is told what each request counts.
 * Keeps true: who comes first passes first; who need not wait costs no event; time that it was
 * busy is that which its passes take at the rate that held when they passed.
 */
import type { EventKind, Port, QueueNetwork, Simulation } from '#sim/kernel';
import { Credits } from './credits.ts';
import type { Budget } from './limits.ts';

export interface LimiterOptions {
  readonly network: QueueNetwork;
  readonly simulation: Simulation;
  readonly passed: EventKind;
  readonly ticksPerSecond: number;
  readonly budget: Budget;
  /** It works so many times as fast as it does. */
  readonly factor: number;
  /** Units that may pass together where nobody passed for a while. */
  readonly together: number;
  /** Units that a request counts. */
  readonly unitsOf: (customer: number, errand: number) => number;
  /** Somebody on this errand waits from now until then. */
  readonly waits: (errand: number, now: number, until: number) => void;
  /** There are no more credits. */
  readonly spent: (limiter: Limiter) => void;
}

export class Limiter implements Port {
  readonly budget: Budget;
  readonly credits: Credits | null;
  private readonly options: LimiterOptions;
  private readonly peakTicks: number;
  private readonly baseTicks: number;
  private readonly depthTicks: number;
  /** When the pace would be full again, and when the last one passed. */
  private fullTicks = 0;
  private passedTicks = 0;

  constructor(options: LimiterOptions) {
    this.options = options;
    const { budget, factor, together, ticksPerSecond } = options;
    this.budget = budget;
    this.peakTicks = ticksPerSecond / (budget.peakPerSecond * factor);
    this.baseTicks = ticksPerSecond / (budget.perSecond * factor);
    this.depthTicks = Math.round(together * this.peakTicks);
    this.credits = budget.capacity === 0 ? null : new Credits(budget, ticksPerSecond, factor);
  }

  serve(customer: number, station: number, _service: number, errand: number): void {
    const { network, simulation, passed, unitsOf, waits } = this.options;
    const { now } = simulation;
    const { stations } = network;
    const units = unitsOf(customer, errand);
    const costTicks = Math.round(units * this.peakTicks);
    const enough = this.fullTicks - Math.max(0, this.depthTicks - costTicks);
    const paced = Math.max(now, this.passedTicks, enough);
    const passes = this.spend(paced, units);
    this.fullTicks = Math.max(this.fullTicks, passes) + costTicks;
    this.passedTicks = passes;
    // Held by the credits alone it is as busy as one can be that passes no more.
    stations.served.add(station, passes > paced ? Math.round(units * this.baseTicks) : costTicks);
    if (passes === now) {
      network.served(customer, 0);
      return;
    }
    stations.delayed[station] = (stations.delayed[station] as number) + 1;
    stations.waited.add(station, passes - now);
    waits(errand, now, passes);
    simulation.schedule(passes, passed, customer, station);
  }

  private spend(paced: number, units: number): number {
    const { credits } = this;
    if (credits === null) return paced;
    const isFirst = credits.spentTicks < 0;
    const passes = credits.spend(paced, units);
    if (isFirst && credits.spentTicks >= 0) this.options.spent(this);
    return passes;
  }
}
