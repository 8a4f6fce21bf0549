/**
 * Neither the order of declarations nor the layout of the text is part of what a spec says: the
 * model has the same bytes, and so the same fingerprint.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { EmptyFileSystem, URI } from 'langium';
import { expect, it } from 'vitest';
import { canonicalJson, Chance, defined } from '#base';
import { Headless } from '#language';
import { irFingerprint } from '#sim/run';
import { createNitroCore } from '../../language-server/nitro-module.ts';
import { filesOnDisk, uriOf } from '../support/folder-files.ts';
import { shuffled } from '../support/shuffle.ts';
import { exampleNames, examplesFolder } from '../support/examples.ts';

const root = join(import.meta.dirname, '../..');
const examples = exampleNames.map((name) => join(examplesFolder, name));
const near = readdirSync(join(root, 'test/specs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('silent.nitro'))
  .sort()
  .map((name) => join(root, 'test/specs', name));

const headless = new Headless(filesOnDisk);
const core = createNitroCore(EmptyFileSystem);

interface Bytes {
  readonly model: string;
  readonly fingerprint: string;
}

/** The bytes of the model, or of the problems when there is none. */
const bytesOf = async (path: string, text: string): Promise<Bytes> => {
  const checked = defined(await headless.check(uriOf(path), { text }), 'the text is given');
  if (checked.ir !== null) {
    return { model: canonicalJson(checked.ir), fingerprint: irFingerprint(checked.ir) };
  }
  const said = checked.problems.map((one) => `${one.code} ${one.message}`).sort();
  return { model: said.join('\n'), fingerprint: 'none' };
};

const inOtherOrder = (text: string, seed: number): string => {
  const uri = URI.parse('memory:/shuffled.nitro');
  const document = core.shared.workspace.LangiumDocumentFactory.fromString(text, uri);
  return shuffled(text, document.parseResult.value, new Chance(seed).stream('shuffle'));
};

const spread = (text: string): string =>
  text.split('\n').map((line) => line.trim()).join('\r\n\r\n');

const examine = async (path: string, text: string, seed: number): Promise<void> => {
  const wanted = await bytesOf(path, text);
  const other = inOtherOrder(text, seed);
  const what = `${path}, seed ${String(seed)}:\n${other}`;
  expect(await bytesOf(path, other), what).toEqual(wanted);
  const formatted = headless.format(uriOf(path), other);
  if (formatted !== null) expect(await bytesOf(path, formatted), what).toEqual(wanted);
};

it.each(examples)('%s says the same in any order of its declarations and items', async (path) => {
  const text = readFileSync(path, 'utf8');
  const { fingerprint } = await bytesOf(path, text);
  expect(fingerprint).not.toBe('none');
  const changed = [/size *= /u, /depth *= /u, /rate *= /u]
    .map((word) => text.replace(word, '$&1')).find((one) => one !== text);
  const other = await bytesOf(path, changed ?? text);
  expect([fingerprint, 'none']).not.toContain(other.fingerprint);
  expect(inOtherOrder(text, 1)).not.toBe(text);
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => { await examine(path, text, seed); }),
    { seed: 1, numRuns: 10 },
  );
}, 60_000);

it.each(examples)('%s says the same formatted, spread out and without its comments', async (path) => {
  const text = readFileSync(path, 'utf8');
  const wanted = await bytesOf(path, text);
  const formatted = headless.format(uriOf(path), text);
  expect(formatted).not.toBeNull();
  expect(await bytesOf(path, formatted ?? '')).toEqual(wanted);
  expect(await bytesOf(path, spread(text))).toEqual(wanted);
  const bare = text.replace(/^\s*\/\/.*$/gmu, '');
  expect(bare).not.toBe(text);
  expect((await bytesOf(path, bare)).fingerprint).toBe(wanted.fingerprint);
});

it('every small spec of the problems says the same in any order', async () => {
  const texts = near.map((path) => ({ path, text: readFileSync(path, 'utf8') }))
    .filter(({ text }) => !text.includes('\0'));
  expect(texts.length).toBeGreaterThan(100);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...texts), fc.nat(), async ({ path, text }, seed) => {
      await examine(path, text, seed);
    }),
    { seed: 2, numRuns: 150 },
  );
}, 60_000);
