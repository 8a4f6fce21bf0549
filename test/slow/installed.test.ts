/**
 * What is shipped is what is tried here: the tarball, installed in an empty folder without a
 * network, works; it and the extension hold nothing that is for nobody.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createMessageConnection, StreamMessageReader, StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAILING, RACK } from '../support/command-line.ts';
import { execute, ROOT, STACK, type Ended } from '../support/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'nitrospec-'));
const installed = join(folder, 'node_modules/nitrospec');
const VSIX = join(ROOT, 'dist/nitrospec.vsix');

afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

beforeAll(() => {
  const options = { stdio: 'pipe', encoding: 'utf8' } as const;
  execFileSync('npm', ['run', 'package'], { ...options, cwd: ROOT });
  const tarballs = readdirSync(join(ROOT, 'dist')).filter((name) => name.endsWith('.tgz'));
  expect(tarballs).toHaveLength(1);
  writeFileSync(join(folder, 'package.json'), '{ "name": "empty", "private": true }\n');
  const offline = ['--offline', '--ignore-scripts', '--no-audit', '--no-fund'];
  const tarball = join(ROOT, 'dist', tarballs[0] ?? '');
  execFileSync('npm', ['install', ...offline, tarball], { ...options, cwd: folder });
  writeFileSync(join(folder, 'rack.nitro'), RACK);
  writeFileSync(join(folder, 'failing.nitro'), FAILING);
}, 300_000);

const call = async (...words: readonly string[]): Promise<Ended> => {
  const program = join(folder, 'node_modules/.bin/nitrospec');
  const ended = await execute(words, { cwd: folder, program });
  expect(ended.err).not.toMatch(STACK);
  return ended;
};

it('answers, checks, runs, draws, formats, explains and compiles', async () => {
  expect((await call('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/u);
  expect((await call('check', 'rack.nitro')).code).toBe(0);
  expect((await call('run', 'rack.nitro')).code).toBe(0);
  expect((await call('run', 'failing.nitro')).code).toBe(1);
  expect((await call('render', 'rack.nitro', '-o', 'rack.svg')).code).toBe(0);
  expect(readFileSync(join(folder, 'rack.svg'), 'utf8')).toContain('<svg');
  expect((await call('fmt', 'rack.nitro', '--check')).code).toBe(0);
  expect((await call('explain', 'name/unknown-type')).out).toContain('name/unknown-type');
  for (const name of ['model.json', 'model.mjs', 'model.html']) {
    const { code, err } = await call('compile', 'rack.nitro', '-o', name);
    expect({ name, code, err }).toEqual({ name, code: 0, err: '' });
  }
  const json = await call('run', 'rack.nitro', '--format', 'json');
  const alone = await execute([], { program: join(folder, 'model.mjs') });
  expect(alone.out === json.out).toBe(true);
});

it('runs each example that it brings', async () => {
  const examples = readdirSync(join(installed, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.nitro'));
  expect(examples.length).toBeGreaterThanOrEqual(5);
  for (const name of examples) {
    const { code, out } = await call('run', join(installed, 'examples', name));
    expect({ name, code }, out).toEqual({ name, code: 0 });
  }
});

it('serves an editor over standard input and output', async () => {
  const program = join(folder, 'node_modules/.bin/nitrospec');
  const server = spawn(process.execPath, [program, 'lsp'], { cwd: folder });
  const gone = new Promise((resolve) => void server.once('exit', resolve));
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin),
  );
  try {
    const published = new Promise<unknown>((resolve) => {
      connection.onNotification('textDocument/publishDiagnostics', resolve);
    });
    connection.listen();
    const initialized = await connection.sendRequest('initialize', {
      processId: process.pid, rootUri: null, capabilities: {},
    });
    expect(initialized).toHaveProperty('capabilities.hoverProvider');
    await connection.sendNotification('initialized', {});
    const text = RACK.replace('c7g.4xlarge', 'c7g.9xlarge');
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: 'untitled:a.nitro', languageId: 'nitro', version: 1, text },
    });
    expect(JSON.stringify(await published)).toContain('name/unknown-type');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await gone).toBe(0);
  } finally {
    connection.dispose();
    server.kill('SIGKILL');
  }
});

const filesIn = (path: string): readonly string[] =>
  readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(path, name)).isFile());

it('brings no other package, no test, no source map and no path of a machine', () => {
  const packages = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
  expect(packages).toEqual(['nitrospec']);
  const files = filesIn(installed);
  expect(files.filter((name) => /\.map$|\.tsx?$|(^|\/)tests?\/|\.test\./u.test(name))).toEqual([]);
  const told = files.filter((name) => {
    const text = readFileSync(join(installed, name), 'utf8');
    return text.includes(ROOT) || /sourceMappingURL=(?!data:)\S+\.map/u.test(text);
  });
  expect(told).toEqual([]);
  expect(files.filter((name) => name.includes('browser'))).toEqual([]);
});

it('keeps the extension within two megabytes', () => {
  expect(statSync(VSIX).size).toBeLessThanOrEqual(2 * 1000 * 1000);
});
