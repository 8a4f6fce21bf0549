/**
 * How long a number of bytes takes at a rate, in whole ticks: exact arithmetic, rounded once.
 * Not a queue: it knows nothing of who waits. For that, see the parts that use it.
 * Keeps true: a transfer is off by half a tick at most, and a `Pacer` never drifts: the ticks of
 * any number of transfers in a row differ from the exact time by less than one tick.
 */
import { invariant } from './invariant.ts';
import type { Ticks } from './units.ts';

/** Ticks for one unit (a byte, an operation) as an exact fraction: whole + remainder / divisor. */
export interface Rate {
  readonly whole: number;
  readonly remainder: number;
  readonly divisor: number;
}

/** The largest whole number that divides both; of 0 and n it is n. */
export function greatestCommonDivisor(left: number, right: number): number {
  while (right !== 0) [left, right] = [right, left % right];
  return left;
}

function fraction(numerator: number, denominator: number): Rate {
  invariant(
    Number.isSafeInteger(denominator) && denominator > 0,
    () => `a rate must be a whole number above 0, not ${String(denominator)}`,
  );
  invariant(
    Number.isSafeInteger(numerator) && numerator > 0,
    () => `a second must be a whole number of ticks, not ${String(numerator)}`,
  );
  const common = greatestCommonDivisor(numerator, denominator);
  const divisor = denominator / common;
  const reduced = numerator / common;
  const remainder = reduced % divisor;
  return { whole: (reduced - remainder) / divisor, remainder, divisor };
}

/** The time of one byte at a bit rate. */
export function bitRate(options: {
  readonly bitsPerSecond: number;
  readonly ticksPerSecond: number;
}): Rate {
  return fraction(8 * options.ticksPerSecond, options.bitsPerSecond);
}

/** The time of one unit (byte, operation, token) when so many pass in a second. */
export function unitRate(options: {
  readonly unitsPerSecond: number;
  readonly ticksPerSecond: number;
}): Rate {
  return fraction(options.ticksPerSecond, options.unitsPerSecond);
}

/** The time that `units` take, rounded to the nearest tick once; halves go up. */
export function transferTicks(rate: Rate, units: number): Ticks {
  const whole = units * rate.whole;
  const part = units * rate.remainder;
  if (part <= Number.MAX_SAFE_INTEGER && whole <= Number.MAX_SAFE_INTEGER) {
    const rest = part % rate.divisor;
    const up = 2 * rest >= rate.divisor && rest > 0 ? 1 : 0;
    const total = whole + (part - rest) / rate.divisor + up;
    if (total <= Number.MAX_SAFE_INTEGER) return total as Ticks;
  }
  return wideTransferTicks(rate, units);
}

function wideTransferTicks(rate: Rate, units: number): Ticks {
  const divisor = BigInt(rate.divisor);
  const numerator = BigInt(units) * (BigInt(rate.whole) * divisor + BigInt(rate.remainder));
  const total = Number((2n * numerator + divisor) / (2n * divisor));
  invariant(
    Number.isSafeInteger(total),
    () => `${String(units)} units at this rate take longer than the clock can show`,
  );
  return total as Ticks;
}

/**
 * Transfers one after another at a rate that is no whole number of ticks per unit. Each takes the
 * whole ticks that are due; what is left over waits for the next one. 30 Gb/s (266 2/3 ps a byte)
 * is kept exactly over any number of packets.
 */
export class Pacer {
  readonly rate: Rate;
  private carry = 0;

  constructor(rate: Rate) {
    this.rate = rate;
  }

  /** The time until this transfer ends, counted from the end of the one before. */
  nextTicks(units: number): Ticks {
    const { whole, remainder, divisor } = this.rate;
    const part = units * remainder + this.carry;
    if (part > Number.MAX_SAFE_INTEGER) return this.wideNextTicks(units);
    this.carry = part % divisor;
    const total = units * whole + (part - this.carry) / divisor;
    invariant(total <= Number.MAX_SAFE_INTEGER, 'a transfer takes longer than the clock can show');
    return total as Ticks;
  }

  /** Forgets what is left over: the line was idle, so the next transfer starts a new row. */
  restart(): void {
    this.carry = 0;
  }

  private wideNextTicks(units: number): Ticks {
    const { whole, remainder, divisor } = this.rate;
    const part = BigInt(units) * BigInt(remainder) + BigInt(this.carry);
    this.carry = Number(part % BigInt(divisor));
    const total = Number(BigInt(units) * BigInt(whole) + part / BigInt(divisor));
    invariant(Number.isSafeInteger(total), 'a transfer takes longer than the clock can show');
    return total as Ticks;
  }
}
