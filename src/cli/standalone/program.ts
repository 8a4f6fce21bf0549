/**
 * A compiled spec as a program: `node x.mjs` runs its scenarios and prints the results, the same
 * bytes as `nitrospec run --format json`. Not the command line: no reports and no threads.
 */
import { parseArgs } from 'node:util';
import { isFine, jsonResults } from '#report';
import { isCutShort, openerOf, planRuns, runJob, summarise } from '#sim/run';
import { filesCarried } from '../standalone-model.ts';

const usage = `Usage: node FILE.mjs [-s SCENARIO]… [--seed N] [--runs N]
Prints results as JSON. Exit codes: 0 all holds, 1 something fails, 2 wrong usage.
`;

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function wholeNumber(word: string | undefined, name: string): number | null {
  if (word === undefined) return null;
  const value = Number(word);
  if (!/^\d+$/.test(word) || !Number.isSafeInteger(value)) refuse(`${name} takes a whole number.`);
  return value;
}

function words(): { scenario: string[]; seed?: string; runs?: string; help?: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        scenario: { type: 'string', short: 's', multiple: true },
        seed: { type: 'string' },
        runs: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    return { ...values, scenario: values.scenario ?? [] };
  } catch (error) {
    return refuse(error instanceof Error ? error.message : usage);
  }
}

function main(): number {
  const model = globalThis.nitrospecModel;
  if (model === undefined) return refuse('This runtime carries no model; compile a spec with -o x.mjs.');
  const given = words();
  if (given.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const options = {
    seed: wholeNumber(given.seed, '--seed'), runs: wholeNumber(given.runs, '--runs'),
    scenarios: [...new Set(given.scenario)].sort((a, b) => (a < b ? -1 : 1)), shard: null,
  };
  const plan = planRuns(model.ir, options);
  if (!plan.ok) return refuse(plan.problems.map((problem) => problem.message).join('\n'));
  const open = openerOf(filesCarried(model), null);
  const results = summarise(model.ir, options, plan.jobs.map((job) =>
    runJob(model.ir, job, { open })));
  process.stdout.write(jsonResults(results));
  const fine = results.scenarios.every((scenario) =>
    scenario.expectations.every((expectation) => isFine(expectation, 'fails')));
  return fine && !isCutShort(results) ? 0 : 1;
}

process.exitCode = main();
