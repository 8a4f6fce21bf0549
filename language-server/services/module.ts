/**
 * The wiring of the services for editors over the core of the language: which class answers for
 * what. Nothing is wired anywhere else.
 */
import {
  inject, type DefaultSharedCoreModuleContext, type LangiumSharedCoreServices, type Module,
} from 'langium';
import {
  createDefaultModule, createDefaultSharedModule, type LangiumServices, type LangiumSharedServices,
  type PartialLangiumServices, type PartialLangiumSharedServices,
} from 'langium/lsp';
import type { Connection } from 'vscode-languageserver';
import { NitroGeneratedModule, NitroGeneratedSharedModule } from '../generated/module.ts';
import { NitroCoreModule, type NitroAddedServices } from '../nitro-module.ts';
import { NitroDocumentBuilder } from './builder.ts';
import { NitroCallHierarchy } from './call-hierarchy.ts';
import { NitroCodeActions } from './code-actions.ts';
import { NitroCodeLens } from './code-lens.ts';
import { CompiledModels } from './compiled.ts';
import { NitroCompletionProvider } from './completion/provider.ts';
import { NitroContentProvider } from './content.ts';
import { NitroDiagnostics, NitroValidator } from './diagnostics.ts';
import { NitroDocumentLinks } from './document-links.ts';
import { NitroFormatter } from './formatter.ts';
import { NitroHover } from './hover.ts';
import { NitroInlayHints } from './inlay-hints.ts';
import { NitroLanguageServer } from './language-server.ts';
import { NamedFiles } from './named-files.ts';
import { NitroNameProvider, NitroRename } from './naming.ts';
import { Places } from './places.ts';
import { NitroReferences } from './references.ts';
import { ResultsStore } from './results-store.ts';
import { NitroSemanticTokens } from './semantic-tokens.ts';
import { NitroSignatureHelp } from './signature-help.ts';
import { NitroDocumentSymbols, NitroWorkspaceSymbols } from './symbols.ts';
import { NitroUpdateHandler } from './updates.ts';
import { NitroWorkspaceManager } from './workspace.ts';

/** Services that Langium has no name for. */
export interface NitroEditorServices {
  readonly model: {
    readonly Compiled: CompiledModels;
    readonly Diagnostics: NitroDiagnostics;
    readonly Places: Places;
    readonly Results: ResultsStore;
  };
}

export type NitroServices = Omit<LangiumServices, 'shared'> & NitroAddedServices
  & NitroEditorServices & { readonly shared: NitroSharedServices };

export type NitroSharedServices = Omit<LangiumSharedServices, 'lsp'> & {
  readonly lsp: Omit<LangiumSharedServices['lsp'], 'LanguageServer'> & {
    readonly LanguageServer: NitroLanguageServer;
  };
};

export interface NitroLanguage {
  readonly shared: NitroSharedServices;
  readonly nitro: NitroServices;
}

const sharedModule: Module<NitroSharedServices, PartialLangiumSharedServices> = {
  lsp: {
    DocumentUpdateHandler: (services) => new NitroUpdateHandler(services),
    LanguageServer: (services) => new NitroLanguageServer(services),
    TextDocumentContentProvider: () => new NitroContentProvider(),
    WorkspaceSymbolProvider: (services) => new NitroWorkspaceSymbols(services),
  },
  workspace: {
    DocumentBuilder: (services: LangiumSharedCoreServices) => new NitroDocumentBuilder(services),
    WorkspaceManager: (services: LangiumSharedCoreServices) => new NitroWorkspaceManager(services),
  },
};

const editorModule: Module<NitroServices, PartialLangiumServices & NitroEditorServices> = {
  lsp: {
    CallHierarchyProvider: (services) => new NitroCallHierarchy(services),
    CodeActionProvider: (services) => new NitroCodeActions(services),
    CodeLensProvider: (services) => new NitroCodeLens(services),
    CompletionProvider: (services) => new NitroCompletionProvider(services),
    DocumentLinkProvider: () => new NitroDocumentLinks(),
    DocumentSymbolProvider: () => new NitroDocumentSymbols(),
    Formatter: () => new NitroFormatter(),
    HoverProvider: (services) => new NitroHover(services),
    InlayHintProvider: (services) => new NitroInlayHints(services),
    RenameProvider: (services) => new NitroRename(services),
    SemanticTokenProvider: (services) =>
      new NitroSemanticTokens(services),
    SignatureHelp: (services) => new NitroSignatureHelp(services),
  },
  references: {
    NameProvider: () => new NitroNameProvider(),
    References: (services) => new NitroReferences(services),
  },
  validation: {
    DocumentValidator: (services) => new NitroValidator(services.model.Diagnostics),
  },
  model: {
    Compiled: (services) => new CompiledModels(
      services.references.ScopeProvider.closures,
      new NamedFiles(services.shared.workspace.FileSystemProvider),
    ),
    Diagnostics: (services) => new NitroDiagnostics(services.model.Compiled),
    Places: () => new Places(),
    Results: () => new ResultsStore(),
  },
};

/** The language with everything an editor asks for. */
export const createNitroLanguage = (
  context: DefaultSharedCoreModuleContext & { readonly connection?: Connection },
): NitroLanguage => {
  const shared = inject(
    createDefaultSharedModule(context), NitroGeneratedSharedModule, sharedModule,
  );
  const nitro = inject(
    createDefaultModule({ shared }), NitroGeneratedModule,
    NitroCoreModule as Module<NitroServices>, editorModule as Module<NitroServices>,
  );
  shared.ServiceRegistry.register(nitro);
  const updates = shared.lsp.DocumentUpdateHandler;
  if (updates instanceof NitroUpdateHandler) {
    updates.usersOf = (uri) => nitro.model.Compiled.usersOf(uri);
  }
  return { shared, nitro };
};
