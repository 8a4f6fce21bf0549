/**
 * What is said of a recorded file that is replayed: that it cannot be read, lines that cannot,
 * times that go back. Not the reading. Keeps true: of very many lines a few are shown, and the
 * others counted.
 */
import type { FindingCode } from '../log.ts';

export interface RecordingSubject {
  readonly file: string;
  /** What the lines of the file are. */
  readonly what: 'requests' | 'messages';
  readonly find: (code: FindingCode, message: string) => void;
}

/** So many lines that cannot be read are shown; of others only their number. */
const malformedShown = 5;

export class RecordingFindings {
  private readonly subject: RecordingSubject;
  private malformed = 0;
  private malformedEver = 0;

  constructor(subject: RecordingSubject) {
    this.subject = subject;
  }

  /** The file cannot be opened; `why` completes `it …`. */
  unreadable(why: string): void {
    const { file, find } = this.subject;
    find('run/trace-unreadable', `The trace ${file} cannot be replayed: it ${why}.`);
  }

  /** Reading it failed on the way. */
  brokenOff(error: unknown): void {
    const { file, find } = this.subject;
    const why = error instanceof Error ? error.message : String(error);
    find('run/trace-unreadable', `The trace ${file} could not be read to its end: ${why}.`);
  }

  line(line: number, found: string, expected: string): void {
    const { file, find } = this.subject;
    this.malformed++;
    if (++this.malformedEver > malformedShown) return;
    find('run/trace-line', `${file}:${String(line)}: found '${found}'; expected ${expected}.`);
  }

  /** The file is done with; so many lines were recorded with an earlier time than that before. */
  finish(backwards: number): void {
    const { file, find, what } = this.subject;
    if (this.malformed > malformedShown) {
      find('run/trace-line', `${file}: ${String(this.malformed - malformedShown)} more lines could `
        + 'not be read.');
    }
    if (backwards > 0) {
      find('run/trace-order', `${file}: ${String(backwards)} ${what} were recorded with an earlier `
        + 'time than the one before them, and come with that one.');
    }
    this.malformed = 0;
  }
}
