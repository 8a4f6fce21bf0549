/**
 * `npm run bench`: every test/bench/*.bench.ts, one after another, each a program of its own.
 * `npm run bench -- kernel` runs those whose name holds a word. A bench file prints its figures;
 * it is bundled first because Node 20 does not read TypeScript.
 */
import { basename } from 'node:path';
import { filesBelow } from './lib/files.mjs';
import { buildIfNeeded } from './lib/build.mjs';
import { inRoot } from './lib/house.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { runNode } from './lib/run.mjs';
import { bundleForNode } from './lib/typescript.mjs';

await installIfNeeded();
await buildIfNeeded();
const words = process.argv.slice(2);
const files = filesBelow(inRoot('test', 'bench')).filter(
  (path) =>
    path.endsWith('.bench.ts') &&
    (words.length === 0 || words.some((word) => basename(path).includes(word))),
);
if (files.length === 0) {
  console.error(`No bench matches ${words.join(' ') || 'test/bench/*.bench.ts'}.`);
  process.exit(2);
}
let code = 0;
for (const file of files) {
  console.log(`\n${basename(file, '.bench.ts')}`);
  const outcome = await runNode(['--expose-gc', await bundleForNode(file)]);
  if (code === 0) code = outcome.code;
}
process.exit(code);
