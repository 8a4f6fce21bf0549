/**
 * The printed reference against the language: what it shows must compile, what it names must exist,
 * and what exists must be in it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { CODE_NAMES } from '#diagnostics';
import { ACTIONS, KIND_NAMES, kindRow, MEASURES, STEPS, UNITS } from '#kinds';
import { Headless } from '#language';
import type { Spec } from '#spec';
import { readText, typesOf } from '../support/type-reader.ts';

const folder = new URL('../../language-server/reference/', import.meta.url);
const page = (name: string): string => readFileSync(fileURLToPath(new URL(name, folder)), 'utf8');
const PAGES = ['catalogue.md', 'diagnostics.md', 'glossary.md', 'language.md', 'syntax.md'];

/** As the renderers of Markdown make them: lower case, no punctuation, hyphens for blanks. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gmu)].map(([, heading = '']) =>
    heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'));

let spec: Spec;
beforeAll(async () => {
  spec = (await readText('use aws\n')).spec;
});

it.each(PAGES)('prints names for the numbers of a case in %s, and reckons with none', (name) => {
  expect(page(name).split('\n').filter((line) => /\b(?:NaN|undefined)\b|\[object /u.test(line)))
    .toEqual([]);
});

it('leads only to pages and headings that exist', () => {
  for (const name of PAGES) {
    for (const [, target = '', anchor = ''] of page(name).matchAll(/\]\(([^)#\s]*)#?([^)\s]*)\)/gu)) {
      const to = target === '' ? name : target;
      expect(existsSync(fileURLToPath(new URL(to, folder))), `${name} → ${to}`).toBe(true);
      if (anchor !== '') expect(anchorsOf(page(to)), `${name} → ${to}`).toContain(anchor);
    }
  }
});

it('shows in one page a spec that compiles without a word of complaint', async () => {
  const shown = [...page('syntax.md').matchAll(/```nitro\n([\s\S]*?)```/gu)].map((one) => one[1]);
  expect(shown.length).toBeGreaterThan(0);
  const headless = new Headless({ read: () => Promise.resolve(undefined) });
  for (const text of shown) {
    const checked = await headless.check('file:///shown.nitro', { text: text ?? '' });
    expect(checked?.problems.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  }
});

it('has every kind with each of its properties, and every unit, measure, action and step', () => {
  const text = page('language.md');
  const sections = new Map(text.split(/^### /mu).map((part) => [part.split('\n')[0], part]));
  for (const kind of KIND_NAMES) {
    for (const property of Object.keys(kindRow(kind).properties)) {
      expect(sections.get(kind), `${kind}.${property}`).toContain(`| \`${property}\` |`);
    }
  }
  for (const { name } of [...UNITS, ...MEASURES, ...ACTIONS, ...STEPS]) expect(text).toContain(`\`${name}\``);
});

it('has every code once', () => {
  const headings = [...page('diagnostics.md').matchAll(/^### (.*)$/gmu)].map((one) => one[1]);
  expect(headings.sort()).toEqual([...CODE_NAMES].sort());
  expect(page('diagnostics.md')).not.toContain('undefined');
});

it('has every type of the catalogue', () => {
  const text = page('catalogue.md');
  for (const type of typesOf(spec)) {
    // A family that only collects what its sizes share needs no row of its own.
    const family = type.kind === 'instance' && !type.name.includes('.');
    if (!family) expect(text, type.name).toContain(`| \`${type.name}\` |`);
  }
});

it('speaks in the glossary of types, kinds and properties that exist', () => {
  const types = new Set(typesOf(spec).map((type) => type.name));
  const properties = new Set(KIND_NAMES.flatMap((kind) => Object.keys(kindRow(kind).properties)));
  const where = page('glossary.md').split('\n').filter((line) => line.startsWith('| '))
    .map((line) => line.split('|')[3] ?? '');
  const unknown: string[] = [];
  for (const cell of where) {
    for (const [, word = ''] of cell.matchAll(/`([A-Z][A-Za-z0-9]*)`/gu)) {
      if (!types.has(word)) unknown.push(word);
    }
    for (const [, word = ''] of cell.matchAll(/`([a-z][A-Za-z]*) = /gu)) {
      if (!properties.has(word)) unknown.push(word);
    }
  }
  expect(unknown).toEqual([]);
});
