/** The door of the results room. */
export * from './drives.ts';
export * from './types.ts';
