/** The door of the diagnostics room. */
export { CODE_NAMES, CODES, isCode } from './codes.ts';
export type { Code, FactsOf } from './codes.ts';
export { diagnose, explain } from './diagnose.ts';
export type { Explanation, Extra } from './diagnose.ts';
export type * from './types.ts';
