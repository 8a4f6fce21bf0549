import { expect, it } from 'vitest';
import { runServerMutations } from '../support/server-mutations.ts';

it('serves 10,000 damaged texts in one document without an exit, a delay or an internal error', async () => {
  const report = await runServerMutations(500, 10_500, 8);
  expect(report.failures.slice(0, 5)).toEqual([]);
  const { answers, slowestMs, slowest } = report;
  console.info(`${answers} answers, slowest ${slowestMs.toFixed(0)} ms: ${slowest}`);
}, 800_000);
