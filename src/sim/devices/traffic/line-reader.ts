/**
 * A file line by line, and its comma-separated fields, in one buffer of fixed size. Not what the
 * fields mean. Keeps true: memory does not depend on the length of the file; nothing is allocated
 * for a line; numbers are exact, however many digits they have in front of the point.
 */
import type { Content } from '../content.ts';
import type { NameTable } from './name-table.ts';

const chunkBytes = 65_536;
export const lineBytesMax = 4096;
export const fieldsMax = 32;
const shownMax = 40;

const [newLine, carriageReturn, comma, space, tab, point, zero, nine, hash] =
  [10, 13, 44, 32, 9, 46, 48, 57, 35] as const;
/** Digits of the lower limb of a long number, and what it counts. */
const lowDigits = 9;
const lowLimit = 1e9;

export class LineReader {
  /** Of the line that was read last, from 1. */
  line = 0;
  /** Its fields; one that is too long has none. */
  count = 0;
  isTooLong = false;
  /** What `whole` and `decimal` read: a number is high × 10^9 + low + fraction. */
  high = 0;
  low = 0;
  fraction = 0;
  private readonly content: Content;
  private readonly chunk = new Uint8Array(chunkBytes);
  private filled = 0;
  private at = 0;
  private from = 0;
  private readonly bytes = new Uint8Array(lineBytesMax);
  private readonly starts = new Int32Array(fieldsMax + 1);
  private readonly ends = new Int32Array(fieldsMax + 1);

  constructor(content: Content) {
    this.content = content;
  }

  /** Reads the next line that is neither empty nor a comment (#); false at the end of the file. */
  next(): boolean {
    for (;;) {
      const length = this.readLine();
      if (length < 0) return false;
      if (this.bytes[0] === hash && length > 0) continue;
      if (this.split(length) || this.isTooLong) return true;
    }
  }

  /** Whether a field is one of these words, in small letters; −1 if none. */
  wordOf(field: number, words: readonly Uint8Array[]): number {
    const start = this.starts[field] as number;
    const length = (this.ends[field] as number) - start;
    for (let w = 0; w < words.length; w++) {
      const word = words[w] as Uint8Array;
      if (word.length !== length) continue;
      let i = 0;
      while (i < length && small(this.bytes[start + i] as number) === word[i]) i++;
      if (i === length) return w;
    }
    return -1;
  }

  /** Which of these names a field is, letter by letter; −1 if none. */
  nameOf(field: number, table: NameTable): number {
    return table.find(this.bytes, this.starts[field] as number, this.ends[field] as number);
  }

  /** Reads a number of digits, and a fraction if there may be one, into high, low, fraction. */
  number(field: number, mayHaveFraction: boolean): boolean {
    this.high = this.low = this.fraction = 0;
    const start = this.starts[field] as number;
    const end = this.ends[field] as number;
    let split = start;
    while (split < end && isDigit(this.bytes[split] as number)) split++;
    const digits = split - start;
    if (digits === 0 || digits > 2 * lowDigits) return false;
    const middle = Math.max(start, split - lowDigits);
    this.high = this.digits(start, middle);
    this.low = this.digits(middle, split);
    if (split === end) return true;
    if (!mayHaveFraction || this.bytes[split] !== point || split + 1 === end) return false;
    return this.readFraction(split + 1, end);
  }

  /** The last number as one; what is too large to be exact is no number. */
  value(): number {
    const value = this.high * lowLimit + this.low;
    return Number.isSafeInteger(value) ? value : NaN;
  }

  /** A field as people read it. */
  text(field: number): string {
    return this.shown(this.starts[field] as number, this.ends[field] as number);
  }

  /** The whole line as people read it. */
  lineText(): string {
    return this.count === 0 ? '' : this.shown(this.starts[0] as number,
      this.ends[Math.min(this.count, fieldsMax) - 1] as number);
  }

  startsWithDigit(): boolean {
    return this.count > 0 && isDigit(this.bytes[this.starts[0] as number] as number);
  }

  close(): void {
    this.content.close();
  }

  private shown(start: number, end: number): string {
    let text = '';
    for (let i = start; i < end && text.length < shownMax; i++) {
      const byte = this.bytes[i] as number;
      text += byte >= space && byte < 127 ? String.fromCharCode(byte) : '?';
    }
    return end - start > shownMax ? `${text}…` : text;
  }

  private readFraction(start: number, end: number): boolean {
    let scale = 1;
    let value = 0;
    for (let i = start; i < end; i++) {
      const byte = this.bytes[i] as number;
      if (!isDigit(byte)) return false;
      // More digits than a double holds are below any tick.
      if (scale >= 1e15) continue;
      value = value * 10 + (byte - zero);
      scale *= 10;
    }
    this.fraction = value / scale;
    return true;
  }

  private digits(start: number, end: number): number {
    let value = 0;
    for (let i = start; i < end; i++) value = value * 10 + ((this.bytes[i] as number) - zero);
    return value;
  }

  /** The length of the next line, in `bytes`; −1 at the end of the file. */
  private readLine(): number {
    let length = 0;
    let any = false;
    this.isTooLong = false;
    for (;;) {
      if (this.at === this.filled && !this.refill()) break;
      any = true;
      const byte = this.chunk[this.at++] as number;
      if (byte === newLine) break;
      if (length < lineBytesMax) this.bytes[length++] = byte;
      else this.isTooLong = true;
    }
    if (!any) return -1;
    this.line++;
    if (length > 0 && this.bytes[length - 1] === carriageReturn) length--;
    return length;
  }

  private refill(): boolean {
    this.filled = this.content.read(this.chunk, this.from);
    this.from += this.filled;
    this.at = 0;
    return this.filled > 0;
  }

  /** Finds the fields, without blanks around them; false for an empty line. */
  private split(length: number): boolean {
    const { bytes } = this;
    this.count = 0;
    let start = this.line === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
      ? 3 : 0;
    for (let i = start; i <= length; i++) {
      if (i < length && bytes[i] !== comma) continue;
      if (this.count < fieldsMax) this.mark(this.count, start, i);
      this.count++;
      start = i + 1;
    }
    return this.count > 1 || (this.ends[0] as number) > (this.starts[0] as number);
  }

  private mark(field: number, from: number, to: number): void {
    const { bytes } = this;
    let [start, end] = [from, to];
    while (start < end && isBlank(bytes[start] as number)) start++;
    while (end > start && isBlank(bytes[end - 1] as number)) end--;
    this.starts[field] = start;
    this.ends[field] = end;
  }
}

/** A letter as a small one, and what is no letter as it is. */
const small = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte);
const isDigit = (byte: number): boolean => byte >= zero && byte <= nine;
const isBlank = (byte: number): boolean => byte === space || byte === tab;
