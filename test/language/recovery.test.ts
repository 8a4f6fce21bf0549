/**
 * Cuts every line of every example after every token, as an author does who is still typing, and
 * measures what the parser loses. The line's own declaration may be lost; others may not.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AstUtils, EmptyFileSystem, URI, type AstNode } from 'langium';
import { describe, expect, it } from 'vitest';
import { KIND_NAMES } from '#kinds';
import { createNitroCore } from '../../language-server/nitro-module.ts';
import { syntaxProblems } from '../../language-server/syntax/syntax-problems.ts';
import { exampleNames, examplesFolder } from '../support/examples.ts';

const core = createNitroCore(EmptyFileSystem);
const parse = (text: string) =>
  core.shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse('file:///a.nitro'));

/** Declarations by kind, name and line; the cut line's own are left out by the caller. */
const declarations = (root: AstNode): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const node of AstUtils.streamAst(root)) {
    const named = node as AstNode & { name?: string; kind?: string };
    if (!['Element', 'Definition', 'Scenario', 'Link'].includes(node.$type)) continue;
    const line = node.$cstNode?.range.start.line ?? -1;
    const what = node.$type === 'Link' ? 'link' : (named.name ?? '');
    found.set(`${node.$type} ${what} ${line}`, line);
  }
  return found;
};

interface Tally {
  cuts: number;
  whole: number;
  errors: number;
  near: number;
  worst: string;
}

const cutEverywhere = (text: string, tally: Tally): void => {
  const lines = text.split('\n');
  const before = declarations(parse(text).parseResult.value);
  const lexer = core.nitro.parser.Lexer;
  lines.forEach((line, number) => {
    const { tokens } = lexer.tokenize(line);
    for (const token of tokens.slice(0, -1)) {
      const cut = line.slice(0, (token.endOffset ?? 0) + 1);
      const document = parse([...lines.slice(0, number), cut, ...lines.slice(number + 1)].join('\n'));
      const after = declarations(document.parseResult.value);
      const lost = [...before].filter(([key, at]) => at !== number && !after.has(key));
      const problems = syntaxProblems(document);
      tally.cuts++;
      tally.errors += problems.length;
      if (lost.length === 0) tally.whole++;
      else tally.worst = `line ${number + 1} cut to '${cut.trim()}' loses ${String(lost.length)}`;
      tally.near += problems.filter((problem) => {
        const at = document.textDocument.positionAt(problem.start).line;
        return at === number || at === number + 1;
      }).length;
    }
  });
};

describe('recovery', () => {
  it('loses nothing but the declaration being typed', () => {
    const tally: Tally = { cuts: 0, whole: 0, errors: 0, near: 0, worst: '' };
    for (const name of exampleNames) {
      cutEverywhere(readFileSync(join(examplesFolder, name), 'utf8'), tally);
    }
    const { cuts, whole, errors, near, worst } = tally;
    const figures = `${cuts} cuts: ${(100 * whole / cuts).toFixed(1)} % keep all others, `
      + `${(errors / cuts).toFixed(2)} errors a cut, ${(100 * near / errors).toFixed(1)} % near; ${worst}`;
    expect(cuts).toBeGreaterThan(500);
    expect(whole / cuts, figures).toBeGreaterThanOrEqual(0.95);
    expect(errors / cuts, figures).toBeLessThanOrEqual(1);
    expect(near / errors, figures).toBeGreaterThanOrEqual(0.85);
    console.info(figures);
    // Thousands of cuts, each parsed anew.
  }, 60_000);

  it('knows the same kinds as the kinds table', () => {
    const words = core.nitro.Grammar.rules
      .filter((rule) => rule.name === 'ElementKind' || rule.name === 'Kind')
      .flatMap((rule) => [...AstUtils.streamAst(rule)])
      .filter((node) => node.$type === 'Keyword')
      .map((node) => (node as AstNode & { value: string }).value);
    expect([...words, 'scenario'].sort()).toEqual([...KIND_NAMES].sort());
  });
});
