/** The door of the kernel: time, order and counting, for whatever is simulated. */
export { auditFlow, auditLittle } from './audit.ts';
export type { Flow } from './audit.ts';
export { batchMeans, estimateMean } from './confidence.ts';
export type { Estimate } from './confidence.ts';
export { EventFingerprint } from './event-fingerprint.ts';
export { EventQueue } from './event-queue.ts';
export { Histogram } from './histogram.ts';
export type { HistogramJson } from './histogram.ts';
export { Source } from './parts/source.ts';
export type { SourceOptions } from './parts/source.ts';
export { Station } from './parts/station.ts';
export type { StationOptions } from './parts/station.ts';
export { TokenBucket } from './parts/token-bucket.ts';
export type { TokenBucketOptions } from './parts/token-bucket.ts';
export { eventsLimit, memoryLimitBytes, pollEveryEventsDefault, Simulation } from './simulation.ts';
export type { EventKind, Handler, Progress, RunEnd, RunRequest, Timer } from './simulation.ts';
export { TimeWeighted } from './time-weighted.ts';
