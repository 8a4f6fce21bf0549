/**
 * `npm run reproduce`: published figures against simulated ones. Holds that every figure is still
 * there, and that none is missed for which nobody has given a reason.
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { publishedRows } from '../../scripts/lib/published.mjs';
import { runNode } from '../../scripts/lib/run.mjs';

it('simulates every published figure, and misses none without a reason', async () => {
  const script = join(import.meta.dirname, '../../scripts/reproduce.mjs');
  const { code, output } = await runNode([script], { capture: true });
  const lines = output.split('\n');
  for (const { what } of publishedRows) {
    expect(lines.filter((line) => line.startsWith(what)), what).not.toEqual([]);
  }
  expect(output).not.toContain('no reason is given');
  expect(code).toBe(0);
});
