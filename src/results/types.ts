/**
 * Results: what happened in the runs of a model. Not what must be thought of it beyond the verdicts
 * the spec asked for, and not how long the computer took. Keeps true: plain JSON; the same IR and
 * options give the same bytes on any machine and with any number of workers; no wall time, host
 * name or path. Times are in ticks of the IR.
 */
import type { DriveResult } from './drives.ts';
import type { JobResult, NetworkResult, StreamNetworkResult } from './networks.ts';
import type { PacketOptions, PacketsResult } from './packets.ts';
import type { VolumeResult } from './volumes.ts';

export const RESULTS_VERSION = 1;

export interface Results {
  readonly resultsVersion: typeof RESULTS_VERSION;
  readonly irFingerprint: string;
  readonly tickPicoseconds: 1 | 1000;
  /** What was asked for beyond the IR; equal options and IR give equal bytes. */
  readonly options: RunOptions;
  readonly scenarios: readonly ScenarioResults[];
  /** Stopped before all runs were done, or one shard of several. */
  readonly partial: boolean;
}

export interface RunOptions {
  /** Null: the scenario's own. */
  readonly seed: number | null;
  readonly runs: number | null;
  /** Names of the scenarios to run, sorted; empty: all. */
  readonly scenarios: readonly string[];
  readonly shard: { readonly index: number; readonly of: number } | null;
  /** A stream to write packets down of, in the first run of each variant; left out: of none. */
  readonly packets?: PacketOptions;
}

export interface ScenarioResults {
  readonly name: string;
  readonly seed: number;
  readonly runs: number;
  readonly variants: readonly VariantResults[];
  readonly expectations: readonly ExpectationResult[];
  /** Defaults that are guesses and took part: `property of type`, sorted. */
  readonly assumed: readonly string[];
}

export interface VariantResults {
  readonly index: number;
  readonly assignments: readonly { readonly target: string; readonly value: string }[];
  readonly runs: readonly RunResult[];
}

export type RunEnd = 'duration' | 'idle' | 'event-limit' | 'time-limit' | 'memory-limit' | 'cancelled';

export interface RunResult {
  readonly run: number;
  readonly seed: number;
  readonly end: RunEnd;
  readonly endTicks: number;
  readonly events: number;
  readonly eventFingerprint: string;
  /** One value per expectation of the variant, in its order; null: no sample. */
  readonly values: readonly MeasuredValue[];
  readonly lives: readonly LifeResult[];
  readonly stations: readonly StationResult[];
  /** What each stream of a workload came to, sorted by id. */
  readonly streams: readonly StreamResult[];
  /** Processors, sorted by id. */
  readonly processors: readonly ProcessorResult[];
  /** Drives whose flash is simulated, sorted by id. */
  readonly drives: readonly DriveResult[];
  /** Volumes that a workload or a boot leads to, sorted by id. */
  readonly volumes: readonly VolumeResult[];
  /** Fabrics that flows went over, sorted by id. */
  readonly networks: readonly NetworkResult[];
  /** Jobs of flows, sorted by workload. */
  readonly jobs: readonly JobResult[];
  /** How it went in time; only of the first run of a variant, and null where nothing flowed. */
  readonly series: SeriesResult | null;
  readonly findings: readonly Finding[];
  /** Where they were asked for; null: no fabric carries the stream. */
  readonly packets?: PacketsResult | null;
}

/** Both sides of an expectation as measured in one run. */
export interface MeasuredValue {
  readonly index: number;
  readonly left: number | string | null;
  readonly right: number | string | null;
}

/** The life of one instance, sorted by instance id. */
export interface LifeResult {
  readonly instance: string;
  /** State changes in order of time. */
  readonly states: readonly { readonly atTicks: number; readonly state: string }[];
  /** Launches, each with the steps it reached, in order. */
  readonly launches: readonly LaunchResult[];
}

export interface LaunchResult {
  readonly requestedTicks: number;
  /** Null when it did not reach running. */
  readonly bootTicks: number | null;
  readonly steps: readonly StepResult[];
  readonly timeouts: number;
}

export interface StepResult {
  readonly step: string;
  /** When the step began, and when it was reached. */
  readonly fromTicks: number;
  readonly toTicks: number;
  /** Of that: waiting in queues, and lost to time-outs. */
  readonly queuedTicks: number;
  readonly timedOutTicks: number;
  /** The element that carried it out, or null for the guest itself. */
  readonly by: string | null;
}

/** A place where work queues: a controller, hypervisor, card, or volume. Audited in every run. */
export interface StationResult {
  /** The id of its element, with what it does there where an element has several: `host.nic/in`. */
  readonly id: string;
  /** The element or link it belongs to. */
  readonly element: string;
  readonly arrived: number;
  readonly completed: number;
  readonly dropped: number;
  readonly inside: number;
  readonly servers: number;
  readonly utilization: number;
  readonly meanQueueLength: number;
  readonly longestQueue: number;
  readonly meanWaitTicks: number;
  readonly meanServiceTicks: number;
  /** Only of an allowance: those that it held up. */
  readonly delayed?: number;
}

/** One stream of a workload, since the warm-up. */
export interface StreamResult {
  /** `scan[0]`, as in the IR. */
  readonly id: string;
  readonly workload: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly completed: number;
  /** Requests, packets or messages that never came through. */
  readonly lost: number;
  readonly bytes: number;
  /** Completed each second. */
  readonly perSecond: number;
  readonly bitsPerSecond: number;
  /** Of requests or packets; null without any. */
  readonly latency: LatencyResult | null;
  /** Of whole messages; null where there are none. */
  readonly completion: LatencyResult | null;
  /** One for each way its requests take: reads and writes differ. */
  readonly ways: readonly WayResult[];
  /** Of a flow over a fabric: what became of it between the cards; null: of all others. */
  readonly network: StreamNetworkResult | null;
}

/** Times in ticks. Percentiles are within 0.2 %. */
export interface LatencyResult {
  readonly count: number;
  readonly meanTicks: number;
  readonly deviationTicks: number;
  readonly minTicks: number;
  readonly maxTicks: number;
  readonly p50Ticks: number;
  readonly p90Ticks: number;
  readonly p99Ticks: number;
  readonly p999Ticks: number;
  readonly p9999Ticks: number;
  /** How it is distributed; only of the first run of a variant. */
  readonly cdf?: DistributionResult;
}

/** Columns of a cumulative distribution: this share of all values is at most so long. */
export interface DistributionResult {
  /** Rising, to 0.9999 at the most: a share that less than one value lies above is left out. */
  readonly shares: readonly number[];
  readonly ticks: readonly number[];
}

/** What the latency of one way is made of. The parts of `parts` add up to the mean, exactly. */
export interface WayResult {
  /** Of messages: out of their sender and into their receiver; of answers: out and back into it. */
  readonly name: 'read' | 'write' | 'trim' | 'send' | 'receive' | 'reply' | 'return';
  readonly count: number;
  readonly meanTicks: number;
  /** From where on a request counted to the slowest hundredth; null: too few to say. */
  readonly tailFromTicks: number | null;
  /** In the order in which they are visited. */
  readonly parts: readonly PartResult[];
  /** Index into `parts`: the station with the highest utilization; null when none queues. */
  readonly bottleneck: number | null;
}

/** One visit of a way: means in ticks, which add up to its share of the latency. */
export interface PartResult {
  /** Id of the station, as in `stations`. */
  readonly station: string;
  readonly element: string;
  /** What is done there: `driver`, `deviceModel`, `link`, `card`, `drive`, `interrupt`. */
  readonly role: string;
  readonly queuedTicks: number;
  readonly servedTicks: number;
  readonly propagatedTicks: number;
  /** Mean of all three, of the slowest hundredth only; null where there are too few. */
  readonly tailTicks: number | null;
  /**
   * Share of time the station was busy, or waited for a thread where vCPUs take turns; null where
   * everybody is served at once.
   */
  readonly utilization: number | null;
}

/** Hardware threads of a machine that are shared by vCPUs, or the vCPUs of one guest. */
export interface ProcessorResult {
  /** A machine whose threads are shared, or an instance, microVM or management domain. */
  readonly id: string;
  readonly threads: number;
  /** Shares of the time of all its threads. */
  readonly busy: number;
  /** Of that: useful work of workloads, and what went to switching and to exits. */
  readonly useful: number;
  readonly switching: number;
  readonly exiting: number;
  /** Share of the time its vCPUs wanted to run and others did. */
  readonly stolen: number;
  readonly exits: number;
}

/** Columns over equal windows of time. */
export interface SeriesResult {
  /** The end of each window. */
  readonly atTicks: readonly number[];
  /** Share of time that the busiest station of an element was busy, by element, sorted by id. */
  readonly utilization: readonly {
    readonly element: string; readonly values: readonly number[];
  }[];
  /** By stream: completed and bits each second, and mean latency in ticks or null without any. */
  readonly streams: readonly {
    readonly id: string; readonly perSecond: readonly number[];
    readonly bitsPerSecond: readonly number[];
    readonly latencyTicks: readonly (number | null)[];
  }[];
}

/** Something a run showed, by the ids of the model. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly atTicks: number;
  readonly element: string | null;
  readonly message: string;
}

export type Verdict = 'holds' | 'fails' | 'undecided';

/** How an expectation compares its sides, so that parts of results can be merged and judged. */
export interface ExpectationRule {
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=' | 'within';
  readonly tolerance: { readonly relative: boolean; readonly value: number } | null;
  /** Share of a value by which a percentile may be off for how it is counted. */
  readonly errorRatio: number;
  /** What the left side can be at all; left out: it has no such end. */
  readonly least?: number;
  readonly most?: number;
}

export interface ExpectationResult {
  readonly index: number;
  readonly text: string;
  readonly rule: ExpectationRule;
  readonly verdict: Verdict;
  /** The variant that decides: the first that fails, else undecided, else the closest. */
  readonly variant: number | null;
  readonly dimension: string;
  readonly estimate: number | string | null;
  /** 95 % of the mean over several runs, as far as the value can be so: no time is below 0. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  readonly bound: number | string | null;
  /** Runs that would decide it, when undecided and an estimate can be made. */
  readonly moreRuns: number | null;
  /** One sentence for people: why it fails or is undecided. */
  readonly reason: string | null;
  readonly perVariant: readonly {
    readonly variant: number; readonly verdict: Verdict;
    readonly estimate: number | string | null;
    readonly interval: { readonly low: number; readonly high: number } | null;
  }[];
}
