/** The registry of codes: complete, well worded, and each shown by its own example. */
import { describe, expect, it } from 'vitest';
import { CODE_NAMES, CODES, diagnose, explain, isCode } from '#diagnostics';
import { checkText } from '../support/check-text.ts';

/** Found before there is a spec, or in a run, or never. */
const NOT_COMPILED = /^(?:run|internal|syntax)\//u;

describe('every code', () => {
  it.each(CODE_NAMES)('%s says why, what to do, and shows itself', (code) => {
    const row = CODES[code];
    expect(code).toMatch(/^[a-z]+\/[a-z]+(?:-[a-z]+)*$/u);
    for (const sentence of [row.why, row.remedy]) expect(sentence).toMatch(/^[A-Z'].*[.?]$/u);
    expect(row.example.trim()).not.toBe('');
  });
});

describe('an example of the registry', () => {
  const shown = CODE_NAMES.filter((code) =>
    !NOT_COMPILED.test(code) && !CODES[code].example.startsWith('//'));

  it.each(shown)('shows %s, and no other error', async (code) => {
    const { problems } = await checkText(CODES[code].example, { files: {} });
    const codes = problems.map((p) => p.code);
    expect(codes).toContain(code);
    const others = problems.filter((p) => p.code !== code && p.severity === 'error');
    // An unknown kind is a slip before it is a spec: what follows it is read as something else.
    if (code !== 'text/unknown-kind') expect(others.map((p) => p.message)).toEqual([]);
  });
});

it('makes the message from the facts', () => {
  const found = diagnose('placement/no-cores', '/files/0', {
    name: 'web', cores: 1, place: 'box.s', free: 0, total: 64,
  });
  expect(found).toMatchObject({
    severity: 'error', message: "'web' needs 1 core, but 'box.s' has 0 of 64 free.",
    related: [], fixes: [], variants: [],
  });
});

it('explains a code, and none that there is not', () => {
  expect(explain('name/unknown')?.remedy).toBe('Correct the name, or declare it.');
  expect(explain('name/nothing')).toBeUndefined();
  expect(isCode('toString')).toBe(false);
});
