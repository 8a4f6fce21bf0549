/** Checks of files that lie in a folder of the tests, with the files that their properties name. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesOf } from '#compile';
import { Headless, type Checked, type CheckOptions, type Problem } from '#language';
import { filesOnDisk, uriOf } from './folder-files.ts';

/** One for all: what it has read of the catalogue need not be read again. */
const headless = new Headless(filesOnDisk);

const filesBeside = (path: string, names: readonly string[]): NonNullable<CheckOptions['files']> =>
  Object.fromEntries(names.map((name) => {
    const file = join(dirname(path), name);
    if (!existsSync(file)) return [name, null];
    // What stands in it is not looked at here.
    return [name, { sizeBytes: statSync(file).size, sha256: '0'.repeat(64) }];
  }));

/** Checks a file, or a text as if it were that file. */
export const checkGolden = async (path: string, options: CheckOptions = {}): Promise<Checked> => {
  const first = await headless.check(uriOf(path), options);
  if (first === undefined) throw new Error(`${path} is not there`);
  const names = filesOf(first.spec);
  if (names.length === 0) return first;
  const files = filesBeside(path, names);
  return (await headless.check(uriOf(path), { ...options, files })) ?? first;
};

/** Problems one a line, for the message of a failed test. */
export const listed = (problems: readonly Problem[]): string =>
  problems.map((p) => `${p.code} ${p.range.start.line + 1}: ${p.message}`).join('\n');
