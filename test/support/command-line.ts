/**
 * The command line in a test: files in memory, streams as text, threads that are none. Keeps true:
 * it implements the port of the command line and nothing is replaced inside it.
 */
import { posix } from 'node:path';
import { contentOfBytes } from '#sim/devices';
import { RunWorker, type ToWorker, type OpenPath } from '#sim/run';
import { runCli } from '../../src/cli/cli.ts';
import { DiskError, type Disk, type Io, type Thread } from '../../src/cli/io.ts';

export interface World {
  readonly files: Map<string, string>;
  readonly io: Io;
  readonly out: () => string;
  readonly err: () => string;
  readonly stop: AbortController;
  /** Tells watchers of a change. */
  readonly touch: () => void;
  readonly watchers: () => number;
  readonly threads: () => number;
}

export interface WorldOptions {
  /** By path relative to `/specs`, where the command is called. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Files that are no text, beside the others. */
  readonly binaries?: Readonly<Record<string, Uint8Array>>;
  readonly isTerminal?: boolean;
  readonly cores?: number;
  /** Milliseconds that pass at each look at the clock: runs seem slow, so threads are used. */
  readonly tickMs?: number;
}

const HOME = '/specs';

function memoryDisk(
  files: Map<string, string>, binaries: ReadonlyMap<string, Uint8Array>, watchers: Set<() => void>,
): Disk {
  const isFolder = (path: string): boolean =>
    [...files.keys()].some((name) => name.startsWith(`${path}/`));
  const folderOf = (path: string): string => posix.dirname(path);
  return {
    read: async (path) => {
      const bytes = binaries.get(path);
      if (bytes !== undefined) return bytes;
      const text = files.get(path);
      if (text === undefined && isFolder(path)) throw new DiskError('it is a directory');
      return Promise.resolve(text === undefined ? undefined : new TextEncoder().encode(text));
    },
    kindOf: async (path) => {
      if (files.has(path) || binaries.has(path)) return Promise.resolve('file' as const);
      return Promise.resolve(isFolder(path) ? ('directory' as const) : undefined);
    },
    list: async (path) => {
      const names = new Map<string, 'file' | 'directory'>();
      for (const name of files.keys()) {
        if (!name.startsWith(`${path}/`)) continue;
        const [first = '', ...rest] = name.slice(path.length + 1).split('/');
        names.set(first, rest.length > 0 ? 'directory' : 'file');
      }
      return Promise.resolve([...names].map(([name, kind]) => ({ name, kind })));
    },
    write: async (path, content) => {
      if (folderOf(path) !== HOME && !isFolder(folderOf(path))) {
        throw new DiskError('its directory is not there');
      }
      files.set(path, content);
      return Promise.resolve();
    },
    append: async (path, content) => {
      files.set(path, (files.get(path) ?? '') + content);
      return Promise.resolve();
    },
    watch: (_paths, onChange) => {
      watchers.add(onChange);
      return () => { watchers.delete(onChange); };
    },
  };
}

/** Files of the memory, as a thread of Node opens those of a disk. */
const openIn = (
  files: ReadonlyMap<string, string>, binaries: ReadonlyMap<string, Uint8Array>,
): OpenPath => (path) => {
  const text = files.get(path);
  const bytes = text === undefined ? binaries.get(path) : new TextEncoder().encode(text);
  if (bytes === undefined) throw new Error('there is no such file');
  return contentOfBytes(bytes);
};

/** Answers in turns, as messages between threads do. */
function inlineThread(living: { count: number }, openPath: OpenPath): Thread {
  let listener: (message: unknown) => void = () => undefined;
  let stopped = false;
  const worker = new RunWorker((message) => {
    const copy: unknown = structuredClone(message);
    setImmediate(() => { if (!stopped) listener(copy); });
  }, openPath);
  living.count++;
  return {
    post: (message) => {
      const copy = structuredClone(message) as ToWorker;
      setImmediate(() => { if (!stopped) worker.receive(copy); });
    },
    onMessage: (wanted) => { listener = wanted; },
    onFailure: () => undefined,
    stop: async () => {
      if (!stopped) living.count--;
      stopped = true;
      return Promise.resolve();
    },
  };
}

const byPath = <T>(named: Readonly<Record<string, T>>): Map<string, T> =>
  new Map(Object.entries(named).map(([name, content]) => [posix.resolve(HOME, name), content]));

export function worldOf(options: WorldOptions = {}): World {
  const files = byPath(options.files ?? {});
  const binaries = byPath(options.binaries ?? {});
  const openPath = openIn(files, binaries);
  const [out, err]: [string[], string[]] = [[], []];
  const stop = new AbortController();
  const watchers = new Set<() => void>();
  const living = { count: 0 };
  let nowMs = 0;
  const output = (lines: string[]): Io['stdout'] => ({
    write: (text) => { lines.push(text); },
    isTerminal: options.isTerminal ?? false,
    columns: options.isTerminal === true ? 100 : undefined,
  });
  const io: Io = {
    cwd: HOME, env: options.env ?? {}, stdout: output(out), stderr: output(err),
    stdin: async () => Promise.resolve(new TextEncoder().encode(options.stdin ?? '')),
    disk: memoryDisk(files, binaries, watchers),
    nowMs: () => (nowMs += options.tickMs ?? 0),
    sleep: async () => new Promise((resolve) => { setImmediate(resolve); }),
    cores: options.cores ?? 2, stop: stop.signal,
    openPath, startThread: () => inlineThread(living, openPath),
    shipped: async (name) => Promise.resolve(`/* ${name} */\n`),
    serve: async () => Promise.resolve(),
  };
  return {
    files, io, stop, out: () => out.join(''), err: () => err.join(''),
    touch: () => { for (const tell of [...watchers]) tell(); },
    watchers: () => watchers.size, threads: () => living.count,
  };
}

export interface Called extends World {
  readonly code: number;
}

export async function call(
  words: readonly string[], options: WorldOptions | World = {},
): Promise<Called> {
  const world = 'io' in options ? options : worldOf(options);
  const code = await runCli(words, world.io);
  return { ...world, code };
}

/** A spec that is right, boots two instances and judges them. */
export const RACK = `use aws

host rack : Graviton3Host

instance web[2] : c7g.4xlarge on rack.soc[0] {
  volume root : gp3 { size = 20 GiB }
}

scenario boot {
  runs = 4
  vary web.count in [1, 2]
  rack.hv.allocateTime = lognormal(1.6 s, 0.3)

  at 0 s launch web

  expect boot(web) < 60 s
  expect state(web[0], 2 min) == running
}
`;

/** The same with an expectation that cannot hold. */
export const FAILING = RACK.replace('boot(web) < 60 s', 'boot(web) < 1 s');
