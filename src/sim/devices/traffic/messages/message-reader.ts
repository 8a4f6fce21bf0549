/**
 * Recorded messages, one after another, from a file: CSV with a header that names time_us (or _ns,
 * _ms, _s) and size, and if it likes from and to, in any order and among others.
 * Not when they are sent: that is the replay's. Keeps true: each message has streams that may carry
 * it, which are those between its ends; a line that cannot be read is left out.
 */
import { NameTable } from '../name-table.ts';
import { Recording, type RecordingOptions, type TimeColumn } from '../recording.ts';

/** Both ends of a stream. */
export interface StreamEnds {
  readonly from: string;
  readonly to: string;
}

interface Columns {
  readonly time: TimeColumn;
  readonly size: number;
  /** −1: the file does not say. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const headerWanted = 'a header with time_us (or _ns, _ms, _s) and size, and if wanted from and to';
/** So many names are shown of those that may stand in a column. */
const namesShown = 5;

const either = (names: readonly string[]): string => {
  const more = names.length - namesShown;
  return `${names.slice(0, namesShown).join(', ')}${more > 0 ? ` or ${String(more)} more` : ''}`;
};

export class MessageReader {
  /** Of the message that was read last. */
  bytes = 0;
  /** Which of the `choices` it has. */
  choice = 0;
  /** Streams that a message may go by, by their places: all between the ends that a line names. */
  readonly choices: (readonly number[])[] = [];
  private readonly recording: Recording;
  private readonly streams: readonly StreamEnds[];
  private readonly senders: NameTable;
  private readonly receivers: NameTable;
  private readonly known = new Map<number, number>();
  private columns: Columns | null = null;

  constructor(streams: readonly StreamEnds[], options: RecordingOptions) {
    this.recording = new Recording(options);
    this.streams = streams;
    this.senders = new NameTable([...new Set(streams.map(({ from }) => from))]);
    this.receivers = new NameTable([...new Set(streams.map(({ to }) => to))]);
  }

  /** When the message that was read last comes: since the first one, in ticks. */
  get atTicks(): number {
    return this.recording.atTicks;
  }

  /** Messages that were recorded with an earlier time than the one before. */
  get backwards(): number {
    return this.recording.backwards;
  }

  /** Reads the next message into the fields above; false at the end, or where no header is. */
  next(): boolean {
    const { recording } = this;
    while (recording.lines.next()) {
      if (this.columns === null) {
        this.columns = this.columnsOf();
        if (this.columns === null) return recording.refuseLine(headerWanted);
      } else if (this.readMessage(this.columns)) return true;
    }
    return false;
  }

  close(): void {
    this.recording.close();
  }

  private columnsOf(): Columns | null {
    const { recording } = this;
    const time = recording.timeColumn();
    const size = recording.column('size');
    if (time === null || size < 0) return null;
    return {
      time, size, from: recording.column('from'), to: recording.column('to'),
      count: recording.lines.count,
    };
  }

  private readMessage(columns: Columns): boolean {
    const { recording } = this;
    if (!recording.isComplete(columns.count)) return false;
    const bytes = recording.whole(columns.size);
    if (!(bytes > 0)) return recording.refuse(columns.size, 'a size in bytes, above 0');
    const choice = this.choiceOf(columns);
    if (choice < 0 || !recording.takeTime(columns.time)) return false;
    this.bytes = bytes;
    this.choice = choice;
    return true;
  }

  /** The place of the streams between the ends that the line names; −1: there are none. */
  private choiceOf({ from, to }: Columns): number {
    const { recording, senders, receivers } = this;
    const sender = from < 0 ? -1 : recording.lines.nameOf(from, senders);
    if (from >= 0 && sender < 0) {
      recording.refuse(from, `an instance that the flow is from: ${either(senders.names)}`);
      return -1;
    }
    const receiver = to < 0 ? -1 : recording.lines.nameOf(to, receivers);
    if (to >= 0 && receiver < 0) {
      recording.refuse(to, `an instance that the flow is to: ${either(receivers.names)}`);
      return -1;
    }
    const key = (sender + 1) * (receivers.names.length + 1) + receiver + 1;
    const known = this.known.get(key) ?? this.choose(sender, receiver, key);
    if (known < 0) {
      const others = this.streams.filter((stream) => stream.from === senders.names[sender]);
      recording.refuse(to, `an instance that ${senders.names[sender] ?? ''} sends to: ${
        either(others.map((stream) => stream.to))}`);
    }
    return known;
  }

  private choose(sender: number, receiver: number, key: number): number {
    const { senders, receivers, streams, choices } = this;
    const fits = streams.flatMap((stream, i) =>
      (sender < 0 || stream.from === senders.names[sender])
        && (receiver < 0 || stream.to === receivers.names[receiver]) ? [i] : []);
    const choice = fits.length === 0 ? -1 : choices.push(fits) - 1;
    this.known.set(key, choice);
    return choice;
  }
}
