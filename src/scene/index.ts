/** The door of the scene room. */
export type * from './types.ts';
