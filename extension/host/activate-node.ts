/**
 * Where the extension starts on a desktop or a remote machine: the server is a process of the
 * editor's own Node. Nothing else differs from the browser.
 */
import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateExtension, CLIENT_ID, CLIENT_NAME } from './activate.ts';

/** New objects of a keystroke fit in here; later engines would take ten times as much for them. */
const EXEC_ARGV = ['--max-semi-space-size=8'];

export async function activateOnNode(context: ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/language-server/main-node.mjs');
  await activateExtension(context, {
    makeClient: (options) => new LanguageClient(CLIENT_ID, CLIENT_NAME, {
      run: { module, transport: TransportKind.ipc, options: { execArgv: EXEC_ARGV } },
      debug: {
        module, transport: TransportKind.ipc, options: { execArgv: [...EXEC_ARGV, '--inspect=6009'] },
      },
    }, options),
    initializationOptions: {},
    commandLine: {
      // The editor's program is its own Node when this variable asks for it.
      program: process.execPath,
      script: context.asAbsolutePath('dist/cli/nitrospec.mjs'),
      environment: { ELECTRON_RUN_AS_NODE: '1' },
    },
  });
}
