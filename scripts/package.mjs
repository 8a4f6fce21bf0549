/**
 * `npm run package`: what users install. dist/nitrospec.vsix for the editor, and a tarball for
 * `npm install --global`. Both hold bundles only, so neither brings other packages along.
 */
import { statSync } from 'node:fs';
import { buildIfNeeded } from './lib/build.mjs';
import { filesBelow, kibibytes } from './lib/files.mjs';
import { inRoot, toolPaths } from './lib/house.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { runNpm } from './lib/npm.mjs';
import { exitOnFailure, runNode } from './lib/run.mjs';

await installIfNeeded();
await buildIfNeeded(['--tidy']);
const vsixPath = inRoot('dist', 'nitrospec.vsix');
exitOnFailure(
  await runNode([
    toolPaths.vsce,
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    // The project has no address yet, so the README's pictures show in its repository only.
    '--no-rewrite-relative-links',
    '--out',
    vsixPath,
  ]),
);
/** What a user waits for once; more than this wants a reason. */
const EXTENSION_BYTES_MAX = 2_000_000;
if (statSync(vsixPath).size > EXTENSION_BYTES_MAX) {
  console.error(`The extension takes ${kibibytes(statSync(vsixPath).size)}; ${
    kibibytes(EXTENSION_BYTES_MAX)} are the most.`);
  process.exit(1);
}
const packArgs = ['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', 'dist'];
exitOnFailure(await runNpm(packArgs));
for (const path of filesBelow(inRoot('dist'))) {
  if (/\.(vsix|tgz)$/.test(path)) console.log(`${kibibytes(statSync(path).size)}  ${path}`);
}
