/**
 * Files of the disk, opened for a simulation to read piece by piece. Not their meaning.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { OpenPath } from '#sim/run';

export const openPath: OpenPath = (path) => {
  const file = openSync(path, 'r');
  return {
    sizeBytes: fstatSync(file).size,
    read: (into, from) => readSync(file, into, 0, into.length, from),
    close: () => {
      closeSync(file);
    },
  };
};
