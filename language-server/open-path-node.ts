/**
 * Files of the disk, read piece by piece: by a simulation, and for what a model keeps of them. Not
 * their meaning.
 */
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import type { FileFacts } from '#compile';
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

/** Of a file of any size. */
export async function factsOfPath(path: string): Promise<FileFacts> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  for await (const piece of createReadStream(path)) {
    const bytes = piece as Uint8Array;
    hash.update(bytes);
    sizeBytes += bytes.length;
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}
