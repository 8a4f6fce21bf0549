/**
 * Where things stand: the root of the repository and the folders that the scripts write to.
 * Keeps true: every path the scripts use is absolute, so they work from any current folder.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @param {string[]} parts */
export const inRoot = (...parts) => join(root, ...parts);

/** The command line as built, the way users run it. */
export const builtCommandLine = inRoot('dist', 'cli', 'nitrospec.mjs');

/** The program file of an installed tool, so that no shell and no PATH is involved. */
export const toolPaths = {
  depcruise: inRoot('node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
  eslint: inRoot('node_modules', 'eslint', 'bin', 'eslint.js'),
  knip: inRoot('node_modules', 'knip', 'bin', 'knip.js'),
  langium: inRoot('node_modules', 'langium-cli', 'bin', 'langium.js'),
  schemas: inRoot('node_modules', 'ts-json-schema-generator', 'bin', 'ts-json-schema-generator.js'),
  typescript: inRoot('node_modules', 'typescript', 'bin', 'tsc'),
  vitest: inRoot('node_modules', 'vitest', 'vitest.mjs'),
  vsce: inRoot('node_modules', '@vscode', 'vsce', 'vsce'),
};
