/**
 * Which known names an unknown one was probably meant to be: the helper behind "did you mean".
 * Not a search: only small slips of typing are near (a letter missing, added, wrong or swapped).
 * Keeps true: the answer is ordered by code unit, so it never depends on the order of the input.
 */
import { compareIds } from './order.ts';

/** Longer names are not compared: a slip in them is not what is wrong. */
const lengthMax = 200;

/**
 * The number of single-letter edits (insert, delete, replace, swap of neighbours) between two
 * names, or `distanceMax + 1` as soon as it is certain that there are more.
 */
export function editDistance(left: string, right: string, distanceMax: number): number {
  const tooFar = distanceMax + 1;
  if (Math.abs(left.length - right.length) > distanceMax) return tooFar;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    let rowMin = i;
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let cost = Math.min(
        (last[j] ?? tooFar) + 1,
        (row[j - 1] ?? tooFar) + 1,
        (last[j - 1] ?? tooFar) + (same ? 0 : 1),
      );
      const swapped =
        i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? tooFar) + 1);
      row.push(cost);
      rowMin = Math.min(rowMin, cost);
    }
    // A swap reaches back two rows, so it takes two rows above the limit to end the search.
    if (rowMin > distanceMax && Math.min(...last) > distanceMax) return tooFar;
    beforeLast = last;
    last = row;
  }
  return Math.min(last[right.length] ?? tooFar, tooFar);
}

/** The known names at the least distance, in order; none when nothing is near. Case is ignored. */
export function nearest(name: string, known: Iterable<string>, countMax = 3): string[] {
  if (name.length > lengthMax) return [];
  const folded = name.toLowerCase();
  // A single letter is one slip away from every other: nothing is known of what was meant.
  let distanceMax = folded.length < 2 ? 0 : Math.max(1, Math.floor(folded.length / 3));
  let near: string[] = [];
  for (const id of new Set(known)) {
    if (id === name || id.length > lengthMax) continue;
    const distance = editDistance(folded, id.toLowerCase(), distanceMax);
    if (distance > distanceMax) continue;
    if (distance < distanceMax) near = [];
    distanceMax = distance;
    near.push(id);
  }
  return near.sort(compareIds).slice(0, countMax);
}
