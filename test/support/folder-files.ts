/** Files of a folder as the language reads them: a port over the disk, for tests only. */
import { readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FileAccess } from '#language';

export const filesOnDisk: FileAccess = {
  read: (uri) => {
    try {
      return Promise.resolve(readFileSync(fileURLToPath(uri), 'utf8'));
    } catch {
      return Promise.resolve(undefined);
    }
  },
};

export const uriOf = (path: string): string => pathToFileURL(path).href;

/** Files that exist in memory only, by URI. */
export const filesInMemory = (files: { readonly [uri: string]: string }): FileAccess => ({
  read: (uri) => Promise.resolve(files[uri]),
});
