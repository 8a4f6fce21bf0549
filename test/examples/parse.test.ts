import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmptyFileSystem, URI } from 'langium';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../language-server/catalog/embedded.ts';
import { createNitroCore } from '../../language-server/nitro-module.ts';
import { syntaxProblemsOf } from '../../language-server/problems.ts';

const folder = join(import.meta.dirname, '../../examples');
const examples = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.nitro'))
  .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
const core = createNitroCore(EmptyFileSystem);

const problemsIn = (text: string): readonly string[] => {
  const { LangiumDocumentFactory } = core.shared.workspace;
  const document = LangiumDocumentFactory.fromString(text, URI.parse('file:///a.nitro'));
  return syntaxProblemsOf(document).map((p) => `${p.code} ${p.range.start.line + 1} ${p.message}`);
};

describe('what ships as .nitro text', () => {
  it.each(examples)('has no syntax problem: %s', (_, text) => {
    expect(problemsIn(text)).toEqual([]);
  });

  it.each(Object.entries(CATALOGUE))('has no syntax problem: catalogue %s', (_, text) => {
    expect(problemsIn(text)).toEqual([]);
  });
});
