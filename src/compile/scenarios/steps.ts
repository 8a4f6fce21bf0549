/**
 * The steps of a scenario after inheritance (rule 21): it takes over everything of the one it
 * names, overrides assignments, and adds the rest. Not what the steps mean.
 * Keeps true: a cycle of scenarios is reported at each of them and cut.
 */
import { nearest } from '#base';
import type { ActionSpec, AssignmentSpec, ExpectSpec, VarySpec } from '#spec';
import { reportTwice } from '../bodies.ts';
import type { Names, ScenarioEntry } from '../draft.ts';
import { printPath } from '../expressions.ts';
import type { Problems } from '../problems.ts';

export interface Step<S> {
  readonly spec: S;
  readonly pointer: string;
  readonly file: number;
  /** How many scenarios take over from the one that has it; the least is the strongest. */
  readonly distance: number;
}

export interface Steps {
  readonly entry: ScenarioEntry;
  /** Of the scenario itself, the nearest of each property. */
  readonly properties: ReadonlyMap<string, Step<AssignmentSpec>>;
  readonly assignments: readonly Step<AssignmentSpec>[];
  readonly varies: readonly Step<VarySpec>[];
  readonly actions: readonly Step<ActionSpec>[];
  readonly expects: readonly Step<ExpectSpec>[];
}

const chainOf = (entry: ScenarioEntry, names: Names, problems: Problems): readonly ScenarioEntry[] => {
  const chain = [entry];
  for (let last = entry; last.spec.base !== undefined;) {
    const at = `${last.pointer}/base`;
    const base = names.scenarios.get(last.spec.base);
    if (base === undefined) {
      const near = nearest(last.spec.base, names.scenarios.keys());
      problems.report('scenario/unknown-base', at, { name: last.spec.base, nearest: near }, {
        fixes: near.map((text) => ({
          title: `Change to '${text}'`, edits: [{ at, action: 'replace', text }],
        })),
      });
      break;
    }
    if (chain.includes(base)) {
      if (base === entry) {
        problems.report('scenario/cycle', `${entry.pointer}/base`, { name: entry.name });
      }
      break;
    }
    chain.push(base);
    last = base;
  }
  return chain;
};

const targetsOf = (vary: VarySpec): string => vary.targets.map(printPath).join(', ');

/** Everything that a scenario does, its bases' first. */
export const stepsOf = (entry: ScenarioEntry, names: Names, problems: Problems): Steps => {
  const chain = chainOf(entry, names, problems);
  const properties = new Map<string, Step<AssignmentSpec>>();
  const assignments: Step<AssignmentSpec>[] = [];
  const varies = new Map<string, Step<VarySpec>>();
  const actions: Step<ActionSpec>[] = [];
  const expects: Step<ExpectSpec>[] = [];
  for (let distance = chain.length - 1; distance >= 0; distance--) {
    const scenario = chain[distance] ?? entry;
    for (const [i, spec] of scenario.spec.steps.entries()) {
      const pointer = `${scenario.pointer}/steps/${i}`;
      const place = { pointer, file: scenario.file, distance };
      if (spec.is === 'action') actions.push({ spec, ...place });
      else if (spec.is === 'expect') expects.push({ spec, ...place });
      else if (spec.is === 'vary') {
        const key = targetsOf(spec);
        const before = varies.get(key);
        if (before?.distance === distance) {
          problems.report('scenario/vary-twice', pointer, { target: key }, {
            related: [{ at: before.pointer, message: 'The first one.' }],
            fixes: [{ title: 'Remove this line', edits: [{ at: pointer, action: 'remove', text: '' }] }],
          });
        }
        varies.set(key, { spec, ...place });
      } else if (spec.owner !== undefined) assignments.push({ spec, ...place });
      else {
        const before = properties.get(spec.property);
        if (before?.distance === distance) {
          reportTwice(before.pointer, pointer, spec.property, scenario.name, problems);
        }
        properties.set(spec.property, { spec, ...place });
      }
    }
  }
  return { entry, properties, assignments, varies: [...varies.values()], actions, expects };
};
