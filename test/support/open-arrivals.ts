/** Customers that come one after another, of whom nobody asks. For tests and measuring. */
import type { Owner, Simulation } from '#sim/kernel';

/** Nobody asks what becomes of the customers. */
export const nobody: Owner = { done: () => undefined, lost: () => undefined };

/** Sends customers without end, each gap drawn when the one before comes. */
export function feed(simulation: Simulation, gap: () => number, send: (tag: number) => void): void {
  const arrival = simulation.register((tag) => {
    simulation.scheduleAfter(gap(), arrival, tag + 1, 0);
    send(tag);
  });
  simulation.scheduleAfter(gap(), arrival, 0, 0);
}
