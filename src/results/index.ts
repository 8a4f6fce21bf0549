/** The door of the results room. */
export * from './drives.ts';
export * from './networks.ts';
export * from './packets.ts';
export { readAs } from './read-as.ts';
export * from './types.ts';
export * from './volumes.ts';
