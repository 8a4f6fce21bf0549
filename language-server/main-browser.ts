/**
 * The language server as a web worker. Files are the client's; simulations run in workers of ours.
 */
import {
  BrowserMessageReader, BrowserMessageWriter, createConnection,
} from 'vscode-languageserver/browser';
import { ClientFileSystem } from './services/client-files.ts';
import { isFault, reportFault, startServer } from './services/start.ts';
import { browserWorker } from './worker-factory-browser.ts';

const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
const connection = createConnection(
  new BrowserMessageReader(scope), new BrowserMessageWriter(scope),
);

for (const event of ['error', 'unhandledrejection'] as const) {
  scope.addEventListener(event, (occurred) => {
    if (isFault(occurred)) reportFault(connection, event, occurred);
  });
}

startServer({
  connection, files: new ClientFileSystem(connection), worker: browserWorker, workersRead: false,
});
