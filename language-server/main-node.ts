/**
 * The language server as a process: over stdio, or the channel that the client names.
 */
import { NodeFileSystem } from 'langium/node';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { isFault, reportFault, startServer } from './services/start.ts';
import { workerThread } from './worker-factory-node.ts';

const connection = createConnection(ProposedFeatures.all);

for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    if (isFault(error)) reportFault(connection, event, error);
  });
}

startServer({ connection, files: NodeFileSystem.fileSystemProvider(), worker: workerThread });
