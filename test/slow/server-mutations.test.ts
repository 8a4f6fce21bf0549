import { expect, it } from 'vitest';
import { runServerMutations } from '../support/server-mutations.ts';

/** Servers side by side: each waits for pauses of its author most of the time. */
const ranges = [[500, 3_000], [3_000, 5_500], [5_500, 8_000], [8_000, 10_500]] as const;

it('serves 10,000 damaged texts in one document without an exit, a delay or an internal error', async () => {
  const reports = await Promise.all(ranges.map(([from, to]) => runServerMutations(from, to, 8)));
  expect(reports.reduce((sum, { edits }) => sum + edits, 0)).toBe(10_000);
  expect(reports.flatMap(({ failures }) => failures).slice(0, 5)).toEqual([]);
  for (const { answers, slowestMs, slowest } of reports) {
    console.info(`${answers} answers, slowest ${slowestMs.toFixed(0)} ms: ${slowest}`);
  }
}, 800_000);
