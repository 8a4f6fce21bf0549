/**
 * Every file of the golden folders, as the formatter writes it: it says the same, with the same
 * problems, and there is nothing more to format.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Headless } from '#language';
import { filesOnDisk, uriOf } from '../support/folder-files.ts';
import { checkGolden } from '../support/golden.ts';

const tests = join(import.meta.dirname, '..');
const files = ['specs', 'rules'].flatMap((folder) =>
  readdirSync(join(tests, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.nitro'))
    .map((name) => join(folder, name)));

const headless = new Headless(filesOnDisk);

it.each(files)('%s says the same when it is formatted', async (name) => {
  const path = join(tests, name);
  const formatted = headless.format(uriOf(path), readFileSync(path, 'utf8'));
  // What cannot be read cannot be formatted either.
  if (formatted === null) {
    const { problems } = await checkGolden(path);
    expect(problems.map((p) => p.severity)).toContain('error');
    return;
  }
  const before = await checkGolden(path);
  const after = await checkGolden(path, { text: formatted });
  expect(after.ir).toEqual(before.ir);
  expect(after.problems.map((p) => p.message)).toEqual(before.problems.map((p) => p.message));
  expect(headless.format(uriOf(path), formatted)).toBe(formatted);
});
