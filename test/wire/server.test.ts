import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, expect, it } from 'vitest';
import {
  CancellationTokenSource, type CompletionList, type Hover,
} from 'vscode-languageserver-protocol/node';
import { SERVER, startClient, type Client } from './client.ts';
import type {
  CompiledAnswer, PacketsAnswer, ResultsAnswer, RunAnswer, ScenariosAnswer, TopologyAnswer,
  WhatIfAnswer,
} from '../../language-server/protocol.ts';

const URI = 'untitled:spec.nitro';

const SPEC = `use aws
host sled : Graviton3Host
instance web[2] : c7g.4xlarge on sled.soc[0] {
  volume root : gp3 { size = 8 GiB }
}
scenario boot {
  runs = 4
  at 0 s launch web
  expect boot(web) < 2 min
}
`;

const LONG = SPEC.replace('runs = 4', 'runs = 9999');

let client: Client | null = null;

beforeAll(() => {
  expect(existsSync(SERVER), 'run npm run build first').toBe(true);
});

afterEach(async () => {
  await client?.stop();
  client = null;
});

const start = async (folder: string | null = null): Promise<Client> => {
  client = await startClient(folder);
  return client;
};

const positionOf = (text: string, word: string, plus = 1): { line: number; character: number } => {
  const before = text.slice(0, text.indexOf(word) + plus).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
};

it('says what it can do, with the kinds of its code actions', async () => {
  const { initialized } = await start();
  const { capabilities } = initialized;
  expect(capabilities.codeActionProvider).toMatchObject({
    codeActionKinds: ['quickfix', 'refactor.extract', 'source.fixAll.nitro'],
  });
  for (const feature of [
    'completionProvider', 'hoverProvider', 'definitionProvider', 'referencesProvider',
    'renameProvider', 'documentSymbolProvider', 'workspaceSymbolProvider', 'semanticTokensProvider',
    'documentFormattingProvider', 'documentOnTypeFormattingProvider', 'codeLensProvider',
    'inlayHintProvider', 'signatureHelpProvider', 'documentLinkProvider', 'callHierarchyProvider',
    'foldingRangeProvider', 'selectionRangeProvider', 'documentHighlightProvider',
  ] as const) expect(capabilities[feature], feature).toBeTruthy();
});

it('publishes diagnostics with the version they are about, and answers about the newest text', async () => {
  const { open, change, diagnostics, connection } = await start();
  open(URI, SPEC);
  expect((await diagnostics(URI)).diagnostics.filter((one) => one.severity === 1)).toEqual([]);
  change(URI, SPEC.replace('c7g.4xlarge', 'c7g.9xlarge'), 2);
  const broken = await diagnostics(URI, ({ version }) => version === 2);
  expect(broken.diagnostics.map((one) => one.code)).toContain('name/unknown-type');
  const edited = SPEC.replace('volume root', 'volume boot_disk');
  change(URI, edited, 3);
  const hover: Hover | null = await connection.sendRequest('textDocument/hover', {
    textDocument: { uri: URI }, position: positionOf(edited, 'boot_disk'),
  });
  expect(JSON.stringify(hover)).toContain('volume boot_disk');
  expect((await diagnostics(URI, ({ version }) => version === 3)).diagnostics).toEqual([]);
});

it('completes, and serves the catalogue as text', async () => {
  const { open, connection } = await start();
  open(URI, `${SPEC}socket extra : `);
  const list: CompletionList = await connection.sendRequest('textDocument/completion', {
    textDocument: { uri: URI }, position: { line: SPEC.split('\n').length - 1, character: 15 },
  });
  expect(list.items.map((item) => item.label)).toContain('Graviton3');
  const content = await connection.sendRequest('workspace/textDocumentContent', {
    uri: 'builtin:/sockets.nitro',
  });
  expect(content).toMatchObject({ text: expect.stringContaining('socket type Graviton3') });
  expect(await connection.sendRequest('nitro/catalogue', { uri: 'builtin:/sockets.nitro' })).toEqual(content);
  expect(
    await connection.sendRequest('nitro/catalogue', { uri: 'builtin:/explain/name/unknown-type.md' }),
  ).toMatchObject({ text: expect.stringContaining('# name/unknown-type') });
});

it('formats over the wire', async () => {
  const { open, connection } = await start();
  open(URI, 'host h{label="x"}');
  expect(await connection.sendRequest('textDocument/formatting', {
    textDocument: { uri: URI }, options: { tabSize: 2, insertSpaces: true },
  })).toEqual([{
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 17 } },
    newText: 'host h { label = "x" }\n',
  }]);
});

it('gives the model, its topology with places, and its scenarios', async () => {
  const { open, connection } = await start();
  open(URI, SPEC);
  const compiled: CompiledAnswer = await connection.sendRequest('nitro/compiled', { uri: URI });
  expect(compiled.fingerprint).toMatch(/^[0-9a-f]{32}$/u);
  const topology: TopologyAnswer = await connection.sendRequest('nitro/topology', { uri: URI });
  expect(topology.fingerprint).toBe(compiled.fingerprint);
  expect(topology.positions['web[1]']).toEqual({
    uri: URI, range: { start: { line: 2, character: 9 }, end: { line: 2, character: 12 } },
  });
  expect(topology.positions['sled.soc[2]']?.uri).toBe('builtin:/hosts.nitro');
  const { scenarios }: ScenariosAnswer = await connection.sendRequest('nitro/scenarios', { uri: URI });
  expect(scenarios[0]).toMatchObject({
    name: 'boot', runs: 4, state: 'none', expectations: [{ index: 0, text: 'boot(web) < 2 min' }],
  });
  expect(await connection.sendRequest('nitro/elementAt', {
    uri: URI, position: positionOf(SPEC, 'web[2]'),
  })).toEqual({ ids: ['web[0]', 'web[1]'] });
});

const run = { uri: URI, scenarios: ['boot'], seed: null, runs: null };

it('lets the worker of a run read the trace that a spec names', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nitrospec-'));
  try {
    const rows = 'time_ms,operation,offset,size\n0,read,0,4096\n5,write,0,4096\n';
    writeFileSync(join(folder, 'a.csv'), rows);
    const text = `use aws\nhost box : C5Host\ninstance app : c5.2xlarge on box {
  volume data : gp3 { size = 8 GiB }\n}\nio replayed on app.data { trace = "a.csv" }
scenario s {\n  duration = 1 s\n  expect mean(replayed.iops) within 1 % of 2 iops\n}\n`;
    writeFileSync(join(folder, 'main.nitro'), text);
    const uri = pathToFileURL(join(folder, 'main.nitro')).href;
    const { open, connection } = await start(folder);
    open(uri, text);
    const answer: RunAnswer = await connection.sendRequest(
      'nitro/run', { uri, scenarios: ['s'], seed: null, runs: null, runId: 'trace' },
    );
    expect(answer.message).toBeNull();
    const scenario = answer.results?.scenarios[0];
    expect(scenario?.variants[0]?.runs[0]?.findings).toEqual([]);
    expect(scenario?.expectations[0]?.verdict).toBe('holds');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('runs with progress, and knows whether its results are still of the model', async () => {
  const { open, change, connection } = await start();
  open(URI, SPEC);
  const progress: unknown[] = [];
  const states: string[] = [];
  const told = new Map<string, () => void>();
  connection.onNotification('nitro/runProgress', (one) => void progress.push(one));
  connection.onNotification('nitro/resultsChanged', ({ state }: { state: string }) => {
    states.push(state);
    told.get(state)?.();
  });
  const state = (wanted: string): Promise<void> =>
    new Promise((resolve) => void told.set(wanted, resolve));
  const answer: RunAnswer = await connection.sendRequest('nitro/run', { ...run, runId: 'one' });
  expect(answer.outcome).toBe('done');
  expect(answer.results?.scenarios[0]?.expectations[0]?.verdict).toBe('holds');
  expect(progress.length).toBeGreaterThan(0);
  expect(states).toContain('running');
  expect(states.at(-1)).toBe('current');
  const lenses = await connection.sendRequest('textDocument/codeLens', { textDocument: { uri: URI } });
  expect(JSON.stringify(lenses)).toContain('last: 1 of 1 hold');
  const guest = (instance: string, command: string): Promise<{ text: string | null }> =>
    connection.sendRequest('nitro/guest', { uri: URI, instance, command });
  expect((await guest('web[0]', 'lspci')).text).toContain('Elastic Network Adapter');
  expect((await guest('web[0]', 'console')).text).toContain('running');
  expect(await guest('wbe[0]', 'lspci')).toEqual({
    text: null, message: "There is no instance 'wbe[0]'. Did you mean 'web[0]'?",
  });
  const stale = state('stale');
  change(URI, SPEC.replace('8 GiB', '9 GiB'), 2);
  await stale;
  const current = state('current');
  change(URI, `// only a comment\n${SPEC}`, 3);
  await current;
});

it('cancels a run at once, by request or by name, and answers other requests meanwhile', async () => {
  const { open, connection } = await start();
  open(URI, LONG);
  const begun = new Promise((resolve) => void connection.onNotification('nitro/runProgress', resolve));
  const running: Promise<RunAnswer> = connection.sendRequest('nitro/run', { ...run, runId: 'long' });
  await begun;
  expect(await connection.sendRequest('nitro/compiled', { uri: URI })).toMatchObject({ errors: 0 });
  await connection.sendNotification('nitro/cancelRun', { runId: 'long' });
  const stopped = await running;
  expect(stopped.outcome).toBe('cancelled');
  expect(stopped.results?.partial).toBe(true);
  const source = new CancellationTokenSource();
  const second = connection.sendRequest('nitro/run', { ...run, runId: 'again' }, source.token);
  source.cancel();
  await expect(second).rejects.toMatchObject({ code: -32800 });
});

it('runs once more with the bottleneck twice as fast, remembers what came of it, and can stop', async () => {
  const { open, change, connection } = await start();
  const text = `${SPEC.slice(0, SPEC.indexOf('scenario'))}io scan on web[0].root { depth = 16 }
scenario steady { duration = 1 s }
`;
  open(URI, text);
  const question = { uri: URI, scenario: 'steady', variant: 0, run: 0, stream: 'scan[0]' };
  const ask = (): Promise<WhatIfAnswer> => connection.sendRequest('nitro/whatIf', question);
  expect(await ask()).toEqual({
    text: null, message: 'steady has no results of the text as it is; run it first.',
  });
  const wish = { ...run, scenarios: ['steady'], runId: 'one' };
  const { results }: RunAnswer = await connection.sendRequest('nitro/run', wish);
  const id = results!.scenarios[0]!.variants[0]!.runs[0]!.streams[0]!.id;
  const asked = { ...question, stream: id };
  const source = new CancellationTokenSource();
  const stopped = connection.sendRequest('nitro/whatIf', asked, source.token);
  source.cancel();
  await expect(stopped).rejects.toMatchObject({ code: -32800 });
  const said: WhatIfAnswer = await connection.sendRequest('nitro/whatIf', asked);
  expect(said.text).toMatch(/^with 2 × web\[0\]\.root\/iops: p99 −50 %, mean −50 %, rate \+100 %/u);
  const kept = (): Promise<ResultsAnswer> =>
    connection.sendRequest('nitro/results', { uri: URI, scenario: 'steady' });
  expect((await kept()).whatIfs).toEqual([{ variant: 0, run: 0, stream: id, text: said.text }]);
  // It is no part of results.
  expect((await kept()).results).toEqual(results);
  const hover: Hover | null = await connection.sendRequest('textDocument/hover', {
    textDocument: { uri: URI }, position: positionOf(text, 'scan'),
  });
  expect(JSON.stringify(hover)).toContain(said.text);
  change(URI, text.replace('depth = 16', 'depth = 8'), 2);
  expect(await ask()).toMatchObject({ text: null });
  expect((await kept()).whatIfs).toEqual([]);
});

it('runs once more to write packets of a stream down, or says why there are none', async () => {
  const { open, connection } = await start();
  const text = `use aws
host node[4] : Graviton3Host
fabric net : Clos { leaves = 2  spines = 2  rate = 100 Gbps }
link node.nic[0] -- net
instance web[4] : c7g.large on node[0..3].soc[0]
flow copy from web[0] to web[3] { size = 100 kB  messages = 3 }
scenario steady { duration = 1 s }
`;
  open(URI, text);
  const question = { uri: URI, scenario: 'steady', variant: 0, run: 0, stream: 'copy[0]' };
  const ask = (stream: string): Promise<PacketsAnswer> =>
    connection.sendRequest('nitro/packets', { ...question, stream });
  expect(await ask('copy[0]')).toEqual({
    packets: null, message: 'steady has no results of the text as it is; run it first.',
  });
  const wish = { ...run, scenarios: ['steady'], runId: 'one' };
  const { results }: RunAnswer = await connection.sendRequest('nitro/run', wish);
  const { packets, message } = await ask('copy[0]');
  expect(message).toBeNull();
  expect(packets).toMatchObject({ stream: 'copy[0]', from: 'web[0]', to: 'web[3]' });
  expect(packets?.packets.length).toBeGreaterThan(30);
  expect(await ask('other[0]'))
    .toEqual({ packets: null, message: "There is no stream 'other[0]' in that run." });
  // They are no part of results.
  const kept: ResultsAnswer =
    await connection.sendRequest('nitro/results', { uri: URI, scenario: 'steady' });
  expect(kept.results).toEqual(results);
});

it('answers a cancelled request with an error, not with a result', async () => {
  const { open, change, connection } = await start();
  open(URI, SPEC);
  change(URI, `${SPEC}\n// edited`, 2);
  const source = new CancellationTokenSource();
  const hover = connection.sendRequest('textDocument/hover', {
    textDocument: { uri: URI }, position: { line: 0, character: 0 },
  }, source.token);
  source.cancel();
  await expect(hover).rejects.toMatchObject({ code: -32800 });
  await expect(connection.sendRequest('textDocument/documentSymbol', {
    textDocument: { uri: 'file:///nowhere/at/all.nitro' },
  })).rejects.toMatchObject({ code: -32802 });
});

it('checks a healthy file after broken, huge, binary and deeply nested ones', async () => {
  const { open, diagnostics, process: server } = await start();
  const bad: [string, string][] = [
    ['nested', 'host h { label = '.concat('('.repeat(5_000))],
    ['binary', '\0\u0001\u0002host'],
    ['large', `// ${'x'.repeat(4 * 1024 * 1024)}\n`],
    ['errors', 'host host host { ) }\n'.repeat(2_000)],
    ['half', 'scenario s { expect p99('],
  ];
  for (const [name, text] of bad) {
    open(`untitled:${name}.nitro`, text);
    const { diagnostics: found } = await diagnostics(`untitled:${name}.nitro`);
    expect(found.length, name).toBeGreaterThan(0);
    expect(found.length, name).toBeLessThanOrEqual(1000);
    expect(found.every((one) => typeof one.code === 'string'), name).toBe(true);
  }
  open(URI, SPEC);
  expect((await diagnostics(URI)).diagnostics).toEqual([]);
  expect(server.exitCode).toBeNull();
});

it('checks again whoever sees a changed file through others, and follows the disk', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nitro-wire-'));
  try {
    writeFileSync(join(folder, 'types.nitro'), 'use aws\nhost type Rack { socket soc : Graviton3 }\n');
    writeFileSync(join(folder, 'middle.nitro'), 'use "types.nitro"\n');
    writeFileSync(join(folder, 'site.nitro'), 'use "middle.nitro"\nhost h : Rack\n');
    const uri = (name: string): string => pathToFileURL(join(folder, name)).href;
    const { open, change, diagnostics, connection } = await start(pathToFileURL(folder).href);
    open(uri('types.nitro'), 'use aws\nhost type Rack { socket soc : Graviton3 }\n');
    await diagnostics(uri('types.nitro'));
    change(uri('types.nitro'), 'use aws\nhost type Shelf { socket soc : Graviton3 }\n', 2);
    const broken = await diagnostics(uri('site.nitro'), (one) => one.diagnostics.length > 0);
    expect(broken.diagnostics[0]?.code).toBe('name/unknown-type');
    change(uri('types.nitro'), 'use aws\nhost type Rack { socket soc : Graviton3 }\n', 3);
    await diagnostics(uri('site.nitro'), (one) => one !== broken && one.diagnostics.length === 0);
    rmSync(join(folder, 'middle.nitro'));
    await connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: uri('middle.nitro'), type: 3 }],
    });
    const gone = await diagnostics(uri('site.nitro'), (one) =>
      one !== broken && one.diagnostics.length > 0);
    expect(gone.diagnostics.length).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
