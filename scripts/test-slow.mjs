/**
 * `npm run test:slow`: the swarm, the mutations and whatever else takes minutes.
 */
import { buildIfNeeded } from './lib/build.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { runTests } from './lib/vitest.mjs';

await installIfNeeded();
await buildIfNeeded();
const outcome = await runTests(['slow'], {
  reportName: 'test-slow',
  // Much of it waits for a browser or a server, so two at a time is no crowd on two cores.
  args: ['--maxWorkers=2', ...process.argv.slice(2)],
});
process.exit(outcome.code);
