/** The door of volumes: EBS volumes, their limits, and the storage nodes behind them. */
export type { Limiter } from './limiter.ts';
export type { Volume } from './volume.ts';
export { Volumes } from './volumes.ts';
