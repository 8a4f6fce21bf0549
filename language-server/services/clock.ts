/**
 * Timers, which Node and browsers both have though no library of types is common to both.
 */
interface Timers {
  setTimeout: (action: () => void, milliseconds: number) => unknown;
  clearTimeout: (timer: unknown) => void;
}

const timers = globalThis as unknown as Timers;

/** Does something later; the answer takes it back. */
export const after = (milliseconds: number, action: () => void): (() => void) => {
  const timer = timers.setTimeout(action, milliseconds);
  return () => timers.clearTimeout(timer);
};

/** Milliseconds since some moment; only differences mean anything. */
export const milliseconds = (): number =>
  (globalThis as unknown as { performance: { now: () => number } }).performance.now();
