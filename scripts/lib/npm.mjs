/**
 * Runs npm. When npm started us it says where it lives, which spares a shell wrapper.
 */
import { run, runNode } from './run.mjs';

/** @param {readonly string[]} args */
export function runNpm(args) {
  const entryPath = process.env['npm_execpath'];
  if (entryPath?.endsWith('.js')) return runNode([entryPath, ...args]);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args);
}
