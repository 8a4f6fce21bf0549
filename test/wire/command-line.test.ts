/**
 * The command line as it is shipped: a process with real files, signals, threads and pipes.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FAILING, RACK } from '../support/command-line.ts';
import { root } from '../house/repository.ts';

const PROGRAM = join(root, 'dist', 'cli', 'nitrospec.mjs');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const folder = mkdtempSync(join(tmpdir(), 'nitrospec-'));
const at = (name: string): string => join(folder, name);

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const run = (words: readonly string[], program = PROGRAM): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...words], {
      cwd: folder, maxBuffer: 1 << 28, env: { ...process.env, NO_COLOR: '1' },
    }, (error, out, err) => {
      const code = error === null ? 0 : Number(error.code ?? -1);
      resolve({ code: child.exitCode ?? code, out, err });
    });
  });

/** Many runs with much to do in each, so that threads work and signals come in time. */
const LONG = RACK.replace('web[2]', 'web[4]').replace('in [1, 2]', 'in [3, 4]')
  .replace('runs = 4', 'runs = 4000');

beforeAll(() => {
  expect(existsSync(PROGRAM), 'run npm run build first').toBe(true);
  writeFileSync(at('rack.nitro'), RACK);
  writeFileSync(at('failing.nitro'), FAILING);
  writeFileSync(at('long.nitro'), LONG);
});

afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

it('checks and runs, and passes on the exit code', async () => {
  expect(await run(['check', 'rack.nitro'])).toMatchObject({ code: 0, err: '' });
  expect((await run(['run', 'rack.nitro'])).out).toMatch(/2 of 2 expectations hold\n$/);
  expect((await run(['run', 'failing.nitro'])).code).toBe(1);
  expect((await run(['check', 'nope.nitro'])).code).toBe(2);
  expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it('gives the same bytes on threads, as a program of its own, and again', async () => {
  const words = ['run', 'rack.nitro', '--runs', '120', '--format', 'json'];
  const one = await run([...words, '--jobs', '1']);
  expect(one.code).toBe(0);
  // Compared as a whole: a difference of megabytes helps nobody.
  expect((await run([...words, '--jobs', '4'])).out === one.out).toBe(true);
  expect((await run(['compile', 'rack.nitro', '-o', 'rack.mjs'])).code).toBe(0);
  const program = await run(['--runs', '120'], at('rack.mjs'));
  expect({ code: program.code, err: program.err }).toEqual({ code: 0, err: '' });
  // The number of runs is part of what was asked for, so it is part of the results.
  expect(program.out === one.out).toBe(true);
});

it('fails with the program of a spec whose expectation fails, and refuses words it does not know', async () => {
  await run(['compile', 'failing.nitro', '-o', 'failing.mjs']);
  expect((await run([], at('failing.mjs'))).code).toBe(1);
  expect(await run(['--nope'], at('failing.mjs'))).toMatchObject({ code: 2, out: '' });
  expect((await run(['-s', 'nope'], at('failing.mjs'))).err).toContain("no scenario 'nope'");
});

const started = (words: readonly string[]): { child: ChildProcess; ended: Promise<Ended> } => {
  const child = spawn(process.execPath, [PROGRAM, ...words], { cwd: folder });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.on('data', (data: Buffer) => out.push(data.toString()));
  child.stderr.on('data', (data: Buffer) => err.push(data.toString()));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => {
      resolve({ code: code ?? (signal === null ? -1 : -2), out: out.join(''), err: err.join('') });
    });
  });
  return { child, ended };
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

it('stops at a signal with what it has, marked partial, in a file that is whole', async () => {
  const { child, ended } = started(['run', 'long.nitro', '-o', 'stopped.json', '--jobs', '1']);
  await pause(2500);
  child.kill('SIGINT');
  const { code, out } = await ended;
  expect(code).toBe(130);
  expect(out).toContain('partial: not all runs were made');
  const results = JSON.parse(readFileSync(at('stopped.json'), 'utf8')) as { partial: boolean };
  expect(results.partial).toBe(true);
});

it('leaves no file that looks whole when it is killed', async () => {
  const { child, ended } = started(['run', 'long.nitro', '-o', 'killed.json', '--jobs', '1']);
  await pause(1500);
  child.kill('SIGKILL');
  await ended;
  expect(readdirSync(folder).filter((name) => name === 'killed.json')).toEqual([]);
});

it('writes through links and into pipes, and leaves nothing behind where it may not write', async () => {
  writeFileSync(at('target.json'), 'old');
  symlinkSync(at('target.json'), at('link.json'));
  await run(['compile', 'rack.nitro', '-o', 'link.json']);
  expect(JSON.parse(readFileSync(at('target.json'), 'utf8'))).toMatchObject({ irVersion: 1 });
  expect((await run(['compile', 'rack.nitro', '-o', '/dev/null/x.json'])).code).toBe(2);
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

it('ends quietly when its reader has seen enough', async () => {
  const { child, ended } = started(['run', 'rack.nitro', '--format', 'json', '--runs', '40']);
  child.stdout?.once('data', () => { child.stdout?.destroy(); });
  const { err } = await ended;
  expect(err).toBe('');
});

it('checks again when an editor replaces the file, and ends at a signal', async () => {
  writeFileSync(at('watched.nitro'), RACK);
  const { child, ended } = started(['check', 'watched.nitro', '--watch']);
  await new Promise((resolve) => { child.stderr?.once('data', resolve); });
  writeFileSync(at('watched.nitro'), RACK.replace('c7g.4xlarge', 'c7g.5xlarge'));
  await new Promise((resolve) => { child.stderr?.once('data', resolve); });
  child.kill('SIGINT');
  const { code, out } = await ended;
  expect(code).toBe(130);
  expect(out).toMatch(/✓ watched\.nitro[\s\S]*error name\/unknown-type/);
});

it('serves a language client over standard input and output', async () => {
  const { child, ended } = started(['lsp']);
  const send = (message: object): void => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  send({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } });
  const answer = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (data: Buffer) => { resolve(data.toString()); });
  });
  expect(answer).toContain('Content-Length');
  send({ id: 2, method: 'shutdown' });
  send({ method: 'exit' });
  expect((await ended).code).toBe(0);
});

it.skipIf(CHROMIUM === undefined)('runs a page in a browser, from disk, to the same bytes', async () => {
  expect((await run(['compile', 'rack.nitro', '-o', 'rack.html'])).code).toBe(0);
  const { out } = await run(['run', 'rack.nitro', '--format', 'json']);
  const { chromium } = await import('playwright-core');
  const browser = await chromium.launch({ executablePath: CHROMIUM ?? '', args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|blob|data):/.test(request.url())) wrong.push(request.url());
    });
    await page.goto(pathToFileURL(at('rack.html')).href);
    await page.waitForFunction(() => document.documentElement.dataset['state'] !== undefined);
    const shown = await page.evaluate(() => ({
      state: document.documentElement.dataset['state'],
      results: (globalThis as { nitrospecResults?: string }).nitrospecResults,
      text: document.body.textContent,
      pictures: document.querySelectorAll('figure svg').length,
    }));
    expect(wrong).toEqual([]);
    expect(shown.state).toBe('done');
    expect(shown.results === out).toBe(true);
    expect(shown.text).toContain('2 of 2 expectations hold');
    expect(shown.pictures).toBe(2);
  } finally {
    await browser.close();
  }
});
