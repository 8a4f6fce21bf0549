/**
 * Numbers that carry their unit in the type, so that ticks are never added to bytes.
 * Not a conversion library: a unit is only a brand, and a branded number is a plain number in JSON.
 * Keeps true: a value of type `Ticks` is a whole number of ticks that a double holds exactly.
 */
import { invariant } from './invariant.ts';

declare const unitName: unique symbol;

/** A number whose unit is part of its type. */
export type Unit<Name extends string> = number & { readonly [unitName]: Name };

/** A point in simulated time, or a length of it, in whole ticks (the IR says how long one is). */
export type Ticks = Unit<'tick'>;

/** The last instant a clock can show: beyond it a double skips whole numbers. */
export const ticksMax = Number.MAX_SAFE_INTEGER as Ticks;

/** The two lengths a tick may have. */
export const ticksPerSecondPico = 1_000_000_000_000;
export const ticksPerSecondNano = 1_000_000_000;

/** Checks a number once and brands it. */
export function ticks(value: number): Ticks {
  invariant(
    Number.isSafeInteger(value) && value >= 0,
    () => `a time must be a whole number of ticks from 0 to 2^53 - 1, not ${String(value)}`,
  );
  return value as Ticks;
}
