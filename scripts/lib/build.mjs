/**
 * Brings dist/ in line with the sources, and only where it is not.
 */
import { inRoot } from './house.mjs';
import { exitOnFailure, runNode } from './run.mjs';

/** @param {readonly string[]} [args]  names of bundles, `--verbose`, `--all` */
export async function buildIfNeeded(args = []) {
  // A process of its own: the bundler is an installed package, and these scripts need none.
  exitOnFailure(await runNode([inRoot('esbuild.mjs'), ...args]));
}
