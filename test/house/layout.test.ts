/**
 * Where things stand: the folders at the top, the rooms and their doors, and how a file begins.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { foldersByProject } from '../../vitest.config.ts';
import { doors, read, repositoryFiles, root } from './repository.ts';

const agreedFolders = [
  '.ci',
  '.github',
  '.vscode',
  'examples',
  'extension',
  'language-server',
  'scripts',
  'src',
  'syntaxes',
  'test',
];

/** Rooms as folders of src that hold files: `base`, `sim/kernel`. */
function rooms(): readonly string[] {
  const names = repositoryFiles().flatMap((path) => {
    const room = /^src\/(sim\/[^/]+|[^/]+)\/.+\.ts$/.exec(path)?.[1];
    return room === undefined ? [] : [room];
  });
  return [...new Set(names)].sort();
}

const written = (): readonly string[] =>
  repositoryFiles().filter(
    (path) =>
      /\.(ts|tsx|mjs|cjs)$/.test(path) &&
      !path.startsWith('language-server/generated/') &&
      !path.endsWith('.d.ts'),
  );

it('has no folder at the top that was not agreed on', () => {
  const folders = repositoryFiles().flatMap((path) =>
    path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [],
  );
  expect([...new Set(folders)].filter((folder) => !agreedFolders.includes(folder))).toEqual([]);
});

it('has a file behind every door', () => {
  const missing = Object.entries(doors()).filter(([, path]) => !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});

it('has a door to every room of src but the roof', () => {
  const behindDoors = new Set(Object.values(doors()));
  const closed = rooms().filter(
    (room) => room !== 'cli' && !behindDoors.has(`./src/${room}/index.ts`),
  );
  expect(closed).toEqual([]);
});

it('draws in src/README.md every room there is, and none that is not', () => {
  const text = read('src/README.md');
  const undrawn = rooms().filter((room) => !text.includes(`| \`src/${room}\` |`));
  expect(undrawn).toEqual([]);
  const named = [...text.matchAll(/`src\/([a-z]+(?:\/[a-z]+)?)`/g)].map((match) => match[1] ?? '');
  expect(named.filter((room) => !existsSync(join(root, 'src', room)))).toEqual([]);
});

it('opens every file but a test, whose sentences say it, with what it is', () => {
  const bare = written().filter(
    (path) => !/\.test\.tsx?$/.test(path) && !/^(#!.*\n)?\/\*\*\s/.test(read(path)),
  );
  expect(bare).toEqual([]);
});

it('names files in kebab-case, and none for what could be anything', () => {
  const names = written().filter((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const stem = name.replace(/^\./, '').replace(/(\.(test|bench|config))?\.[a-z]+$/, '');
    return (
      !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem) || /^(utils?|helpers?|managers?|misc|common)$/.test(stem)
    );
  });
  expect(names).toEqual([]);
});

it('gives every test to exactly one project', () => {
  const folders: readonly string[] = Object.values(foldersByProject).flat();
  expect(new Set(folders).size).toBe(folders.length);
  const tests = repositoryFiles().filter((path) => /^test\/.*\.test\.tsx?$/.test(path));
  expect(tests.length).toBeGreaterThan(0);
  expect(tests.filter((path) => !folders.includes(path.split('/')[1] ?? ''))).toEqual([]);
});

it('pins every tool to one version', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  const loose = Object.entries({ ...manifest['devDependencies'], ...manifest['overrides'] }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
  expect(manifest['dependencies']).toEqual({});
});

it('imports no module for its effects alone, because bundles leave such a module out', () => {
  const manifest = JSON.parse(read('package.json')) as { sideEffects: readonly string[] };
  expect(manifest.sideEffects).toEqual(['*.css', './scripts/node20-shim.mjs']);
  const lost = written().filter((path) => /^(src|language-server|extension)\//.test(path)
    && /^import '(?![^']*\.css')/m.test(read(path)));
  expect(lost).toEqual([]);
});
