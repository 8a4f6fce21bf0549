/**
 * Recorded requests made again at their times, whoever waits: an open loop that ends with its file.
 * Not the reading of the file: that is the trace reader's. Keeps true: a request comes at its time
 * after the first one, divided by the speed; addresses beyond the device go round into it, and how
 * many did is said.
 *
 * The drives of an instance stand one behind the other as one device, for a trace is of one. The
 * ways to a drive are taken in turn, so the queues of the guest share the load.
 */
import type { StreamIr } from '#ir';
import type { QueueNetwork } from '#sim/kernel';
import type { OpenContent } from '../content.ts';
import type { FindingCode } from '../log.ts';
import { StorageOperation } from '../storage-port.ts';
import { Load } from './load.ts';
import { RecordingFindings } from './recording-findings.ts';
import type { PlanArrival, RoutesByOperation } from './storage-load.ts';
import { TraceReader } from './trace-reader.ts';

/** A part of a device that is replayed on. */
export interface TracePart {
  readonly fromBytes: number;
  readonly spanBytes: number;
}

export interface TraceLoadOptions {
  readonly stream: StreamIr;
  readonly needs: readonly string[];
  readonly network: QueueNetwork;
  readonly plan: PlanArrival;
  readonly now: () => number;
  readonly ticksPerSecond: number;
  readonly file: string;
  readonly open: OpenContent;
  readonly speed: number;
  /** The most requests to make; null: all of the file. */
  readonly requests: number | null;
  readonly routes: RoutesByOperation;
  /** The end of each way. */
  readonly ends: readonly number[];
  /** By end. */
  readonly parts: readonly TracePart[];
  readonly find: (code: FindingCode, message: string) => void;
}

export class TraceLoad extends Load {
  private readonly options: TraceLoadOptions;
  private reader: TraceReader | null = null;
  private serial = 0;
  private originTicks = 0;
  private issued = 0;
  private wrapped = 0;
  private readonly findings: RecordingFindings;
  /** The ways of each end, and which of them comes next. */
  private readonly waysOfEnd: readonly (readonly number[])[];
  private readonly turns: Int32Array;
  private readonly totalBytes: number;

  constructor(options: TraceLoadOptions) {
    super(options.stream, options.needs);
    this.options = options;
    const { parts, ends, file, find } = options;
    this.findings = new RecordingFindings({ file, what: 'requests', find });
    this.waysOfEnd = parts.map((_, end) => ends.flatMap((one, way) => (one === end ? [way] : [])));
    this.turns = new Int32Array(parts.length);
    this.totalBytes = parts.reduce((sum, { spanBytes }) => sum + spanBytes, 0);
  }

  override arrive(serial: number): void {
    if (serial !== this.serial || !this.running || this.reader === null) return;
    const now = this.options.now();
    do {
      this.issue(this.reader);
      if (!this.advance()) return;
    } while (this.dueTicks() <= now);
    this.options.plan(this, this.dueTicks(), this.serial);
  }

  override done(customer: number, tag: number): void {
    this.completed++;
    if (tag !== StorageOperation.trim) {
      this.bytes += this.options.network.customers.bytes[customer] as number;
    }
  }

  override lost(): void {
    this.lostCount++;
  }

  override restored(): void {
    // What was recorded comes at its time, not when something works again.
  }

  /** Says what has to be said of a file that the run did not come to the end of. */
  override close(): void {
    this.finish();
  }

  protected override begin(): void {
    this.finish();
    this.serial++;
    this.issued = 0;
    const { open, file, now, ticksPerSecond, speed } = this.options;
    const content = open(file);
    if (typeof content === 'string') {
      this.findings.unreadable(content);
      return;
    }
    this.originTicks = now();
    this.reader = new TraceReader({
      content, ticksPerSecond, speed,
      malformed: (line, found, expected) => {
        this.findings.line(line, found, expected);
      },
    });
    if (this.advance()) this.options.plan(this, this.dueTicks(), this.serial);
  }

  private dueTicks(): number {
    return this.originTicks + (this.reader?.atTicks ?? 0);
  }

  /** Reads the next request; false when there is none to make. */
  private advance(): boolean {
    const { requests } = this.options;
    let more = false;
    try {
      more = (requests === null || this.issued < requests) && this.reader?.next() === true;
    } catch (error) {
      // A disk that fails is no fault of the model or of ours.
      this.findings.brokenOff(error);
    }
    if (!more) this.finish();
    return more;
  }

  private issue(reader: TraceReader): void {
    const { network, routes, parts } = this.options;
    const { operation, bytes, address } = reader;
    this.issued++;
    let place = address;
    if (address + bytes > this.totalBytes) this.wrapped++;
    if (address >= this.totalBytes) place = address % this.totalBytes;
    let end = 0;
    while (place >= (parts[end] as TracePart).spanBytes) {
      place -= (parts[end] as TracePart).spanBytes;
      end++;
    }
    const { fromBytes, spanBytes } = parts[end] as TracePart;
    const size = Math.min(bytes, spanBytes);
    const at = fromBytes + Math.min(place, spanBytes - size);
    const ways = this.waysOfEnd[end] as readonly number[];
    const turn = this.turns[end] as number;
    this.turns[end] = (turn + 1) % ways.length;
    network.begin(routes[operation][ways[turn] as number] as number, size, operation, at);
  }

  /** The file is done with; what it showed is said once. */
  private finish(): void {
    const { reader } = this;
    if (reader === null) return;
    this.reader = null;
    reader.close();
    const { file, find } = this.options;
    this.findings.finish(reader.backwards);
    if (this.wrapped > 0) {
      find('run/trace-wrapped', `${file}: ${String(this.wrapped)} of ${String(this.issued)} requests `
        + `reach beyond the ${String(this.totalBytes)} bytes that are replayed on, and go round.`);
    }
    this.wrapped = 0;
  }
}
