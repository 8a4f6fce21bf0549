/**
 * The registry: every code that can be reported, merged from its areas. Not where a code is found
 * to apply. Keeps true: a code that is not here cannot be reported, and each name occurs once.
 */
import { array } from './codes/array.ts';
import { findings } from './codes/findings.ts';
import { flows } from './codes/flow.ts';
import { io } from './codes/io.ts';
import { limits } from './codes/limits.ts';
import { name } from './codes/name.ts';
import { network } from './codes/network.ts';
import { offload } from './codes/offload.ts';
import { file, internal, run, syntax } from './codes/other.ts';
import { placement } from './codes/placement.ts';
import { scenario } from './codes/scenario.ts';
import { security } from './codes/security.ts';
import { text } from './codes/text.ts';
import { type } from './codes/type.ts';
import { value } from './codes/value.ts';
import { wiring } from './codes/wiring.ts';
import type { CodeRow } from './types.ts';

export const CODES = {
  ...syntax, ...text, ...name, ...value, ...array, ...type, ...placement, ...wiring, ...network,
  ...offload, ...limits, ...io, ...flows, ...security, ...scenario, ...file, ...run, ...findings,
  ...internal,
} as const;

export type Code = keyof typeof CODES;

/** What the message of a code is made of. */
export type FactsOf<C extends Code> =
  (typeof CODES)[C] extends CodeRow<infer F> ? F : never;

export const isCode = (text: string): text is Code => Object.hasOwn(CODES, text);

/** In the order of the printed list: by area, as merged above. */
export const CODE_NAMES = Object.keys(CODES) as readonly Code[];
