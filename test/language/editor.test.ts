import { beforeAll, expect, it } from 'vitest';
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver';
import type { NitroLanguage } from '../../language-server/services/module.ts';
import { SLED_TYPE } from '../support/large-workspace.ts';
import { at, language, open, openOne, type Marked } from './marks.ts';

let made: NitroLanguage;

beforeAll(async () => {
  made = await language();
});

const lsp = (): NitroLanguage['nitro']['lsp'] => made.nitro.lsp;

const SLED = `use aws
/// A board.
${SLED_TYPE}host sled : Sled
instance web[2] : c7g.4xlarge on sled.soc[0] {
  volume root : gp3 { size = 100 GiB  iops = 3 Kiops }
}
`;

const hover = async (marked: Marked): Promise<string> => {
  const found = await lsp().HoverProvider?.getHoverContent(marked.document, at(marked));
  return (found?.contents as { value?: string } | undefined)?.value ?? '';
};

const hoverOf = async (text: string): Promise<string> => hover(await openOne(made, text));

it('hovers a value in useful units, with where it comes from', async () => {
  expect(await hoverOf(SLED.replace('rate = 30', 'ra<|>te = 30'))).toContain('30 Gbps = 3.75 GB/s');
  expect(await hoverOf(SLED.replace('30 Gbps', '3<|>0 Gbps'))).toContain('3.75 GB/s');
  const text = await hoverOf(SLED.replace('instance web', 'instance w<|>eb'));
  expect(text).toContain('`vcpus` = 16 *(from c7g.4xlarge)*');
});

it('hovers an instance with its I/O path and its stage of offload', async () => {
  const text = await hoverOf(SLED.replace('instance web', 'instance w<|>eb'));
  expect(text).toContain('On **sled.soc[0]**');
  expect(text).toContain('everything offloaded');
  expect(text).toContain('sled.nic[0] *(card)*');
});

it('hovers a type of the catalogue with its documentation and its source', async () => {
  const text = await hoverOf(SLED.replace(': Graviton3', ': Gravi<|>ton3'));
  expect(text).toContain('Seven chiplets');
  expect(text).toContain('From the catalogue');
  const instance = await hoverOf(SLED.replace(': c7g.4xlarge', ': c7g.4x<|>large'));
  expect(instance).toContain('DescribeInstanceTypes');
});

it('hovers kinds, functions, steps, measures and words', async () => {
  expect(await hoverOf('ho<|>st h')).toContain('A server');
  expect(await hoverOf(`${SLED}scenario s { expect bo<|>ot(web) < 1 s }`)).toContain('boot(instance)');
  expect(await hoverOf(`${SLED}scenario s { expect reached(web, car<|>ds) < 1 s }`)).toContain('step');
  expect(await hoverOf('card type C { serves = vp<|>c }')).toContain('card.serves');
});

it('leads from a name to its declaration, into the catalogue too', async () => {
  const leads = async (text: string): Promise<readonly [string, number]> => {
    const marked = await openOne(made, text);
    const provider = lsp().DefinitionProvider;
    const [found] = (await provider?.getDefinition(marked.document, at(marked))) ?? [];
    return [found?.targetUri ?? '', found?.targetSelectionRange.start.line ?? -1];
  };
  expect(await leads(SLED.replace('on sled.soc[0]', 'on sled.s<|>oc[0]'))).toEqual([
    'file:///test/main.nitro', 3,
  ]);
  expect((await leads(SLED.replace(': c7g.4xlarge', ': c7g<|>.4xlarge')))[0]).toBe(
    'builtin:/instances-compute.nitro',
  );
});

const TYPES = 'use aws\nhost type Ra<|>ck { socket soc[2] : Graviton3 }\n';
const USER = 'use "types.nitro"\nhost a[2] : Rack\ninstance i : c7g.large on a[0].soc[1]\n';

it('finds references in all files that can see a thing', async () => {
  const { types, other } = await open(made, {
    types: TYPES, main: USER, other: 'host type Rack\nhost Ra<|>ck\n',
  });
  const refer = async (marked: Marked): Promise<readonly string[]> => {
    const found = await lsp().ReferencesProvider?.findReferences(marked.document, {
      ...at(marked), context: { includeDeclaration: true },
    });
    return (found ?? []).map(({ uri, range }) => `${uri.split('/').at(-1)}:${range.start.line}`);
  };
  expect(await refer(types!)).toEqual(['types.nitro:1', 'main.nitro:1']);
  expect(await refer(other!)).toEqual(['other.nitro:1']);
});

const rename = async (marked: Marked, newName: string): Promise<unknown> =>
  lsp().RenameProvider?.rename(marked.document, { ...at(marked), newName });

it('renames one segment of a path, in every file', async () => {
  const { types } = await open(made, { types: TYPES, main: USER });
  const edit = await rename(types!, 'Sled') as { changes: { [uri: string]: { newText: string }[] } };
  expect(Object.keys(edit.changes)).toEqual(['file:///test/types.nitro', 'file:///test/main.nitro']);
  const { types: child } = await open(made, {
    types: TYPES.replace('<|>', '').replace('soc[2]', 's<|>oc[2]'), main: USER,
  });
  const inner = await rename(child!, 'cpu') as {
    changes: { [uri: string]: { newText: string; range: { start: unknown } }[] };
  };
  expect(inner.changes['file:///test/main.nitro']).toEqual([
    { newText: 'cpu', range: { start: { line: 2, character: 31 }, end: { line: 2, character: 34 } } },
  ]);
});

it('refuses names that are taken, reserved, or no names, and the catalogue', async () => {
  const refused = async (text: string, newName: string): Promise<string> => {
    const marked = await openOne(made, text);
    try {
      await rename(marked, newName);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  expect(await refused('host a<|>\nhost b', 'b')).toContain("'b' is already the name of a host");
  expect(await refused('host a<|>', 'link')).toBe("'link' is a word of the language.");
  expect(await refused('host a<|>', '9x')).toContain("'9x' is no name");
  expect(await refused('host t { card a<|>\n card b }', 'b')).toBe("'t' already has a 'b'.");
  expect(await refused('use aws\nhost type H { socket s : Gravi<|>ton3 }', 'X')).toContain('read-only');
  expect(await refused('host a { label = <|>"x" }', 'b')).toContain('nothing here');
  expect(await refused('host a<|>\n', 'rack-1')).toBe('');
});

it('outlines a file, links by their ends', async () => {
  const { document } = await openOne(made, SLED);
  const symbols = (await lsp().DocumentSymbolProvider?.getSymbols(document, {
    textDocument: { uri: document.uri.toString() },
  })) as DocumentSymbol[];
  expect(symbols.map((one) => [one.name, one.kind, one.detail])).toEqual([
    ['Sled', SymbolKind.Class, 'host type'],
    ['sled', SymbolKind.Module, 'host : Sled'],
    ['web', SymbolKind.Object, 'instance : c7g.4xlarge'],
  ]);
  expect(symbols[0]?.children?.map((one) => one.name)).toContain('nic -- soc');
});

it('finds things by name in all files, the catalogue only when asked', async () => {
  await openOne(made, SLED);
  const find = async (query: string): Promise<readonly string[]> => {
    const found = await made.shared.lsp.WorkspaceSymbolProvider?.getSymbols({ query });
    return (found ?? []).map((one) => one.name);
  };
  expect(await find('sled')).toContain('Sled');
  expect(await find('Graviton3')).toContain('Graviton3');
  expect(await find('')).not.toContain('Graviton3');
});

it('shows what is free on a host, what a link runs at, and the stage of an instance', async () => {
  const { document } = await openOne(made, SLED);
  const hints = await lsp().InlayHintProvider?.getInlayHints(document, {
    textDocument: { uri: document.uri.toString() },
    range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
  });
  const labels = (hints ?? []).map((hint) => hint.label);
  expect(labels).toContain('free: 160 of 192 cores, 320 GiB');
  expect(labels).toContain('full');
  expect(labels.some((label) =>
    typeof label === 'string' && /^= (?:from )?[\d.]+ Gbps$/u.test(label))).toBe(true);
});

const STORED = `use aws
host box : Graviton3Host
host store[2] : Graviton3Host
switch top { }
switch tor[2] { }
link tor -- top
link store.nic[0] -- tor
link box.ebs -- top
instance web : c7g.large on box.soc[0] {
  volume root : gp3 on store { size = 8 GiB }
}
`;

it('says where a volume on hosts is kept, and over which transport it is reached', async () => {
  expect(await hoverOf(STORED.replace('volume root', 'volume ro<|>ot')))
    .toContain('Kept on **store[0]** → **store[1]** · from box.ebs[0] over Srd');
  const { document } = await openOne(made, STORED);
  const hints = await lsp().InlayHintProvider?.getInlayHints(document, {
    textDocument: { uri: document.uri.toString() },
    range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
  });
  expect(hints?.find(({ label }) => label === 'Srd')?.tooltip)
    .toBe('Kept on store[0], then store[1]');
});

it('offers run and topology above each scenario, and what the last run showed', async () => {
  const { document } = await openOne(made, `${SLED}scenario s { expect boot(web) < 1 min }`);
  const lenses = await lsp().CodeLensProvider?.provideCodeLens(document, {
    textDocument: { uri: document.uri.toString() },
  });
  expect(lenses?.map((lens) => lens.command?.title)).toEqual(['▶ Run', 'Topology']);
  expect(lenses?.[0]?.command?.arguments).toEqual([document.uri.toString(), 's']);
});

it('helps with the arguments of a function', async () => {
  const help = async (text: string): Promise<unknown> => {
    const marked = await openOne(made, text);
    const found = await lsp().SignatureHelp?.provideSignatureHelp(marked.document, at(marked));
    return found === undefined ? null : [found.signatures[0]?.label, found.activeParameter];
  };
  expect(await help('scenario s { expect reached(<|>')).toEqual(['reached(instance, step)', 0]);
  expect(await help('scenario s { expect reached(a, <|>)')).toEqual(['reached(instance, step)', 1]);
  expect(await help('card c { attachTime = lognormal(2 s, <|>) }')).toEqual([
    'lognormal(median, sigma)', 1,
  ]);
  expect(await help('host h <|>')).toBeNull();
});

it('links use lines to their files', async () => {
  const { document } = await openOne(made, 'use aws\nuse "a/b.nitro"\n');
  const links = await lsp().DocumentLinkProvider?.getDocumentLinks(document, {
    textDocument: { uri: document.uri.toString() },
  });
  expect(links?.map((link) => link.target)).toEqual([
    'builtin:/aws.nitro', 'file:///test/a/b.nitro',
  ]);
});

it('walks the I/O path down and up as a call hierarchy', async () => {
  const marked = await openOne(made, SLED.replace('instance web', 'instance w<|>eb'));
  const provider = lsp().CallHierarchyProvider;
  const [web] = (await provider?.prepareCallHierarchy(marked.document, at(marked))) ?? [];
  expect(web?.name).toBe('web[0]');
  const down = (await provider?.outgoingCalls({ item: web! })) ?? [];
  expect(down.map((call) => call.to.name)).toEqual(['sled.nic[0]', 'sled.ebs[0]']);
  const up = (await provider?.incomingCalls({ item: down[0]!.to })) ?? [];
  expect(up.map((call) => call.from.name)).toContain('web[0]');
});

it('highlights every use of a name in a file', async () => {
  const marked = await openOne(made, SLED.replace('host sled', 'host sl<|>ed'));
  const provider = lsp().DocumentHighlightProvider;
  const found = await provider?.getDocumentHighlight(marked.document, at(marked));
  expect(found?.map((one) => one.range.start.line)).toEqual([14, 15]);
});

it('folds blocks and comments', async () => {
  const { document } = await openOne(made, SLED);
  const found = await lsp().FoldingRangeProvider?.getFoldingRanges(document, {
    textDocument: { uri: document.uri.toString() },
  });
  expect(found?.map((one) => one.startLine)).toEqual(expect.arrayContaining([2, 15]));
});

it('colours types, things, properties, words, numbers and units', async () => {
  const text = 'use aws\ncard c : NitroVpc { rate = 30 Gbps  exposes = domain }';
  const { document } = await openOne(made, text);
  const provider = lsp().SemanticTokenProvider!;
  const tokens = await provider.semanticHighlight(document, {
    textDocument: { uri: document.uri.toString() },
  });
  const names = Object.entries(provider.tokenTypes);
  const types: string[] = [];
  for (let index = 3; index < tokens.data.length; index += 5) {
    types.push(names.find(([, value]) => value === tokens.data[index])?.[0] ?? '');
  }
  expect(types).toEqual([
    'keyword', 'variable', 'type', 'property', 'number', 'keyword', 'property', 'enumMember',
  ]);
});
