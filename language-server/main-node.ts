/**
 * The language server as a process: over stdio, or the channel that the client names.
 */
import { setFlagsFromString } from 'node:v8';
import type { URI } from 'langium';
import { NodeFileSystemProvider } from 'langium/node';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { FileFacts } from '#compile';
import { factsOfPath } from './open-path-node.ts';
import { decoded } from './services/decode.ts';
import type { KnowsFiles } from './services/named-files.ts';
import { isFault, reportFault, startServer } from './services/start.ts';
import { workerThread } from './worker-factory-node.ts';

/**
 * The engine lets a heap grow to several times what is alive before it collects; of 5,000
 * elements that was 400 MiB for 130. Half on top costs no time that can be measured.
 */
setFlagsFromString('--heap-growing-percent=50');

const connection = createConnection(ProposedFeatures.all);

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    if (isFault(error)) reportFault(connection, event, error);
  });
}

class DiskFiles extends NodeFileSystemProvider implements KnowsFiles {
  readonly factsAt = (uri: URI): Promise<FileFacts> => factsOfPath(uri.fsPath);

  override async readFile(uri: URI): Promise<string> {
    return decoded(await this.readBinary(uri));
  }
}

startServer({ connection, files: new DiskFiles(), worker: workerThread, workersRead: true });
