/**
 * `npm start`: from a fresh clone to a checked, simulated and drawn example, with nothing asked.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { buildIfNeeded } from './lib/build.mjs';
import { builtCommandLine, inRoot } from './lib/house.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { exitOnFailure, runNode } from './lib/run.mjs';

const example = 'examples/graviton3-sled.nitro';

/** @param {string[]} args */
async function nitrospec(...args) {
  console.log(`\n$ nitrospec ${args.join(' ')}`);
  exitOnFailure(await runNode([builtCommandLine, ...args]));
}

await installIfNeeded();
await buildIfNeeded();
if (!existsSync(builtCommandLine)) {
  console.error('The command line was not built: src/cli/main.ts is missing.');
  process.exit(1);
}
mkdirSync(inRoot('out'), { recursive: true });
await nitrospec('check', example);
await nitrospec('run', example, '--report', 'html=out/report.html');
await nitrospec('render', example, '-o', 'out/topology.svg');

console.log(`
The report    ${inRoot('out', 'report.html')}
The picture   ${inRoot('out', 'topology.svg')}

Next
  edit ${example} and run \`npm start\` again
  node dist/cli/nitrospec.mjs --help        every command
  npm run package                           the extension: dist/nitrospec.vsix
  npm test                                  the tests`);
