/**
 * Tells whether a bundle is as new as everything it was made from.
 * The bundler's own list of inputs is the source of truth, so nothing has to be kept by hand.
 * Keeps true: in doubt (no record, a missing file, another recipe) the answer is "build it".
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRoot } from './house.mjs';
import { changedAtMs } from './files.mjs';

/** @param {string} name */
const recordPath = (name) => inRoot('.cache', 'build', `${name}.json`);

/**
 * @param {string} name  of the bundle
 * @param {string} recipe  anything that changes what is built: options, versions
 * @returns {boolean}
 */
export function isFresh(name, recipe) {
  if (!existsSync(recordPath(name))) return false;
  const record = JSON.parse(readFileSync(recordPath(name), 'utf8'));
  if (record.recipe !== recipe) return false;
  if (!record.outputs.every((/** @type {string} */ path) => existsSync(inRoot(path)))) return false;
  // Compared with the moment the build began: a file saved while it ran counts as newer.
  return record.inputs.every((/** @type {string} */ path) => {
    const atMs = changedAtMs(inRoot(path));
    return atMs !== undefined && atMs < record.startedAtMs;
  });
}

/** What the last build of a bundle made, as paths from the root. @param {string} name */
export function lastOutputs(name) {
  if (!existsSync(recordPath(name))) return [];
  return /** @type {string[]} */ (JSON.parse(readFileSync(recordPath(name), 'utf8')).outputs);
}

/**
 * @param {string} name
 * @param {{ recipe: string, inputs: string[], outputs: string[], startedAtMs: number }} record
 */
export function remember(name, record) {
  mkdirSync(dirname(recordPath(name)), { recursive: true });
  writeFileSync(recordPath(name), JSON.stringify(record));
}
