/**
 * Which workloads of a model a scenario cannot run, and which would never end.
 * Not the actions and measures that cannot be simulated: each of those knows it itself.
 */
import { sortedBy } from '#base';
import type { Group, Node } from '../draft.ts';
import type { Model } from '../model.ts';

/** Something that has no simulation yet: what it is called, and the workloads it keeps from it. */
interface NotSimulated {
  readonly what: string;
  readonly workloads: readonly Node[];
}

/**
 * What of a model has no simulation yet: loads on volumes that no instance is declared with, for by
 * which path one will be reached is not known.
 */
export const workloadsNotSimulated = (model: Model): readonly NotSimulated[] =>
  model.streams.flatMap(({ workload, from }) =>
    workload.kind !== 'io' || from?.kind !== 'volume' || from.parent?.kind === 'instance' ? []
      : [{ what: `io '${workload.id}' on a volume of no instance`, workloads: [workload] }]);

/** What says of each kind of workload how much it does in all. */
const ENDINGS: { readonly [kind: string]: readonly string[] } = {
  flow: ['messages', 'trace'], io: ['requests', 'trace'], compute: ['workTicks'],
};

/** Workloads that go on for as long as the scenario does, by name. */
export const neverEnding = (model: Model): readonly Group[] =>
  sortedBy([...model.draft.roots.values()], (g) => g.name).filter(({ kind, nodes }) => {
    const values = nodes[0]?.values ?? {};
    return nodes.length > 0 && ENDINGS[kind]?.every((key) => values[key] == null) === true;
  });
