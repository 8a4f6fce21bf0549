/**
 * `npm run generate`: writes every file that is made from another one.
 * `--check` makes them all in a temporary folder instead, and says which differ from the ones
 * that are there. The list of steps is scripts/lib/generated.mjs.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { filesBelow } from './lib/files.mjs';
import { generatedSteps } from './lib/generated.mjs';
import { inRoot } from './lib/house.mjs';
import { installIfNeeded } from './lib/install.mjs';

const checking = process.argv.includes('--check');

/** @param {string} path  of a file or a folder, or of nothing */
function filesOf(path) {
  if (!existsSync(path)) return [];
  return statSync(path).isDirectory() ? filesBelow(path) : [path];
}

/**
 * Which files of one output differ between what was made and what is there.
 * @param {string} output
 * @param {string} madeBelow
 */
function differences(output, madeBelow) {
  const paths = new Set([
    ...filesOf(join(madeBelow, output)).map((path) => relative(madeBelow, path)),
    ...filesOf(inRoot(output)).map((path) => relative(inRoot(), path)),
  ]);
  return [...paths].filter((path) => {
    const [made, kept] = [join(madeBelow, path), inRoot(path)];
    return !existsSync(made) || !existsSync(kept) || !readFileSync(made).equals(readFileSync(kept));
  });
}

/**
 * Puts what was made in the place of what is there, so that a file no longer made disappears.
 * @param {string} output
 * @param {string} madeBelow
 */
function putInPlace(output, madeBelow) {
  if (differences(output, madeBelow).length === 0) return;
  rmSync(inRoot(output), { recursive: true, force: true });
  mkdirSync(dirname(inRoot(output)), { recursive: true });
  cpSync(join(madeBelow, output), inRoot(output), { recursive: true });
}

await installIfNeeded();
mkdirSync(inRoot('.cache'), { recursive: true });
const madeBelow = mkdtempSync(inRoot('.cache', 'generate-'));
process.on('exit', () => rmSync(madeBelow, { recursive: true, force: true }));
let drifted = false;
for (const step of generatedSteps) {
  const missing = step.sources.filter((source) => !existsSync(inRoot(source)));
  if (missing.length > 0) {
    console.log(`${step.name}: skipped, ${missing.join(', ')} not there`);
    continue;
  }
  for (const output of step.outputs) {
    mkdirSync(dirname(join(madeBelow, output)), { recursive: true });
  }
  await step.make((path) => join(madeBelow, path));
  for (const output of step.outputs) {
    if (!checking) {
      putInPlace(output, madeBelow);
      continue;
    }
    for (const path of differences(output, madeBelow)) {
      drifted = true;
      console.log(`${path} is not what ${step.name} makes; run \`npm run generate\``);
    }
  }
  if (!checking) console.log(`${step.name}: ${step.outputs.join(', ')}`);
}
process.exit(drifted ? 1 : 0);
