/**
 * `npm run reproduce`: runs every example twice, on one worker and on four, and shows that the
 * results are the same bytes, with their digest for comparing machines and versions of Node.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { buildIfNeeded } from './lib/build.mjs';
import { filesBelow } from './lib/files.mjs';
import { builtCommandLine, inRoot, root } from './lib/house.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { runNode } from './lib/run.mjs';

/**
 * @param {string} example
 * @param {number} jobs
 */
async function digestOf(example, jobs) {
  const path = inRoot('out', 'reproduce', `${basename(example, '.nitro')}-${String(jobs)}.json`);
  rmSync(path, { force: true });
  const args = ['run', relative(root, example), '--jobs', String(jobs), '--report', `json=${path}`];
  const outcome = await runNode([builtCommandLine, ...args], { capture: true });
  // 1 says that an expectation fails, which is a result like any other.
  if (outcome.code > 1) {
    console.error(outcome.output);
    process.exit(outcome.code);
  }
  return createHash('sha256').update(readFileSync(path)).digest('hex').slice(0, 16);
}

await installIfNeeded();
await buildIfNeeded();
mkdirSync(inRoot('out', 'reproduce'), { recursive: true });
let code = 0;
console.log(`Node ${process.version}`);
for (const example of filesBelow(inRoot('examples'))) {
  if (!example.endsWith('.nitro')) continue;
  const [alone, shared] = [await digestOf(example, 1), await digestOf(example, 4)];
  const same = alone === shared;
  if (!same) code = 1;
  const verdict = same ? 'same on 1 and 4 workers' : `but ${shared} on 4 workers`;
  console.log(`${relative(root, example).padEnd(36)} ${alone}  ${verdict}`);
}
process.exit(code);
