/**
 * What came of one EBS volume in one run: what it counted, what was left of its credits, and how
 * long limits held its requests up. Not the latency of requests: that is a stream's.
 * Keeps true: counts and shares are of the measured window, after the warm-up; requests of guests
 * that boot are among them; a volume that no workload and no boot leads to is not listed.
 */
import type { FlowCountsResult } from './networks.ts';

export interface VolumeResult {
  readonly id: string;
  /** What it may do, with what the instance it is attached to lets it reach; null: not limited. */
  readonly limits: {
    readonly operations: VolumeBudget | null;
    /** In bytes. */
    readonly bytes: VolumeBudget | null;
  };
  /** Requests that reached its limits, and the operations that they counted as. */
  readonly requests: number;
  readonly operations: number;
  /** Requests that were merged into the operation of another. */
  readonly merged: number;
  /** Null where its type saves nothing up for bursts. */
  readonly credits: VolumeCredits | null;
  /** Share of the time in which its own limits held at least one request up. */
  readonly throttled: number;
  /** Share of the time in which those of its instance did. */
  readonly throttledByInstance: number;
  /** Null where it was not made from a snapshot. */
  readonly snapshot: VolumeSnapshot | null;
  /** Null where it is on no host, and a plain delay leads to it. */
  readonly network: VolumeNetworkResult | null;
  /** Over the windows of `RunResult.series`; null where there is no series. */
  readonly series: VolumeSeriesResult | null;
}

/** Each second: what flows in, and what may flow out while credits last. */
export interface VolumeBudget {
  readonly perSecond: number;
  readonly peakPerSecond: number;
}

/** Operations or, where throughput is saved up, bytes. */
export interface VolumeCredits {
  readonly of: 'operations' | 'bytes';
  readonly capacity: number;
  /** At the end, and the least there were since the warm-up. */
  readonly left: number;
  readonly least: number;
  /** When they first ran out, or null. */
  readonly spentTicks: number | null;
}

/** Of a volume on hosts: its requests, what its hosts hand on, and word of both, all together. */
export interface VolumeNetworkResult extends FlowCountsResult {
  readonly transport: string;
  /** Those that keep it; requests go to the first. */
  readonly hosts: readonly string[];
}

export interface VolumeSnapshot {
  /** Share of its blocks that are there, at the end. */
  readonly loaded: number;
  /** Blocks that came because they were touched. */
  readonly firstTouches: number;
  /** Requests that waited for a block. */
  readonly cold: number;
}

export interface VolumeSeriesResult {
  /** At the end of each window, of all it can have; null where it has none. */
  readonly credits: readonly (number | null)[];
  /** Shares of each window. */
  readonly throttled: readonly number[];
  readonly throttledByInstance: readonly number[];
}
