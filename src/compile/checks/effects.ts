/**
 * Properties of a workload that change nothing beside others. Not which ones: each kind of workload
 * has a list. Keeps true: what a type says is not held against the loads of that type.
 */
import type { Fix } from '#diagnostics';
import type { Node, Source } from '../draft.ts';
import { sourceFor } from '../nodes.ts';

/** A property, what else it hangs on, and why it changes nothing where it does not. */
export interface Effect {
  readonly property: string;
  readonly with: readonly string[];
  readonly because: (load: Node) => string | null;
}

/** The assignment of a property where its value may be changed for this load alone. */
export const changeable = (load: Node, property: string): Source | null => {
  const source = sourceFor(load, property);
  return source === undefined || source.origin === 'type' ? null : source;
};

type Report = (
  at: string, facts: { readonly property: string; readonly because: string },
  more: { readonly fixes: readonly Fix[] },
) => void;

export const checkEffects = (load: Node, effects: readonly Effect[], report: Report): void => {
  for (const { property, with: others, because } of effects) {
    const source = changeable(load, property);
    if (source === null) continue;
    // What varies is needed in one variant and not in the next.
    if ([property, ...others].some((name) => sourceFor(load, name)?.origin === 'vary')) continue;
    const reason = because(load);
    if (reason === null) continue;
    report(source.pointer, { property, because: reason }, {
      fixes: [{
        title: `Remove '${property}'`, edits: [{ at: source.pointer, action: 'remove', text: '' }],
      }],
    });
  }
};
