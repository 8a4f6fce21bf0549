/**
 * From runs to results: sorted, judged, and with what was assumed. Not the running.
 * Keeps true: the bytes do not depend on who did which job, or in which order they came in.
 */
import { compareIds, compareNumbers, fingerprintJson, invariant, sorted } from '#base';
import type { Ir, ScenarioIr } from '#ir';
import {
  RESULTS_VERSION, type Results, type RunOptions, type RunResult, type ScenarioResults,
  type VariantResults,
} from '#results';
import { judgeScenario, type Question } from './judge-scenario.ts';
import { errorRatio, rangeOf } from './measure.ts';
import { type Job, pickedScenarios, planRuns, runsOf, seedOf } from './plan.ts';
import { type SimulateOptions, simulateWithAssumed } from './simulate.ts';
import { ruleOf } from './verdict.ts';

/** What came of a job. */
export interface JobResult {
  readonly job: Job;
  readonly result: RunResult;
  /** `property of type` of the defaults that are guesses and took part, sorted. */
  readonly assumed: readonly string[];
}

export type JobOptions = Pick<SimulateOptions, 'limits' | 'open' | 'progress' | 'isCancelled'>;

export function runJob(ir: Ir, job: Job, options: JobOptions = {}): JobResult {
  const { scenario, variant, run, seed, faster = null, packets } = job;
  const { result, assumed } = simulateWithAssumed(ir, {
    ...options, scenario, variant, run, seed, faster, ...(packets === undefined ? {} : { packets }),
  });
  return { job, result, assumed };
}

/** The name of a model; equal models and options have equal results. */
export const irFingerprint = (ir: Ir): string => fingerprintJson(ir);

/** The name of results: equal bytes, equal names. */
export const resultsFingerprint = (results: Results): string => fingerprintJson(results);

export function summarise(
  ir: Ir,
  options: RunOptions,
  jobResults: readonly JobResult[],
  /** Of the model, where it is known: it takes a while. */
  fingerprint = irFingerprint(ir),
): Results {
  const plan = planRuns(ir, options);
  invariant(plan.ok, 'results are of a model that could be run');
  // A run that was cancelled shows nothing; the others are whole.
  const done = jobResults.filter(({ result }) => result.end !== 'cancelled');
  invariant(done.every(({ job }) => job.faster === undefined), 'results are of the model as it is');
  const seen = new Set(done.map(({ job }) => job.index));
  invariant(seen.size === done.length, 'a job is done once');
  const inOrder = sorted(done, (a, b) => compareNumbers(a.job.index, b.job.index));
  return {
    resultsVersion: RESULTS_VERSION, irFingerprint: fingerprint,
    tickPicoseconds: ir.tickPicoseconds,
    options: { ...options, scenarios: sorted(options.scenarios, compareIds) },
    scenarios: pickedScenarios(ir, options).map((scenario) =>
      scenarioResults(scenario, options, inOrder.filter((r) => r.job.scenario === scenario.name))),
    partial: done.length < plan.count,
  };
}

function scenarioResults(
  scenario: ScenarioIr,
  options: RunOptions,
  done: readonly JobResult[],
): ScenarioResults {
  const runs = runsOf(scenario, options);
  const variants = scenario.variants.map((variant, index): VariantResults => ({
    index, assignments: variant.assignments,
    runs: done.filter(({ job }) => job.variant === index).map(({ result }) => result),
  }));
  return {
    name: scenario.name, seed: seedOf(scenario, options), runs, variants,
    expectations: judgeScenario(questionsOf(scenario), variants, runs),
    assumed: sorted(new Set(done.flatMap(({ assumed }) => assumed)), compareIds),
  };
}

function questionsOf(scenario: ScenarioIr): readonly Question[] {
  return scenario.expectations.map((text, index): Question => {
    const applied = scenario.variants.map((variant) =>
      variant.expectations.find((expectation) => expectation.index === index));
    const any = applied.find((expectation) => expectation !== undefined);
    const variants = applied.flatMap((expectation, variant) =>
      expectation === undefined ? [] : [variant]);
    if (any === undefined) {
      const rule = { operator: '==', tolerance: null, errorRatio: 0 } as const;
      return { index, text, rule, dimension: 'count', variants };
    }
    const blur = errorRatio(any.left) + errorRatio(any.right);
    const rule = ruleOf(any, blur, rangeOf(any.left));
    return { index, text, rule, dimension: any.dimension, variants };
  });
}
