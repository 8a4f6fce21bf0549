/**
 * What the extension does wherever it runs: starts the server and hands it to the features.
 * Knows no platform. Keeps true: everything made here is disposed when the extension ends.
 */
import { window, type ExtensionContext } from 'vscode';
import type { InitializationOptions } from '../../language-server/protocol.ts';
import { Server, type MakeClient } from './server.ts';
import type { CommandLine } from './tasks.ts';
import { registerFeatures } from './features.ts';

export const CLIENT_ID = 'nitro';
export const CLIENT_NAME = 'Nitro Language Server';

export interface Platform {
  readonly makeClient: MakeClient;
  readonly initializationOptions: InitializationOptions;
  /** Null where no process can be started. */
  readonly commandLine: CommandLine | null;
}

let server: Server | null = null;

export async function activateExtension(
  context: ExtensionContext, platform: Platform,
): Promise<void> {
  const log = window.createOutputChannel(CLIENT_NAME, { log: true });
  context.subscriptions.push(log);
  const { makeClient: make, initializationOptions } = platform;
  server = new Server({ make, log, initializationOptions });
  // Features first: a panel that is restored at start must find its serializer.
  registerFeatures(context, server, platform.commandLine);
  try {
    await server.start();
  } catch (error) {
    log.error('The language server did not start.', String(error));
    const answer = await window.showErrorMessage(
      'The Nitro language server did not start.', 'Show Log',
    );
    if (answer !== undefined) log.show();
  }
}

export async function deactivateExtension(): Promise<void> {
  await server?.stop();
  server = null;
}
