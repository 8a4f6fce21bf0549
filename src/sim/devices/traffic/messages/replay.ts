/**
 * Recorded messages of a flow sent again at their times, whoever waits: an open loop that ends with
 * its file. Not the reading of the file: that is the message reader's.
 * Keeps true: a message comes at its time after the first one, divided by the speed; streams that
 * may carry it take turns; one whose stream is down waits for it.
 *
 * It begins when all streams of the flow are there, and again from the start of the file when all
 * were gone and are back: the times are of the whole, not of one of them.
 */
import type { Content, OpenContent } from '../../content.ts';
import { RecordingFindings, type RecordingSubject } from '../recording-findings.ts';
import type { Conductor, PlanDue } from './conductor.ts';
import type { MessageLoad } from './message-load.ts';
import { MessageReader } from './message-reader.ts';

export interface ReplayOptions extends Pick<RecordingSubject, 'file' | 'find'> {
  readonly open: OpenContent;
  readonly ticksPerSecond: number;
  readonly speed: number;
  /** The most messages to send; null: all of the file. */
  readonly messages: number | null;
  readonly plan: PlanDue;
  readonly now: () => number;
}

export class Replay implements Conductor {
  private readonly options: ReplayOptions;
  private readonly findings: RecordingFindings;
  private readonly loads: MessageLoad[] = [];
  private reader: MessageReader | null = null;
  /** Which of its streams comes next, by choice of the reader. */
  private turns: number[] = [];
  private serial = 0;
  private originTicks = 0;
  private issued = 0;
  private isToBegin = true;

  constructor(options: ReplayOptions) {
    const { file, find } = options;
    this.options = options;
    this.findings = new RecordingFindings({ file, what: 'messages', find });
  }

  /** One more stream carries messages of the file. */
  add(load: MessageLoad): void {
    this.loads.push(load);
  }

  started(load: MessageLoad): void {
    if (this.loads.every((one) => one === load || !one.running)) this.isToBegin = true;
    if (!this.isToBegin || !this.loads.every(({ running }) => running)) return;
    this.isToBegin = false;
    this.begin();
  }

  due(_load: MessageLoad, serial: number): void {
    if (serial !== this.serial || this.reader === null) return;
    if (!this.loads.some(({ running }) => running)) {
      this.close();
      return;
    }
    const now = this.options.now();
    do {
      this.issue(this.reader);
      if (!this.advance()) return;
    } while (this.dueTicks() <= now);
    this.planNext();
  }

  completed(): void {
    // What was recorded comes at its time, whatever has arrived.
  }

  cut(): void {
    // It counts nothing that is measured.
  }

  close(): void {
    const { reader } = this;
    if (reader === null) return;
    this.reader = null;
    reader.close();
    this.findings.finish(reader.backwards);
  }

  private begin(): void {
    this.close();
    const { open, file, now } = this.options;
    const content = open(file);
    if (typeof content === 'string') {
      this.findings.unreadable(content);
      return;
    }
    this.originTicks = now();
    this.issued = 0;
    this.turns = [];
    this.reader = this.readerOf(content);
    if (this.advance()) this.planNext();
  }

  private readerOf(content: Content): MessageReader {
    const { ticksPerSecond, speed } = this.options;
    const streams = this.loads.map(({ stream }) => ({ from: stream.from ?? '', to: stream.to ?? '' }));
    return new MessageReader(streams, {
      content, ticksPerSecond, speed,
      malformed: (line, found, expected) => {
        this.findings.line(line, found, expected);
      },
    });
  }

  private dueTicks(): number {
    return this.originTicks + (this.reader?.atTicks ?? 0);
  }

  private planNext(): void {
    this.options.plan(this.loads[0]!, this.dueTicks(), ++this.serial);
  }

  /** Reads the next message; false when there is none to send. */
  private advance(): boolean {
    const { messages } = this.options;
    let more = false;
    try {
      more = (messages === null || this.issued < messages) && this.reader?.next() === true;
    } catch (error) {
      // A disk that fails is no fault of the model or of ours.
      this.findings.brokenOff(error);
    }
    if (!more) this.close();
    return more;
  }

  private issue({ choices, choice, bytes }: MessageReader): void {
    const able = choices[choice]!;
    const turn = this.turns[choice] ?? 0;
    this.turns[choice] = (turn + 1) % able.length;
    this.issued++;
    this.loads[able[turn]!]!.send(0, bytes);
  }
}
