/**
 * Runs on behalf of the editor: starts them, tells of their progress, keeps their results.
 * Keeps true: waiting for a run holds no lock, so the server answers as if none were going on.
 */
import { URI, isOperationCancelled } from 'langium';
import {
  LSPErrorCodes, ResponseError, type CancellationToken, type Connection,
} from 'vscode-languageserver';
import type { Ir } from '#ir';
import type { Results, RunOptions } from '#results';
import {
  CancelRunNotification, RunProgressNotification, RunRequest, type RunAnswer, type RunParameters,
} from '../protocol.ts';
import { ofScenario, type Run, type RunEndsAs, type SimulationService } from '../simulation-service.ts';
import { compiledOf } from './compiled-now.ts';
import type { NitroLanguage } from './module.ts';
import type { Answerer } from './requests.ts';
import type { RunFiles } from './run-files.ts';

/** Who runs models, and where the files are that they name. */
export interface Workers {
  readonly simulation: SimulationService;
  readonly files: RunFiles;
}

export class Runs {
  private readonly connection: Connection;
  private readonly language: NitroLanguage;
  private readonly simulation: SimulationService;
  private readonly files: RunFiles;
  private readonly running = new Map<string, Run>();

  constructor(connection: Connection, language: NitroLanguage, workers: Workers) {
    this.connection = connection;
    this.language = language;
    this.simulation = workers.simulation;
    this.files = workers.files;
  }

  listen(_answer: Answerer): void {
    this.connection.onRequest(RunRequest.method, (wish: RunParameters, token: CancellationToken) =>
      this.answer(wish, token));
    this.connection.onNotification(CancelRunNotification.method, (named: { runId: string }) =>
      this.running.get(named.runId)?.cancel());
  }

  private async answer(
    wish: RunParameters,
    token: CancellationToken,
  ): Promise<RunAnswer | ResponseError> {
    try {
      const ir = await compiledOf(this.language, wish.uri, token);
      if (ir === null) {
        return ended(wish, 'notCompiled', null, 'The spec has errors; see the problems list.');
      }
      const answer = await this.run(ir, wish, token);
      // The request itself was cancelled: whoever asked wants no answer.
      if (token.isCancellationRequested) return cancelled();
      return answer;
    } catch (error) {
      if (isOperationCancelled(error)) return cancelled();
      throw error;
    }
  }

  private async run(ir: Ir, wish: RunParameters, token: CancellationToken): Promise<RunAnswer> {
    const { runId } = wish;
    const uri = URI.parse(wish.uri).toString();
    const store = this.language.nitro.model.Results;
    const known = ir.scenarios.map((scenario) => scenario.name);
    const names = wish.scenarios.length === 0 ? known : wish.scenarios;
    const options: RunOptions = {
      seed: wish.seed, runs: wish.runs, scenarios: names, shard: null,
    };
    const keep = (results: Results, more: boolean): void => {
      for (const name of names) store.arrived(uri, name, ofScenario(results, name), more);
    };
    const files = await this.files.of(uri, ir);
    const run = this.simulation.run(ir, options, {
      progress: (progress) => void this.connection.sendNotification(
        RunProgressNotification.method, { runId, uri, ...progress },
      ),
      first: (results) => keep(results, true),
    }, files);
    for (const name of names) if (known.includes(name)) store.started(uri, name);
    this.running.set(runId, run);
    const listener = token.onCancellationRequested(() => run.cancel());
    if (token.isCancellationRequested) run.cancel();
    const end = await run.ended;
    listener.dispose();
    this.running.delete(runId);
    if ((end.outcome === 'done' || end.outcome === 'cancelled') && end.results !== null) {
      keep(end.results, false);
    }
    for (const name of names) store.ended(uri, name);
    return answerOf(wish, end);
  }
}

const cancelled = (): ResponseError =>
  new ResponseError(LSPErrorCodes.RequestCancelled, 'The run has been cancelled.');

const ended = (
  { runId }: RunParameters,
  outcome: RunAnswer['outcome'],
  results: Results | null,
  message: string | null,
): RunAnswer => ({ runId, outcome, results, message });

const answerOf = (wish: RunParameters, end: RunEndsAs): RunAnswer => {
  switch (end.outcome) {
    case 'done': return ended(wish, 'done', end.results, null);
    case 'cancelled': return ended(wish, 'cancelled', end.results, 'The run was stopped.');
    case 'failed': return ended(wish, 'failed', null, end.message);
    default:
      return ended(wish, 'failed', null, end.problems.map((one) => one.message).join(' '));
  }
};
