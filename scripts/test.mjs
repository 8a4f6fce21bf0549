/**
 * `npm test`: all tests that are fast. Words after `--` go to vitest: `npm test -- test/base`.
 */
import { buildIfNeeded } from './lib/build.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { runTests } from './lib/vitest.mjs';

await installIfNeeded();
// The wire tests run what is shipped, so it has to be as new as the sources.
await buildIfNeeded();
const outcome = await runTests(['pure', 'language', 'views', 'wire', 'house'], {
  reportName: 'test-fast',
  args: ['--maxWorkers=2', ...process.argv.slice(2)],
});
process.exit(outcome.code);
