/**
 * Texts that no disk has: the catalogue and the explanations, which the server holds, and compiled
 * models, which are made when asked for. Keeps true: nobody can edit them.
 */
import { Disposable, EventEmitter, Uri, workspace, type Event } from 'vscode';
import {
  CATALOGUE_URI_SCHEME, CatalogueRequest, CompiledRequest, ModelChangedNotification,
} from '../../language-server/protocol.ts';
import type { Server } from './server.ts';

const MODEL_SCHEME = 'nitro-model';

/** The address of the compiled model of a file; ends in `.json`, so it is coloured as such. */
export const modelUriOf = (uri: Uri): Uri =>
  Uri.from({ scheme: MODEL_SCHEME, path: `${uri.path}.ir.json`, query: uri.toString() });

export function registerReadOnlyTexts(server: Server): Disposable[] {
  const changed = new EventEmitter<Uri>();
  const onDidChange: Event<Uri> = changed.event;
  return [
    new Disposable(() => changed.dispose()),
    server.on(ModelChangedNotification, ({ uri }) => changed.fire(modelUriOf(Uri.parse(uri)))),
    workspace.registerTextDocumentContentProvider(CATALOGUE_URI_SCHEME, {
      provideTextDocumentContent: async (uri) =>
        (await server.ask(CatalogueRequest, { uri: uri.toString() }))?.text ?? '',
    }),
    workspace.registerTextDocumentContentProvider(MODEL_SCHEME, {
      onDidChange,
      provideTextDocumentContent: async (uri) => {
        const answer = await server.ask(CompiledRequest, { uri: uri.query });
        const ir = answer?.ir ?? null;
        return ir === null ? '// The text has errors, so there is no compiled model.\n'
          : `${JSON.stringify(ir, null, 2)}\n`;
      },
    }),
  ];
}
