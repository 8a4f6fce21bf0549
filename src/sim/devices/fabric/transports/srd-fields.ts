/**
 * Where things stand in what SRD knows of a flow.
 * Keeps true: this file imports nothing, as `fields.ts`.
 */

// Doubles of a flow.
export const flowDoubles = 16;
/** The limit of bytes under way, and those that are. */
export const windowAt = 0;
export const inFlightAt = 1;
/** An idle round trip, and a smoothed one. */
export const baseAt = 2;
export const smoothAt = 3;
/** When silence was noted last. */
export const silentAt = 4;
/** When this round began, what arrived in it, and the sum of its round trips. */
export const roundAt = 5;
export const roundBytesAt = 6;
export const roundTicksAt = 7;
/** No packet is sent before this instant. */
export const spacedUntilAt = 8;
export const targetTicksAt = 9;
/** Bytes a tick. */
export const rateAt = 10;
export const rateMostAt = 11;
/** The largest round trip of this round and the one before. */
export const slowestAt = 12;
export const slowestBeforeAt = 13;

// Words of a flow.
export const flowWords = 20;
/** The first packet that is not known to have arrived. */
export const unknownAt = 0;
/** Packets before this one are not judged by those after them any more. */
export const judgedAt = 1;
export const ringAt = 2;
export const maskAt = 3;
/** Packets to be sent again, and where the first of them may be. */
export const lostAt = 4;
export const lostFromAt = 5;
/** Whose turn it is among the paths, and how many there are. */
export const cursorAt = 6;
export const pathCountAt = 7;
/** Packets that made their round in this round, and how many of them were slow. */
export const roundSeenAt = 8;
export const roundSlowAt = 9;
/** 1 if most were in the round before. */
export const wasSlowAt = 10;
/** Times in a row that nothing was heard. */
export const silencesAt = 11;
/** At the receiver: the first packet that is missing, and the last that came. */
export const missingAt = 12;
export const highestAt = 13;
/** At the receiver: answers that were sent. */
export const answersAt = 15;
/** 1 while a timer looks after what is under way. */
export const timerAt = 14;
/** 1 while an event will ask the flow again. */
export const wakesAt = 16;
/** 1 once all is known to have arrived, until there is more to send. */
export const throughAt = 17;

// A path is two words.
export const pathWords = 2;
export const pathEntropyAt = 0;
/** Packets that were sent over it. */
export const pathSentAt = 1;

// Entries of the ring of packets under way: when sent; path and state; message.
export const entryPathMask = 0xffff;
export const entryAgain = 0x1000_0000;

/** Words of the bits that say what has arrived, a power of two. */
export const spanWords = 64;

export const entryStates = { sent: 0, arrived: 0x4000_0000, lost: 0x2000_0000 } as const;
