/**
 * A recording line by line: which column is which, when its lines come, and what is wrong with a
 * line. Not what the columns mean: that is the reader's of requests or of messages.
 * Keeps true: times count from the first line, are exact up to the one rounding to a tick, and
 * never go back; a line that cannot be read is said with what stands there and what should.
 */
import { ticksMax } from '#base';
import type { Content } from '../content.ts';
import { fieldsMax, lineBytesMax, LineReader } from './line-reader.ts';

export interface RecordingOptions {
  readonly content: Content;
  readonly ticksPerSecond: number;
  /** Times come so many times as fast. */
  readonly speed: number;
  /** A line could not be read. */
  readonly malformed: (line: number, found: string, expected: string) => void;
}

/** Where times stand, and in what they are counted. */
export interface TimeColumn {
  readonly field: number;
  readonly unitsPerSecond: number;
  readonly mayHaveFraction: boolean;
}

const timeColumns: readonly (readonly [name: string, unitsPerSecond: number])[] = [
  ['time_s', 1], ['time_ms', 1e3], ['time_us', 1e6], ['time_ns', 1e9],
];

export const bytesOf = (word: string): Uint8Array =>
  Uint8Array.from(word, (letter) => letter.charCodeAt(0));

export class Recording {
  /** Of the line whose time was taken last: since the first one, in ticks. */
  atTicks = 0;
  /** Lines that were recorded with an earlier time than the one before. */
  backwards = 0;
  readonly lines: LineReader;
  private readonly options: RecordingOptions;
  private firstHigh = NaN;
  private firstLow = 0;
  private firstFraction = 0;

  constructor(options: RecordingOptions) {
    this.options = options;
    this.lines = new LineReader(options.content);
  }

  close(): void {
    this.lines.close();
  }

  /** The column of this name in a header; −1: none. */
  column(name: string): number {
    const { lines } = this;
    const word = [bytesOf(name)];
    for (let field = 0; field < Math.min(lines.count, fieldsMax); field++) {
      if (lines.wordOf(field, word) === 0) return field;
    }
    return -1;
  }

  /** The column of times in a header; null: none. */
  timeColumn(): TimeColumn | null {
    for (const [name, unitsPerSecond] of timeColumns) {
      const field = this.column(name);
      if (field >= 0) return { field, unitsPerSecond, mayHaveFraction: true };
    }
    return null;
  }

  /** Says of a field that something else was expected. */
  refuse(field: number, expected: string): false {
    this.options.malformed(this.lines.line, this.lines.text(field), expected);
    return false;
  }

  /** Says the same of the whole line. */
  refuseLine(expected: string): false {
    this.options.malformed(this.lines.line, this.lines.lineText(), expected);
    return false;
  }

  /** Whether the line has as many fields as it should, and is no longer than it may be. */
  isComplete(count: number): boolean {
    const { lines } = this;
    if (lines.isTooLong) return this.refuseLine(`at most ${String(lineBytesMax)} bytes`);
    if (lines.count === count) return true;
    return this.refuseLine(`${String(count)} fields instead of ${String(lines.count)}`);
  }

  /** A whole number; what is none, or not exact, is no number. */
  whole(field: number): number {
    return this.lines.number(field, false) ? this.lines.value() : NaN;
  }

  /** Takes the time of the line; false where none stands. */
  takeTime({ field, unitsPerSecond, mayHaveFraction }: TimeColumn): boolean {
    const { lines, options } = this;
    if (!lines.number(field, mayHaveFraction)) {
      return this.refuse(field, mayHaveFraction
        ? 'a time in digits, with a point before a fraction' : 'a time in whole units of 100 ns');
    }
    const { high, low, fraction } = lines;
    if (Number.isNaN(this.firstHigh)) {
      this.firstHigh = high;
      this.firstLow = low;
      this.firstFraction = fraction;
    }
    // Differences first: times since some era are too long for a double, those of a trace are not.
    const units = (high - this.firstHigh) * 1e9 + (low - this.firstLow);
    const ticksPerUnit = options.ticksPerSecond / unitsPerSecond;
    const exact = units * ticksPerUnit + (fraction - this.firstFraction) * ticksPerUnit;
    const ticks = Math.min(ticksMax, Math.round(exact / options.speed));
    if (ticks < this.atTicks) this.backwards++;
    else this.atTicks = ticks;
    return true;
  }
}
