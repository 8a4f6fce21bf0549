/** The door of the spec room. */
export type * from './types.ts';
