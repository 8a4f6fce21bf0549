/**
 * Runs of small worlds for the tests of the life cycle, and readings of what came of them.
 */
import type { ActionIr, Ir, ScenarioIr, World } from '#ir';
import type { LaunchResult, LifeResult, Results, RunOptions, RunResult } from '#results';
import { type JobOptions, type JobResult, planRuns, runJob, simulate, summarise } from '#sim/run';
import { ir, scenario, variant } from './ir-builder.ts';

export const wholeRun: RunOptions = { seed: null, runs: null, scenarios: [], shard: null };

/** One run of one variant with these actions. */
export function live(
  model: World,
  actions: readonly ActionIr[],
  more: {
    readonly seed?: number;
    readonly scenario?: Partial<ScenarioIr>;
    /** Instances that are off at first; without it, those that an action launches. */
    readonly off?: readonly string[];
  } = {},
): RunResult {
  const given = more.off === undefined ? {} : { launchedLater: more.off };
  const only = scenario('test', { variants: [variant({ actions, ...given })], ...more.scenario });
  return simulate(ir([model], [only]), {
    scenario: 'test', variant: 0, run: 0, seed: more.seed ?? 1,
  });
}

export function jobResults(
  model: Ir, options: RunOptions = wholeRun, how: JobOptions = {},
): readonly JobResult[] {
  const plan = planRuns(model, options);
  if (!plan.ok) throw new Error(plan.problems.map((problem) => problem.message).join('\n'));
  return plan.jobs.map((job) => runJob(model, job, how));
}

export const results = (model: Ir, options: RunOptions = wholeRun): Results =>
  summarise(model, options, jobResults(model, options));

export function lifeOf(result: RunResult, id: string): LifeResult {
  const life = result.lives.find((one) => one.instance === id);
  if (life === undefined) throw new Error(`no life of ${id}`);
  return life;
}

export function launchOf(result: RunResult, id: string, index = 0): LaunchResult {
  const launch = lifeOf(result, id).launches[index];
  if (launch === undefined) throw new Error(`${id} was not launched`);
  return launch;
}

/** How long each step took, in seconds. */
export const stepSeconds = (launch: LaunchResult): Readonly<Record<string, number>> =>
  Object.fromEntries(launch.steps.map((s) => [s.step, (s.toTicks - s.fromTicks) / 1e12]));

/** States and the seconds they began at. */
export const states = (result: RunResult, id: string): readonly (readonly [number, string])[] =>
  lifeOf(result, id).states.map(({ atTicks, state }) => [atTicks / 1e12, state] as const);

export const codes = (result: RunResult): readonly string[] =>
  result.findings.map((finding) => finding.code);
