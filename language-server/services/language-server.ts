/**
 * What the server says that it can do. Langium's answer, with what it leaves vague made exact.
 */
import { DefaultLanguageServer, type LangiumSharedServices } from 'langium/lsp';
import type { InitializeParams, InitializeResult } from 'vscode-languageserver';
import type { InitializationOptions } from '../protocol.ts';

export const FIX_ALL_KIND = 'source.fixAll.nitro';

const CODE_ACTION_KINDS = ['quickfix', 'refactor.extract', FIX_ALL_KIND];

export class NitroLanguageServer extends DefaultLanguageServer {
  /** What the client said at start. */
  options: InitializationOptions = {};
  /** Whether completions may hold places to fill in. */
  snippets = true;
  /** Whether the client asks again for lenses and hints when told to. */
  refreshes = { lenses: false, hints: false };

  constructor(services: LangiumSharedServices) {
    super(services);
    this.onInitialize((parameters) => {
      this.options = (parameters.initializationOptions ?? {}) as InitializationOptions;
      const { codeLens, inlayHint } = parameters.capabilities.workspace ?? {};
      this.refreshes = {
        lenses: codeLens?.refreshSupport === true, hints: inlayHint?.refreshSupport === true,
      };
      const { completion } = parameters.capabilities.textDocument ?? {};
      this.snippets = completion?.completionItem?.snippetSupport === true;
    });
  }

  protected override buildInitializeResult(parameters: InitializeParams): InitializeResult {
    const result = super.buildInitializeResult(parameters);
    return {
      ...result,
      serverInfo: { name: 'nitro' },
      capabilities: {
        ...result.capabilities,
        codeActionProvider: { codeActionKinds: CODE_ACTION_KINDS, resolveProvider: false },
        selectionRangeProvider: true,
      },
    };
  }
}
