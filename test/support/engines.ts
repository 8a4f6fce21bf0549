/**
 * The results of one spec from every engine there is: this Node on one thread and on several,
 * another Node, the compiled program on both, and the compiled page in Chromium. Not the judge of
 * whether they agree.
 */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchChromium } from '../editor/chromium.mjs';
import { execute, otherNode, ROOT } from './program.ts';

export interface EngineRun {
  readonly engine: string;
  readonly code: number | null;
  readonly bytes: string;
}

const onNode = async (
  engine: string, words: readonly string[], node: string, program?: string,
): Promise<EngineRun> => {
  const options = program === undefined ? { node } : { node, program };
  const { code, out, err } = await execute(words, options);
  return { engine, code, bytes: out === '' ? err : out };
};

/** The exit code of a page is that of nobody, so it is taken for the wanted one. */
const inPage = async (path: string, code: number | null): Promise<EngineRun> => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(path).href);
    await page.waitForFunction(() => document.documentElement.dataset['state'] !== undefined);
    const bytes = await page.evaluate(() =>
      String((globalThis as unknown as { nitrospecResults: unknown }).nitrospecResults));
    return { engine: `Chromium ${browser.version()}`, code, bytes };
  } finally {
    await browser.close();
  }
};

export interface EngineWish {
  readonly folder: string;
  readonly hasPage: boolean;
}

/** The first is this Node on one thread, to which the others are held. */
export const runOnEngines = async (
  example: string, { folder, hasPage }: EngineWish,
): Promise<readonly EngineRun[]> => {
  const spec = join(ROOT, 'examples', example);
  const stem = join(folder, basename(example, '.nitro'));
  const run = ['run', spec, '--format', 'json', '--jobs'];
  const here = process.execPath;
  const other = otherNode();
  const first = await onNode('this Node', [...run, '1'], here);
  await execute(['compile', spec, '-o', `${stem}.mjs`]);
  const runs = [
    first, await onNode('this Node on threads', [...run, '4'], here),
    await onNode('this Node, compiled', [], here, `${stem}.mjs`),
  ];
  if (other !== null) {
    await execute(['compile', spec, '-o', `${stem}-other.mjs`], { node: other });
    const [one, two] = [`${stem}.mjs`, `${stem}-other.mjs`].map((path) =>
      readFileSync(path, 'utf8'));
    runs.push(
      { engine: 'what the other Node compiles', code: first.code, bytes: one === two
        ? first.bytes : 'another program' },
      await onNode('the other Node', [...run, '1'], other),
      await onNode('the other Node, compiled', [], other, `${stem}.mjs`),
    );
  }
  if (hasPage) {
    await execute(['compile', spec, '-o', `${stem}.html`]);
    runs.push(await inPage(`${stem}.html`, first.code));
  }
  return runs;
};
