import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CODE_NAMES, isCode } from '#diagnostics';

const root = join(import.meta.dirname, '../..');
const CODE = /'((?:run|merge)\/[a-z-]+)'/gu;
/** The end of a run that met a limit names its finding. */
const LIMIT = /'((?:event|time|memory)-limit)'/gu;

/** Codes that the source files of a folder name. */
const codesIn = (folder: string): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const text = readFileSync(join(root, folder, name), 'utf8');
    for (const match of text.matchAll(CODE)) found.add(match[1] ?? '');
    for (const match of text.matchAll(LIMIT)) found.add(`run/${match[1] ?? ''}`);
  }
  return found;
};

describe('codes of runs', () => {
  const said = codesIn('src/sim');

  it('are all registered', () => {
    expect(said.size).toBeGreaterThan(10);
    expect([...said].filter((code) => !isCode(code))).toEqual([]);
  });

  it('are all said somewhere', () => {
    const registered = CODE_NAMES.filter((code) => /^(?:run|merge)\//u.test(code));
    expect(registered.filter((code) => !said.has(code))).toEqual([]);
  });
});
