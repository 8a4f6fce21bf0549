/**
 * `npm run bench`: every test/bench/*.bench.ts, one after another, each a program of its own.
 * `npm run bench -- kernel` runs those whose name holds a word; with `--strict` a missed bar ends
 * it with 1, for machines whose speed is known. A bench file prints its figures; it is bundled
 * first because Node 20 does not read TypeScript.
 */
import { basename } from 'node:path';
import { filesBelow } from './lib/files.mjs';
import { buildIfNeeded } from './lib/build.mjs';
import { inRoot } from './lib/house.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { runNode } from './lib/run.mjs';
import { missedBars } from './lib/bars.mjs';
import { bundleForNode } from './lib/typescript.mjs';

await installIfNeeded();
await buildIfNeeded();
const isStrict = process.argv.includes('--strict');
const words = process.argv.slice(2).filter((word) => word !== '--strict');
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
/** @type {string[]} */
const missed = [];
for (const file of files) {
  console.log(`\n${basename(file, '.bench.ts')}`);
  const args = ['--expose-gc', await bundleForNode(file)];
  const outcome = await runNode(args, { capture: isStrict });
  if (isStrict) console.log(outcome.output.trimEnd());
  if (code === 0) code = outcome.code;
  missed.push(...missedBars(outcome.output));
}
if (isStrict && missed.length > 0) {
  console.error(`\n${missed.length === 1 ? 'One bar is' : `${missed.length} bars are`} missed:`);
  for (const line of missed) console.error(line);
  process.exit(Math.max(1, code));
}
process.exit(code);
