/**
 * What the exit code says, for scripts. Keeps true: a number once given keeps its meaning.
 */

export const EXIT = {
  fine: 0,
  /** An expectation fails or is undecided, the spec has errors, or a named limit ended a run. */
  failed: 1,
  /** Wrong usage, or a file that cannot be read or written. */
  usage: 2,
  /** A fault of this program. */
  fault: 3,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A mistake of whoever called: one sentence, and exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a run that is stopped by a signal ends with. */
export const exitOfSignal = (reason: unknown): ExitCode =>
  reason === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
