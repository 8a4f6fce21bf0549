/**
 * Bookkeeping that must balance in every run, whatever the author described.
 * Not a finding: a book that does not balance is our mistake, and stops the program.
 * Keeps true: both books of an audit are kept apart from each other, and compared without rounding.
 */
import { fail } from '#base';
import type { TwoLimb } from '#base';

/** What entered and what became of it, in one window of time. */
export interface Flow {
  readonly insideBefore: number;
  readonly arrived: number;
  readonly completed: number;
  readonly dropped: number;
  readonly inside: number;
}

/** What came in went out, was dropped, or is still inside. */
export function auditFlow(id: string, flow: Flow): void {
  const entered = flow.insideBefore + flow.arrived;
  const accounted = flow.completed + flow.dropped + flow.inside;
  if (entered === accounted) return;
  fail(
    `${id}: ${String(entered)} came in, but ${String(flow.completed)} went out, ` +
      `${String(flow.dropped)} were dropped and ${String(flow.inside)} are inside`,
  );
}

/**
 * Little's law without edge effects: the area under the number present is the sum of the times that
 * each spent inside the window.
 */
export function auditLittle(id: string, what: string, area: TwoLimb, times: TwoLimb): void {
  if (area.equals(times)) return;
  fail(
    `${id}: the area under ${what} is ${area.toText()} ticks, ` +
      `but the times add up to ${times.toText()}`,
  );
}
