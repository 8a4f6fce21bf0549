import { beforeAll, expect, it } from 'vitest';
import { CompletionItemKind, type CompletionItem } from 'vscode-languageserver';
import { KIND_NAMES, MEASURES, STATES, STEPS, kindRow } from '#kinds';
import type { NitroLanguage } from '../../language-server/services/module.ts';
import { at, language, open, openOne } from './marks.ts';

let made: NitroLanguage;

beforeAll(async () => {
  made = await language();
});

const complete = async (text: string): Promise<readonly CompletionItem[]> => {
  const marked = await openOne(made, text);
  const list = await made.nitro.lsp.CompletionProvider?.getCompletion(marked.document, at(marked));
  return list?.items ?? [];
};

const labels = async (text: string): Promise<readonly string[]> =>
  (await complete(text)).map((item) => item.label);

const WORLD = `use aws
host type Sled {
  socket soc[3] : Graviton3
  card nic[3] : NitroVpc30
}
host sled[2] : Sled
fabric net : Clos { leaves = 4  spines = 2 }
instance web[4] : c7g.large on sled.soc { volume root : gp3 { size = 8 GiB } }
instance db : c7g.xlarge on sled
flow fetch from web to db { size = 4 KiB }
io scan on db
`;

it('offers kinds, use and types in an empty document', async () => {
  const found = await labels('<|>');
  for (const kind of KIND_NAMES) if (kindRow(kind).atTop) expect(found).toContain(kind);
  expect(found).toEqual(expect.arrayContaining(['use', 'host type', 'scenario', 'link']));
});

it('offers the catalogue after use, and files of the workspace', async () => {
  const { main } = await open(made, { other: 'host h', main: 'use <|>' });
  const list = await made.nitro.lsp.CompletionProvider?.getCompletion(main!.document, at(main!));
  const found = list?.items.map((item) => item.label);
  expect(found).toContain('aws');
  expect(found).toContain('"other.nitro"');
  expect(await labels('use "<|>')).toContain('other.nitro');
});

it('offers at once also in a file of very many declarations', async () => {
  const hosts = Array.from({ length: 20_000 }, (_, i) => `/// Host ${i}.\nhost h${i} { }`).join('\n');
  const marked = await openOne(made, `${hosts}\nhost last { }\nlink h1 -- h<|>`);
  const provider = made.nitro.lsp.CompletionProvider;
  const before = process.cpuUsage().user;
  const list = await provider?.getCompletion(marked.document, at(marked));
  expect((process.cpuUsage().user - before) / 1e6).toBeLessThan(2);
  const last = list?.items.find((item) => item.label === 'h19999');
  expect(JSON.stringify(last)).toContain('Host 19999.');
}, 60_000);

it('offers the properties of this kind that are not set yet, with unit, default and doc', async () => {
  const items = await complete('socket type S {\n  cores = 4\n  <|>\n}');
  const found = items.map((item) => item.label);
  expect(found).not.toContain('cores');
  expect(found).toContain('memory');
  const threads = items.find((item) => item.label === 'threadsPerCore');
  expect(threads?.detail).toBe('a whole number, default 1');
  expect(threads?.documentation).toMatchObject({ value: 'Hardware threads of a core.' });
  expect(threads?.textEdit).toMatchObject({ newText: 'threadsPerCore = ' });
});

it('offers children and links in a body, besides properties', async () => {
  const found = await labels('host h {\n  <|>\n}');
  expect(found).toEqual(expect.arrayContaining(['label', 'socket', 'card', 'link']));
  expect(found).not.toContain('instance');
});

it('offers types that fit the kind, and only those', async () => {
  const found = await labels(`${WORLD}socket extra : <|>`);
  expect(found).toContain('Graviton3');
  expect(found).not.toContain('NitroVpc30');
  expect(await labels(`${WORLD}instance x : c7g.<|>`)).toContain('c7g.16xlarge');
});

it('offers references that fit the clause', async () => {
  const places = await labels(`${WORLD}instance x : c7g.large on <|>`);
  expect(places).toContain('sled');
  expect(places).not.toContain('web');
  const ends = await labels(`${WORLD}flow f from <|>`);
  expect(ends).toEqual(expect.arrayContaining(['web', 'db']));
  expect(ends).not.toContain('sled');
});

it('offers members after a dot, generated ones included', async () => {
  expect(await labels(`${WORLD}instance x : c7g.large on sled[0].<|>`)).toEqual(['soc']);
  expect(await labels(`${WORLD}link sled[1].<|>`)).toEqual(['soc', 'nic']);
  expect(await labels(`${WORLD}link net.<|>`)).toEqual(['leaf', 'spine', 'core']);
});

it('offers the other clauses once one is written', async () => {
  const found = await labels(`${WORLD}flow f from web <|>`);
  expect(found).toEqual(expect.arrayContaining([':', 'to', '{']));
  expect(found).not.toContain('from');
});

it('offers words of an enumeration, and types for a property that names one', async () => {
  expect(await labels('card type C { serves = <|> }')).toEqual(['vpc', 'ebs', 'storage']);
  expect(await labels('card type C { serves = [vpc, <|>] }')).toEqual(['vpc', 'ebs', 'storage']);
  expect(await labels(`${WORLD}flow f from web to db { transport = <|> }`)).toContain('Srd');
});

it('offers units of the right dimension after a number', async () => {
  const found = await labels('socket type S { memory = 64 <|> }');
  expect(found).toContain('GiB');
  expect(found).not.toContain('Gbps');
  expect(await labels('card c { rate = 5 G<|> }')).toContain('Gbps');
  expect(await labels('scenario s { at 5 <|> }')).toContain('ms');
});

it('offers distributions where a value may be drawn', async () => {
  expect(await labels('card c { attachTime = <|> }')).toContain('lognormal');
});

it('offers steps of a scenario and its properties', async () => {
  const found = await labels('scenario s {\n  <|>\n}');
  expect(found).toEqual(expect.arrayContaining(['expect', 'at', 'vary', 'duration', 'runs']));
});

it('offers actions after a time, and things that they can be done to', async () => {
  expect(await labels(`${WORLD}scenario s { at 1 s <|> }`)).toEqual(
    expect.arrayContaining(['launch', 'stop', 'fail']),
  );
  const things = await labels(`${WORLD}scenario s { at 1 s launch <|> }`);
  expect(things).toEqual(expect.arrayContaining(['web', 'db']));
  expect(things).not.toContain('net');
  expect(await labels(`${WORLD}scenario s { at 1 s fail sled[0].nic[0] <|> }`)).toContain('for');
  expect(await labels(`${WORLD}scenario s { at 1 s degrade sled.nic { <|> } }`)).toContain('loss');
});

it('offers functions in an expectation, steps and states where they belong', async () => {
  expect(await labels(`${WORLD}scenario s { expect <|> }`)).toEqual(
    expect.arrayContaining(['boot', 'reached', 'p99', 'mean']),
  );
  expect(await labels(`${WORLD}scenario s { expect boot(<|>) }`)).toEqual(['web', 'db']);
  expect(await labels(`${WORLD}scenario s { expect reached(web[0], <|>) }`)).toEqual(
    STEPS.map((step) => step.name),
  );
  expect(await labels(`${WORLD}scenario s { expect state(web[0], 3 s) == <|> }`)).toEqual([...STATES]);
});

it('offers the measures a workload has after a dot, then operators, then when', async () => {
  const flow = MEASURES.filter((row) => row.kinds.includes('flow')).map((row) => row.name);
  const found = await labels(`${WORLD}scenario s { expect p99(fetch.<|>) }`);
  expect(found).toEqual(expect.arrayContaining(flow));
  expect(found).not.toContain('wear');
  expect(await labels(`${WORLD}scenario s { expect p99(fetch.latency) <|> }`)).toEqual(
    expect.arrayContaining(['<', '>=', 'within']),
  );
  expect(await labels(`${WORLD}scenario s { expect p99(fetch.latency) < 2 <|> }`)).toContain('ms');
  expect(await labels(`${WORLD}scenario s { expect p99(fetch.latency) < 2 ms <|> }`)).toEqual(['when']);
  expect(
    await labels(`${WORLD}scenario s { expect p99(fetch.latency) < 2 ms when fetch.transport == <|> }`),
  ).toContain('Tcp');
});

it('offers what can vary, and values for it', async () => {
  expect(await labels(`${WORLD}scenario s { vary web.<|> }`)).toContain('count');
  expect(await labels(`${WORLD}scenario s { vary fetch.transport in [<|>] }`)).toContain('Srd');
});

it('offers link types, and the other side of a link', async () => {
  expect(await labels(`${WORLD}link sled.nic -- net : <|>`)).toContain('Ethernet100');
  expect(await labels(`${WORLD}link sled.nic <|>`)).toContain('--');
});

it('offers nothing in a comment or in quotes', async () => {
  expect(await labels('// host <|>')).toEqual([]);
  expect(await labels('host h { label = "<|> }')).toEqual([]);
});

it('answers at every offset of half-typed text without a fault', async () => {
  const text = `${WORLD}scenario s {\n  vary a in [1\n  at 1 s\n  expect\n  duration =\n}\nhost { { [ ( . } `;
  const { document } = await openOne(made, text);
  for (let offset = 0; offset <= text.length; offset++) {
    const position = document.textDocument.positionAt(offset);
    const list = await made.nitro.lsp.CompletionProvider?.getCompletion(document, {
      textDocument: { uri: document.uri.toString() }, position,
    });
    for (const item of list?.items ?? []) {
      expect(Object.values(CompletionItemKind)).toContain(item.kind);
    }
  }
});
