/**
 * The model of a document as its text is now, for those who then work long. Not the compiling.
 * Keeps true: the lock is held only while the model is made; results know it afterwards.
 */
import { DocumentState, ReadPriority, URI } from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import type { Ir } from '#ir';
import type { NitroLanguage } from './module.ts';

/** Null: it has errors. */
export async function compiledOf(
  language: NitroLanguage, uriText: string, token: CancellationToken,
): Promise<Ir | null> {
  const { DocumentBuilder, LangiumDocuments, WorkspaceLock, WorkspaceManager } =
    language.shared.workspace;
  const uri = URI.parse(uriText);
  await WorkspaceManager.ready;
  await DocumentBuilder.waitUntil(DocumentState.IndexedReferences, uri, token);
  return WorkspaceLock.read(async () => {
    const document = await LangiumDocuments.getOrCreateDocument(uri);
    // A run reads the files that properties name, so the model has to know of them.
    await language.nitro.model.Compiled.ready(document);
    const model = language.nitro.model.Compiled.of(document);
    language.nitro.model.Results.modelIs(uri.toString(), model.fingerprint);
    return model.ir;
  }, ReadPriority.Immediate);
}
