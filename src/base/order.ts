/**
 * Total orders, the same on every machine: by code unit, by number, and by path as a reader counts.
 * Not for prose: no language's alphabet is known here.
 * Keeps true: two different strings never compare as equal, and sorting never changes its input.
 */
import { defined } from './invariant.ts';

export type Compare<Value> = (left: Value, right: Value) => number;

/** By UTF-16 code unit: the order of ids in every file that is written. */
export function compareIds(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

/** From small to large. Not for NaN, which has no place in an order. */
export function compareNumbers(left: number, right: number): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

const digitFirst = 48;
const digitLast = 57;

function digitRunEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const code = text.charCodeAt(end);
    if (code < digitFirst || code > digitLast) break;
    end++;
  }
  return end;
}

/** Where the digits that count begin: the last one counts even when it is a zero. */
function afterLeadingZeros(text: string, start: number, end: number): number {
  let first = start;
  while (first < end - 1 && text.charCodeAt(first) === digitFirst) first++;
  return first;
}

/** Two runs of digits by value, in place: cutting them out costs more than comparing them. */
function compareDigitRuns(
  left: string, leftStart: number, leftEnd: number,
  right: string, rightStart: number, rightEnd: number,
): number {
  const i = afterLeadingZeros(left, leftStart, leftEnd);
  const j = afterLeadingZeros(right, rightStart, rightEnd);
  const length = leftEnd - i;
  if (length !== rightEnd - j) return length < rightEnd - j ? -1 : 1;
  for (let k = 0; k < length; k++) {
    const byCode = compareNumbers(left.charCodeAt(i + k), right.charCodeAt(j + k));
    if (byCode !== 0) return byCode;
  }
  return 0;
}

/**
 * By code unit, but runs of digits by value: `web[2]` before `web[10]`, `nic9` before `nic10`.
 * `a1` and `a01` have one value; the plain order decides between them, so the order is total.
 */
export function comparePaths(left: string, right: string): number {
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    const leftEnd = digitRunEnd(left, i);
    const rightEnd = digitRunEnd(right, j);
    if (leftEnd > i && rightEnd > j) {
      const byValue = compareDigitRuns(left, i, leftEnd, right, j, rightEnd);
      if (byValue !== 0) return byValue;
      i = leftEnd;
      j = rightEnd;
    } else {
      const byCode = compareNumbers(left.charCodeAt(i), right.charCodeAt(j));
      if (byCode !== 0) return byCode;
      i++;
      j++;
    }
  }
  const byRest = compareNumbers(left.length - i, right.length - j);
  return byRest === 0 ? compareIds(left, right) : byRest;
}

/** A sorted copy; equal elements keep their order. */
export function sorted<Value>(values: Iterable<Value>, compare: Compare<Value>): Value[] {
  return [...values].sort(compare);
}

/** A copy sorted by a text that each element has, by code unit. */
export function sortedBy<Value>(
  values: Iterable<Value>,
  idOf: (value: Value) => string,
): Value[] {
  return [...values].sort((left, right) => compareIds(idOf(left), idOf(right)));
}

/** A copy sorted by the id of each element, by code unit. */
export function sortedById<Value extends { readonly id: string }>(
  values: Iterable<Value>,
): Value[] {
  return [...values].sort((left, right) => compareIds(left.id, right.id));
}

/** The keys and values of a plain object, by key. */
export function sortedEntries<Value>(
  record: Readonly<Record<string, Value>>,
): (readonly [string, Value])[] {
  return Object.keys(record)
    .sort(compareIds)
    .map((key) => [key, defined(record[key], key)] as const);
}

/** The first order that tells two values apart decides. */
export function compareInTurn<Value>(...orders: readonly Compare<Value>[]): Compare<Value> {
  return (left, right) => {
    for (const compare of orders) {
      const result = compare(left, right);
      if (result !== 0) return result;
    }
    return 0;
  };
}
