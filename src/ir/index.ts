/** The door of the IR room. */
export * from './keys.ts';
export * from './types.ts';
