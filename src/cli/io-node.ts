/**
 * The port to the world, on Node. Not a command. Keeps true: a file is written under another name
 * and renamed, so that being killed leaves no half of a file under the name asked for; what is no
 * regular file (a pipe, a device) is written to, never replaced.
 */
import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import {
  appendFile, lstat, readdir, readFile, realpath, rename, rm, stat, writeFile,
} from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import {
  DiskError, type DirectoryEntry, type Disk, type EntryKind, type Io, type Output, type Thread,
} from './io.ts';
import { openPath } from './open-path.ts';

const REASONS: { readonly [code: string]: string } = {
  EACCES: 'permission is denied', EPERM: 'permission is denied', EISDIR: 'it is a directory',
  ENOTDIR: 'a part of its path is no directory', ENOENT: 'its directory is not there',
  ENOSPC: 'the disk is full', EROFS: 'the disk is read-only', ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its name is too long', EMFILE: 'too many files are open', EBUSY: 'it is in use',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const diskError = (error: unknown): DiskError => {
  const code = codeOf(error);
  return new DiskError(REASONS[code] ?? (code === '' ? String(error) : `the system says ${code}`));
};

const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error));

const kind = (entry: { isFile: () => boolean; isDirectory: () => boolean }): EntryKind => {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'directory' : 'other';
};

async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw diskError(error);
  }
}

async function kindOf(path: string): Promise<EntryKind | undefined> {
  try {
    return kind(await stat(path));
  } catch {
    return undefined;
  }
}

async function list(path: string): Promise<readonly DirectoryEntry[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, kind: kind(entry) }));
  } catch (error) {
    throw diskError(error);
  }
}

/** Where a link leads, so that the file is replaced and not the link. */
async function targetOf(path: string): Promise<{ path: string; replace: boolean }> {
  try {
    const own = await lstat(path);
    const real = own.isSymbolicLink() ? await realpath(path) : path;
    return { path: real, replace: (await stat(real)).isFile() };
  } catch (error) {
    if (isAbsent(error)) return { path, replace: true };
    throw error;
  }
}

async function write(path: string, content: string): Promise<void> {
  let temporary: string | undefined;
  try {
    const target = await targetOf(path);
    if (!target.replace) {
      await writeFile(target.path, content);
      return;
    }
    const name = `.${basename(target.path)}.${randomBytes(6).toString('hex')}.tmp`;
    temporary = join(dirname(target.path), name);
    await writeFile(temporary, content, { flag: 'wx' });
    await rename(temporary, target.path);
  } catch (error) {
    // What could not be made need not be removed; the first reason is the one to tell.
    if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
    throw diskError(error);
  }
}

async function append(path: string, content: string): Promise<void> {
  try {
    await appendFile(path, content);
  } catch (error) {
    throw diskError(error);
  }
}

/** Watches folders, because editors replace files instead of writing into them. */
function watchFolders(paths: readonly string[], onChange: () => void): () => void {
  const names = new Map<string, Set<string>>();
  for (const path of paths) {
    const known = names.get(dirname(path)) ?? new Set();
    names.set(dirname(path), known.add(basename(path)));
  }
  const watchers = [...names].flatMap(([folder, files]) => {
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name === null || files.has(name)) onChange();
      });
      // A folder that goes away has nothing more to tell.
      watcher.on('error', () => { watcher.close(); });
      return [watcher];
    } catch {
      return [];
    }
  });
  return () => {
    for (const watcher of watchers) watcher.close();
  };
}

const disk: Disk = { read, kindOf, list, write, append, watch: watchFolders };

function outputOf(stream: NodeJS.WriteStream): Output {
  // A reader that has seen enough (`| head`) closes the pipe; that is no mistake of anyone.
  stream.on('error', (error: unknown) => {
    if (codeOf(error) === 'EPIPE') return;
    // A full disk behind a redirection: nothing more can be said on this stream.
    if (stream !== process.stderr) {
      process.stderr.write(`nitrospec: The output could not be written: ${codeOf(error)}.\n`);
    }
    process.exit(2);
  });
  return {
    write: (text) => { stream.write(text); },
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
  };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

function startThread(program: URL): Thread {
  const worker = new Worker(program, { name: 'simulation' });
  let stopping = false;
  return {
    post: (message) => { worker.postMessage(message); },
    onMessage: (listener) => { worker.on('message', listener); },
    onFailure: (listener) => {
      worker.on('error', listener);
      worker.on('exit', (code) => {
        if (!stopping) listener(new Error(`a simulation thread ended with code ${code}`));
      });
    },
    stop: async () => {
      stopping = true;
      await worker.terminate();
    },
  };
}

const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });

const TRANSPORTS = ['--stdio', '--node-ipc', '--socket', '--pipe'];

async function serve(server: URL): Promise<void> {
  const said = process.argv.some((word) => TRANSPORTS.some((flag) => word.startsWith(flag)));
  if (!said) process.argv.push('--stdio');
  // The server ends the process itself, as its protocol asks.
  await import(server.href);
  await new Promise(() => { /* until then */ });
}

/** @param home where the program lies; the rest of the distribution lies around it */
export function nodeIo(stop: AbortSignal, home: string): Io {
  const distributed = (name: string): URL => new URL(`../${name}`, home);
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    stdin: readStdin,
    disk,
    nowMs: () => performance.now(),
    sleep,
    cores: availableParallelism(),
    stop,
    openPath,
    startThread: () => startThread(distributed('cli/worker.mjs')),
    shipped: (name) => readFile(distributed(name), 'utf8'),
    serve: () => serve(distributed('language-server/main-node.mjs')),
  };
}

