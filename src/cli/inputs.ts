/**
 * From the FILE, DIR and `-` of a command to files with names for people. Not their content.
 * Keeps true: the order is that of the arguments, then of names; a file comes once; what is not
 * there is one sentence.
 */
import { isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ESCAPED_BYTE, escapedByteAt, escapedUtf8, sortedBy } from '#base';
import { printable } from '#report';
import type { Context } from './context.ts';
import { UsageError } from './exit-codes.ts';
import { DiskError, type DirectoryEntry } from './io.ts';

export interface Input {
  /** Absolute. */
  readonly path: string;
  readonly uri: string;
  /** As people read it. */
  readonly name: string;
  /** Of standard input; else the file is read. */
  readonly text: string | undefined;
}

export interface InputOptions {
  readonly stdinFilename?: string | undefined;
}

const EXTENSION = '.nitro';
/** Folders that hold other people's files, or none that anyone wrote. */
const skipped = (name: string): boolean => name.startsWith('.') || name === 'node_modules';
const FILES_MAX = 10_000;
const DEPTH_MAX = 64;

/** Relative to where the command was called, with forward slashes; else absolute. */
function nameOf(path: string, cwd: string): string {
  const near = relative(cwd, path);
  if (near === '' || isAbsolute(near) || near.startsWith(`..${sep}..${sep}..`)) return path;
  return near.split(sep).join('/');
}

/** The file of a URI as people read it; other schemes as they are. */
export function nameOfUri(uri: string, cwd: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return nameOf(fileURLToPath(uri), cwd);
  } catch {
    return uri;
  }
}

export const quoted = (path: string): string => `'${printable(path)}'`;

/** Reads a file whole. @throws UsageError when it is not there or cannot be read */
export async function readInput(context: Context, path: string): Promise<Uint8Array> {
  try {
    const content = await context.io.disk.read(context.absolute(path));
    if (content !== undefined) return content;
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    throw new UsageError(`${quoted(path)} cannot be read: ${error.reason}.`);
  }
  throw new UsageError(`There is no file ${quoted(path)}.`);
}

/** Of a file or, for `-`, of standard input. */
export async function readTextOf(context: Context, path: string): Promise<string> {
  const bytes = path === '-' ? await context.io.stdin() : await readInput(context, path);
  return decodeOther(bytes, path);
}

const strict = new TextDecoder('utf-8', { fatal: true });

/** The text of a spec: bytes that are no UTF-8 are escaped, and the language reports them. */
export function decode(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return escapedUtf8(bytes);
  }
}

/** The text of a file that is no spec. @throws UsageError when it is not in UTF-8 */
export function decodeOther(bytes: Uint8Array, name: string): string {
  const text = decode(bytes);
  const bad = ESCAPED_BYTE.exec(text);
  if (bad === null) return text;
  const { offset } = escapedByteAt(text, bad.index);
  throw new UsageError(`${quoted(name)} is not in UTF-8: see the byte at offset ${offset}.`);
}

async function specsBelow(context: Context, folder: string, depth: number): Promise<string[]> {
  if (depth > DEPTH_MAX) return [];
  let entries: readonly DirectoryEntry[];
  try {
    entries = await context.io.disk.list(folder);
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    throw new UsageError(`The directory ${quoted(folder)} cannot be read: ${error.reason}.`);
  }
  const found: string[] = [];
  for (const entry of sortedBy(entries, (e) => e.name)) {
    const path = join(folder, entry.name);
    if (entry.kind === 'directory' && !skipped(entry.name)) {
      found.push(...await specsBelow(context, path, depth + 1));
    } else if (entry.kind === 'file' && entry.name.endsWith(EXTENSION)) found.push(path);
    if (found.length > FILES_MAX) break;
  }
  return found;
}

async function inputsOf(context: Context, argument: string, o: InputOptions): Promise<Input[]> {
  const { io } = context;
  const input = (path: string, name: string, text?: string): Input =>
    ({ path, uri: pathToFileURL(path).href, name, text });
  if (argument === '-') {
    const text = decode(await io.stdin());
    const name = o.stdinFilename ?? 'stdin.nitro';
    const path = context.absolute(name);
    return [input(path, nameOf(path, io.cwd), text)];
  }
  const path = context.absolute(argument);
  const kind = await io.disk.kindOf(path);
  if (kind === undefined) throw new UsageError(`There is no file ${quoted(argument)}.`);
  if (kind !== 'directory') return [input(path, nameOf(path, io.cwd))];
  const specs = await specsBelow(context, path, 0);
  if (specs.length === 0) {
    throw new UsageError(`There is no ${EXTENSION} file in the directory ${quoted(argument)}.`);
  }
  return specs.map((spec) => input(spec, nameOf(spec, io.cwd)));
}

export async function findInputs(
  context: Context, arguments_: readonly string[], options: InputOptions,
): Promise<readonly Input[]> {
  if (arguments_.filter((argument) => argument === '-').length > 1) {
    throw new UsageError('Standard input (-) can be read only once.');
  }
  if (options.stdinFilename !== undefined && !arguments_.includes('-')) {
    throw new UsageError('--stdin-filename names standard input, so it goes with - as the file.');
  }
  const byPath = new Map<string, Input>();
  for (const argument of arguments_) {
    for (const input of await inputsOf(context, argument, options)) {
      if (!byPath.has(input.path)) byPath.set(input.path, input);
    }
  }
  if (byPath.size > FILES_MAX) {
    throw new UsageError(`More than ${FILES_MAX} files are too many for one call.`);
  }
  return [...byPath.values()];
}

/** One file and no directory. */
export async function findOneInput(
  context: Context, argument: string, options: InputOptions = {},
): Promise<Input> {
  const [input, ...others] = await findInputs(context, [argument], options);
  if (input === undefined || others.length > 0) {
    throw new UsageError(`${quoted(argument)} is a directory of several files; name one of them.`);
  }
  return input;
}

