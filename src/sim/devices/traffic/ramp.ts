/**
 * An open loop that starts slowly: its rate rises evenly from nothing to the whole. Says when so
 * much of the load has come. Not a source of chance.
 * Keeps true: in time t of a ramp of length T, rate × t² / 2T requests come, so the n-th of a fixed
 * pace comes at √(2 n T / rate); after the ramp it goes on at the whole rate.
 */
export class Ramp {
  private readonly lengthTicks: number;
  private readonly meanGapTicks: number;
  /** Requests that have come, of chance in units of its mean. */
  private come = 0;

  constructor(lengthTicks: number, meanGapTicks: number) {
    this.lengthTicks = lengthTicks;
    this.meanGapTicks = meanGapTicks;
  }

  restart(): void {
    this.come = 0;
  }

  lasts(elapsedTicks: number): boolean {
    return elapsedTicks < this.lengthTicks;
  }

  /** From the start until so much more has come. */
  next(work: number): number {
    const { lengthTicks, meanGapTicks } = this;
    this.come += work;
    const inRamp = lengthTicks / meanGapTicks / 2;
    if (this.come <= inRamp) {
      return Math.round(Math.sqrt(2 * this.come * meanGapTicks * lengthTicks));
    }
    return Math.round(lengthTicks + (this.come - inRamp) * meanGapTicks);
  }
}
