/** The door of the run room: from an IR to results. */
export { simulate } from './simulate.ts';
export type { Progress, SimulateOptions } from './simulate.ts';
export { judge, ruleOf } from './verdict.ts';
