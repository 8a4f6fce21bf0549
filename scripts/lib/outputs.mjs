/**
 * Puts what a build made where programs read it, while such programs run.
 * Not the building, and not what is packed. Keeps true: a file is there whole or not at all; chunks
 * are there before the programs that name them; and the chunks of the build before stay until the
 * next one, for a program that has begun with them may ask for more of them later.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { filesBelow } from './files.mjs';

/** @typedef {{ readonly path: string, readonly contents: Uint8Array }} OutputFile */

/**
 * @param {readonly OutputFile[]} files
 * @param {string} chunkFolder  where the files lie whose names carry a digest
 */
export function writeOutputs(files, chunkFolder) {
  const chunks = files.filter(({ path }) => path.startsWith(chunkFolder));
  const programs = files.filter(({ path }) => !path.startsWith(chunkFolder));
  for (const { path, contents } of [...chunks, ...programs]) {
    mkdirSync(dirname(path), { recursive: true });
    const unfinished = `${path}.${process.pid}.part`;
    writeFileSync(unfinished, contents);
    renameSync(unfinished, path);
  }
}

/**
 * Removes every file of a folder that is not named.
 * @param {string} folder
 * @param {readonly string[]} kept  absolute paths
 */
export function removeOthers(folder, kept) {
  const named = new Set(kept);
  for (const path of filesBelow(folder)) if (!named.has(path)) rmSync(path);
}
