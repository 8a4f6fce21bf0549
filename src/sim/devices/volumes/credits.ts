/**
 * What was saved up for bursts: it flows in all the time and is spent by whoever passes. Not the
 * pace at which they may pass. Keeps true: nobody passes before what he needs has flowed in; who
 * needs more than can be held passes when it is full, and leaves a debt.
 * A balance is no whole number, so it is kept to the precision of a double; instants are whole.
 */
import type { Budget } from './limits.ts';

export class Credits {
  readonly capacity: number;
  /** When somebody had to wait for them first, or −1. */
  spentTicks = -1;
  private readonly perTick: number;
  private balance: number;
  private atTicks = 0;
  private least: number;

  constructor(budget: Budget, ticksPerSecond: number, factor: number) {
    this.capacity = budget.capacity;
    this.balance = budget.initial;
    this.least = budget.initial;
    this.perTick = (budget.perSecond * factor) / ticksPerSecond;
  }

  /** When so many can be spent, not before that instant; they are spent then. */
  spend(notBefore: number, units: number): number {
    this.fill(notBefore);
    const needed = Math.min(units, this.capacity);
    let passes = notBefore;
    if (this.balance < needed) {
      if (this.spentTicks < 0) this.spentTicks = notBefore;
      passes += Math.ceil((needed - this.balance) / this.perTick);
      this.balance = needed;
      this.atTicks = passes;
    }
    this.balance -= units;
    if (this.balance < this.least) this.least = Math.max(0, this.balance);
    return passes;
  }

  /** The balance at an instant, which may lie before the last one that was spent at. */
  left(now: number): number {
    const then = this.balance + (now - this.atTicks) * this.perTick;
    return Math.max(0, Math.min(this.capacity, then));
  }

  /** The least there was since the warm-up. */
  leastSince(): number {
    return this.least;
  }

  cut(now: number): void {
    this.least = this.left(now);
  }

  private fill(now: number): void {
    if (now <= this.atTicks) return;
    const more = this.balance + (now - this.atTicks) * this.perTick;
    this.balance = Math.min(this.capacity, more);
    this.atTicks = now;
  }
}
