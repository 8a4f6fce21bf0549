/**
 * The files of the repository as the house tests see them: tracked ones, and new ones that are not
 * ignored. Not a cache: each call asks git again, and a tree without git is read from disk.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

const ignored = new Set(['node_modules', 'dist', 'out', 'coverage', '.cache', '.git']);

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (ignored.has(entry.name)) return [];
    return entry.isDirectory() ? walk(path) : [path];
  });
}

/** Paths relative to the root, with forward slashes. */
export function repositoryFiles(): readonly string[] {
  if (!existsSync(join(root, '.git'))) return walk('');
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const output = execFileSync('git', args, { cwd: root, encoding: 'utf8' });
  return output.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const binary = /\.(png|ttf|gif|ico|woff2?|vsix|tgz|bin)$/;

export const textFiles = (): readonly string[] =>
  repositoryFiles().filter((path) => !binary.test(path));

/** Doors of package.json, by name: `#ir` → `./src/ir/index.ts`. */
export function doors(): Readonly<Record<string, string>> {
  const manifest = JSON.parse(read('package.json')) as { imports: Record<string, string> };
  return manifest.imports;
}
