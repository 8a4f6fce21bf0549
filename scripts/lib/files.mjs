/**
 * Small questions about files on disk, asked by more than one script.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All files below a folder, as absolute paths in the order of their names; none if it is absent.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const byName = readdirSync(folder, { withFileTypes: true }).sort((one, two) =>
    one.name < two.name ? -1 : 1,
  );
  return byName.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** @param {string} path */
export const changedAtMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs;

/** @param {number} bytes */
export const kibibytes = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
