/**
 * `npm run test:editor`: the packed extension in a real VS Code, driven as a person would.
 * `--vsix PATH` takes a package that is there, `--only WORDS` runs the tests of that name.
 * Writes out/test-editor.json and pictures to out/editor. Keeps true: whatever happens, the editor
 * and the browser are gone at the end, and the whole run is bounded.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow } from '../../scripts/lib/files.mjs';
import { inRoot } from '../../scripts/lib/house.mjs';
import { runNode } from '../../scripts/lib/run.mjs';
import { launchChromium } from './chromium.mjs';
import { startEditor } from './code-server.mjs';
import { installEditor } from './install.mjs';
import { addLanguageTests } from './steps/language.mjs';
import { addExampleTests, copyExamples } from './steps/examples.mjs';
import { addGenerationTests, generationsFolder } from './steps/generations.mjs';
import { addPanelTests } from './steps/panels.mjs';
import { addRunTests } from './steps/runs.mjs';
import { addWorkerTests } from './steps/worker.mjs';
import { Suite } from './suite.mjs';
import { Workbench } from './workbench.mjs';

const RUN_LIMIT_MS = 10 * 60_000;

/** @param {string} name */
const option = (name) => {
  const index = process.argv.indexOf(name);
  return index < 0 ? undefined : process.argv[index + 1];
};

async function packedExtension() {
  const given = option('--vsix');
  if (given !== undefined) return given;
  const { code } = await runNode([inRoot('scripts', 'package.mjs')]);
  if (code !== 0) throw new Error('The extension could not be packed.');
  return inRoot('dist', 'nitrospec.vsix');
}

/** Its own copy, because the tests edit. */
function copyWorkspace() {
  const folder = mkdtempSync(join(tmpdir(), 'nitrospec-workspace-'));
  cpSync(inRoot('test', 'editor', 'workspace'), folder, { recursive: true });
  cpSync(generationsFolder, folder, { recursive: true });
  cpSync(inRoot('examples', 'graviton3-sled.nitro'), join(folder, 'graviton3-sled.nitro'));
  copyExamples(folder);
  return folder;
}

/**
 * What our extension has written to its log, so that a failure can be understood.
 * @param {string} folder
 */
function printLogs(folder) {
  for (const path of filesBelow(folder)) {
    if (!/\.log$/.test(path)) continue;
    console.log(`\n${path}\n${readFileSync(path, 'utf8').slice(-6_000)}`);
  }
}

async function main() {
  mkdirSync(inRoot('out', 'editor'), { recursive: true });
  const vsix = await packedExtension();
  const paths = await installEditor();
  const endAtMs = Date.now() + RUN_LIMIT_MS;
  const folder = copyWorkspace();
  /** @type {(() => Promise<unknown>)[]} */
  const endings = [];
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => {
      void Promise.all(endings.map((end) => end())).finally(() => process.exit(1));
    });
  }
  try {
    const editor = await startEditor({ ...paths, vsix, folder });
    endings.push(editor.stop);
    const browser = await launchChromium({ mayInstall: true });
    endings.push(() => browser.close());
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const workbench = new Workbench(page);
    await workbench.open(editor.url);
    const suite = new Suite();
    addLanguageTests(suite, workbench);
    addRunTests(suite, workbench);
    addPanelTests(suite, workbench, folder);
    addGenerationTests(suite, workbench);
    addExampleTests(suite, workbench);
    addWorkerTests(suite, { browser, extensionFolder: editor.extensionFolder });
    await suite.run({
      only: option('--only'), endAtMs,
      onFailure: async (picture) => {
        await workbench.screenshot(picture);
        for (let i = 0; i < 3; i++) await page.keyboard.press('Escape');
      },
    });
    if (suite.failed > 0) printLogs(editor.root);
    return suite.report();
  } finally {
    for (const end of endings.reverse()) await end().catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = await main();
