/**
 * The language server as the rest of the shell sees it: typed questions and messages over a
 * client that may be restarted. Not how the client is made: a desktop starts a process, a browser
 * a worker. Keeps true: who listens keeps listening across restarts.
 */
import { workspace, Disposable, FileType, Uri, type LogOutputChannel } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import type { CancellationToken } from 'vscode';
import {
  ReadDirectoryRequest, ReadFileRequest, StatRequest,
  type DocumentParameters, type FileEntry, type InitializationOptions, type NotificationOf,
  type RequestOf,
} from '../../language-server/protocol.ts';

/** Makes a client that has not been started. */
export type MakeClient = (options: LanguageClientOptions) => BaseLanguageClient;

interface Listener {
  readonly method: string;
  readonly hear: (parameters: unknown) => void;
}

/** Answers of the server that say: too old a question, ask again if you still care. */
const OUTDATED_CODES = new Set([-32800, -32801, -32802]);

export class Server {
  readonly log: LogOutputChannel;
  private readonly make: MakeClient;
  private readonly initializationOptions: InitializationOptions;
  private readonly listeners = new Set<Listener>();
  private readonly startListeners = new Set<() => void>();
  private client: BaseLanguageClient | null = null;
  private started: Promise<BaseLanguageClient> | null = null;

  constructor(given: {
    readonly make: MakeClient; readonly log: LogOutputChannel;
    readonly initializationOptions: InitializationOptions;
  }) {
    this.make = given.make;
    this.log = given.log;
    this.initializationOptions = given.initializationOptions;
  }

  start(): Promise<BaseLanguageClient> {
    this.started ??= this.startClient();
    return this.started;
  }

  private async startClient(): Promise<BaseLanguageClient> {
    const client = this.make(this.clientOptions());
    this.client = client;
    answerFileRequests(client);
    for (const method of new Set([...this.listeners].map((listener) => listener.method))) {
      this.dispatch(client, method);
    }
    await client.start();
    for (const tell of this.startListeners) tell();
    return client;
  }

  private clientOptions(): LanguageClientOptions {
    return {
      // Any scheme: unsaved files, files of a virtual workspace, and the catalogue.
      documentSelector: [{ language: 'nitro' }],
      outputChannel: this.log,
      initializationOptions: this.initializationOptions,
      progressOnInitialization: false,
      markdown: { isTrusted: false, supportHtml: false },
    };
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    const { client, started } = this;
    this.client = null;
    this.started = null;
    // One that failed to start has nothing to stop, and has been reported where it was started.
    await started?.catch(() => undefined);
    await client?.stop().catch((error: unknown) => this.log.warn(String(error)));
  }

  /** Null when the question has become outdated, which is no error: somebody typed. */
  async ask<P, A>(
    request: RequestOf<P, A>, parameters: P, token?: CancellationToken,
  ): Promise<A | null> {
    const client = await this.start();
    try {
      // An undefined token would be sent as a second parameter.
      return await (token === undefined ? client.sendRequest<A>(request.method, parameters)
        : client.sendRequest<A>(request.method, parameters, token));
    } catch (error) {
      const code = (error as { readonly code?: unknown }).code;
      if (typeof code === 'number' && OUTDATED_CODES.has(code)) return null;
      throw error;
    }
  }

  tell<P>(notification: NotificationOf<P>, parameters: P): void {
    void this.client?.sendNotification(notification.method, parameters);
  }

  on<P>(notification: NotificationOf<P>, hear: (parameters: P) => void): Disposable {
    const listener: Listener = {
      method: notification.method, hear: (parameters) => hear(parameters as P),
    };
    const isFirst = ![...this.listeners].some(({ method }) => method === listener.method);
    this.listeners.add(listener);
    if (this.client !== null && isFirst) this.dispatch(this.client, listener.method);
    return new Disposable(() => this.listeners.delete(listener));
  }

  /** A client has one handler for each method, so it is ours that tells all who listen. */
  private dispatch(client: BaseLanguageClient, method: string): void {
    client.onNotification(method, (parameters: unknown) => {
      for (const listener of this.listeners) {
        if (listener.method === method) listener.hear(parameters);
      }
    });
  }

  /** Called at each start: what was known of an earlier server is void. */
  onStart(tell: () => void): Disposable {
    this.startListeners.add(tell);
    return new Disposable(() => this.startListeners.delete(tell));
  }
}

/** Files as only the editor can read them: in a browser, or from a provider of an extension. */
function answerFileRequests(client: BaseLanguageClient): void {
  const entry = (uri: Uri, type: FileType): FileEntry => ({
    uri: uri.toString(),
    isFile: (type & FileType.File) !== 0,
    isDirectory: (type & FileType.Directory) !== 0,
  });
  client.onRequest(StatRequest.method, async ({ uri }: DocumentParameters) => {
    const parsed = Uri.parse(uri);
    try {
      return entry(parsed, (await workspace.fs.stat(parsed)).type);
    } catch {
      return null;
    }
  });
  client.onRequest(ReadDirectoryRequest.method, async ({ uri }: DocumentParameters) => {
    const parsed = Uri.parse(uri);
    try {
      const entries = await workspace.fs.readDirectory(parsed);
      return entries.map(([name, type]) => entry(Uri.joinPath(parsed, name), type));
    } catch {
      return [];
    }
  });
  client.onRequest(ReadFileRequest.method, async ({ uri }: DocumentParameters) => {
    try {
      return { base64: base64Of(await workspace.fs.readFile(Uri.parse(uri))) };
    } catch {
      return { base64: null };
    }
  });
}

/** Piece by piece, because the arguments of one call are limited. */
const PIECE_BYTES = 0x8000;

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(from, from + PIECE_BYTES));
  }
  return btoa(binary);
}
