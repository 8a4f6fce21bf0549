/**
 * Rows of values by window of which each two neighbours become one: where nobody knows how long a
 * run lasts, windows begin short and grow. Not when they do.
 */

/** Leaves half as many values, each made of two; of an odd number the last one is dropped. */
export function joinPairs<T>(row: T[], join: (earlier: T, later: T) => T): void {
  const half = Math.floor(row.length / 2);
  for (let i = 0; i < half; i++) row[i] = join(row[2 * i]!, row[2 * i + 1]!);
  row.length = half;
}

/** For counts, for what is true at the end of a window, and for shares of equal windows. */
export const sum = (earlier: number, later: number): number => earlier + later;
export const last = <T>(_earlier: T, later: T): T => later;
export const mean = (earlier: number, later: number): number => (earlier + later) / 2;
