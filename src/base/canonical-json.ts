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
  return write(value, { path: '', depth: 0, gap: '', indent: '' });
}

/** The canonical text in lines, for files that people review; it ends with a line feed. */
export function canonicalJsonLines(value: unknown): string {
  return `${write(value, { path: '', depth: 0, gap: '  ', indent: '\n' })}\n`;
}

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly gap: string;
  /** A line feed and the spaces of the current depth, or nothing when all is on one line. */
  readonly indent: string;
}

function write(value: unknown, place: Place): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return writeNumber(value, place);
    case 'object':
      return writeNested(value, place);
    default:
      fail(`JSON cannot hold a value of type ${typeof value} at '${place.path}'`);
  }
}

function writeNumber(value: number, place: Place): string {
  if (!Number.isFinite(value)) fail(`JSON cannot hold ${String(value)} at '${place.path}'`);
  // Minus zero reads back as zero in every comparison we make, so both have one text.
  return value === 0 ? '0' : String(value);
}

function writeNested(value: object, place: Place): string {
  if (place.depth >= depthMax) {
    fail(`a value nests deeper than ${String(depthMax)} levels at '${place.path.slice(0, 200)}'`);
  }
  return Array.isArray(value) ? writeArray(value, place) : writeRecord(value, place);
}

function inside(place: Place, key: string): Place {
  return {
    path: `${place.path}/${key}`,
    depth: place.depth + 1,
    gap: place.gap,
    indent: place.indent + place.gap,
  };
}

function enclose(open: string, parts: readonly string[], close: string, place: Place): string {
  if (parts.length === 0) return open + close;
  const inner = place.indent + place.gap;
  return open + inner + parts.join(`,${inner}`) + place.indent + close;
}

function writeArray(values: readonly unknown[], place: Place): string {
  const parts: string[] = [];
  for (let i = 0; i < values.length; i++) parts.push(write(values[i], inside(place, String(i))));
  return enclose('[', parts, ']', place);
}

function writeRecord(value: object, place: Place): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    fail(`JSON holds plain objects only, not a class or a Map, at '${place.path}'`);
  }
  const colon = place.gap === '' ? ':' : ': ';
  const record = value as Readonly<Record<string, unknown>>;
  const parts = Object.keys(record)
    .sort(compareIds)
    .map((key) => JSON.stringify(key) + colon + write(record[key], inside(place, key)));
  return enclose('{', parts, '}', place);
}
