/**
 * Where things stand in what TCP knows of a flow.
 * Keeps true: this file imports nothing, as `fields.ts`.
 */

// A record is three lines of the cache, 192 bytes: 16 words and 8 doubles that senders read at each
// answer; doubles that they read more seldom; and at its end what the receiver knows.
export const flowDoubles = 24;
export const flowWords = 48;

/** Congestion window and threshold, in packets. */
export const windowAt = 8;
export const thresholdAt = 9;
export const smoothAt = 10;
export const variationAt = 11;
/** When the retransmission timer runs out. */
export const deadlineAt = 12;
/** CUBIC: the window before the last loss, the time until it is reached again, and the epoch. */
export const wideAt = 14;
export const reachAt = 16;
export const epochAt = 15;
/** CUBIC: the window of a Reno flow beside it. */
export const friendlyAt = 17;
/** DCTCP: the smoothed share of marked packets. */
export const markedShareAt = 18;
/** At the receiver: when the first packet that is not answered was sent. */
export const echoAt = 19;

/** When the timer comes up, which is no later than the deadline. */
export const armedAt = 13;

/** The first packet that is not acknowledged. */
export const unknownAt = 0;
export const ringAt = 1;
export const maskAt = 2;
/** Packets that are thought to be under way. */
export const pipeAt = 3;
/** Packets to be sent again, and where the first of them may be. */
export const lostAt = 4;
export const lostFromAt = 5;
/** Packets before this one have been judged by those that came after them. */
export const judgedAt = 6;
/** The last packet that came out of order, plus one; how many did, where nobody says which. */
export const sackedAt = 7;
export const duplicatesAt = 8;
/** 1 while losses are repaired, and where that ends. */
export const recoversAt = 9;
export const recoverAt = 10;
/** Timeouts in a row. */
export const backOffAt = 11;
/** ECN: where the window ends in which at most one reduction falls. */
export const reducedAt = 12;
export const markedAt = 13;
export const answeredAt = 14;
/** At the receiver: the first packet that is missing, the highest, and how many are unanswered. */
export const missingAt = 40;
export const highestAt = 41;
export const pendingAt = 42;
export const pendingMarkAt = 43;
/** 1 while the timer is armed. */
export const timerAt = 15;
/** At the receiver: so many packets are answered at once. */
export const quickAt = 44;

/** DCTCP: where the window ends in which marks are counted. */
export const observedAt = 45;

// Entries of the ring of packets under way: the state in three bits, and the message above them.
export const messageShift = 3;
export const entryMask = 7;

/** In an acknowledgement, two words from `messageAt`: ranges that came out of order. */
export const rangesAt = 9;

export const entryStates = { sacked: 1, lost: 2, again: 4 } as const;
