/**
 * A language client for tests: starts the built server over stdio and speaks JSON-RPC with it.
 * Keeps true: the server is gone when the test has ended, whatever happened.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import {
  createMessageConnection, StreamMessageReader, StreamMessageWriter, type Diagnostic,
  type InitializeResult, type MessageConnection,
} from 'vscode-languageserver-protocol/node';

export const SERVER = fileURLToPath(
  new URL('../../dist/language-server/main-node.mjs', import.meta.url),
);

export interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly Diagnostic[];
}

export interface Client {
  readonly connection: MessageConnection;
  readonly process: ChildProcess;
  readonly initialized: InitializeResult;
  readonly published: Published[];
  readonly logged: string[];
  readonly open: (uri: string, text: string, version?: number) => void;
  /** Replaces the whole text. */
  readonly change: (uri: string, text: string, version: number) => void;
  /** The next diagnostics of a file that satisfy a condition, those already there included. */
  readonly diagnostics: (
    uri: string,
    wanted?: (published: Published) => boolean,
  ) => Promise<Published>;
  readonly stop: () => Promise<void>;
}

const capabilities = {
  workspace: { workspaceFolders: true, configuration: true },
  textDocument: { publishDiagnostics: { versionSupport: true, relatedInformation: true } },
  window: { workDoneProgress: true },
};

/** Starts a server on a folder, or on none. */
export const startClient = async (
  folder: string | null = null,
  options: { readonly server?: string; readonly initializationOptions?: unknown } = {},
): Promise<Client> => {
  const server = spawn(process.execPath, [options.server ?? SERVER, '--stdio'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin),
  );
  const published: Published[] = [];
  const logged: string[] = [];
  const waiting = new Set<() => void>();
  connection.onNotification('textDocument/publishDiagnostics', (message: Published) => {
    published.push(message);
    for (const look of waiting) look();
  });
  connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
    logged.push(message);
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
    items.map(() => null));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.listen();
  const initialized: InitializeResult = await connection.sendRequest('initialize', {
    processId: process.pid, rootUri: folder, capabilities,
    initializationOptions: options.initializationOptions ?? {},
    workspaceFolders: folder === null ? null : [{ uri: folder, name: 'test' }],
  });
  await connection.sendNotification('initialized', {});
  return {
    connection, process: server, initialized, published, logged,
    open: (uri, text, version = 1) => void connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'nitro', version, text },
    }),
    change: (uri, text, version) => void connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version }, contentChanges: [{ text }],
    }),
    diagnostics: (uri, wanted = () => true) => new Promise((resolve) => {
      const look = (): void => {
        const found = published.find((message) => message.uri === uri && wanted(message));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    }),
    stop: async () => {
      const ended = new Promise((resolve) => void server.once('exit', resolve));
      await connection.sendRequest('shutdown').catch(() => undefined);
      await connection.sendNotification('exit').catch(() => undefined);
      connection.dispose();
      const timer = setTimeout(() => server.kill('SIGKILL'), 2_000);
      await ended;
      clearTimeout(timer);
    },
  };
};
