/**
 * Answers what the extension asks beyond LSP: models, topology, scenarios, runs, results, texts.
 * Keeps true: an answer is about the text as it is when the answer is made; a run holds up nothing.
 */
import {
  DocumentState, ReadPriority, URI, isOperationCancelled, type LangiumDocument,
} from 'langium';
import {
  CodeLensRefreshRequest, LSPErrorCodes, ResponseError, type CancellationToken, type Connection,
  type Position, type SelectionRange,
} from 'vscode-languageserver';
import type { World } from '#ir';
import {
  CatalogueRequest, CompiledRequest, ElementAtRequest, GuestRequest, ModelChangedNotification,
  ResultsChangedNotification, ResultsRequest, ScenariosRequest, TopologyRequest,
  type CompiledAnswer, type DocumentParameters, type RequestOf, type TopologyAnswer,
  type TopologyParameters,
} from '../protocol.ts';
import { after } from './clock.ts';
import type { CompiledModel } from './compiled.ts';
import { textBehind } from './content.ts';
import { guestAnswer } from './guest.ts';
import type { NitroLanguage } from './module.ts';
import { answerQuestions } from './once-more.ts';
import { packetRecords } from './packet-records.ts';
import { Runs, type Workers } from './runs.ts';
import { scenariosOf } from './scenarios.ts';
import { selectionRanges } from './selection-ranges.ts';
import { whatIfs } from './what-ifs.ts';

/** The model's fingerprint is taken when typing pauses. */
const SETTLED_MS = 250;

/** Langium has no service for these. */
const SELECTION_RANGES: RequestOf<
  DocumentParameters & { readonly positions: readonly Position[] }, SelectionRange[]
> = { method: 'textDocument/selectionRange' };

type Answering<P, A> = (document: LangiumDocument, parameters: P, token: CancellationToken) => A;

const versionOf = (language: NitroLanguage, model: CompiledModel): number | null =>
  language.shared.workspace.TextDocuments.get(model.document.uri) === undefined
    ? null : model.version;

const compiledAnswer = (language: NitroLanguage, model: CompiledModel): CompiledAnswer => ({
  uri: model.document.uri.toString(),
  version: versionOf(language, model),
  ir: model.ir,
  fingerprint: model.fingerprint,
  errors: model.errors,
});

/** The world to show: the spec as it stands, or that of a variant. */
const worldFor = (model: CompiledModel, wish: Partial<TopologyParameters>): World | null => {
  const { ir } = model;
  if (ir === null) return null;
  const scenario = ir.scenarios.find((one) => one.name === wish.scenario);
  const index = scenario?.variants[wish.variant ?? 0]?.world ?? 0;
  return ir.worlds[index] ?? null;
};

const topologyAnswer = (
  language: NitroLanguage, model: CompiledModel, wish: TopologyParameters,
): TopologyAnswer => {
  const world = worldFor(model, wish);
  return {
    uri: model.document.uri.toString(),
    version: versionOf(language, model),
    fingerprint: model.fingerprint,
    world,
    tickPicoseconds: model.ir?.tickPicoseconds ?? 1,
    errors: model.errors,
    positions: world === null ? {} : language.nitro.model.Places.positions(model),
  };
};

/** Requests of LSP say which document in their own way. */
const uriIn = (parameters: DocumentParameters): string =>
  (parameters as { readonly textDocument?: DocumentParameters }).textDocument?.uri
    ?? parameters.uri;

/** Answers a request about a document, once its text has been read and compiled. */
const answerer = (connection: Connection, { shared }: NitroLanguage) =>
  <P extends DocumentParameters, A>(request: RequestOf<P, A>, answer: Answering<P, A>): void => {
    const { DocumentBuilder, LangiumDocuments, WorkspaceLock, WorkspaceManager } = shared.workspace;
    connection.onRequest(request.method, async (parameters: P, token: CancellationToken) => {
      try {
        const uri = URI.parse(uriIn(parameters));
        await WorkspaceManager.ready;
        await DocumentBuilder.waitUntil(DocumentState.IndexedReferences, uri, token);
        const read = async (): Promise<A> =>
          answer(await LangiumDocuments.getOrCreateDocument(uri), parameters, token);
        return await WorkspaceLock.read(read, ReadPriority.Immediate);
      } catch (error) {
        if (!isOperationCancelled(error)) throw error;
        return new ResponseError(LSPErrorCodes.RequestCancelled, 'The request has been cancelled.');
      }
    });
  };

/** Tells the extension when a model has changed, and the results whether they are still of it. */
const watchModels = (connection: Connection, language: NitroLanguage): void => {
  const { shared, nitro } = language;
  const { Compiled, Results } = nitro.model;
  const waiting = new Map<string, () => void>();
  const settle = (document: LangiumDocument): void => {
    const uri = document.uri.toString();
    waiting.delete(uri);
    const model = Compiled.lastOf(uri);
    if (model?.document !== document) return;
    const { fingerprint, errors } = model;
    Results.modelIs(uri, fingerprint);
    const version = versionOf(language, model);
    void connection.sendNotification(
      ModelChangedNotification.method, { uri, version, fingerprint, errors },
    );
  };
  shared.workspace.DocumentBuilder.onDocumentPhase(DocumentState.Validated, (document) => {
    const uri = document.uri.toString();
    const shown = shared.workspace.TextDocuments.get(document.uri) !== undefined;
    if (!shown && !Results.has(uri)) {
      // Its problems are told; the model of a file that nobody looks at is only memory.
      Compiled.forget(uri);
      return;
    }
    waiting.get(uri)?.();
    waiting.set(uri, after(SETTLED_MS, () => settle(document)));
  });
  const { LanguageServer } = shared.lsp;
  Results.onChange((change) => {
    void connection.sendNotification(ResultsChangedNotification.method, change);
    if (LanguageServer.refreshes.lenses) void connection.sendRequest(CodeLensRefreshRequest.type);
    if (LanguageServer.refreshes.hints) void connection.languages.inlayHint.refresh();
  });
};

/** Adds the answers to a connection. */
export const addRequests = (
  connection: Connection,
  language: NitroLanguage,
  workers: Workers,
): void => {
  const { Compiled, Places, Results } = language.nitro.model;
  const answer = answerer(connection, language);
  answer(CompiledRequest, (document) => compiledAnswer(language, Compiled.of(document)));
  answer(TopologyRequest, (document, wish) =>
    topologyAnswer(language, Compiled.of(document), wish));
  answer(ElementAtRequest, (document, { position }) => {
    const offset = document.textDocument.offsetAt(position);
    return { ids: Places.idsAt(Compiled.of(document), offset) };
  });
  answer(SELECTION_RANGES, (document, { positions }) => selectionRanges(document, positions));
  answer(ScenariosRequest, (document) => scenariosOf(language, Compiled.of(document)));
  answer(ResultsRequest, (document, { scenario }) => {
    const uri = document.uri.toString();
    return {
      state: Results.stateOf(uri, scenario), ...Results.of(uri, scenario),
      whatIfs: Results.whatIfsOf(uri, scenario),
      actions: Compiled.of(document).ir?.scenarios.find(({ name }) => name === scenario)
        ?.variants.map(({ actions }) => actions) ?? [],
    };
  });
  answer(GuestRequest, (document, wish) =>
    guestAnswer(Compiled.of(document), Results, wish));
  connection.onRequest(CatalogueRequest.method, ({ uri }: DocumentParameters) =>
    ({ text: textBehind(uri) }));
  new Runs(connection, language, workers).listen(answer);
  const desk = { connection, language, workers };
  answerQuestions(desk, whatIfs(language));
  answerQuestions(desk, packetRecords);
  watchModels(connection, language);
};

export type Answerer = ReturnType<typeof answerer>;
