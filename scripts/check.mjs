/**
 * `npm run check`: everything that can be said of the sources without running them.
 * `npm run check lint types` runs some. Prints each step's name, time and result;
 * exits with the code of the first failing step.
 */
import { inRoot, toolPaths } from './lib/house.mjs';
import { installIfNeeded } from './lib/install.mjs';
import { runNode } from './lib/run.mjs';
import { runSteps } from './lib/steps.mjs';

/**
 * @param {string} name
 * @param {string[]} args
 */
const step = (name, args) => ({ name, run: () => runNode(args, { capture: true }) });

/**
 * The longest first, so that two cores finish together. Lint keeps no cache: its rules read the
 * types of other files, and a cache would not see those change.
 */
const steps = [
  step('lint', [toolPaths.eslint, '.']),
  step('types', [toolPaths.typescript, '--build', '--pretty', 'false']),
  step('arrows', [
    toolPaths.depcruise,
    '--config',
    inRoot('.dependency-cruiser.cjs'),
    'src',
    'language-server',
    'extension',
  ]),
  step('drift', [inRoot('scripts', 'generate.mjs'), '--check']),
  step('dead code', [toolPaths.knip, '--no-progress']),
];

await installIfNeeded();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((word) => steps.every(({ name }) => name !== word));
if (unknown.length > 0) {
  const names = steps.map(({ name }) => name).join(', ');
  console.error(`No check is called ${unknown.join(', ')}; there are ${names}.`);
  process.exit(2);
}
const chosen = steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
process.exit(await runSteps(chosen, { atOnce: 2 }));
