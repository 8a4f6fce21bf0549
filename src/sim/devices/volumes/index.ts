/** The door of volumes: EBS volumes, their limits, and the storage nodes behind them. */
export { Volumes } from './volumes.ts';
