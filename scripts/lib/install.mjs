/**
 * Brings node_modules in line with the lock file, and only when it is not.
 * Keeps true: a second start without changes runs no package manager at all.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from './house.mjs';
import { runNpm } from './npm.mjs';
import { exitOnFailure } from './run.mjs';

const stampPath = inRoot('node_modules', '.nitrospec-stamp.json');

/** What an installation depends on: the locked versions, and the Node that runs them. */
function wantedStamp() {
  const lock = readFileSync(inRoot('package-lock.json'));
  const lockDigest = createHash('sha256').update(lock).digest('hex');
  return JSON.stringify({ lockDigest, node: process.version, platform: process.platform });
}

function installIsCurrent() {
  return existsSync(stampPath) && readFileSync(stampPath, 'utf8') === wantedStamp();
}

/** Runs `npm ci` when the lock file or the Node version changed since the last time. */
export async function installIfNeeded() {
  if (installIsCurrent()) return;
  console.log('Installing the pinned tools (npm ci) …');
  // Install scripts stay off: no tool here needs one, and some would compile native code.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  exitOnFailure(await runNpm(args));
  writeFileSync(stampPath, wantedStamp());
}
