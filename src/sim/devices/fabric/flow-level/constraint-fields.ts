/**
 * Where things are in the records of constraints: all of one is asked at once, so it lies together.
 * Imports nothing, so that programs that are bundled have numbers here.
 */

/** Doubles of a constraint. */
export const doublesEach = 4;
/** What is free for flows that are solved anew. */
export const freeAt = 0;
/** What they need for one byte a tick more of each that grows. */
export const growingAt = 1;
/** The rate at which it was full. */
export const fullAt = 2;
/** The rate of flows that it holds back. */
export const heldRateAt = 3;

/** Words of a constraint. */
export const wordsEach = 8;
/** The solving that met it. */
export const metAt = 0;
/** Of flows that are solved anew: how many, how many of them grow, and the first place. */
export const solvedAt = 1;
export const growersAt = 2;
export const firstAt = 3;
/** Flows that it holds back, and those of them that are not solved anew. */
export const heldAt = 4;
export const outsideAt = 5;
