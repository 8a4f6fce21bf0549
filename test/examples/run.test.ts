import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { contentOfBytes } from '#sim/devices';
import { planRuns, runJob, summarise } from '#sim/run';
import { checkGolden } from '../support/golden.ts';
import { exampleNames, examplesFolder } from '../support/examples.ts';

const options = { seed: null, runs: null, scenarios: [], shard: null };

it.each(exampleNames)('checks without a problem, runs, and all it expects holds: %s', async (name) => {
  const path = join(examplesFolder, name);
  const { problems, ir } = await checkGolden(path);
  expect(problems.filter(({ severity }) => severity !== 'information')
    .map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  if (ir === null) throw new Error('no model');
  const plan = planRuns(ir, options);
  if (!plan.ok) throw new Error(plan.problems.map(({ message }) => message).join());
  const open = (file: string): ReturnType<typeof contentOfBytes> =>
    contentOfBytes(readFileSync(join(dirname(path), file)));
  const done = plan.jobs.map((job) => runJob(ir, job, { open }));
  expect(done.flatMap(({ result }) => result.findings)
    .filter(({ code }) => code.startsWith('run/trace-'))).toEqual([]);
  const verdicts = summarise(ir, options, done).scenarios.flatMap(({ expectations }) =>
    expectations.map(({ text, verdict, reason }) => `${text}: ${verdict} ${reason ?? ''}`.trim()));
  expect(verdicts.length).toBeGreaterThan(0);
  expect(verdicts.filter((text) => !text.endsWith(': holds'))).toEqual([]);
}, 60_000);
