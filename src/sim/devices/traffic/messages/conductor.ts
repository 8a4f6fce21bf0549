/** Who decides when messages of streams begin: what a load of messages asks of him. */
import type { MessageLoad } from './message-load.ts';

export interface Conductor {
  /** A stream runs from now on. */
  started(load: MessageLoad): void;
  /** A time has come that was planned on a stream with this number. */
  due(load: MessageLoad, serial: number): void;
  /** A message is through, and its answer back, or it never will be. */
  completed(load: MessageLoad, token: number, isThere: boolean): void;
  /** The warm-up is over. */
  cut(): void;
  /** The run is over: what is still to be said is said. */
  close(): void;
}

/** Plans that a stream is told of a time. */
export type PlanDue = (load: MessageLoad, atTicks: number, serial: number) => void;

/** Serial numbers of conductors stay below; above are those of answers. */
export const answerSerial = 1_073_741_824;
