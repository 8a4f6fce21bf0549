/**
 * `npm run build`: every bundle that is older than its sources. `--verbose` prints sizes,
 * `--all` builds everything anew.
 */
import { buildIfNeeded } from './lib/build.mjs';
import { installIfNeeded } from './lib/install.mjs';

await installIfNeeded();
await buildIfNeeded(process.argv.slice(2));
