/**
 * Starts a language server on a connection. Not the wiring. Keeps true: diagnostics carry the
 * version of the text that they are about, and a fault of ours is reported and outlived.
 */
import {
  DocumentState, isOperationCancelled, type FileSystemProvider, type LangiumDocument,
} from 'langium';
import {
  addCallHierarchyHandler, addCodeActionHandler, addCodeLensHandler, addCompletionHandler,
  addConfigurationChangeHandler, addDocumentHighlightHandler, addDocumentLinkHandler,
  addDocumentSymbolHandler, addDocumentUpdateHandler, addFindReferencesHandler,
  addFoldingRangeHandler, addFormattingHandler, addGotoDefinitionHandler, addHoverHandler,
  addInlayHintHandler, addRenameHandler, addSemanticTokenHandler, addSignatureHelpHandler,
  addTextDocumentContentRequestHandler, addWorkspaceSymbolHandler, type LangiumSharedServices,
} from 'langium/lsp';
import type { Connection } from 'vscode-languageserver';
import { SimulationService, type SimulationWorkerFactory } from '../simulation-service.ts';
import { createNitroLanguage, type NitroLanguage } from './module.ts';
import { addRequests } from './requests.ts';
import { RunFiles } from './run-files.ts';

export interface ServerContext {
  readonly connection: Connection;
  readonly files: FileSystemProvider;
  readonly worker: SimulationWorkerFactory;
  /** Whether the workers read files of the disk themselves. */
  readonly workersRead: boolean;
}

/** Tells of a fault of ours in a form that can be replayed: its code, where, and the stack. */
export const reportFault = (connection: Connection, where: string, error: unknown): void => {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  connection.console.error(
    `internal/crash in ${where}: this is a bug of the language server, which keeps working. `
    + `To replay: the files as they are now and the last action. ${stack}`,
  );
};

const publishDiagnostics = (connection: Connection, services: LangiumSharedServices): void => {
  const shown = new Set<string>();
  const send = (document: LangiumDocument): void => {
    const uri = document.uri.toString();
    const diagnostics = document.diagnostics ?? [];
    const open = services.workspace.TextDocuments.get(document.uri) !== undefined;
    // A file without problems that no editor shows needs no message.
    if (diagnostics.length === 0 && !open && !shown.has(uri)) return;
    if (diagnostics.length > 0) shown.add(uri);
    else shown.delete(uri);
    const version = open ? { version: document.textDocument.version } : {};
    void connection.sendDiagnostics({ uri, diagnostics, ...version });
  };
  const builder = services.workspace.DocumentBuilder;
  builder.onDocumentPhase(DocumentState.Validated, send);
  builder.onUpdate((_changed, deleted) => {
    for (const uri of deleted) {
      shown.delete(uri.toString());
      void connection.sendDiagnostics({ uri: uri.toString(), diagnostics: [] });
    }
  });
};

const addHandlers = (connection: Connection, shared: LangiumSharedServices): void => {
  addDocumentUpdateHandler(connection, shared);
  publishDiagnostics(connection, shared);
  addCompletionHandler(connection, shared);
  addFindReferencesHandler(connection, shared);
  addDocumentSymbolHandler(connection, shared);
  addGotoDefinitionHandler(connection, shared);
  addDocumentHighlightHandler(connection, shared);
  addFoldingRangeHandler(connection, shared);
  addFormattingHandler(connection, shared);
  addCodeActionHandler(connection, shared);
  addRenameHandler(connection, shared);
  addHoverHandler(connection, shared);
  addInlayHintHandler(connection, shared);
  addSemanticTokenHandler(connection, shared);
  addSignatureHelpHandler(connection, shared);
  addCallHierarchyHandler(connection, shared);
  addCodeLensHandler(connection, shared);
  addTextDocumentContentRequestHandler(connection, shared);
  addDocumentLinkHandler(connection, shared);
  addConfigurationChangeHandler(connection, shared);
  addWorkspaceSymbolHandler(connection, shared);
};

/** Wires the language to a connection and begins to listen. */
export const startServer = (
  { connection, files, worker, workersRead }: ServerContext,
): NitroLanguage => {
  const language = createNitroLanguage({ connection, fileSystemProvider: () => files });
  const { shared, nitro } = language;
  const simulation = new SimulationService(worker);
  shared.lsp.LanguageServer.onInitialize(() => {
    const { diagnosticsPage, simulationWorker } = shared.lsp.LanguageServer.options;
    nitro.model.Diagnostics.page = diagnosticsPage ?? null;
    simulation.address = simulationWorker;
  });
  nitro.model.Diagnostics.onFault = (where, error) => reportFault(connection, where, error);
  addHandlers(connection, shared);
  addRequests(connection, language, { simulation, files: new RunFiles(files, workersRead) });
  connection.onInitialize((parameters) => shared.lsp.LanguageServer.initialize(parameters));
  connection.onInitialized((parameters) => shared.lsp.LanguageServer.initialized(parameters));
  shared.workspace.TextDocuments.listen(connection);
  connection.listen();
  return language;
};

/** Whether an error is worth a report: a cancelled operation is none. */
export const isFault = (error: unknown): boolean => !isOperationCancelled(error);
