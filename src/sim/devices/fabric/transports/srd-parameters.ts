/**
 * The numbers of SRD, one set for every run. The algorithm is unpublished: its rules are those of
 * Shalev and others (IEEE Micro 40(6), 2020) as far as they are told, its numbers are assumed.
 * Keeps true: nobody changes them for a case; a test guards them.
 */
import { spanWords } from './srd-fields.ts';

export const srdParameters = Object.freeze({
  /** Entropy values that a flow has at a time: "up to 64 paths" (talks on SRD, 2022). */
  paths: 64,
  /** IPv4, UDP and 36 bytes of SRD. Assumed: 64 in all. */
  headerBytes: 64,
  /** A packet that says what arrived, headers and all. Assumed. */
  acknowledgementBytes: 44,
  /** Queueing that is aimed at: so many microseconds and packets at the port's rate. Assumed. */
  targetMicroseconds: 9,
  targetPackets: 26,
  /**
   * How much more of it is borne by a small share of the port: this much of one over the root of
   * the share, as in Swift's flow scaling. Assumed.
   */
  targetScaling: 0.4,
  /** Packets with which a flow begins, beyond what an idle path holds. Assumed. */
  firstPackets: 6,
  /** Round trips of which the quickest tells how long all paths make wait. Assumed. */
  groupPackets: 8,
  /** A round trip counts as no longer than so many of the quickest of late. Assumed. */
  slowestTimes: 10,
  /**
   * Where this share of a round is lost, its queueing counts this many times the share longer, and
   * no larger share is taken for one. Assumed.
   */
  lossWeight: 30,
  lossMost: 0.2,
  /** The time in which the rate changes by one step, as a share of that queueing. Assumed. */
  stepShare: 0.7,
  /** A long round is no more than so many steps. Assumed. */
  stepsMost: 32,
  /** Slowing down in a step, by how far queueing is beyond the target. Swift: 0.8. */
  decrease: 0.4,
  /** The least that a round with slow paths slows down. Assumed. */
  decreaseLeast: 0.02,
  /** The most that one round slows down. Swift: a half. */
  decreaseMost: 0.5,
  /** Packets more in a step, while most paths are within the target. Assumed. */
  increasePackets: 0.03,
  /** Growth in a step while nothing queues, the less the nearer to the target. Assumed. */
  growth: 0.15,
  /** And so much more with the eighth power of that: what others left is taken at once. Assumed. */
  idleGrowth: 0.4,
  /** The most that one round speeds up by it. Assumed. */
  growthMost: 0.5,
  /** The least window. Assumed. */
  windowLeastPackets: 1,
  /** Packets of a smaller window keep this share of the distance of their rate. Assumed. */
  spacedBelowPackets: 4,
  spacedShare: 0.8,
  /**
   * A packet is lost when one has arrived that was sent this many idle round trips later, and the
   * queueing that there is and that is aimed at. Assumed.
   */
  reorderRoundTrips: 1.5,
  /** Or when nothing was heard for this many; "microseconds, not milliseconds". Assumed. */
  timeoutRoundTrips: 4,
  /** And no less than so many times the slowest of late; both with what is aimed at. Assumed. */
  timeoutSlowest: 1.25,
  /** Before the first round trip was measured. Assumed. */
  timeoutFirstRoundTrips: 10,
  /** A path is given up when it takes longer than most by this share of that queueing. Assumed. */
  slowerShare: 0.15,
  /**
   * Where of so many paths that were taken anew more than this share lost what was sent first, none
   * is given up for being slow for so many idle round trips, or so few after a path lost that had
   * worked. Assumed.
   */
  newPaths: 16,
  failingShare: 0.125,
  stayRoundTrips: 256,
  stayRoundTripsLeast: 4,
  /** Of the paths that a flow began with, so many are tried again at a time after that. Assumed. */
  triedPaths: 8,
  /** So many silent timeouts in a row say that nobody is there; then waiting doubles. Assumed. */
  timeoutsBeforeBackOff: 8,
  backOffMost: 64,
  /**
   * So long and the peer counts as unresponsive: what is to be sent to it ends with an error, as
   * cards tell it (EFA_IO_COMP_STATUS_LOCAL_ERROR_UNRESP_REMOTE of rdma-core). Assumed.
   */
  unresponsiveSeconds: 0.5,
  /** Packets from the first that is missing to the last that was sent. Assumed. */
  spanPackets: 32 * spanWords,
});

/** How packets are spread: over paths as they are, over all in turn, or all on one. */
export type Spray = 'adaptive' | 'oblivious' | 'hash';

export interface SrdOptions {
  readonly spray: Spray;
  /** Messages are handed over in the order of sending, as ENA Express does it. */
  readonly isOrdered?: boolean;
  /** What cards take to put a message in order and hand it over. */
  readonly cardDelayTicks?: number;
  /** Whoever sends waits for a peer that does not answer, for as long as it takes. */
  readonly isPatient?: boolean;
}
