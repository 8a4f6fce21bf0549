/**
 * What devices ask of whoever runs them: the present, and a place for events to come. Not a queue
 * and not a loop. Keeps true: an event is four whole numbers, so no event is a closure, and the
 * kinds below are all there are.
 */

/** What an event is about; `entity` and `payload` mean what the kind says. */
export const EventKind = {
  /** entity: action. */
  action: 0,
  /** entity: fault; payload: its serial number. */
  restore: 1,
  /** A command reaches whom it is for. entity: command; payload: its serial number. */
  work: 2,
  /** Nobody answered. entity: command; payload: its serial number. */
  timeout: 3,
  /** A stage of an operation that only takes time is over. entity: operation. */
  delay: 4,
  /** What was wrong with something is not any more. entity: degradation. */
  relieve: 5,
  /** Something that goes down and up again goes down. entity: fault; payload: its serial number. */
  flap: 6,
} as const;

export interface Agenda {
  /** The present, in ticks. */
  readonly now: number;
  /** Adds an event; one beyond the end of the run is not kept, and the run knows of it. */
  schedule(atTicks: number, kind: number, entity: number, payload: number): void;
}
