/**
 * Where things stand in the records of events. Keeps true: this file imports nothing; only so do
 * bundles carry the numbers instead of looking for variables at each use.
 */

// A record is four doubles, or eight 32-bit words: time, order, kind, entity, payload, next.
export const orderAt = 1;
export const kindAt = 4;
export const entityAt = 5;
export const payloadAt = 6;
export const nextAt = 7;

/** No slot, no bucket, no instant. */
export const none = -1;

/** The order of an entry whose timer was armed again or disarmed since it was placed. */
export const stale = -1;

/** Sorting by insertion is quick up to about this many entries. */
export const bottomMax = 48;

/** Far memory gives several things in the time of one, so entries are told so many together. */
export const nearLeast = 16;
/** And never more; a bottom is among them as a whole. */
export const nearMax = 64;
