/**
 * Where things stand in what SRD knows of a flow.
 * Keeps true: this file imports nothing, as `fields.ts`.
 */

// A record is three lines of the cache, 192 bytes: 16 words and 8 doubles that senders read at each
// answer; doubles that they read more seldom; and at its end what the receiver knows.
export const flowDoubles = 24;
export const flowWords = 48;

/** The limit of bytes under way, and those that are. */
export const windowAt = 8;
export const inFlightAt = 9;
/** An idle round trip, and a smoothed one. */
export const baseAt = 10;
export const smoothAt = 11;
/** When this round began, what arrived in it, and the sum of the quickest of each group. */
export const roundAt = 12;
export const roundBytesAt = 13;
export const quickestSumAt = 14;
/** No packet is sent before this instant. */
export const spacedUntilAt = 17;
export const targetTicksAt = 15;
/** Bytes a tick. */
export const rateAt = 18;
/** The quickest round trip of the group that is being gathered, and of the one before. */
export const quickestAt = 19;
export const quickestBeforeAt = 16;
/** The largest round trip of this round and the one before. */
export const slowestAt = 20;
export const slowestBeforeAt = 21;

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
/** Packets that made their round in this round, and those that were judged lost in it. */
export const roundSeenAt = 8;
export const roundLostAt = 9;
/** Times in a row that nothing was heard. */
export const silencesAt = 11;
/** At the receiver: the first packet that is missing, and the last that came. */
export const missingAt = 44;
export const highestAt = 45;
/** At the receiver: answers that were sent. */
export const answersAt = 46;
/** 1 while a timer looks after what is under way. */
export const timerAt = 12;
/** 1 while an event will ask the flow again. */
export const wakesAt = 13;
/** 1 once all is known to have arrived, until there is more to send. */
export const throughAt = 10;
/** One bit a path: something that was sent over it was answered. Two words. */
export const provenAt = 14;

// A path is two words.
export const pathWords = 2;
export const pathEntropyAt = 0;
/** Packets that were sent over it. */
export const pathSentAt = 1;

// Entries of the ring of packets under way: when sent; note and state; message.
export const entryNoteMask = 0xffff;
export const entryAgain = 0x1000_0000;

/** Words of the bits that say what has arrived, a power of two. */
export const spanWords = 64;

export const entryStates = { sent: 0, arrived: 0x4000_0000, lost: 0x2000_0000 } as const;

// What a packet notes: its path, whether to be answered by what it was hashed by itself, and a part
// of the value that the path had, as another may have taken its place since.
export const pathMask = 63;
export const sameWay = 64;
export const valueShift = 7;
export const valueMask = 255;
