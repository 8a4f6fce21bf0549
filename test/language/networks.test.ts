/** Specs of networks as people write them: incast, failures, pauses, jobs. Nothing is wrong. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkGolden, listed } from '../support/golden.ts';

const folder = join(import.meta.dirname, 'networks');
const names = readdirSync(folder).filter((name) => name.endsWith('.nitro'));

it.each(names)('%s has no problem', async (name) => {
  const { problems, ir } = await checkGolden(join(folder, name));
  expect(problems, listed(problems)).toEqual([]);
  expect(ir?.scenarios).toHaveLength(1);
});
