/**
 * Where the extension starts in a browser: the server is a worker, files come through the editor,
 * and there is no command line to run.
 */
import { Uri, type ExtensionContext } from 'vscode';
import { LanguageClient } from 'vscode-languageclient/browser';
import { activateExtension, CLIENT_ID, CLIENT_NAME } from './activate.ts';

export async function activateInBrowser(context: ExtensionContext): Promise<void> {
  const address = (file: string): string =>
    Uri.joinPath(context.extensionUri, 'dist', 'language-server', file).toString(true);
  await activateExtension(context, {
    makeClient: (options) =>
      new LanguageClient(
        CLIENT_ID, CLIENT_NAME, new Worker(address('main-browser.js')), options,
      ),
    initializationOptions: { simulationWorker: address('sim-worker-browser.js') },
    commandLine: null,
  });
}
