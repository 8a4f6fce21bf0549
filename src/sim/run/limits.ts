/**
 * What a run may use up before it is ended. Not what an author may write: that is the compiler's.
 * Keeps true: every limit has a name, and a run that meets one says so in its end and as a finding.
 */
import { ticksMax } from '#base';

/** About a minute of work at the measured rate. */
export const EVENTS_MAX = 200_000_000;
/** A double counts ticks up to here: 2.5 hours of picoseconds, 104 days of nanoseconds. */
export const SIMULATED_TICKS_MAX: number = ticksMax;
/** Events that wait and what devices write down, together. */
export const MEMORY_BYTES_MAX = 1_073_741_824;

export interface Limits {
  readonly events: number;
  readonly simulatedTicks: number;
  readonly memoryBytes: number;
}

export const defaultLimits: Limits = {
  events: EVENTS_MAX, simulatedTicks: SIMULATED_TICKS_MAX, memoryBytes: MEMORY_BYTES_MAX,
};
