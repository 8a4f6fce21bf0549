/**
 * Fabrics in the results: what links carried, held, marked, dropped and paused, and what became of
 * flows between the cards. Not the hosts' part of a flow: that is in its stream.
 * Keeps true: counts are those since the warm-up; times in ticks.
 */

export interface NetworkResult {
  /** The fabric, or the first of the switches that it is made of by hand. */
  readonly id: string;
  /** What it is computed as. Flows have no packets: what only packets could tell is null. */
  readonly model: 'packets' | 'flows';
  /** Cables that something was sent over, sorted by id. */
  readonly cables: readonly CableResult[];
  /**
   * Packets that went no further, by reason, sorted; reasons that never came are left out. Null:
   * it is computed as flows.
   */
  readonly drops: readonly { readonly reason: DropReasonName; readonly packets: number }[] | null;
  /** Null: nothing in it can be paused, or it is computed as flows. */
  readonly pauses: PauseResult | null;
}

export type DropReasonName =
  | 'queue-full' | 'link-down' | 'lost' | 'damaged' | 'no-route' | 'too-large' | 'headroom'
  | 'watchdog';

/** A link of the model. */
export interface CableResult {
  readonly id: string;
  readonly ends: readonly [string, string];
  /** From the first end to the second, and back. */
  readonly ways: readonly [LinkWayResult, LinkWayResult];
}

export interface LinkWayResult {
  readonly bytes: number;
  /** Share of time it was sending. */
  readonly utilization: number;
  /**
   * What waits to be sent: in packets as a mean over time, in bytes at the most. Null, as what
   * follows: the fabric is computed as flows.
   */
  readonly meanQueuePackets: number | null;
  readonly longestQueueBytes: number | null;
  readonly dropped: number | null;
  readonly marked: number | null;
  readonly pausedTicks: number | null;
  /** In each window of the series of the run; null where there is no series. */
  readonly series: LinkWaySeries | null;
}

export interface LinkWaySeries {
  readonly utilization: readonly number[];
  /** Null, as what follows: the fabric is computed as flows. */
  readonly longestQueueBytes: readonly number[] | null;
  readonly dropped: readonly number[] | null;
  readonly marked: readonly number[] | null;
  /** Share of each window that it was paused. */
  readonly paused: readonly number[] | null;
}

/** What flow control did. Links are written `from > to`. */
export interface PauseResult {
  /**
   * The most links that stood still at one time, and the longest chain in which each waits for the
   * next.
   */
  readonly blockedMost: number;
  readonly chainMost: number;
  /** Packets at one time behind others, whose own way was free: head-of-line blocking. */
  readonly heldUpMost: number;
  /** Links that waited for each other in a circle; null: none ever did for good. */
  readonly deadlock: { readonly atTicks: number; readonly links: readonly string[] } | null;
  /** Links that a watchdog freed by throwing away what waited. */
  readonly freed: readonly { readonly atTicks: number; readonly link: string }[];
}

/** What became of flows between the cards; null, all of it: their fabric is computed as flows. */
export interface FlowCountsResult {
  readonly sentPackets: number | null;
  readonly retransmitted: number | null;
  readonly reordered: number | null;
  /** How many packets behind the latest the farthest was. */
  readonly reorderedMost: number | null;
  readonly dropped: number | null;
  readonly marked: number | null;
  readonly duplicates: number | null;
  readonly timeouts: number | null;
  readonly reconnects: number | null;
  /** The longest wait for a packet while some was to come. */
  readonly stallTicks: number | null;
  /** Different ways that the one with the most has been over. */
  readonly paths: number | null;
}

/** Of a flow; its answers are counted with it. */
export interface StreamNetworkResult extends FlowCountsResult {
  /**
   * One message from card to card, and back for its answer, if nothing else were there; of a
   * request to several receivers all of it. An answering time that is drawn counts with its median.
   * Null: each message has another size.
   */
  readonly idealTicks: number | null;
  /** Null: nothing was sent. */
  readonly busiest: BusyHopResult | null;
}

/** The links of the way of a flow that were busy or paused the most. */
export interface BusyHopResult {
  /** Its id, or what those have in common that packets are sprayed over side by side. */
  readonly link: string;
  /** Shares of time that it was sending, and that it was paused. */
  readonly utilization: number;
  readonly pausedShare: number;
}

/** Rounds of a job: a flow with a barrier, or an allReduce. */
export interface JobResult {
  readonly workload: string;
  readonly roundTicks: readonly number[];
  /**
   * The least a round can take: its messages in their order without anybody else, or what the
   * busiest card must send or receive, whichever is more. Null: no fabric carries the job.
   */
  readonly idealTicks: number | null;
}
