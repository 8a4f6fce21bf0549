import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmptyFileSystem, URI } from 'langium';
import { expect, it } from 'vitest';
import { fingerprintJson } from '#base';
import { Headless } from '#language';
import { CATALOGUE } from '../../language-server/catalog/embedded.ts';
import { formatted, lineChanges } from '../../language-server/format/format.ts';
import { createNitroCore } from '../../language-server/nitro-module.ts';
import { filesInMemory } from '../support/folder-files.ts';
import { exampleNames, examplesFolder } from '../support/examples.ts';

const { shared } = createNitroCore(EmptyFileSystem);

const format = (text: string): string | null => formatted(
  shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse('memory:/a.nitro')),
);

const formatsTo = (text: string, wanted: string): void => {
  expect(format(text)).toBe(wanted);
  expect(format(wanted)).toBe(wanted);
};

it('puts one item on a line, aligns the equals signs and removes separators', () => {
  formatsTo(
    'socket type S{cores=4 ,\n  memory   =64GiB;architecture = arm64 }',
    `socket type S {
  cores        = 4
  memory       = 64 GiB
  architecture = arm64
}
`,
  );
});

it('aligns only neighbours: a blank line or another item ends a run', () => {
  formatsTo(
    `host h {
  label = "a"


  source = "b"
  socket s : T
  label = "c"
}`,
    `host h {
  label = "a"

  source = "b"
  socket s : T
  label = "c"
}
`,
  );
});

it('keeps a block on one line while it fits a hundred columns', () => {
  formatsTo(
    'link nic--soc:Pcie{generation=5,lanes=16}\nhost e { }',
    'link nic -- soc : Pcie { generation = 5  lanes = 16 }\nhost e {}\n',
  );
  const long = `card c { label = "${'x'.repeat(90)}"  rate = 5 Gbps }`;
  expect(format(long)?.split('\n')).toHaveLength(5);
});

it('writes clauses in their order', () => {
  formatsTo('flow f to b from a{size=1 KiB}', 'flow f from a to b { size = 1 KiB }\n');
  formatsTo(
    'instance w[8] on sled[ 0 .. 2 ].soc:c7g.large',
    'instance w[8] : c7g.large on sled[0..2].soc\n',
  );
});

it('keeps every comment, where it stands', () => {
  const text = `// first
use aws // why

/// Doc.
/// More.
host h { // behind the brace
  // own
  label="x" // trailing
  /* block
     of two */
  source = "y"
  // last
}
instance a /* in the middle */ on   h : T
// end`;
  const after = format(text);
  expect(after).toMatchInlineSnapshot(`
    "// first
    use aws  // why

    /// Doc.
    /// More.
    host h {
      // behind the brace
      // own
      label  = "x"  // trailing
      /* block
         of two */
      source = "y"
      // last
    }
    instance a /* in the middle */ on   h : T
    // end
    "
  `);
  expect(format(after ?? '')).toBe(after);
});

it('writes expressions with one spacing', () => {
  formatsTo(
    `scenario s {
  vary web.count in [ 1,4 , 8 ]
  vary (a.b,c.d) in [(1,2),( 3,4)]
  vary load in [10 %,20% .. 100 %]
  at 1s fail net.leaf[ 0 ]--net.spine[1] for 200ms
  at 2 s degrade a -- b {loss=1 %} for   1 s
  expect p99( fetch.completion )<2ms when fetch.transport==Srd
  expect mean(x.iops) within 5% of 2*(3+4) Kiops
  duration=- 2 s
}`.replace('2*(3+4) Kiops', '2*(3+4)'),
    `scenario s {
  vary web.count in [1, 4, 8]
  vary (a.b, c.d) in [(1, 2), (3, 4)]
  vary load in [10 %, 20 % .. 100 %]
  at 1 s fail net.leaf[0] -- net.spine[1] for 200 ms
  at 2 s degrade a -- b { loss = 1 % } for 1 s
  expect p99(fetch.completion) < 2 ms when fetch.transport == Srd
  expect mean(x.iops) within 5 % of 2 * (3 + 4)
  duration = -2 s
}
`,
  );
});

it('breaks a long line where its author broke it, and nowhere else', () => {
  const names = Array.from({ length: 12 }, (_, index) => `verylongname${index}`);
  const text = `link ${names.slice(0, 6).join(', ')},\n  ${names.slice(6).join(', ')} -- x\n`;
  const after = format(text);
  expect(after?.split('\n')).toHaveLength(3);
  expect(format(after ?? '')).toBe(after);
});

it('leaves a text with syntax errors alone', () => {
  expect(format('host h { rate = ')).toBeNull();
  expect(format('')).toBe('');
});

it('formats the catalogue to a fixed point that says the same', () => {
  const words = (text: string): string => text.replace(/[\s,;]+/gu, '');
  for (const [name, text] of Object.entries(CATALOGUE)) {
    const after = format(text);
    expect(after, name).not.toBeNull();
    expect(format(after ?? ''), name).toBe(after);
    expect(words(after ?? ''), name).toBe(words(text));
  }
});

it('never changes the model, and reaches a fixed point, on every example and any spacing', async () => {
  const checker = new Headless(filesInMemory({}));
  for (const name of exampleNames) {
    const text = readFileSync(join(examplesFolder, name), 'utf8');
    const squeezed = text.replace(/ *(=|--|<|,) */gu, '$1').replace(/(\d) +(GiB|Gbps|s|min)\b/gu, '$1$2');
    const uri = `file:///${name}`;
    const fingerprintOf = async (of: string): Promise<string> => {
      const checked = await checker.check(uri, { text: of });
      expect(checked?.problems.filter((one) => one.severity === 'error'), name).toEqual([]);
      return fingerprintJson(checked?.ir);
    };
    const before = await fingerprintOf(text);
    for (const spaced of [text, squeezed]) {
      const after = format(spaced) ?? '';
      expect(format(after), name).toBe(after);
      expect(await fingerprintOf(after), name).toBe(before);
    }
    expect(await fingerprintOf(squeezed), name).toBe(before);
  }
});

it('keeps the line ends of the file', () => {
  expect(format('use aws\r\nhost h {\r\nlabel="x"\r\n}')).toBe(
    'use aws\r\nhost h {\r\n  label = "x"\r\n}\r\n',
  );
});

it('tells which lines change, and no others', () => {
  expect(lineChanges(['a', 'b', 'c', 'd'], ['a', 'B', 'c', 'd', 'e'])).toEqual([
    { start: 1, end: 2, lines: ['B'] }, { start: 4, end: 4, lines: ['e'] },
  ]);
});
