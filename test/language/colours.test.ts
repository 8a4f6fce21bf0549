/**
 * The colours, the editor's configuration and the snippets, against the tables they speak of.
 * The regular expressions are tried as the editor would try them, one by one, not as a whole.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ACTIONS, FUNCTIONS, KIND_NAMES, UNITS } from '#kinds';
import { readText } from '../support/type-reader.ts';

const json = (path: string): unknown =>
  JSON.parse(readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8'));

interface Rule {
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly patterns?: readonly Rule[];
}

const grammar = json('syntaxes/nitro.tmLanguage.json') as {
  patterns: readonly Rule[]; repository: Readonly<Record<string, Rule>>;
};

const matchOf = (name: string, text: string): RegExpExecArray | null =>
  new RegExp(grammar.repository[name]?.match ?? '(?!)', 'u').exec(text);

describe('the colours', () => {
  it('are made of expressions that compile and of includes that exist', () => {
    const rules: Rule[] = [...grammar.patterns, ...Object.values(grammar.repository)];
    for (let rule = rules.pop(); rule !== undefined; rule = rules.pop()) {
      for (const source of [rule.match, rule.begin, rule.end]) {
        if (source !== undefined) expect(() => new RegExp(source, 'u'), source).not.toThrow();
      }
      const included = rule.include?.slice(1);
      if (included !== undefined) expect(grammar.repository).toHaveProperty([included]);
      rules.push(...(rule.patterns ?? []));
    }
  });

  it('know every kind, as a declaration and as a type', () => {
    for (const kind of KIND_NAMES) {
      expect(matchOf('types', `${kind} type c7g.4xlarge : C7g {`)?.slice(1, 4), kind)
        .toEqual([kind, 'type', 'c7g.4xlarge']);
      expect(matchOf('elements', `${kind} rack-1[4] : Sled`)?.slice(1, 3)).toEqual([kind, 'rack-1']);
      expect(matchOf('elements', `${kind} type Sled`)).toBeNull();
      expect(matchOf('kinds', `${kind} = nitro`)).toBeNull();
    }
  });

  it('know every unit, whole, and no number inside a name', () => {
    for (const { name } of UNITS) {
      const found = matchOf('quantities', `size = 1_024.5 ${name}`);
      expect([found?.[1], found?.[2]], name).toEqual(['1_024.5', name]);
    }
    expect(matchOf('quantities', 'c7g.4xlarge rack-1 e5')).toBeNull();
    expect(matchOf('quantities', 'soc[*..1]')?.[1]).toBe('1');
  });

  it('know functions, actions, words and keywords, and leave properties alone', () => {
    for (const { name } of FUNCTIONS) expect(matchOf('functions', `expect ${name}(web)`)?.[0]).toBe(name);
    for (const { name } of ACTIONS) {
      expect(matchOf('actions', `at 1.5 s ${name} web[0]`)?.[3], name).toBe(name);
    }
    for (const word of ['use', 'as', 'vary', 'expect', 'in', 'on', 'within', 'when', 'and']) {
      expect(matchOf('keywords', `x ${word} y`)?.[0]).toBe(word);
      expect(matchOf('keywords', `${word} = 4`)).toBeNull();
    }
    expect(matchOf('properties', 'rate = 4 Gbps')?.[0]).toBe('rate');
    expect(matchOf('properties', 'a.b == c')).toBeNull();
    expect(matchOf('words', 'serves = vpc')?.[0]).toBe('vpc');
  });
});

it('has an editor configuration whose word pattern takes whole names', () => {
  const { wordPattern } = json('syntaxes/language-configuration.json') as { wordPattern: string };
  const words = 'rack-1 a--b c7g.4xlarge soc.core u7in-16tb.224xlarge'.match(new RegExp(wordPattern, 'gu'));
  expect(words).toEqual(['rack-1', 'a', 'b', 'c7g.4xlarge', 'soc', 'core', 'u7in-16tb.224xlarge']);
});

const snippets = json('extension/snippets/nitro.json') as Record<
  string, { prefix: string; body: string | readonly string[]; description: string }
>;

/** As the editor writes it when nothing is typed: first choices and defaults. */
const expanded = (body: string | readonly string[]): string =>
  (typeof body === 'string' ? body : body.join('\n'))
    .replace(/\$\{\d+\|([^,|]*)[^}]*\}/gu, '$1')
    .replace(/\$\{\d+:([^}]*)\}/gu, '$1')
    .replace(/\$\d+/gu, '');

it.each(Object.entries(snippets))('snippet %s writes text without a syntax error', async (_, snippet) => {
  const inside = /^(vary|at|within|reached|expect.*)$/u.test(snippet.prefix);
  const text = expanded(snippet.body);
  const { syntaxErrors } = await readText(inside ? `scenario a {\n${text}\n}` : text);
  expect(syntaxErrors).toEqual([]);
  expect(text).not.toContain('$');
});
