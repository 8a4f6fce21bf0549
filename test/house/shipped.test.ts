/**
 * What is shipped: the lists of files, and the notices for the packages inside the bundles.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow } from '../../scripts/lib/files.mjs';
import { bundledPackages } from '../../scripts/lib/notices.mjs';
import { read, root } from './repository.ts';

/** Packages of which the bundler's records say that a bundle holds a part. */
function takenIn(): readonly string[] {
  const records = filesBelow(join(root, '.cache', 'build')).filter(
    (path) => !path.includes('test-'),
  );
  const inputs = records.flatMap(
    (path) => (JSON.parse(readFileSync(path, 'utf8')) as { inputs: string[] }).inputs,
  );
  const names = inputs.flatMap((path) => {
    const found = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
    return found === undefined ? [] : [found];
  });
  return [...new Set(names)].sort();
}

it('names in the notices every package that a bundle holds', () => {
  const notices = read('THIRD-PARTY-NOTICES.md');
  expect(takenIn().filter((name) => !bundledPackages.includes(name))).toEqual([]);
  expect(bundledPackages.filter((name) => !notices.includes(`### ${name} `))).toEqual([]);
});

it('tells where the source of the layout engine is, as its licence asks', () => {
  expect(read('THIRD-PARTY-NOTICES.md')).toMatch(/EPL-2\.0[\s\S]*github\.com\/kieler\/elkjs/);
});

it('ships by allowing, so that a new folder is not shipped by accident', () => {
  const extension = read('.vscodeignore').split('\n').filter((line) => !/^(#|$)/.test(line));
  expect(extension[0]).toBe('**');
  expect(extension.slice(1).filter((line) => !line.startsWith('!'))).toEqual([]);
  const tarball = read('.npmignore').split('\n').filter((line) => !/^(#|$)/.test(line));
  expect(tarball[0]).toBe('/*');
  for (const file of ['LICENSE', 'README.md', 'CHANGELOG.md', 'THIRD-PARTY-NOTICES.md']) {
    expect(extension).toContain(`!${file}`);
    expect(tarball).toContain(`!/${file}`);
  }
});

it('gives the extension and the command line the same version, from one place', () => {
  const manifest = JSON.parse(read('package.json')) as { version: string };
  expect(read('CHANGELOG.md')).toContain(`## ${manifest.version}`);
  expect(existsSync(join(root, 'extension', 'package.json'))).toBe(false);
});
