/**
 * Signature help: the function whose parentheses are open, and which of its arguments is next.
 */
import type { LangiumDocument } from 'langium';
import type { SignatureHelpProvider } from 'langium/lsp';
import type { SignatureHelp, SignatureHelpOptions, SignatureHelpParams } from 'vscode-languageserver';
import { functionByName } from '#kinds';
import { contextAt } from './completion/context.ts';
import { openCall } from './completion/steps.ts';
import type { NitroServices } from './module.ts';

export class NitroSignatureHelp implements SignatureHelpProvider {
  readonly signatureHelpOptions: SignatureHelpOptions = {
    triggerCharacters: ['('], retriggerCharacters: [','],
  };
  private readonly services: NitroServices;

  constructor(services: NitroServices) {
    this.services = services;
  }

  provideSignatureHelp(
    document: LangiumDocument,
    { position }: SignatureHelpParams,
  ): SignatureHelp | undefined {
    const { textDocument } = document;
    const offset = textDocument.offsetAt(position);
    const { statement, place } = contextAt(
      this.services.parser.Lexer, textDocument.getText(), offset,
    );
    const call = place === 'code' ? openCall(statement) : null;
    const row = call === null ? undefined : functionByName.get(call.name);
    if (call === null || row === undefined) return undefined;
    return {
      signatures: [{
        label: row.signature, documentation: row.doc,
        parameters: row.parameters.map(({ name, doc }) => ({ label: name, documentation: doc })),
      }],
      activeSignature: 0,
      activeParameter: Math.min(call.argument, row.parameters.length - 1),
    };
  }
}
