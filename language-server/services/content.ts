/**
 * Read-only texts that the server itself has: the catalogue, and the explanation of each code.
 */
import { URI } from 'langium';
import type { TextDocumentContentProvider } from 'langium/lsp';
import type { TextDocumentContentParams, TextDocumentContentResult } from 'vscode-languageserver-protocol';
import { explain } from '#diagnostics';
import { catalogueText } from '../loader.ts';
import { CATALOGUE_URI_SCHEME } from '../protocol.ts';

/** A code's explanation as Markdown. */
const explanation = (path: string): string | null => {
  const code = /^\/explain\/(.+)\.md$/u.exec(path)?.[1];
  const found = code === undefined ? undefined : explain(code);
  if (found === undefined) return null;
  return [
    `# ${found.code}`, '', found.why, '', found.remedy, '', '```nitro', found.example.trim(), '```', '',
  ].join('\n');
};

/** The text behind a `builtin:` URI, or null. */
export const textBehind = (uri: string): string | null => {
  const parsed = URI.parse(uri);
  if (parsed.scheme !== CATALOGUE_URI_SCHEME) return null;
  return catalogueText(parsed) ?? explanation(parsed.path);
};

export class NitroContentProvider implements TextDocumentContentProvider {
  readonly schemes = [CATALOGUE_URI_SCHEME];

  provideTextDocumentContent(
    parameters: TextDocumentContentParams,
  ): Promise<TextDocumentContentResult | undefined> {
    const text = textBehind(parameters.uri);
    return Promise.resolve(text === null ? undefined : { text });
  }
}
