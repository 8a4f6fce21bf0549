/** The door of the kernel: time, order and counting, for whatever is simulated. */
export { auditFlow, auditLittle } from './audit.ts';
export type { Flow } from './audit.ts';
export { batchMeans, estimateMean } from './confidence.ts';
export type { Estimate } from './confidence.ts';
export { EventFingerprint } from './event-fingerprint.ts';
export { EventQueue } from './event-queue.ts';
export { doubled } from './grow.ts';
export { Histogram } from './histogram.ts';
export type { HistogramJson } from './histogram.ts';
export { QueueNetwork } from './queueing/network.ts';
export type { Owner, Port } from './queueing/network.ts';
export type { Routes, VisitPlan } from './queueing/routes.ts';
export { replaceFirst } from './queueing/server-heap.ts';
export type { Discipline, StationPlan, Stations } from './queueing/stations.ts';
export { eventsLimit, memoryLimitBytes, pollEveryEventsDefault, Simulation } from './simulation.ts';
export type { EventKind, Handler, Progress, RunEnd, RunRequest, Timer } from './simulation.ts';
export { TimeWeighted } from './time-weighted.ts';
