/**
 * A run that is made once more for a question about it, as all runs are made. Not the question.
 * Keeps true: it is asked of current results alone, and is of the same variant, run and seed;
 * waiting for it holds no lock.
 */
import { URI, isOperationCancelled } from 'langium';
import {
  LSPErrorCodes, ResponseError, type CancellationToken, type Connection,
} from 'vscode-languageserver';
import type { Ir } from '#ir';
import type { RunResult, StreamResult } from '#results';
import type { Job } from '#sim/run';
import type { RequestOf, StreamParameters } from '../protocol.ts';
import { compiledOf } from './compiled-now.ts';
import type { NitroLanguage } from './module.ts';
import type { Workers } from './runs.ts';

const cancelled = (): ResponseError =>
  new ResponseError(LSPErrorCodes.RequestCancelled, 'The run has been cancelled.');

/** Why a question cannot be answered. */
export interface Refused {
  readonly refused: string;
}

/** The run and the stream that a question is about. */
export interface Subject {
  readonly ir: Ir;
  /** Of the document, as the store has it. */
  readonly uri: string;
  readonly run: RunResult;
  readonly stream: StreamResult;
}

/** Runs once more; null: whoever asked has lost interest. */
export type OnceMore = (
  subject: Subject, job: Omit<Job, 'index'>,
) => Promise<RunResult | Refused | null>;

/** A kind of question: the answer, null when it was cancelled, or why there is none. */
export interface Question<P extends StreamParameters, A> {
  readonly request: RequestOf<P, A>;
  readonly answer: (subject: Subject, wish: P, once: OnceMore) => Promise<A | Refused | null>;
  readonly refuse: (refused: Refused) => A;
}

export const isRefused = (answer: object): answer is Refused => 'refused' in answer;

export interface Desk {
  readonly connection: Connection;
  readonly language: NitroLanguage;
  readonly workers: Workers;
}

/** Answers questions of a kind from now on. */
export function answerQuestions<P extends StreamParameters, A extends object>(
  desk: Desk, { request, answer, refuse }: Question<P, A>,
): void {
  const { connection, language, workers } = desk;
  connection.onRequest(request.method, async (wish: P, token: CancellationToken) => {
    try {
      const ir = await compiledOf(language, wish.uri, token);
      const subject = subjectOf(language, ir, wish);
      if (isRefused(subject)) return refuse(subject);
      const found = await answer(subject, wish, (of, job) => runAgain(workers, of, job, token));
      if (found === null) return cancelled();
      return isRefused(found) ? refuse(found) : found;
    } catch (error) {
      if (isOperationCancelled(error)) return cancelled();
      throw error;
    }
  });
}

function subjectOf(
  language: NitroLanguage, ir: Ir | null, wish: StreamParameters,
): Subject | Refused {
  if (ir === null) return { refused: 'The spec has errors; see the problems list.' };
  const { scenario, variant, run: number, stream: id } = wish;
  const uri = URI.parse(wish.uri).toString();
  const store = language.nitro.model.Results;
  if (store.stateOf(uri, scenario) !== 'current') {
    return { refused: `${scenario} has no results of the text as it is; run it first.` };
  }
  const run = store.scenarioOf(uri, scenario)?.variants.find(({ index }) => index === variant)
    ?.runs.find((one) => one.run === number);
  const stream = run?.streams.find((one) => one.id === id);
  if (run === undefined || stream === undefined) {
    return { refused: `There is no stream '${id}' in that run.` };
  }
  return { ir, uri, run, stream };
}

async function runAgain(
  { simulation, files }: Workers, { ir, uri }: Subject, job: Omit<Job, 'index'>,
  token: CancellationToken,
): Promise<RunResult | Refused | null> {
  const again = simulation.again(ir, { ...job, index: 0 }, await files.of(uri, ir));
  const listener = token.onCancellationRequested(() => again.cancel());
  if (token.isCancellationRequested) again.cancel();
  const end = await again.ended;
  listener.dispose();
  if (end.outcome === 'cancelled') return null;
  return end.outcome === 'failed' ? { refused: end.message } : end.result;
}
