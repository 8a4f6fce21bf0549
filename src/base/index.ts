/** The door of the bedrock: units, order, chance, arithmetic and text that every room stands on. */
export { canonicalJson, canonicalJsonLines } from './canonical-json.ts';
export type { Json } from './canonical-json.ts';
export { Chance, Stream } from './chance.ts';
export { fingerprint, fingerprintJson, hashWords, hex, sha256 } from './fingerprint.ts';
export type { Fingerprint } from './fingerprint.ts';
export { grouped } from './grouped.ts';
export { defined, fail, invariant, InvariantError, unreachable } from './invariant.ts';
export { exp, log, log10, log1p, log2, logGamma, pow } from './math.ts';
export { editDistance, nearest } from './nearest.ts';
export {
  compareIds,
  compareInTurn,
  compareNumbers,
  comparePaths,
  sorted,
  sortedBy,
  sortedById,
  sortedEntries,
} from './order.ts';
export type { Compare } from './order.ts';
export { incompleteBeta, normalQuantile, studentQuantile, studentTail } from './quantiles.ts';
export { bitRate, greatestCommonDivisor, Pacer, transferTicks, unitRate } from './rate.ts';
export type { Rate } from './rate.ts';
export { TwoLimb } from './two-limb.ts';
export type { TwoLimbJson } from './two-limb.ts';
export { ticks, ticksMax, ticksPerSecondNano, ticksPerSecondPico } from './units.ts';
export type { Ticks, Unit } from './units.ts';
export { ESCAPED_BYTE, escapedByteAt, escapedUtf8, utf8Bytes } from './utf8.ts';
export { Zipf } from './zipf.ts';
