/** Which what-ifs a page of a run has: those of the largest streams of runs that are short. */
import { expect, it } from 'vitest';
import { defined } from '#base';
import type { Ir } from '#ir';
import type { Results, RunResult } from '#results';
import { planRuns, runJob, summarise } from '#sim/run';
import { contextOf } from '../../src/cli/context.ts';
import { whatIfsOf } from '../../src/cli/what-if.ts';
import { irOf } from '../support/check-text.ts';
import { worldOf } from '../support/command-line.ts';

const names = ['a', 'b', 'c', 'd', 'e'];

/** Five volumes, each with a loop of its own; the later ones move more. */
const SPEC = `use aws
host box : C5Host
instance app : c5.9xlarge on box {
  volume root : gp3 { size = 100 GiB }
${names.map((name, i) => `  volume ${name} : io2 { size = 1 TiB  iops = ${String(i + 1)} Kiops }\n`).join('')}}
${names.map((name) => `io on_${name} on app.${name} { block = 4 KiB  depth = 16 }\n`).join('')}
scenario steady { duration = 20 ms }
`;

const resultsOf = (ir: Ir): Results => {
  const options = { seed: null, runs: null, scenarios: [], shard: null };
  const plan = planRuns(ir, options);
  return summarise(ir, options, plan.ok ? plan.jobs.map((job) => runJob(ir, job)) : []);
};

/** The same results, with something else in their only run. */
const withRun = (results: Results, change: Partial<RunResult>): Results => ({
  ...results,
  scenarios: results.scenarios.map((scenario) => ({
    ...scenario,
    variants: scenario.variants.map((variant) => ({
      ...variant, runs: variant.runs.map((run) => ({ ...run, ...change })),
    })),
  })),
});

it('asks of the four largest streams, and of none in a run of more than 5 million events', async () => {
  const ir = await irOf(SPEC);
  const results = resultsOf(ir);
  const ask = (of: Results) =>
    whatIfsOf(contextOf(worldOf({}).io), ir, of, { file: 'a.nitro', threads: 1, files: {} });
  const found = await ask(results);
  const streams = defined(results.scenarios[0]?.variants[0]?.runs[0], 'a run').streams;
  expect(streams).toHaveLength(5);
  expect(found.map(({ stream }) => stream))
    .toEqual(['e', 'd', 'c', 'b'].map((name) =>
      streams.find(({ workload }) => workload === `on_${name}`)?.id));
  expect(found[0]?.text).toMatch(/^with 2 × app\.e\/iops: p99 −\d+ %/u);
  expect(await ask(withRun(results, { events: 5_000_000 }))).toEqual(found);
  expect(await ask(withRun(results, { events: 5_000_001 }))).toEqual([]);
});
