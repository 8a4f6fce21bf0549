import { expect, it } from 'vitest';
import { runMutations } from '../support/mutation-run.ts';

it('survives 500 damaged examples without a crash, a hang or an uncoded problem', async () => {
  const report = await runMutations(0, 500);
  expect(report.failures).toEqual([]);
  expect(report.checked).toBe(500);
}, 120_000);
