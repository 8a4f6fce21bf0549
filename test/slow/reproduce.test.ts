/**
 * `npm run reproduce`: published figures against simulated ones. Holds that every figure is still
 * there, that none is missed for which nobody has given a reason, and that none is called predicted
 * with a guess on its path.
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { judged } from '../../scripts/lib/judged.mjs';
import { groupOf, publishedRows } from '../../scripts/lib/published.mjs';
import { runNode } from '../../scripts/lib/run.mjs';

it('simulates every published figure, and misses none without a reason', async () => {
  const script = join(import.meta.dirname, '../../scripts/reproduce.mjs');
  const { code, output } = await runNode([script], { capture: true });
  const lines = output.split('\n');
  for (const { what } of publishedRows) {
    expect(lines.filter((line) => line.startsWith(what)), what).not.toEqual([]);
  }
  expect(output).not.toContain('no reason is given');
  expect(output).not.toContain('not predicted');
  expect(code).toBe(0);
});

it('predicts at least two thirds of the figures of processors and paths that are not inputs', () => {
  const open = publishedRows.filter(({ spec, kind }) =>
    groupOf(spec) === 'path' && kind !== 'declared');
  const predicted = open.filter(({ kind }) => kind === 'predicted');
  expect(open.length).toBeGreaterThanOrEqual(18);
  expect(predicted.length / open.length).toBeGreaterThanOrEqual(2 / 3);
});

it('reads from the runs themselves what was assumed, of the scenarios a figure is read from', async () => {
  const row = (spec: string) => publishedRows.find((one) => one.spec === spec);
  const [boot, scheduler] = [row('boot'), row('scheduler')];
  if (boot === undefined || scheduler === undefined) throw new Error('there are such figures');
  expect((await judged({ ...boot, parameters: [] })).assumed).toContain('startTime of Nitro');
  expect((await judged({ ...scheduler, parameters: [] })).assumed).toEqual([]);
});
