/** Typed arrays that grow to hold an index. Not for every access: only where a new one may come. */

type Ints = Int32Array<ArrayBuffer>;
type Numbers = Float64Array<ArrayBuffer>;

/** The array itself, or a longer one with −1 behind the old values. */
export function doubledInts(old: Ints, index: number): Ints {
  if (index < old.length) return old;
  const wider = new Int32Array(Math.max(2 * old.length, index + 1)).fill(-1);
  wider.set(old);
  return wider;
}

export function doubledNumbers(old: Numbers, index: number): Numbers {
  if (index < old.length) return old;
  const wider = new Float64Array(Math.max(2 * old.length, index + 1));
  wider.set(old);
  return wider;
}
