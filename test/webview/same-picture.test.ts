/**
 * One picture everywhere: what the panel exports, drawn by the worker of the page in Chromium, is
 * to the byte what `render` writes; and a report, a page of `render` and a page of `compile` hold
 * one drawing. Skipped, with a word, where the pages are not built or there is no browser.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ir } from '#ir';
import { launchChromium } from '../editor/chromium.mjs';
import { root } from '../house/repository.ts';
import { call, worldOf } from '../support/command-line.ts';
import { isBuilt, openPage, type StubPage } from './stub.ts';
import { someExamples } from '../support/examples.ts';

const examples = someExamples;
/** Also what they name: traces lie beside them. */
const files = Object.fromEntries(readdirSync(join(root, 'examples'), { recursive: true })
  .map(String).filter((name) => extname(name) !== '').map((name) =>
    [`folder/${name}`, readFileSync(join(root, 'examples', name), 'utf8')]));

const out = async (...words: string[]): Promise<string> => {
  const ended = await call(words, { files });
  expect(ended.err()).toBe('');
  return ended.out();
};

const classes = {
  light: 'vscode-light', dark: 'vscode-dark', contrast: 'vscode-high-contrast',
};

let browser: Browser | null = null;
/** One for all examples: what was drawn before must not show in what is drawn after. */
let stub: StubPage | null = null;

beforeAll(async () => {
  const built = isBuilt();
  if (!built) console.warn('skipped: the pages are not built (npm run build)');
  browser = built ? await launchChromium().catch((error: unknown) => {
    console.warn(`skipped: no browser: ${String(error)}`);
    return null;
  }) : null;
  stub = browser === null ? null : await openPage(browser, 'topology');
}, 60_000);

afterAll(() => browser?.close());

/** What the panel hands out when it is asked to save the picture. */
async function exported({ page, said }: StubPage): Promise<string> {
  const texts = async (): Promise<readonly string[]> =>
    (await said()).flatMap((each) => ('text' in each ? [String(each.text)] : []));
  const before = (await texts()).length;
  await page.getByRole('button', { name: 'Export as SVG' }).click();
  await expect.poll(async () => (await texts()).length).toBe(before + 1);
  return (await texts()).at(-1) ?? '';
}

for (const example of examples) {
  it(`draws ${example} in the panel as on the command line, to the byte`, async (context) => {
    if (stub === null) return context.skip();
    const ir = JSON.parse(await out('compile', `folder/${example}`)) as Ir;
    await stub.tell({
      type: 'model', name: example, choice: { scenario: null, variant: 0 }, choices: [],
      world: ir.worlds[0], errors: 0, fingerprint: example,
    });
    await stub.page.getByLabel(`Topology of ${basename(example)}`).waitFor();
    for (const [theme, name] of Object.entries(classes)) {
      await stub.page.evaluate((given) => { document.body.className = given; }, name);
      expect(await exported(stub)).toBe(await out('render', `folder/${example}`, '--theme', theme));
    }
  }, 60_000);
}

it('puts one and the same drawing into a report, a drawn page and a compiled page', async () => {
  const drawingIn = (page: string): string =>
    /<svg [^>]*class="topology[\s\S]*?<\/svg>/.exec(page)?.[0] ?? '';
  const world = worldOf({ files });
  const example = 'folder/mac-mini.nitro';
  for (const words of [
    ['render', example, '-o', 'drawn.html'], ['compile', example, '-o', 'compiled.html'],
    ['run', example, '--scenario', 'boot', '--runs', '1', '--report', 'html=report.html'],
  ]) await call(words, world);
  const drawings = ['drawn', 'compiled', 'report'].map((name) =>
    drawingIn(world.files.get(`/specs/${name}.html`) ?? ''));
  expect(drawings[0]).toContain('data-id="shelf.mini"');
  expect(new Set(drawings).size).toBe(1);
}, 30_000);
