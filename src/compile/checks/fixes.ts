/** Fixes that several checks offer. */
import type { Fix } from '#diagnostics';
import type { Source } from '../draft.ts';

/** A change of a value that an author wrote where it stands; a type's is not theirs to change. */
export const changeTo = (source: Source | undefined, text: string): readonly Fix[] =>
  source === undefined || source.origin === 'type' ? [] : [{
    title: `Change to '${text}'`, edits: [{ at: source.valueAt, action: 'replace', text }],
  }];
