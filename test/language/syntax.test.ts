import { EmptyFileSystem, URI } from 'langium';
import { describe, expect, it } from 'vitest';
import { KIND_NAMES, kindRow } from '#kinds';
import type { Document } from '../../language-server/generated/ast.ts';
import { NESTING_MAX, SYNTAX_ERRORS_MAX } from '../../language-server/syntax/guard.ts';
import { RESERVED } from '../../language-server/syntax/reserved-words.ts';
import { syntaxProblems } from '../../language-server/syntax/syntax-problems.ts';
import { createNitroCore } from '../../language-server/nitro-module.ts';

const core = createNitroCore(EmptyFileSystem);
const problemsIn = (text: string) =>
  syntaxProblems(
    core.shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse('file:///a.nitro')),
  ).map(({ diagnostic, start, end }) => `${diagnostic.code} ${text.slice(start, end)}`);
const healthy = 'host box { socket a : Graviton3 }\n';

describe('syntax problems', () => {
  it('finds nothing in an empty file or one with comments only', () => {
    expect(problemsIn('')).toEqual([]);
    expect(problemsIn('// nothing\n/* at all */')).toEqual([]);
  });

  it('says that a word glued to a number, or beside it, is no unit', () => {
    expect(problemsIn('host b { socket a { memory = 4 GBs } }')).toContain('syntax/unknown-unit GBs');
    expect(problemsIn('host b { socket a { memory = 4 GiB } }')).toEqual([]);
  });

  it('names the kind that a mistyped word was meant to be', () => {
    const [first] = syntaxProblems(
      core.shared.workspace.LangiumDocumentFactory.fromString('hots box { }', URI.parse('file:///b.nitro')),
    );
    expect(first?.diagnostic.code).toBe('text/unknown-kind');
    expect(first?.replacements).toEqual([{ title: "Change to 'host'", text: 'host' }]);
  });

  it('says that a kind cannot be a name', () => {
    expect(problemsIn('host socket { }')).toContain('text/reserved-name socket');
    expect(problemsIn('host box { socket link : Graviton3 }')).toContain('text/reserved-name link');
  });

  it('lets a reserved word be a property name', () => {
    expect(problemsIn('host box { hypervisor = nitro  type = 3 }')).toEqual([]);
  });

  it('does not let a half-typed property eat the next line', () => {
    expect(problemsIn('host box {\n  card nic {\n    rate =\n    queues = 4\n  }\n}\n')).toEqual([]);
  });

  it('reports an unclosed text and an odd character at their places', () => {
    expect(problemsIn('host box { label = "abc\n}')).toContain('syntax/unclosed-text "abc');
    expect(problemsIn('host box { } §')).toContain('syntax/character §');
  });

  it('says what was meant by common slips', () => {
    const slip = (text: string): string => {
      const [first] = syntaxProblems(core.shared.workspace.LangiumDocumentFactory
        .fromString(text, URI.parse('file:///s.nitro')));
      return `${first?.diagnostic.message ?? ''} ${first?.replacements[0]?.text ?? ''}`.trim();
    };
    expect(slip('host b { socket a { memory : 4 GiB } }'))
      .toBe("':' does not belong here; expected '='. =");
    expect(slip('host b { socket a { memory 4 GiB } }'))
      .toBe("'4 GiB' does not belong here; expected '='.");
    expect(slip('instance web[2] c7g.large on box'))
      .toBe("'c7g.large' does not belong here; expected ':' before a type. : c7g.large");
    expect(slip('scenario s {\n  expect boot(web) =< 4 s\n}'))
      .toBe("'=<' does not belong here; expected '<='. <=");
    expect(slip('scenario s {\n  expect state(web) = running\n}'))
      .toBe("'=' does not belong here; expected '=='. ==");
    expect(slip('scenario s {\n  expect boot web < 4 s\n}'))
      .toBe("'<' does not belong here.");
    expect(slip('host b\n/* open')).toBe("Here the '*/' of this '/*' is missing.");
    expect(slip('# note')).toBe("The character '#' has no meaning here. //");
    expect(slip('use \u201caws\u201d')).toContain('has no meaning here. "');
    expect(slip('host b\u200b { }')).toContain("'U+200B'");
  });

  it('says what a property takes where a word of the language is its value', () => {
    const first = (text: string): string => {
      const found = syntaxProblems(core.shared.workspace.LangiumDocumentFactory
        .fromString(text, URI.parse('file:///k.nitro')));
      const [{ diagnostic, replacements, start, end } = expect.fail(text)] = found;
      return [found.length, text.slice(start, end), diagnostic.message,
        ...replacements.map((one) => one.text)].join(' | ');
    };
    const flow = "1 | flow | 'model' cannot be 'flow'; did you mean 'flows'? | flows";
    expect(first('fabric net : FatTree { k = 4  model = flow }')).toBe(flow);
    expect(first('fabric net : FatTree {\n  model = flow\n  k = 4\n}\n')).toBe(flow);
    expect(first('fabric net : FatTree {\n  model = flow // all\n}\nlink a -- b')).toBe(flow);
    // Where the parser stops at the word itself, and where it waits for what a link joins.
    expect(first('transport t { recovery = on }')).toContain("'recovery' cannot be 'on'; it is ");
    expect(first('fabric net : FatTree { model = link }'))
      .toBe("1 | link | 'model' cannot be 'link'; it is packets or flows. | packets | flows");
    expect(first('flow f from a to b { size = host }'))
      .toBe("1 | host | 'host' does not belong here; expected a value of 'size'.");
    expect(first('scenario s { f.pattern = flow }')).toMatch(/^1 \| flow \| 'pattern' cannot be/u);
  });

  it('has no word of the language among the words of a property, which none could write', () => {
    const rows = KIND_NAMES.flatMap((kind) => Object.values(kindRow(kind).properties));
    const words = rows.flatMap(({ value }) =>
      value.is === 'word' || value.is === 'words' ? value.words : []);
    expect(words.length).toBeGreaterThan(100);
    expect(words.filter((word) => RESERVED.has(word))).toEqual([]);
  });

  it(`refuses what nests deeper than ${NESTING_MAX} levels, and goes on with the next file`, () => {
    const deep = (open: string, close: string): string => open.repeat(200) + close.repeat(200);
    expect(problemsIn(deep('host a { ', '} '))).toEqual(['syntax/too-deep {']);
    expect(problemsIn(`host a { x = ${deep('(', ')')} }`)).toEqual(['syntax/too-deep (']);
    expect(problemsIn(healthy)).toEqual([]);
  });

  it('refuses binary and very large files', () => {
    expect(problemsIn('host a\0b')[0]).toMatch(/^syntax\/binary/u);
    expect(problemsIn(' '.repeat(5_000_000))[0]).toMatch(/^syntax\/too-large/u);
    expect(problemsIn(healthy)).toEqual([]);
  });

  it('stops at its limit in a file of 50,000 wrong lines, quickly, and stays healthy', () => {
    const found = problemsIn('socket = } host nic [\n'.repeat(50_000));
    expect(found.length).toBeLessThanOrEqual(SYNTAX_ERRORS_MAX + 1);
    expect(found.at(-1)).toMatch(/^syntax\/too-many/u);
    expect(problemsIn(healthy)).toEqual([]);
  }, 20_000);
});

describe('a declaration that fails at its first word', () => {
  const text = 'host ) { }\nhost ok : Nope\nhost host { }\nhost box { bogus = 1 }\n';

  it('hides nothing of what follows', () => {
    const document = core.shared.workspace.LangiumDocumentFactory.fromString(
      text, URI.parse('file:///c.nitro'),
    );
    const { members } = document.parseResult.value as Document;
    expect(members.map((member) => (member as { name?: string }).name)).toEqual(['ok', 'box']);
    expect(problemsIn(text)).toEqual(['syntax/unexpected )', 'text/reserved-name host']);
  });

  it('is found again as often as the length of the text allows', () => {
    const found = problemsIn('host ) { }\n'.repeat(50_000));
    expect(found.length).toBeGreaterThanOrEqual(3);
  }, 20_000);
});
