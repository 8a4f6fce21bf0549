/** Security as behaviour: keys, trials, firmware, and what controllers send. */
export type { SecurityCount } from './security.ts';
export { Security } from './security.ts';
