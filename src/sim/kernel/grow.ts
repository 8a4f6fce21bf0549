/** Typed arrays that outgrow their length. Not for hot paths: doubling makes growth rare. */

/** A copy of a typed array with twice the room. */
export function doubled<Numbers extends Float64Array | Int32Array>(
  old: Numbers,
  make: new (length: number) => Numbers,
): Numbers {
  const wider = new make(old.length * 2);
  wider.set(old);
  return wider;
}
