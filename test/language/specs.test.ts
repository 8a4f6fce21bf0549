/**
 * The golden folders: test/specs/AREA/NAME holds `shows.nitro`, whose only problem is AREA/NAME,
 * and `silent.nitro`, a near miss without any problem; its first line says why it is none. Every
 * fix of the diagnostic is applied and must remove it. A code without a folder fails the count.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CODE_NAMES, CODES, type Code } from '#diagnostics';
import type { Checked, TextFix } from '#language';
import { uriOf } from '../support/folder-files.ts';
import { checkGolden, listed } from '../support/golden.ts';

const folder = join(import.meta.dirname, '../specs');
const cases = readdirSync(folder).flatMap((area) =>
  readdirSync(join(folder, area)).map((name) => `${area}/${name}`));

/** What contradicts itself is reported at each of its two places, so that both can be mended. */
const PAIRED: readonly string[] = [
  'value/conflict', 'type/cycle', 'scenario/cycle', 'scenario/two-at-once',
];

interface Pair {
  readonly shows: string;
  readonly silent: string;
}

/** Texts that no one would keep in a folder, with a near miss each. */
const GENERATED: { readonly [code: string]: Pair } = {
  'syntax/too-large': {
    shows: `//${'x'.repeat(4 * 1024 * 1024 - 1)}`,
    silent: `//${'x'.repeat(4 * 1024 * 1024 - 2)}`,
  },
  'syntax/too-many': { shows: '§\n'.repeat(101), silent: '§\n'.repeat(100) },
  // As the bytes F6 and FF are read where they are no UTF-8.
  'syntax/encoding': { shows: 'host box { }\n// sch\udcf6n\udcff\n', silent: 'host box { }\n// schön \ufffd\n' },
  'syntax/binary': { shows: 'host box { }\n\0', silent: 'host box { }\n// \u0001\n' },
  'limits/model-too-large': {
    shows: 'host left[60000] { }\nhost right[40001] { }\n',
    silent: 'host left[60000] { }\nhost right[40000] { }\n',
  },
};

/** Said by a run, when results are merged, or by a fault of ours. */
const isElsewhere = (code: Code): boolean => /^(?:run|merge|internal)\//u.test(code);

const codesOf = (checked: Checked): readonly string[] => checked.problems.map((p) => p.code);

const applied = (text: string, uri: string, fix: TextFix): string =>
  [...fix.edits]
    .filter((edit) => edit.uri === uri)
    .sort((a, b) => b.start - a.start)
    .reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);

it('every diagnostic has a folder, or a text, that shows it', () => {
  const there = new Set([...cases, ...Object.keys(GENERATED)]);
  const wanted = CODE_NAMES.filter((code) => !isElsewhere(code));
  expect([...there].sort()).toEqual([...wanted].sort());
});

it.each(cases)('%s is all that its file shows, and its near miss shows nothing', async (code) => {
  const shows = await checkGolden(join(folder, code, 'shows.nitro'));
  const times = PAIRED.includes(code) ? [code, code] : [code];
  expect(codesOf(shows), listed(shows.problems)).toEqual(times);
  const silent = await checkGolden(join(folder, code, 'silent.nitro'));
  expect(codesOf(silent), listed(silent.problems)).toEqual([]);
});

it.each(cases)('%s is removed by each of its fixes', async (code) => {
  const path = join(folder, code, 'shows.nitro');
  const text = readFileSync(path, 'utf8');
  for (const problem of (await checkGolden(path)).problems) {
    for (const fix of problem.fixes) {
      const mended = applied(text, uriOf(path), fix);
      const after = await checkGolden(path, { text: mended });
      expect(mended, fix.title).not.toBe(text);
      expect(codesOf(after), `${fix.title}\n${mended}\n${listed(after.problems)}`).not.toContain(code);
    }
  }
});

it.each(Object.keys(GENERATED))('%s is shown once by a text, and not by the next one', async (code) => {
  const { shows = '', silent = '' } = GENERATED[code] ?? {};
  const path = join(folder, 'generated.nitro');
  const count = (checked: Checked): number => codesOf(checked).filter((c) => c === code).length;
  expect(count(await checkGolden(path, { text: shows }))).toBe(1);
  expect(count(await checkGolden(path, { text: silent }))).toBe(0);
});

it('a model that is too large is refused before its elements are made', async () => {
  const startMs = process.cpuUsage().user / 1000;
  const text = 'use aws\nhost box[99999] : Graviton3Host\n';
  const checked = await checkGolden(join(folder, 'generated.nitro'), { text });
  expect(codesOf(checked)).toEqual(['limits/model-too-large']);
  expect(process.cpuUsage().user / 1000 - startMs).toBeLessThan(1500);
});

/** Examples that need files beside them, or a text that no page would print. */
const NEEDS_MORE: readonly string[] = [
  'name/clash', 'file/missing', 'flow/trace-waits', ...Object.keys(GENERATED),
];
const explained = CODE_NAMES.filter((code) => !isElsewhere(code) && !NEEDS_MORE.includes(code));

it.each(explained)('the example of %s shows it', async (code) => {
  const example = await checkGolden(join(folder, 'example.nitro'), {
    text: CODES[code].example,
  });
  expect(codesOf(example), listed(example.problems)).toContain(code);
});
