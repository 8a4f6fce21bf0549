/**
 * Recorded requests, one after another, from a file: CSV as the MSR Cambridge traces are (no
 * header; timestamp in 100 ns, host, disk, type, offset, size, response), or with a header that
 * names time_us (or _ns, _ms, _s), operation, offset and size, in any order and among others.
 * Not when they are made: that is the load's. Keeps true: times count from the first request, are
 * exact up to the one rounding to a tick, and never go back; a line that cannot be read is said
 * with what stands there and what should, and left out.
 */
import { ticksMax } from '#base';
import { StorageOperation, type StorageOperationCode } from '../storage-port.ts';
import type { Content } from '../content.ts';
import { fieldsMax, lineBytesMax, LineReader } from './line-reader.ts';

export interface TraceOptions {
  readonly content: Content;
  readonly ticksPerSecond: number;
  /** Times come so many times as fast. */
  readonly speed: number;
  /** A line could not be read. */
  readonly malformed: (line: number, found: string, expected: string) => void;
}

interface Columns {
  readonly time: number;
  readonly operation: number;
  readonly offset: number;
  readonly size: number;
  readonly count: number;
  readonly unitsPerSecond: number;
}

const msr: Columns = {
  time: 0, operation: 3, offset: 4, size: 5, count: 7, unitsPerSecond: 1e7,
};

const timeColumns: readonly (readonly [name: string, unitsPerSecond: number])[] = [
  ['time_s', 1], ['time_ms', 1e3], ['time_us', 1e6], ['time_ns', 1e9],
];

const bytesOf = (word: string): Uint8Array =>
  Uint8Array.from(word, (letter) => letter.charCodeAt(0));

const { read, write, trim } = StorageOperation;
const operationNames = ['read', 'r', 'write', 'w', 'trim', 't', 'discard', 'd', 'unmap'];
const operationWords = operationNames.map(bytesOf);
const operationCodes = [read, read, write, write, trim, trim, trim, trim, trim] as const;

const headerWanted = 'a header with time_us (or _ns, _ms, _s), operation, offset and size, or the '
  + '7 columns of an MSR trace';

export class TraceReader {
  /** Of the request that was read last: since the first one, in ticks. */
  atTicks = 0;
  operation: StorageOperationCode = read;
  address = 0;
  bytes = 0;
  /** Requests that were recorded with an earlier time than the one before. */
  backwards = 0;
  private readonly options: TraceOptions;
  private readonly lines: LineReader;
  private columns: Columns | null = null;
  private firstHigh = NaN;
  private firstLow = 0;
  private firstFraction = 0;

  constructor(options: TraceOptions) {
    this.options = options;
    this.lines = new LineReader(options.content);
  }

  /** Reads the next request into the fields above; false at the end, or where no header is. */
  next(): boolean {
    const { lines } = this;
    while (lines.next()) {
      if (this.columns === null) {
        this.columns = this.columnsOf();
        if (this.columns === null) {
          this.options.malformed(lines.line, lines.lineText(), headerWanted);
          return false;
        }
        if (this.columns !== msr) continue;
      }
      if (this.readRequest(this.columns)) return true;
    }
    return false;
  }

  close(): void {
    this.lines.close();
  }

  private columnsOf(): Columns | null {
    const { lines } = this;
    if (lines.startsWithDigit()) return lines.count === msr.count ? msr : null;
    const find = (name: string): number => {
      const word = [bytesOf(name)];
      for (let field = 0; field < Math.min(lines.count, fieldsMax); field++) {
        if (lines.wordOf(field, word) === 0) return field;
      }
      return -1;
    };
    const time = timeColumns.find(([name]) => find(name) >= 0);
    const [operation, offset, size] = [find('operation'), find('offset'), find('size')];
    if (time === undefined || operation < 0 || offset < 0 || size < 0) return null;
    const [name, unitsPerSecond] = time;
    return { time: find(name), operation, offset, size, count: lines.count, unitsPerSecond };
  }

  private readRequest(columns: Columns): boolean {
    const { lines, options } = this;
    const refuse = (field: number, expected: string): false => {
      options.malformed(lines.line, lines.text(field), expected);
      return false;
    };
    if (lines.isTooLong) {
      options.malformed(lines.line, lines.lineText(), `at most ${String(lineBytesMax)} bytes`);
      return false;
    }
    if (lines.count !== columns.count) {
      options.malformed(
        lines.line, lines.lineText(), `${String(columns.count)} fields instead of ${
          String(lines.count)}`,
      );
      return false;
    }
    const word = lines.wordOf(columns.operation, operationWords);
    if (word < 0) return refuse(columns.operation, 'an operation: read, write or trim');
    const address = this.whole(columns.offset);
    if (Number.isNaN(address)) return refuse(columns.offset, 'an offset in bytes');
    const bytes = this.whole(columns.size);
    if (!(bytes > 0)) return refuse(columns.size, 'a size in bytes, above 0');
    if (!lines.number(columns.time, columns !== msr)) {
      return refuse(columns.time, columns === msr ? 'a time in whole units of 100 ns'
        : 'a time in digits, with a point before a fraction');
    }
    this.operation = operationCodes[word] as StorageOperationCode;
    this.address = address;
    this.bytes = bytes;
    this.takeTime(columns.unitsPerSecond);
    return true;
  }

  private whole(field: number): number {
    return this.lines.number(field, false) ? this.lines.value() : NaN;
  }

  private takeTime(unitsPerSecond: number): void {
    const { lines, options } = this;
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
  }
}
