import { expect, it } from 'vitest';
import { runServerMutations } from '../support/server-mutations.ts';

it('serves 100 damaged texts in one document without an exit, a delay or an internal error', async () => {
  const report = await runServerMutations(0, 100);
  expect(report.failures.slice(0, 5)).toEqual([]);
  expect(report.problems).toBeGreaterThan(100);
  expect(report.answers).toBeGreaterThan(2_000);
}, 60_000);
