import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { planRuns, runJob, summarise } from '#sim/run';
import { checkText } from '../support/check-text.ts';
import { exampleNames, examplesFolder } from '../support/examples.ts';

const options = { seed: null, runs: null, scenarios: [], shard: null };

it.each(exampleNames)('checks without a problem, runs, and all it expects holds: %s', async (name) => {
  const { problems, ir } = await checkText(readFileSync(join(examplesFolder, name), 'utf8'));
  expect(problems.filter(({ severity }) => severity !== 'information')
    .map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  if (ir === null) throw new Error('no model');
  const plan = planRuns(ir, options);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join());
  const { scenarios } = summarise(ir, options, plan.jobs.map((job) => runJob(ir, job)));
  const verdicts = scenarios.flatMap(({ expectations }) =>
    expectations.map(({ text, verdict, reason }) => `${text}: ${verdict} ${reason ?? ''}`.trim()));
  expect(verdicts.length).toBeGreaterThan(0);
  expect(verdicts.filter((text) => !text.endsWith(': holds'))).toEqual([]);
}, 60_000);
