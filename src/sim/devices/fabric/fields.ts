/**
 * Where things stand in the records of a fabric, and what marks the ends of lists.
 * Keeps true: this file imports nothing, and what every event reads is a plain number here; only so
 * do bundles carry the number instead of looking for a variable at each use.
 */

/** The end of a list, and no packet, message, flow or link. */
export const none = -1;

// Packets.

// A record is 16 words, or 8 doubles; three doubles come first.
export const packetWords = 16;
export const packetDoubles = 8;

/** When it was sent; an acknowledgement says it back. */
export const sentAt = 0;
/** When it leaves the link that it is in; where departures are events, since when it waits. */
export const leavesAt = 1;
/** When the packet after it in its link leaves: so a hop need not look at that one. */
export const nextLeavesAt = 2;
/** Whose it is. */
export const flowAt = 6;
/** Bits of `packetFlags`; the upper half is the transport's. */
export const flagsAt = 7;
/** Its number in its flow, or what an acknowledgement says to have in order. */
export const sequenceAt = 8;
/** The message that it is a part of; in an acknowledgement the transport's. */
export const messageAt = 9;
/** Bytes that it carries; in an acknowledgement the transport's. */
export const payloadAt = 10;
/** Bytes that it takes on the wire. */
export const bytesAt = 11;
/** The port that it is for, and what switches hash. */
export const destinationAt = 12;
export const entropyAt = 13;
/** The packet after it in its link, or in the list of free records. */
export const followingAt = 14;
/** Where a switch pauses: the link by which it came. */
export const ingressAt = 15;

/** The class of service: three bits. */
export const classShift = 8;

/** Above it the flags are the transport's. */
export const noteShift = 16;

// Links.

// A record is a line of the cache, 64 bytes: three doubles, then ten words.
export const linkDoubles = 8;
export const linkWords = 16;
/** When the last bit of all that is in the list will have left. */
export const freeAt = 0;
/** ∫ of the packets that have not left, to the last change; its high limb stands in `areaHigh`. */
export const areaAt = 1;
export const sinceAt = 2;
/** The first packet of the list and the last. */
export const headAt = 6;
export const tailAt = 7;
/**
 * Packets that have not left, as far as that was written down, and with them those that have not
 * reached the other end.
 */
export const waitingAt = 8;
export const insideAt = 9;
/** Bytes that have not left, likewise. */
export const queuedAt = 10;
/** Most bytes that waited, since it was last asked. */
export const queuedMaxAt = 11;
/** The switch at the other end, or ~port. */
export const targetAt = 12;
/** Bits of `linkFlags`: anything out of the ordinary; above them the kind. */
export const stateAt = 13;
export const oddMask = 255;
export const kindShift = 8;
/** Bytes that came in and went out, below 2^30; how often that was reached stands apart. */
export const bytesInAt = 14;
export const bytesOutAt = 15;
export const bytesLimb = 1_073_741_824;

// What links of one kind share is four doubles.
export const kindDoubles = 4;
export const delayAt = 0;
/** Whole ticks a byte; what is left over stands in `rates`. */
export const perByteAt = 1;
export const bufferAt = 2;
export const markAboveAt = 3;

// Numbers of links that have a low and a high limb.

export const limb = 4_503_599_627_370_496;
export const unlimited = 0x7fff_ffff;

// Flows.

// A record of figures is two lines of the cache: the receiver's, then the sender's.
export const figureDoubles = 16;

// Flows in line at their port.

/** A flow that is not in line, and one that is asked again when its limit lets it send. */
export const idle = -2;
export const waitsForLimit = -3;

// Routes.

/** The port is at this switch. */
export const local = -1;
/** No way leads there. */
export const unreachable = -2;

// A route is where its links begin in `choices`, and how many there are.
export const sizeBits = 10;
export const sizeMask = 1023;

// Names of bits and figures, which stand last: no number after them would be carried.

/** What may be said of a packet in bits. */
export const packetFlags = {
  /** It says what arrived, and carries nothing. */
  acknowledgement: 1,
  /** Switches may mark it instead of dropping it. */
  markable: 2,
  /** A switch marked it: its queue was long. */
  marked: 4,
  /** An acknowledgement tells that what it is for was marked. */
  echo: 8,
  /** It was damaged on a wire. */
  damaged: 16,
  /** It has been sent before. */
  again: 32,
  /** It tells of congestion or of a gap, and is neither data nor an acknowledgement. */
  notice: 64,
} as const;

export const linkFlags = {
  /** It carries nothing. */
  down: 1,
  /** Its rate is no whole number of ticks a byte. */
  fractional: 2,
  /** It loses or damages packets. */
  faulty: 4,
  /** It may be paused or has classes: each departure is an event. */
  scheduled: 8,
  /** Its MTU is smaller than that of other links. */
  narrow: 16,
  /** Events for packets that come out of it may be void: their times were changed. */
  retimed: 32,
  /** Somebody writes down which packets come to it. */
  watched: 64,
} as const;

export const figureAt = {
  deliveredBytes: 0,
  deliveredPackets: 1,
  /** When the last new packet came, and the longest wait for one while some was to come. */
  lastAt: 2,
  stallTicks: 3,
  /** Packets that came after later ones, and how far behind the farthest was. */
  late: 4,
  lateMost: 5,
  /** Packets that came twice. */
  twice: 6,
  marked: 7,
  sentPackets: 8,
  /** Packets that were sent again. */
  again: 9,
  timeouts: 10,
  reconnects: 11,
} as const;
