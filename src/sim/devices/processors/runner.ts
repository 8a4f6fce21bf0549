/**
 * What those who run vCPUs are asked, whether a vCPU has a hardware thread to itself or takes
 * turns. Not a runner. Keeps true: whoever only reads changes nothing, so that reading more often
 * does not change a run.
 */

/** Whole times of a vCPU, or of several, from the start of a run. */
export interface Times {
  /** Work of customers, compute work, and turning to the vCPU. */
  served: number;
  computed: number;
  switched: number;
  /** Runnable, but not running. */
  stolen: number;
}

export const noTimes = (): Times => ({ served: 0, computed: 0, switched: 0, stolen: 0 });

/** A vCPU is named by its number with its runner. */
export interface Runner {
  /** Tells the compute work what was done up to now. */
  settle(vcpu: number): void;
  /** What was done since then; for those who only read. */
  unsettled(vcpu: number): number;
  /**
   * Work done in each tick from now on if nothing comes between; may be more than it will be, and
   * never less: what is planned with it is looked at again when it is due.
   */
  pace(vcpu: number): number;
  /** Until then it certainly does none. */
  busyUntil(vcpu: number): number;
  /** The vCPU has so many busy threads of compute work, after it was settled. */
  load(vcpu: number, threads: number): void;
  addTimes(vcpu: number, now: number, into: Times): void;
}
