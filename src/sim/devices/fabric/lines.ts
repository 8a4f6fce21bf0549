/**
 * Typed arrays whose records stand in as few lines of the processor's cache as they can. Where an
 * allocator puts 16 bytes before what it gives, as that of Node does with large arrays, records of
 * 32 bytes would straddle lines; a view that begins 48 bytes later does not.
 * Keeps true: only speed depends on it; a program sees arrays like any other.
 */

const leadBytes = 112;

/** So many doubles, all zero. */
export function doublesInLines(count: number): Float64Array {
  return new Float64Array(new ArrayBuffer(8 * count + leadBytes), leadBytes, count);
}

/** The same memory as words. */
export function wordsOf(doubles: Float64Array): Int32Array {
  return new Int32Array(doubles.buffer, doubles.byteOffset, 2 * doubles.length);
}

/** A copy with twice the room. */
export function twiceInLines(doubles: Float64Array): Float64Array {
  const wider = doublesInLines(2 * doubles.length);
  wider.set(doubles);
  return wider;
}
