/** A share of a whole as it is drawn over time: heat needs no more digits. */
export const share = (part: number, whole: number): number =>
  Math.min(1, Math.max(0, Math.round((part / whole) * 10_000) / 10_000));

/** Of two windows that are equally long. */
export const meanShare = (earlier: number, later: number): number => share(earlier + later, 2);
