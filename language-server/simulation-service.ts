/**
 * Runs models for the editor in a worker, and keeps what came of them. Never simulates on the
 * server's own thread; does not know what a worker is made of. Keeps true: the first run of every
 * variant comes first; a cancelled run ends at once; results know the model that they are of.
 */
import type { Ir } from '#ir';
import type { Results, RunOptions, RunResult } from '#results';
import {
  planRuns, summarise, type FilesAt, type FromWorker, type Job, type JobResult,
  type RunProblem, type ToWorker,
} from '#sim/run';
import { milliseconds } from './services/clock.ts';

/** A worker of whatever platform: a thread of Node, or a Worker of a browser. */
export interface SimulationWorker {
  readonly post: (message: ToWorker) => void;
  /** Ends it at once, whatever it is doing. */
  readonly terminate: () => void;
}

export type SimulationWorkerFactory = (
  receive: (message: FromWorker) => void,
  /** The worker could not be started, or died. */
  fail: (message: string) => void,
  /** Where its script is, when the client says so; else beside the server's own. */
  address?: string,
) => SimulationWorker;

export interface RunWatcher {
  readonly progress: (progress: {
    readonly scenario: string; readonly runsDone: number; readonly runsTotal: number;
    readonly events: number; readonly eventsPerSecond: number; readonly secondsLeft: number | null;
  }) => void;
  /** The first run of every variant is done; more are to come. */
  readonly first: (results: Results) => void;
}

export type RunEndsAs =
  | { readonly outcome: 'done'; readonly results: Results }
  | { readonly outcome: 'cancelled'; readonly results: Results | null }
  | { readonly outcome: 'refused'; readonly problems: readonly RunProblem[] }
  | { readonly outcome: 'failed'; readonly message: string };

export interface Run {
  readonly ended: Promise<RunEndsAs>;
  readonly cancel: () => void;
}

/** One run that is no part of results. */
export interface RunAgain {
  readonly ended: Promise<
    | { readonly outcome: 'done'; readonly result: RunResult }
    | { readonly outcome: 'cancelled' }
    | { readonly outcome: 'failed'; readonly message: string }
  >;
  readonly cancel: () => void;
}

const PROGRESS_EVERY_MS = 100;

const brokenText = ({ job, message }: Extract<FromWorker, { is: 'broken' }>): string =>
  `internal/crash in run ${job.run} of variant ${job.variant} of '${job.scenario}', seed ${
    job.seed}: ${message}`;

class RunInProgress {
  readonly ended: Promise<RunEndsAs>;
  private readonly ir: Ir;
  private readonly files: FilesAt;
  private readonly options: RunOptions;
  private readonly jobs: readonly Job[];
  private readonly watcher: RunWatcher;
  private readonly done: JobResult[] = [];
  private readonly firsts: number;
  private readonly startedAtMs = milliseconds();
  private events = 0;
  private eventsOfJob = 0;
  private saidAtMs = 0;
  private worker: SimulationWorker | null = null;
  private settle: (end: RunEndsAs) => void = () => undefined;

  constructor(
    model: {
      readonly ir: Ir; readonly files: FilesAt; readonly options: RunOptions;
      readonly jobs: readonly Job[];
    },
    watcher: RunWatcher,
  ) {
    this.ir = model.ir;
    this.files = model.files;
    this.options = model.options;
    this.jobs = model.jobs;
    this.watcher = watcher;
    this.firsts = model.jobs.filter((job) => job.run === 0).length;
    this.ended = new Promise((resolve) => {
      this.settle = resolve;
    });
  }

  start(factory: SimulationWorkerFactory): void {
    if (this.jobs.length === 0) {
      this.end({ outcome: 'done', results: this.results() });
      return;
    }
    this.worker = factory(
      (message) => this.receive(message),
      (message) => this.end({ outcome: 'failed', message }),
    );
    this.worker.post({ is: 'model', ir: this.ir, limits: {}, files: this.files });
    this.worker.post({ is: 'jobs', jobs: this.jobs });
  }

  cancel(): void {
    const results = this.done.length === 0 ? null : this.results();
    this.end({ outcome: 'cancelled', results });
  }

  private receive(message: FromWorker): void {
    switch (message.is) {
      case 'progress':
        this.eventsOfJob = message.progress.events;
        this.tell(message.job.scenario, message.progress.share ?? 0);
        return;
      case 'done':
        this.done.push(message.jobResult);
        this.events += message.jobResult.result.events;
        this.eventsOfJob = 0;
        this.tell(message.jobResult.job.scenario, 0);
        if (this.done.length === this.firsts && this.firsts < this.jobs.length) {
          this.watcher.first(this.results());
        }
        return;
      case 'idle':
        this.end({ outcome: 'done', results: this.results() });
        return;
      case 'broken':
        this.end({ outcome: 'failed', message: brokenText(message) });
        return;
      default:
    }
  }

  private tell(scenario: string, shareOfJob: number): void {
    const now = milliseconds();
    const runsDone = this.done.length;
    const runsTotal = this.jobs.length;
    if (now - this.saidAtMs < PROGRESS_EVERY_MS && runsDone < runsTotal) return;
    this.saidAtMs = now;
    const seconds = (now - this.startedAtMs) / 1000;
    const events = this.events + this.eventsOfJob;
    const share = (runsDone + shareOfJob) / runsTotal;
    this.watcher.progress({
      scenario, runsDone, runsTotal, events,
      eventsPerSecond: seconds > 0 ? Math.round(events / seconds) : 0,
      secondsLeft: share > 0 ? (seconds * (1 - share)) / share : null,
    });
  }

  private results(): Results {
    return summarise(this.ir, this.options, this.done);
  }

  private end(end: RunEndsAs): void {
    this.worker?.terminate();
    this.worker = null;
    this.settle(end);
  }
}

/** Starts runs; each has a worker of its own, which ends with it. */
export class SimulationService {
  private readonly factory: SimulationWorkerFactory;
  /** Of the worker's script, as the client says it. */
  address: string | undefined = undefined;

  constructor(factory: SimulationWorkerFactory) {
    this.factory = factory;
  }

  /** @param files those that the model names */
  run(ir: Ir, options: RunOptions, watcher: RunWatcher, files: FilesAt = {}): Run {
    const plan = planRuns(ir, options);
    if (!plan.ok) {
      return {
        ended: Promise.resolve({ outcome: 'refused', problems: plan.problems }),
        cancel: () => undefined,
      };
    }
    const run = new RunInProgress({ ir, files, options, jobs: plan.jobs }, watcher);
    run.start((receive, fail) => this.factory(receive, fail, this.address));
    return { ended: run.ended, cancel: () => run.cancel() };
  }

  /** Another run of a model that has been run, with something changed in its job. */
  again(ir: Ir, job: Job, files: FilesAt = {}): RunAgain {
    let worker: SimulationWorker | null = null;
    let settle: (end: Awaited<RunAgain['ended']>) => void = () => undefined;
    const ended: RunAgain['ended'] = new Promise((resolve) => {
      settle = resolve;
    });
    const end = (how: Awaited<RunAgain['ended']>): void => {
      worker?.terminate();
      worker = null;
      settle(how);
    };
    worker = this.factory((message) => {
      if (message.is === 'done') end({ outcome: 'done', result: message.jobResult.result });
      if (message.is === 'broken') end({ outcome: 'failed', message: brokenText(message) });
    }, (message) => end({ outcome: 'failed', message }), this.address);
    worker.post({ is: 'model', ir, limits: {}, files });
    worker.post({ is: 'jobs', jobs: [job] });
    return { ended, cancel: () => end({ outcome: 'cancelled' }) };
  }
}

/** Results of several scenarios as those of one: the same as if it had been run alone. */
export const ofScenario = (results: Results, scenario: string): Results => ({
  ...results,
  options: { ...results.options, scenarios: [scenario] },
  scenarios: results.scenarios.filter((one) => one.name === scenario),
});
