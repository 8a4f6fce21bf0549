/**
 * The world around the command line, as a port: streams, files, time, signals, threads. Not Node:
 * that is io-node.ts, and tests bring their own. Keeps true: a command touches nothing else, so it
 * can be run in a test and gives its exit code as a value.
 */

import type { OpenPath } from '#sim/run';

export interface Output {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
  /** Of a terminal; else undefined. */
  readonly columns: number | undefined;
}

export type EntryKind = 'file' | 'directory' | 'other';

export interface DirectoryEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/** Paths are absolute. */
export interface Disk {
  /** @returns undefined when there is no such file @throws DiskError when it cannot be read */
  readonly read: (path: string) => Promise<Uint8Array | undefined>;
  readonly kindOf: (path: string) => Promise<EntryKind | undefined>;
  readonly list: (path: string) => Promise<readonly DirectoryEntry[]>;
  /**
   * Whole or not at all: under another name first, then renamed.
   * @throws DiskError when it cannot be written
   */
  readonly write: (path: string, content: string) => Promise<void>;
  readonly append: (path: string, content: string) => Promise<void>;
  /** Tells of changes in these files' folders until it is closed. */
  readonly watch: (paths: readonly string[], onChange: () => void) => () => void;
}

/** A file that is there and cannot be used: `reason` completes a sentence. */
export class DiskError extends Error {
  override readonly name = 'DiskError';
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** A thread with the simulator in it; messages are those of the simulator's protocol. */
export interface Thread {
  readonly post: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** It ended without being asked to. */
  readonly onFailure: (listener: (error: Error) => void) => void;
  readonly stop: () => Promise<void>;
}

export interface Io {
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdin: () => Promise<Uint8Array>;
  readonly disk: Disk;
  readonly nowMs: () => number;
  /** Resolves after so long, or at once when the signal says stop. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly cores: number;
  /** Aborted by SIGINT or SIGTERM, with the signal's name as the reason. */
  readonly stop: AbortSignal;
  /** Opens a file to be read piece by piece. @throws Error that says why it cannot be read */
  readonly openPath: OpenPath;
  readonly startThread: () => Thread;
  /** The text of a file of our own distribution: `standalone/page.js`. */
  readonly shipped: (name: string) => Promise<string>;
  /** Serves the language over stdin and stdout until the client ends it. */
  readonly serve: () => Promise<void>;
}
