/** The door of the run room: from an IR to results. */
export { isCutShort } from './judge-scenario.ts';
export { defaultLimits, EVENTS_MAX, MEMORY_BYTES_MAX, SIMULATED_TICKS_MAX } from './limits.ts';
export type { Limits } from './limits.ts';
export { mergeResults } from './merge.ts';
export type { Merged, MergeProblem, MergeProblemCode } from './merge.ts';
export { planRuns, RUNS_MAX, seedOfRun } from './plan.ts';
export type { Job, Plan, RunProblem, RunProblemCode } from './plan.ts';
export { RunWorker } from './protocol.ts';
export type { FromWorker, ToWorker } from './protocol.ts';
export { simulate } from './simulate.ts';
export type { Progress, SimulateOptions } from './simulate.ts';
export { irFingerprint, resultsFingerprint, runJob, summarise } from './summarise.ts';
export type { JobOptions, JobResult } from './summarise.ts';
export { isMeant } from '#sim/devices';
export type { Faster } from '#sim/devices';
export { judge } from './verdict.ts';
export type { Judgement, Sample } from './verdict.ts';
