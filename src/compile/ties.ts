/**
 * Whether something depends on more than its own words and its types: on other elements, on
 * assignments from outside, on expressions that wait, or on having said something. Only what does
 * not may be taken over into another model.
 */
import type { Draft } from './draft.ts';

/** Equal before and after means: whatever was made in between depends on nothing else. */
export const tiesOf = (draft: Draft): number => draft.ties + draft.problems.reports();
