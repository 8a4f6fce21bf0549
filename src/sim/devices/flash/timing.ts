/**
 * How long the flash of a drive takes for what, by unit, in ticks; and what a drive does beside its
 * translation. Not where pages go. Keeps true: every time is whole, rounded once.
 */

export interface UnitTiming {
  readonly channel: number;
  readonly readTicks: number;
  readonly programTicks: number;
  readonly eraseTicks: number;
  /** Of its channel; need not be whole. */
  readonly byteTicks: number;
}

export interface DriveTiming {
  readonly pageBytes: number;
  readonly channels: number;
  readonly units: readonly UnitTiming[];
  /** Commands that it works on at a time; more wait in their queues. */
  readonly slots: number;
  /** Whether hosts come between two pages of a collection. */
  readonly preemptible: boolean;
  /** Whether a read goes before writes that came earlier. */
  readonly readsFirst: boolean;
  /** Units that collect at a time unless they must. */
  readonly collectingMost: number;
  /** Pages that it acknowledges before they are on flash. */
  readonly bufferPages: number;
  /** Nothing takes time: only where pages go is followed. */
  readonly mapOnly: boolean;
}

/** Times by unit, as the hot path reads them. */
export class UnitTimes {
  readonly channel: Int32Array;
  readonly read: Float64Array;
  readonly program: Float64Array;
  readonly erase: Float64Array;
  readonly byte: Float64Array;
  /** Of a whole page over the channel. */
  readonly transfer: Float64Array;

  constructor(timing: DriveTiming) {
    const { units, pageBytes } = timing;
    this.channel = Int32Array.from(units, (unit) => unit.channel);
    this.read = Float64Array.from(units, (unit) => unit.readTicks);
    this.program = Float64Array.from(units, (unit) => unit.programTicks);
    this.erase = Float64Array.from(units, (unit) => unit.eraseTicks);
    this.byte = Float64Array.from(units, (unit) => unit.byteTicks);
    this.transfer = Float64Array.from(units, (unit) => Math.round(unit.byteTicks * pageBytes));
  }
}
