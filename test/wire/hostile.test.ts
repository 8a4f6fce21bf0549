/**
 * What no one writes on purpose, given to the built command line as a process: an answer in words,
 * the agreed exit code, in bounded CPU, and never a stack trace.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { execute, STACK, temporaryFolder, type Ended } from '../support/program.ts';

const folder = temporaryFolder();
afterAll(() => { folder.remove(); });

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

const noise = (): Uint8Array => {
  let state = 7;
  return Uint8Array.from({ length: 20_000 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return (state >>> 8) % 256;
  });
};

/** By file name: what it holds, the exit code of `check`, and a word of what is said. */
const texts: { readonly [name: string]: readonly [string | Uint8Array, 0 | 1, RegExp] } = {
  'empty.nitro': ['', 0, /0 hosts/u],
  'blank.nitro': ['\n \t\n', 0, /0 hosts/u],
  'binary.nitro': [noise(), 1, /syntax\/binary/u],
  'wide.nitro': [Buffer.from('host h { }\n', 'utf16le'), 1, /syntax\/binary/u],
  'marked.nitro': ['\ufeffhost h { }\r\n', 0, /1 host/u],
  'large.nitro': [`// ${'x'.repeat(5 * 1024 * 1024)}`, 1, /syntax\/too-large/u],
  'healthy.nitro': [lines(25_000, (i) => `host h${i} {\n}`), 0, /25,000 hosts/u],
  'comments.nitro': [`${'// a line\n'.repeat(50_000)}host h { }\n`, 0, /1 host/u],
  'unknown.nitro': [lines(50_000, (i) => `host h${i} : Nope${i}`), 1, /name\/unknown-type/u],
  'references.nitro': [
    `use aws\n${lines(50_000, (i) => `instance i${i} : c7g.large on nope${i}.soc[0]`)}`,
    1, /name\/unknown/u,
  ],
  'twice.nitro': ['host h { }\n'.repeat(50_000), 1, /name\/duplicate/u],
  'broken.nitro': ['§\n'.repeat(50_000), 1, /syntax\/too-many/u],
  'properties.nitro': [
    `host h {\n${lines(50_000, (i) => `nope${i} = 1`)}\n}`, 1, /text\/unknown-property/u,
  ],
  'open.nitro': ['host h {\n'.repeat(50_000), 1, /syntax\/too-deep/u],
  'nested.nitro': [`${'host h { '.repeat(200)}${'}'.repeat(200)}`, 1, /syntax\/too-deep/u],
  'brackets.nitro': [`host h { label = ${'('.repeat(200)}1`, 1, /syntax\/too-deep/u],
  'sum.nitro': [`host h { label = ${Array(50_000).fill('1').join('+')} }`, 1, /syntax\/too-deep/u],
  'lines.nitro': [`host h { label = ${Array(50_000).fill('1').join('\n+ //\n')} }`, 1, /too-deep/u],
  'path.nitro': [`host h { label = ${Array(50_000).fill('a[0]').join('.')} }`, 1, /too-deep/u],
  'quote.nitro': [`host h { label = "${'x'.repeat(100_000)}`, 1, /error syntax\//u],
  'circle.nitro': ['use "other-circle.nitro"\nhost a { }\n', 0, /2 hosts/u],
  'self.nitro': ['use "self.nitro"\nhost a { }\n', 0, /1 host/u],
  'types.nitro': ['host type A : B { }\nhost type B : A { }\nhost h : A\n', 1, /type\/cycle/u],
  'within.nitro': [
    'switch type A { switch x : B }\nswitch type B { switch y : A }\n', 1, /error /u,
  ],
  'scenarios.nitro': ['scenario a : b { }\nscenario b : a { }\n', 1, /scenario\/cycle/u],
};

beforeAll(() => {
  for (const [name, [text]] of Object.entries(texts)) writeFileSync(join(folder.path, name), text);
  writeFileSync(join(folder.path, 'other-circle.nitro'), 'use "circle.nitro"\nhost b { }\n');
  mkdirSync(join(folder.path, 'folder'));
  mkdirSync(join(folder.path, 'folder.json'));
});

const call = async (...words: readonly string[]): Promise<Ended> => {
  const ended = await execute(words, { cwd: folder.path, cpuSecondsMax: 10 });
  const what = `${words.join(' ')} ended with ${String(ended.signal ?? ended.code)}`;
  expect(ended.signal, what).toBeNull();
  expect(ended.out, what).not.toMatch(STACK);
  expect(ended.err, what).not.toMatch(STACK);
  return ended;
};

it.each(Object.entries(texts))('checks %s in words', async (name, [, code, said]) => {
  const ended = await call('check', name);
  expect({ code: ended.code, err: ended.err }).toEqual({ code, err: '' });
  expect(ended.out).toMatch(said);
});

it.each([
  [['check', 'nope.nitro'], /There is no file/u],
  [['check', 'folder'], /no \.nitro file in the directory/u],
  [['compile', 'empty.nitro', '-o', 'no/where.json'], /cannot be written: its directory/u],
  [['compile', 'empty.nitro', '-o', 'folder.json'], /cannot be written: it is a directory/u],
  [['compile', 'empty.nitro', '-o', '/proc/x.json'], /cannot be written/u],
  [['check', 'empty.nitro', '--bogus'], /Unknown option/u],
  [['check', 'empty.nitro', '--set', 'nonsense'], /not of the form PATH=VALUE/u],
  [['check', 'empty.nitro', '--set', 'a=1 b=2'], /not of the form PATH=VALUE/u],
  [['run', 'empty.nitro', '--shard', '9/4'], /PART\/PARTS/u],
  [['run', 'empty.nitro', '--runs', '1e9'], /whole number/u],
  [['merge', 'binary.nitro'], /is not in UTF-8/u],
  [['diff', 'empty.nitro', 'nope.nitro'], /There is no file/u],
  [['render', 'folder', '-o', 'x.svg'], /cannot be read|directory/u],
  [['fmt', 'nope.nitro'], /There is no file/u],
] as const)('refuses %j in one sentence, with code 2', async (words, said) => {
  const { code, out, err } = await call(...words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(said);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
});

it('checks what comes in on a pipe', async () => {
  const piped = await execute(['check', '-'], { stdin: 'host h : Nope\n' });
  expect(piped.code).toBe(1);
  expect(piped.out).toContain('name/unknown-type');
});
