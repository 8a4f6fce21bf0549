/**
 * The numbers of SRD, one set for every run. The algorithm is unpublished: its rules are those of
 * Shalev and others (IEEE Micro 40(6), 2020) as far as they are told, its numbers are assumed.
 * Keeps true: nobody changes them for a case; a test guards them.
 */
export const srdParameters = Object.freeze({
  /** Entropy values that a flow has at a time: "up to 64 paths" (talks on SRD, 2022). */
  paths: 64,
  /** IPv4, UDP and 36 bytes of SRD. Assumed: 64 in all. */
  headerBytes: 64,
  /** A packet that says what arrived, headers and all. Assumed. */
  acknowledgementBytes: 64,
  /** How much longer than an idle path a path may take, in round trips of an idle one. Assumed. */
  queueTarget: 0.75,
  /** A flow begins with what an idle path holds at the rate of its port. Assumed. */
  windowFirst: 1,
  /** And never has more than this many times that under way. Assumed. */
  windowMost: 1.6,
  /** Shortening in a round, by how far beyond the target round trips are. Swift (2020): 0.8. */
  decrease: 0.8,
  /** The most that one round shortens. Swift: a half. */
  decreaseMost: 0.5,
  /** Packets more in a round, while most paths are within the target. Assumed. */
  increasePackets: 0.125,
  /** Growth in a round while paths look idle. Assumed. */
  growth: 1.25,
  /** Windows below so many packets are spaced out over the round trip. Assumed. */
  spacedBelowPackets: 4,
  /** The least window: one packet in so many round trips. Assumed. */
  windowLeastPackets: 0.0625,
  /** A packet is lost when one sent this many idle round trips later has arrived. Assumed. */
  reorderRoundTrips: 1.5,
  /** Or when nothing was heard for this many; "microseconds, not milliseconds". Assumed. */
  timeoutRoundTrips: 4,
  /** Before the first round trip was measured. Assumed. */
  timeoutFirstRoundTrips: 10,
  /** A path that is slower than most rests for so many round trips. Assumed. */
  restRoundTrips: 1,
  /** So many silent timeouts in a row say that nobody is there; then waiting doubles. Assumed. */
  timeoutsBeforeBackOff: 8,
  backOffMost: 64,
  /** So many and the peer counts as unresponsive. Assumed. */
  timeoutsBeforeBroken: 16,
  /** Packets from the first that is missing to the last that was sent. Assumed. */
  spanPackets: 2048,
});

/** How packets are spread: over paths as they are, over all in turn, or all on one. */
export type Spray = 'adaptive' | 'oblivious' | 'hash';

export interface SrdOptions {
  readonly spray: Spray;
  /** Messages are handed over in the order of sending, as ENA Express does it. */
  readonly isOrdered?: boolean;
  /** What one flow may send, where an interface limits it. */
  readonly flowBitsPerSecond?: number | null;
  /** What the card at each end takes for a packet of a flow with order. */
  readonly cardDelayTicks?: number;
}
