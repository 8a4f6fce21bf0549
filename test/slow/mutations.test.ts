import { expect, it } from 'vitest';
import { runMutations } from '../support/mutation-run.ts';

it('survives 10,000 damaged examples without a crash, a hang or an uncoded problem', async () => {
  const report = await runMutations(500, 10_500);
  expect(report.failures.slice(0, 5)).toEqual([]);
}, 600_000);
