/**
 * Fixes that take another shape than the golden folders show: each is applied, and what it mends
 * is gone. Keeps true: the titles are those that the light bulb shows, in its order.
 */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { TextFix } from '#language';
import { uriOf } from '../support/folder-files.ts';
import { checkGolden, listed } from '../support/golden.ts';

const path = join(import.meta.dirname, '../specs/fixes.nitro');

const applied = (text: string, fix: TextFix): string =>
  [...fix.edits]
    .filter((edit) => edit.uri === uriOf(path))
    .sort((a, b) => b.start - a.start)
    .reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);

const SLED = 'use aws\nhost sled : Graviton3Host\n';

const cases: readonly (readonly [code: string, titles: readonly string[], text: string])[] = [
  ['name/unknown-type', ["Add 'use aws'", "Create host type 'Graviton3Host'"],
    'host sled : Graviton3Host\n'],
  ['type/required', ["Add ': gp3'"],
    `${SLED}instance web : c7g.large on sled.soc[0] {\n  volume gp3 { size = 8 GiB }\n}\n`],
  ['name/duplicate', ["Rename to 'a2'"],
    'use aws\nhost box {\n  socket a : Graviton3\n  socket a : Graviton3\n}\n'],
  ['text/missing-value', ['Remove the line'],
    'use aws\nhost sled[2] : Graviton3Host\nscenario s {\n  sled.count =\n}\n'],
  ['name/unknown-child', ["Change to 'soc'"],
    `${SLED}sled.sok.memory = 64 GiB\n`],
  ['text/unknown-kind', ["Change to 'host'"], 'hots box { }\n'],
  ['value/wrong-form', ["Change to 'arm64'", "Change to 'x86'"],
    'host box { socket s { cores = 1  memory = 1 GiB  architecture = 3 } }\n'],
  ['name/unknown', ["Change to 'sled'"],
    `${SLED}slet.soc.memory = 64 GiB\n`],
  ['placement/mac-machine', ['Move to shelf.mini'],
    `${SLED}host shelf : Mac2Host\ninstance build : mac2.metal on sled.soc[0]\n`],
  ['placement/architecture', ['Move to board'],
    `${SLED}host board : I3Host\ninstance web : i3.large on sled.soc[0]\n`],
  ['scenario/action-property', ["Change to 'loss'"],
    `${SLED}scenario s {\n  duration = 1 s\n`
    + '  at 0 s degrade sled.nic[0] -- sled.soc[0] { los = 1 % }\n}\n'],
];

it.each(cases)('%s is mended by %j', async (code, titles, text) => {
  const { problems } = await checkGolden(path, { text });
  const fixes = problems.filter((problem) => problem.code === code)
    .flatMap((problem) => problem.fixes);
  expect(fixes.map((fix) => fix.title), listed(problems)).toEqual(titles);
  for (const fix of fixes) {
    const mended = applied(text, fix);
    const after = await checkGolden(path, { text: mended });
    expect(after.problems.map((problem) => problem.code), `${fix.title}\n${mended}`)
      .not.toContain(code);
  }
});
