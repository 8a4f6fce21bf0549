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

const chainOf = (
  entry: ScenarioEntry, names: Names, problems: Problems,
): readonly ScenarioEntry[] => {
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

interface Gathered {
  readonly properties: Map<string, Step<AssignmentSpec>>;
  readonly assignments: Step<AssignmentSpec>[];
  readonly varies: Map<string, Step<VarySpec>>;
  readonly actions: Step<ActionSpec>[];
  readonly expects: Step<ExpectSpec>[];
}

const addVary = (step: Step<VarySpec>, into: Gathered, problems: Problems): void => {
  const key = targetsOf(step.spec);
  const before = into.varies.get(key);
  if (before?.distance === step.distance) {
    const at = step.pointer;
    problems.report('scenario/vary-twice', at, { target: key }, {
      related: [{ at: before.pointer, message: 'The first one.' }],
      fixes: [{ title: 'Remove this line', edits: [{ at, action: 'remove', text: '' }] }],
    });
  }
  into.varies.set(key, step);
};

const addProperty = (
  step: Step<AssignmentSpec>, scenario: string, into: Gathered, problems: Problems,
): void => {
  const { property } = step.spec;
  const before = into.properties.get(property);
  if (before?.distance === step.distance) {
    reportTwice(before.pointer, step.pointer, property, scenario, problems);
  }
  into.properties.set(property, step);
};

/** Everything that a scenario does, its bases' first. */
export const stepsOf = (entry: ScenarioEntry, names: Names, problems: Problems): Steps => {
  const chain = chainOf(entry, names, problems);
  const into: Gathered = {
    properties: new Map(), assignments: [], varies: new Map(), actions: [], expects: [],
  };
  for (let distance = chain.length - 1; distance >= 0; distance--) {
    const scenario = chain[distance] ?? entry;
    for (const [i, spec] of scenario.spec.steps.entries()) {
      const place = { pointer: `${scenario.pointer}/steps/${i}`, file: scenario.file, distance };
      if (spec.is === 'action') into.actions.push({ spec, ...place });
      else if (spec.is === 'expect') into.expects.push({ spec, ...place });
      else if (spec.is === 'vary') addVary({ spec, ...place }, into, problems);
      else if (spec.owner !== undefined) into.assignments.push({ spec, ...place });
      else addProperty({ spec, ...place }, scenario.name, into, problems);
    }
  }
  return { ...into, entry, varies: [...into.varies.values()] };
};
