/** What the bundles hold, and what they leave out: a user waits for each of their bytes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { KIND_NAMES, kindRow } from '#kinds';
import { root } from '../house/repository.ts';

const bundled = (folder: string): readonly string[] =>
  readdirSync(join(root, 'dist', folder))
    .filter((name) => /\.c?js$/.test(name))
    .map((name) => readFileSync(join(root, 'dist', folder, name), 'utf8'));

/** Sentences of the kinds table, as many as a bundle holds of them. */
const told = (text: string): number =>
  KIND_NAMES.filter((kind) => text.includes(kindRow(kind).doc)).length;

it('leaves the table of kinds to the server: pages and shell take only its words', () => {
  const server = bundled('language-server').map(told);
  expect(Math.max(...server)).toBe(KIND_NAMES.length);
  const others = [...bundled('webview'), ...bundled('extension')];
  expect(others.length).toBeGreaterThan(4);
  expect(others.map(told)).toEqual(others.map(() => 0));
});
