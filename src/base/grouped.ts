/** A count as people read it. Not a quantity: it has no unit. */

/** `12,400`. */
export const grouped = (count: number): string =>
  String(count).replace(/\B(?=(\d{3})+$)/g, ',');
