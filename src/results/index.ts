/** The door of the results room. */
export * from './types.ts';
