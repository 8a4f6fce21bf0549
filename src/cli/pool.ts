/**
 * Doing the jobs of a run: first here, then on threads when there is much to do; of a large world
 * on threads at once. Not which jobs, and not what they come to. Keeps true: who does a job changes
 * nothing of its result; a signal stops it at once and leaves what is done; no thread outlives the
 * call.
 */
import type { Ir } from '#ir';
import {
  irFingerprint, openerOf, runJob, type FilesAt, type FromWorker, type Job, type JobResult,
} from '#sim/run';
import type { Context } from './context.ts';
import { FaultError } from './fault.ts';
import type { Thread } from './io.ts';

export interface Progress {
  readonly jobsDone: number;
  /** Of jobs that are done and of those under way. */
  readonly events: number;
}

export interface PoolOptions {
  readonly threads: number;
  /** Of the files that the model names. */
  readonly files: FilesAt;
  readonly onProgress: (progress: Progress) => void;
}

interface ModelToRun {
  readonly ir: Ir;
  readonly files: FilesAt;
}

/** Below this, starting a thread costs more than it saves. */
const HERE_MS = 300;
/** A world of more elements is not even built in that time, so what was begun here is lost. */
const HERE_ELEMENTS_MAX = 2000;
/** How long signals and timers may have to wait while jobs are done here. */
const BREATH_MS = 25;
/** Small runs go out in groups, so that messages do not cost more than the runs. */
const GROUP_MAX = 32;

const faultOf = (error: unknown, job: Job, ir: Ir): FaultError =>
  new FaultError(
    error instanceof Error ? error.message : String(error),
    {
      model: irFingerprint(ir), scenario: job.scenario,
      run: `variant ${job.variant}, run ${job.run}`, seed: String(job.seed),
    },
    error,
  );

/** All jobs, or those that were done when the signal came. */
export async function doJobs(
  context: Context, ir: Ir, jobs: readonly Job[], options: PoolOptions,
): Promise<readonly JobResult[]> {
  const done: JobResult[] = [];
  const ledger = new Ledger(done, options.onProgress);
  const model = { ir, files: options.files };
  const isLarge = ir.worlds.some(({ elements }) => elements.length > HERE_ELEMENTS_MAX);
  const left = isLarge ? jobs : await doHere(context, model, jobs, ledger);
  if (left.length > 0 && !context.io.stop.aborted) {
    await new Pool(context, model, left, ledger).run(Math.min(options.threads, left.length));
  }
  return done;
}

/** Who has done what, for the result and for whoever watches. */
class Ledger {
  private readonly done: JobResult[];
  private readonly tell: (progress: Progress) => void;
  private events = 0;
  private readonly underWay = new Map<number, number>();

  constructor(done: JobResult[], tell: (progress: Progress) => void) {
    this.done = done;
    this.tell = tell;
  }

  finish(result: JobResult): void {
    this.done.push(result);
    this.underWay.delete(result.job.index);
    this.events += result.result.events;
    this.report();
  }

  progress(job: Job, events: number): void {
    this.underWay.set(job.index, events);
    this.report();
  }

  private report(): void {
    let events = this.events;
    for (const own of this.underWay.values()) events += own;
    this.tell({ jobsDone: this.done.length, events });
  }
}

/** Until the time is up or the signal comes; what is left is returned. */
async function doHere(
  { io }: Context, { ir, files }: ModelToRun, jobs: readonly Job[], ledger: Ledger,
): Promise<readonly Job[]> {
  const startMs = io.nowMs();
  let breathMs = startMs;
  const isCancelled = (): boolean => io.stop.aborted || io.nowMs() - startMs > HERE_MS;
  for (const [index, job] of jobs.entries()) {
    if (isCancelled()) return jobs.slice(index);
    let result: JobResult;
    try {
      result = runJob(ir, job, {
        isCancelled, open: openerOf(files, io.openPath),
        progress: ({ events }) => { ledger.progress(job, events); },
      });
    } catch (error) {
      throw faultOf(error, job, ir);
    }
    // It is begun anew on a thread, and comes to the same.
    if (result.result.end === 'cancelled') return jobs.slice(index);
    ledger.finish(result);
    if (io.nowMs() - breathMs > BREATH_MS) {
      await io.sleep(0);
      breathMs = io.nowMs();
    }
  }
  return [];
}

class Pool {
  private readonly context: Context;
  private readonly model: ModelToRun;
  private readonly ledger: Ledger;
  private readonly waiting: Job[];
  private threads: Thread[] = [];
  private resolve: () => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;
  private busy = 0;

  constructor(context: Context, model: ModelToRun, jobs: readonly Job[], ledger: Ledger) {
    this.context = context;
    this.model = model;
    this.ledger = ledger;
    this.waiting = [...jobs];
  }

  async run(threads: number): Promise<void> {
    const { stop } = this.context.io;
    const stopped = (): void => { this.resolve(); };
    try {
      await new Promise<void>((resolve, reject) => {
        this.resolve = resolve;
        this.reject = reject;
        stop.addEventListener('abort', stopped, { once: true });
        for (let index = 0; index < threads; index++) this.start();
      });
    } finally {
      stop.removeEventListener('abort', stopped);
      await Promise.all(this.threads.map((thread) => thread.stop()));
    }
  }

  private start(): void {
    const thread = this.context.io.startThread();
    this.threads = [...this.threads, thread];
    let current: Job | undefined;
    thread.onMessage((message) => {
      current = this.receive(thread, message as FromWorker) ?? current;
    });
    thread.onFailure((error) => {
      this.reject(current === undefined ? error : faultOf(error, current, this.model.ir));
    });
    thread.post({ is: 'model', ...this.model, limits: {} });
    this.busy++;
    this.next(thread);
  }

  /** @returns the job that the message is about */
  private receive(thread: Thread, message: FromWorker): Job | undefined {
    switch (message.is) {
      case 'progress':
        this.ledger.progress(message.job, message.progress.events);
        return message.job;
      case 'done':
        this.ledger.finish(message.jobResult);
        return message.jobResult.job;
      case 'idle':
        this.next(thread);
        return undefined;
      case 'broken':
        this.reject(faultOf(new Error(message.message), message.job, this.model.ir));
        return message.job;
    }
  }

  private next(thread: Thread): void {
    const fair = Math.ceil(this.waiting.length / (this.threads.length * 4));
    const jobs = this.waiting.splice(0, Math.min(fair, GROUP_MAX));
    if (jobs.length > 0) {
      thread.post({ is: 'jobs', jobs });
      return;
    }
    this.busy--;
    if (this.busy === 0) this.resolve();
  }
}
