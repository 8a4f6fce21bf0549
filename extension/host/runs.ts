/**
 * Runs of scenarios: started, followed, cancelled, and remembered while the editor is open.
 * Not the simulation, which is the server's. Keeps true: every run that was started ends in one
 * finished run, whatever became of it.
 */
import { EventEmitter, type CancellationToken, type Disposable, type Event } from 'vscode';
import {
  CancelRunNotification, RunProgressNotification, RunRequest, type RunAnswer, type RunProgress,
} from '../../language-server/protocol.ts';
import type { Server } from './server.ts';

export interface FinishedRun {
  readonly uri: string;
  readonly scenarios: readonly string[];
  readonly answer: RunAnswer;
  readonly endedAt: Date;
}

export interface RunWish {
  readonly uri: string;
  /** Empty: all of the document. */
  readonly scenarios: readonly string[];
  readonly token: CancellationToken;
  readonly onProgress?: (progress: RunProgress) => void;
}

const REMEMBERED_MAX = 50;

export class Runs implements Disposable {
  readonly onFinished: Event<FinishedRun>;
  readonly onProgress: Event<RunProgress>;
  private readonly finishedEmitter = new EventEmitter<FinishedRun>();
  private readonly progressEmitter = new EventEmitter<RunProgress>();
  private readonly server: Server;
  private readonly listener: Disposable;
  private readonly followers = new Map<string, (progress: RunProgress) => void>();
  private newestFirst: readonly FinishedRun[] = [];
  private started = 0;

  constructor(server: Server) {
    this.server = server;
    this.onFinished = this.finishedEmitter.event;
    this.onProgress = this.progressEmitter.event;
    this.listener = server.on(RunProgressNotification, (progress) => {
      this.followers.get(progress.runId)?.(progress);
      this.progressEmitter.fire(progress);
    });
  }

  get history(): readonly FinishedRun[] {
    return this.newestFirst;
  }

  /** The scenario that was run by itself last; null: none, or all of them together. */
  latestScenarioOf(uri: string): string | null {
    const latest = this.newestFirst.find((run) => run.uri === uri && run.answer.results !== null);
    return latest?.scenarios.length === 1 ? latest.scenarios[0] ?? null : null;
  }

  clear(): void {
    this.newestFirst = [];
  }

  async run({ uri, scenarios, token, onProgress }: RunWish): Promise<RunAnswer> {
    this.started++;
    const runId = `editor-${String(this.started)}`;
    if (onProgress !== undefined) this.followers.set(runId, onProgress);
    const stop = token.onCancellationRequested(() =>
      this.server.tell(CancelRunNotification, { runId }));
    try {
      const answer = await this.ask({ uri, scenarios, runId });
      const finished = { uri, scenarios, answer, endedAt: new Date() };
      this.newestFirst = [finished, ...this.newestFirst].slice(0, REMEMBERED_MAX);
      this.finishedEmitter.fire(finished);
      return answer;
    } finally {
      stop.dispose();
      this.followers.delete(runId);
    }
  }

  private async ask(run: {
    readonly uri: string; readonly scenarios: readonly string[]; readonly runId: string;
  }): Promise<RunAnswer> {
    const nothing = { runId: run.runId, results: null };
    try {
      const answer = await this.server.ask(RunRequest, { ...run, seed: null, runs: null });
      return answer ?? { ...nothing, outcome: 'cancelled', message: null };
    } catch (error) {
      this.server.log.error('A run failed.', String(error));
      const why = error instanceof Error ? error.message : String(error);
      return { ...nothing, outcome: 'failed', message: `The run failed: ${why}` };
    }
  }

  dispose(): void {
    this.listener.dispose();
    this.finishedEmitter.dispose();
    this.progressEmitter.dispose();
  }
}

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });

/** `boot: 12 of 20 runs, 1.2M events, 3 s left`. */
export const progressText = (progress: RunProgress): string => {
  const parts = [
    `${progress.scenario}: ${progress.runsDone} of ${progress.runsTotal} runs`,
    ...(progress.events > 0 ? [`${short.format(progress.events)} events`] : []),
    ...(progress.secondsLeft === null ? [] : [`${Math.ceil(progress.secondsLeft)} s left`]),
  ];
  return parts.join(', ');
};
