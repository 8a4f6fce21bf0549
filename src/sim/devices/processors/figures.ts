/**
 * What a reader is told of processors: shares of time, of one machine, guest or management domain.
 * Not the books they come from. Keeps true: a share is of the time since the warm-up.
 */

/** As in the results. */
export interface ProcessorFigures {
  readonly id: string;
  readonly threads: number;
  /** Shares of the time of all its threads. */
  readonly busy: number;
  /** Of that: work of workloads, and what went to switching and to exits. */
  readonly useful: number;
  readonly switching: number;
  readonly exiting: number;
  /** Share of the time its vCPUs wanted to run and others did. */
  readonly stolen: number;
  readonly exits: number;
}

/** Times in ticks, and exits, from the start of a run. */
export interface Totals {
  readonly busy: number;
  readonly useful: number;
  readonly switching: number;
  readonly exiting: number;
  readonly stolen: number;
  readonly exits: number;
}

export const noTotals: Totals = {
  busy: 0, useful: 0, switching: 0, exiting: 0, stolen: 0, exits: 0,
};

const combine = (one: Totals, other: Totals, sign: number): Totals => ({
  busy: one.busy + sign * other.busy, useful: one.useful + sign * other.useful,
  switching: one.switching + sign * other.switching, exiting: one.exiting + sign * other.exiting,
  stolen: one.stolen + sign * other.stolen, exits: one.exits + sign * other.exits,
});

export const sumOf = (all: readonly Totals[]): Totals =>
  all.reduce((sum, one) => combine(sum, one, 1), noTotals);

export const since = (now: Totals, before: Totals): Totals => combine(now, before, -1);

export const share = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/** Of the time its vCPUs ran or wanted to. */
export const stolenShare = (totals: Totals): number =>
  share(totals.stolen, totals.stolen + totals.busy - totals.switching);

export function figuresOf(
  id: string, threads: number, totals: Totals, windowTicks: number,
): ProcessorFigures {
  const whole = threads * windowTicks;
  return {
    id, threads, busy: share(totals.busy, whole), useful: share(totals.useful, whole),
    switching: share(totals.switching, whole), exiting: share(totals.exiting, whole),
    stolen: stolenShare(totals), exits: totals.exits,
  };
}
