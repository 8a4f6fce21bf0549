/**
 * Several parts of results put together: shards that ran on different machines.
 * Not the running, and no IR is needed: results carry the rules they are judged by.
 * Keeps true: the merged bytes are those of one run of the whole; parts of different models, parts
 * that overlap and parts that leave gaps are refused, and nothing is guessed.
 */
import { canonicalJson, compareIds, compareNumbers, sorted } from '#base';
import type { Results, RunResult, ScenarioResults, VariantResults } from '#results';
import { judgeScenario } from './judge-scenario.ts';

export type MergeProblemCode =
  | 'merge/nothing' | 'merge/different-version' | 'merge/different-model'
  | 'merge/different-options' | 'merge/overlap' | 'merge/gap';

export interface MergeProblem {
  readonly code: MergeProblemCode;
  readonly message: string;
  /** The parts it is about, counted from 0 as they were given. */
  readonly parts: readonly number[];
}

export type Merged =
  | { readonly ok: true; readonly results: Results }
  | { readonly ok: false; readonly problems: readonly MergeProblem[] };

export function mergeResults(parts: readonly Results[]): Merged {
  const first = parts[0];
  if (first === undefined) {
    return { ok: false, problems: [{
      code: 'merge/nothing', message: 'There is no part to merge.', parts: [],
    }] };
  }
  const different = parts.flatMap((part, index) => differences(first, part, index));
  if (different.length > 0) return { ok: false, problems: different };
  const problems = first.scenarios.flatMap((scenario, s) => coverage(scenario, parts, s));
  if (problems.length > 0) return { ok: false, problems };
  const scenarios = first.scenarios.map((scenario, s) => mergedScenario(scenario, parts, s));
  return { ok: true, results: {
    ...first, options: { ...first.options, shard: null }, scenarios, partial: false,
  } };
}

/** What must be alike before runs can be compared at all. */
function differences(first: Results, part: Results, index: number): readonly MergeProblem[] {
  const problem = (code: MergeProblemCode, what: string): MergeProblem =>
    ({ code, message: `Part ${String(index + 1)} ${what}.`, parts: [0, index] });
  // Parts come from files, so a version of another year is possible whatever the type says.
  const [version, expected]: readonly number[] = [part.resultsVersion, first.resultsVersion];
  if (version !== expected) {
    return [problem('merge/different-version', `has version ${String(version)}, `
      + `part 1 has ${String(expected)}`)];
  }
  if (part.irFingerprint !== first.irFingerprint) {
    return [problem('merge/different-model', `is of model ${part.irFingerprint}, `
      + `part 1 of ${first.irFingerprint}`)];
  }
  const shape = (results: Results): string => canonicalJson([
    results.tickPicoseconds,
    { ...results.options, shard: null, of: results.options.shard?.of ?? 1 },
    results.scenarios.map((s) => [s.name, s.seed, s.runs, s.variants.map((v) => v.assignments)]),
  ]);
  if (shape(part) === shape(first)) return [];
  return [problem('merge/different-options', 'was run with other options than part 1')];
}

/** Every run of every variant must be there once. */
function coverage(
  scenario: ScenarioResults,
  parts: readonly Results[],
  s: number,
): readonly MergeProblem[] {
  const missing: string[] = [];
  /** By who holds them. */
  const shared = new Map<string, { readonly parts: readonly number[]; readonly runs: string[] }>();
  scenario.variants.forEach((_, variant) => {
    const holders = Array.from({ length: scenario.runs }, (): number[] => []);
    parts.forEach((part, index) => {
      for (const { run } of part.scenarios[s]?.variants[variant]?.runs ?? []) {
        holders[run]?.push(index);
      }
    });
    holders.forEach((who, run) => {
      const name = `run ${String(run)} of variant ${String(variant)}`;
      if (who.length === 0) missing.push(name);
      if (who.length < 2) return;
      const parts = who.map((index) => String(index + 1)).join(' and ');
      const runs = shared.get(parts)?.runs;
      if (runs === undefined) shared.set(parts, { parts: who, runs: [name] });
      else runs.push(name);
    });
  });
  const problems = [...shared].map(([who, { parts, runs }]): MergeProblem => ({
    code: 'merge/overlap', parts,
    message: `Parts ${who} ${parts.length === 2 ? 'both' : 'all'} have ${listed(runs)} `
      + `of '${scenario.name}'.`,
  }));
  if (missing.length > 0) {
    problems.push({
      code: 'merge/gap', parts: [],
      message: `No part has ${listed(missing)} of '${scenario.name}'.`,
    });
  }
  return problems.slice(0, problemsMax);
}

const listed = (runs: readonly string[]): string =>
  runs.slice(0, shownMax).join(', ')
  + (runs.length > shownMax ? `, and ${String(runs.length - shownMax)} more` : '');

/** A list that is longer than this says no more. */
const shownMax = 5;
const problemsMax = 20;

function mergedScenario(
  scenario: ScenarioResults,
  parts: readonly Results[],
  s: number,
): ScenarioResults {
  const variants = scenario.variants.map((variant, v): VariantResults => {
    const runs = parts.flatMap((part): readonly RunResult[] =>
      part.scenarios[s]?.variants[v]?.runs ?? []);
    return { ...variant, runs: sorted(runs, (a, b) => compareNumbers(a.run, b.run)) };
  });
  const questions = scenario.expectations.map(({ index, text, rule, dimension, perVariant }) =>
    ({ index, text, rule, dimension, variants: perVariant.map(({ variant }) => variant) }));
  const assumed = parts.flatMap((part) => part.scenarios[s]?.assumed ?? []);
  return {
    ...scenario, variants, expectations: judgeScenario(questions, variants, scenario.runs),
    assumed: sorted(new Set(assumed), compareIds),
  };
}
