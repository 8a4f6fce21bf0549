/**
 * One text for one value: JSON with its keys sorted by code unit and its numbers in shortest form.
 * Not a general serialiser: what JSON cannot say exactly (undefined, NaN, a class) is refused.
 * Keeps true: equal values give equal text, and parsing the text gives the value back.
 */
import { fail } from './invariant.ts';
import { compareIds } from './order.ts';

/** What structured clone, files and processes all carry unchanged. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** Deeper than anything we write, and shallow enough for every engine's stack. */
const depthMax = 200;

/** The canonical text on one line. `value` is unknown because interfaces do not fit index types. */
export function canonicalJson(value: unknown): string {
  return new Writer('').text(value);
}

/**
 * The canonical text in lines, for files that people review; a row of numbers is one line, and the
 * text ends with a line feed.
 */
export function canonicalJsonLines(value: unknown): string {
  return `${new Writer('  ').text(value)}\n`;
}

/** The keys of a record as its object has them, and in order with the words they become. */
interface Shape {
  readonly keys: readonly string[];
  readonly sorted: readonly string[];
  /** Each of `sorted` in quotes, with its colon. */
  readonly heads: readonly string[];
  /** Whether an object would list the keys in the order they are given to it. */
  readonly plain: boolean;
}

/** Records whose keys are names, each its own, are not worth remembering. */
const shapesMax = 16;

/**
 * From this depth on a value is put in order and left to the engine to write, which it does many
 * times faster than we could; and one that stands at several places is written once. Not from the
 * root: a large value would be there twice.
 */
const engineDepth = 5;

const sameKeys = (left: readonly string[], right: readonly string[]): boolean => {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
};

class Writer {
  private readonly gap: string;
  private readonly pieces: string[] = [];
  /** The steps to the value in hand, for the words of a refusal. */
  private readonly steps: (string | number)[] = [];
  /** By their first key: a value of many records has few shapes, and sorting each anew costs. */
  private readonly shapes = new Map<string, Shape[]>();
  /** What the engine wrote. */
  private readonly texts = new Map<object, string>();
  /** How many records were met whose order the engine would not keep. */
  private awkward = 0;

  constructor(gap: string) {
    this.gap = gap;
  }

  text(value: unknown): string {
    this.write(value, this.gap === '' ? '' : '\n');
    return this.pieces.join('');
  }

  /** `indent` is a line feed and the spaces of the depth, or nothing when all is on one line. */
  private write(value: unknown, indent: string): void {
    if (typeof value !== 'object' || value === null) {
      this.pieces.push(JSON.stringify(this.ordered(value)));
      return;
    }
    this.checkNesting();
    if (this.gap === '' && this.steps.length >= engineDepth) {
      const text = this.texts.get(value) ?? this.byEngine(value);
      if (text !== null) {
        this.pieces.push(text);
        return;
      }
    }
    if (Array.isArray(value)) this.writeArray(value, indent);
    else this.writeRecord(value, indent);
  }

  /** Null when the engine would not keep the order of its keys. */
  private byEngine(value: object): string | null {
    const before = this.awkward;
    const ordered = this.ordered(value);
    if (this.awkward > before) return null;
    const text = JSON.stringify(ordered);
    this.texts.set(value, text);
    return text;
  }

  private writeArray(values: readonly unknown[], indent: string): void {
    const depth = this.steps.length;
    const inner = indent + this.gap;
    if (values.length > 0 && !values.includes(undefined) && values.every(Number.isFinite)) {
      // Most of large results are rows of numbers: the engine writes a number as JSON does, and a
      // line for each makes four times the bytes, which nobody reads sooner.
      this.pieces.push('[', values.join(this.gap === '' ? ',' : ', '), ']');
      return;
    }
    for (let i = 0; i < values.length; i++) {
      this.pieces.push(i === 0 ? '[' : ',', inner);
      this.steps[depth] = i;
      this.write(values[i], inner);
    }
    this.steps.length = depth;
    this.pieces.push(values.length === 0 ? '[]' : `${indent}]`);
  }

  private writeRecord(value: object, indent: string): void {
    const { sorted, heads } = this.shapeOf(value);
    const depth = this.steps.length;
    const inner = indent + this.gap;
    for (let i = 0; i < sorted.length; i++) {
      const key = sorted[i] as string;
      this.pieces.push(i === 0 ? '{' : ',', inner, heads[i] as string);
      this.steps[depth] = key;
      this.write((value as Readonly<Record<string, unknown>>)[key], inner);
    }
    this.steps.length = depth;
    this.pieces.push(sorted.length === 0 ? '{}' : `${indent}}`);
  }

  /** The value with the keys of its records in order; refuses what JSON cannot say. */
  private ordered(value: unknown): unknown {
    if (value === null) return null;
    switch (typeof value) {
      case 'boolean':
      case 'string':
        return value;
      case 'number':
        if (!Number.isFinite(value)) fail(`JSON cannot hold ${String(value)} at '${this.path()}'`);
        // JSON has no minus zero, and it reads back as zero in every comparison we make.
        return value;
      case 'object':
        this.checkNesting();
        return Array.isArray(value) ? this.orderedArray(value) : this.orderedRecord(value);
      default:
        fail(`JSON cannot hold a value of type ${typeof value} at '${this.path()}'`);
    }
  }

  /** The same array when nothing in it had to be put in order. */
  private orderedArray(values: readonly unknown[]): readonly unknown[] {
    const depth = this.steps.length;
    let copy: unknown[] | null = null;
    for (let i = 0; i < values.length; i++) {
      this.steps[depth] = i;
      const value = values[i];
      const ordered = this.ordered(value);
      if (copy !== null) copy.push(ordered);
      else if (ordered !== value) copy = [...values.slice(0, i), ordered];
    }
    this.steps.length = depth;
    return copy ?? values;
  }

  private orderedRecord(value: object): object {
    const { sorted, plain } = this.shapeOf(value);
    if (!plain) this.awkward++;
    const depth = this.steps.length;
    const copy: Record<string, unknown> = {};
    for (const key of sorted) {
      this.steps[depth] = key;
      copy[key] = this.ordered((value as Readonly<Record<string, unknown>>)[key]);
    }
    this.steps.length = depth;
    return copy;
  }

  private shapeOf(value: object): Shape {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      fail(`JSON holds plain objects only, not a class or a Map, at '${this.path()}'`);
    }
    const keys = Object.keys(value);
    const first = keys[0] ?? '';
    const alike = this.shapes.get(first);
    const known = alike?.find((shape) => sameKeys(shape.keys, keys));
    if (known !== undefined) return known;
    const shape = this.newShape(keys);
    if (alike === undefined) this.shapes.set(first, [shape]);
    else if (alike.length < shapesMax) alike.push(shape);
    return shape;
  }

  private newShape(keys: readonly string[]): Shape {
    const sorted = [...keys].sort(compareIds);
    const colon = this.gap === '' ? ':' : ': ';
    const heads = sorted.map((key) => JSON.stringify(key) + colon);
    // Objects list whole numbers first, and `__proto__` is no key to assign to.
    const plain = !keys.some((key) => /^(?:[0-9]+|__proto__)$/.test(key));
    return { keys, sorted, heads, plain };
  }

  private checkNesting(): void {
    if (this.steps.length < depthMax) return;
    fail(`a value nests deeper than ${String(depthMax)} levels at '${this.path().slice(0, 200)}'`);
  }

  private path(): string {
    return this.steps.map((step) => `/${step}`).join('');
  }
}
