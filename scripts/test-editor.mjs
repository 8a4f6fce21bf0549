/**
 * `npm run test:editor`: the packed extension in a real VS Code. The work is in
 * test/editor/run.mjs, which writes `{ "passed": n, "failed": n }` to out/test-editor.json.
 */
import { existsSync, rmSync } from 'node:fs';
import { inRoot } from './lib/house.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { runNode } from './lib/run.mjs';

const runner = inRoot('test', 'editor', 'run.mjs');
rmSync(inRoot('out', 'test-editor.json'), { force: true });
if (!existsSync(runner)) {
  console.error('There are no editor tests: test/editor/run.mjs is missing.');
  process.exit(1);
}
await installIfNeeded();
const outcome = await runNode([runner, ...process.argv.slice(2)]);
process.exit(outcome.code);
