/**
 * Recorded requests, one after another, from a file: CSV as the MSR Cambridge traces are (no
 * header; timestamp in 100 ns, host, disk, type, offset, size, response), or with a header that
 * names time_us (or _ns, _ms, _s), operation, offset and size, in any order and among others.
 * Not when they are made: that is the load's; nor lines and their times: those are the recording's.
 * Keeps true: a line that cannot be read is left out.
 */
import { StorageOperation, type StorageOperationCode } from '../storage-port.ts';
import { bytesOf, Recording, type RecordingOptions, type TimeColumn } from './recording.ts';

interface Columns {
  readonly time: TimeColumn;
  readonly operation: number;
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

const msr: Columns = {
  time: { field: 0, unitsPerSecond: 1e7, mayHaveFraction: false },
  operation: 3, offset: 4, size: 5, count: 7,
};

const { read, write, trim } = StorageOperation;
const operationNames = ['read', 'r', 'write', 'w', 'trim', 't', 'discard', 'd', 'unmap'];
const operationWords = operationNames.map(bytesOf);
const operationCodes = [read, read, write, write, trim, trim, trim, trim, trim] as const;

const headerWanted = 'a header with time_us (or _ns, _ms, _s), operation, offset and size, or the '
  + '7 columns of an MSR trace';

export class TraceReader {
  /** Of the request that was read last. */
  operation: StorageOperationCode = read;
  address = 0;
  bytes = 0;
  private readonly recording: Recording;
  private columns: Columns | null = null;

  constructor(options: RecordingOptions) {
    this.recording = new Recording(options);
  }

  /** When the request that was read last comes: since the first one, in ticks. */
  get atTicks(): number {
    return this.recording.atTicks;
  }

  /** Requests that were recorded with an earlier time than the one before. */
  get backwards(): number {
    return this.recording.backwards;
  }

  /** Reads the next request into the fields above; false at the end, or where no header is. */
  next(): boolean {
    const { recording } = this;
    while (recording.lines.next()) {
      if (this.columns === null) {
        this.columns = this.columnsOf();
        if (this.columns === null) return recording.refuseLine(headerWanted);
        if (this.columns !== msr) continue;
      }
      if (this.readRequest(this.columns)) return true;
    }
    return false;
  }

  close(): void {
    this.recording.close();
  }

  private columnsOf(): Columns | null {
    const { recording } = this;
    const { lines } = recording;
    if (lines.startsWithDigit()) return lines.count === msr.count ? msr : null;
    const time = recording.timeColumn();
    const [operation, offset, size] = [
      recording.column('operation'), recording.column('offset'), recording.column('size'),
    ];
    if (time === null || operation < 0 || offset < 0 || size < 0) return null;
    return { time, operation, offset, size, count: lines.count };
  }

  private readRequest(columns: Columns): boolean {
    const { recording } = this;
    if (!recording.isComplete(columns.count)) return false;
    const word = recording.lines.wordOf(columns.operation, operationWords);
    if (word < 0) return recording.refuse(columns.operation, 'an operation: read, write or trim');
    const address = recording.whole(columns.offset);
    if (Number.isNaN(address)) return recording.refuse(columns.offset, 'an offset in bytes');
    const bytes = recording.whole(columns.size);
    if (!(bytes > 0)) return recording.refuse(columns.size, 'a size in bytes, above 0');
    if (!recording.takeTime(columns.time)) return false;
    this.operation = operationCodes[word] as StorageOperationCode;
    this.address = address;
    this.bytes = bytes;
    return true;
  }
}
