/**
 * When each of several equal servers will be free, as a heap in a slice of one array, so that the
 * first to be free is found at its root. Not a queue: customers in order of arrival need none, for
 * each takes the server that is free first.
 */

/** Replaces the root of the heap of `count` values at `start` and puts it in order again. */
export function replaceFirst(
  frees: Float64Array,
  start: number,
  count: number,
  value: number,
): void {
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= count) break;
    const right = child + 1;
    if (right < count && (frees[start + right] as number) < (frees[start + child] as number)) {
      child = right;
    }
    const smaller = frees[start + child] as number;
    if (smaller >= value) break;
    frees[start + hole] = smaller;
    hole = child;
  }
  frees[start + hole] = value;
}
