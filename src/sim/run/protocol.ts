/**
 * What a pool and its workers say to each other, and how a worker does its jobs. Not the worker:
 * how messages travel is the matter of the platform. Keeps true: messages are plain JSON.
 */
import type { Ir } from '#ir';
import type { Limits } from './limits.ts';
import { type FilesAt, openerOf, type OpenPath } from './named-content.ts';
import type { Job } from './plan.ts';
import type { Progress } from './simulate.ts';
import { type JobResult, runJob } from './summarise.ts';

/** From the pool to a worker: the model once, then jobs; a worker is ended to cancel it. */
export type ToWorker =
  | {
    readonly is: 'model'; readonly ir: Ir; readonly limits: Partial<Limits>;
    /** Of the files that the model names; left out where it names none. */
    readonly files?: FilesAt;
  }
  | { readonly is: 'jobs'; readonly jobs: readonly Job[] };

export type FromWorker =
  | { readonly is: 'progress'; readonly job: Job; readonly progress: Progress }
  | { readonly is: 'done'; readonly jobResult: JobResult }
  /** All jobs of the last message are done. */
  | { readonly is: 'idle' }
  /** Our mistake; the worker is of no more use. */
  | { readonly is: 'broken'; readonly job: Job; readonly message: string };

/** A worker without its platform: give it each message, and send what it posts. */
export class RunWorker {
  private readonly post: (message: FromWorker) => void;
  private readonly openPath: OpenPath | null;
  private model: Extract<ToWorker, { is: 'model' }> | null = null;

  /** @param openPath opens files of the worker's disk; null: it has none */
  constructor(post: (message: FromWorker) => void, openPath: OpenPath | null = null) {
    this.post = post;
    this.openPath = openPath;
  }

  receive(message: ToWorker): void {
    if (message.is === 'model') {
      this.model = message;
      return;
    }
    for (const job of message.jobs) {
      if (!this.work(job)) return;
    }
    this.post({ is: 'idle' });
  }

  private work(job: Job): boolean {
    const { model, post } = this;
    try {
      if (model === null) throw new Error('a worker gets its model before its jobs');
      const progress = (p: Progress): void => post({ is: 'progress', job, progress: p });
      const open = openerOf(model.files ?? {}, this.openPath);
      const { ir, limits } = model;
      post({ is: 'done', jobResult: runJob(ir, job, { limits, progress, open }) });
      return true;
    } catch (error) {
      post({ is: 'broken', job, message: error instanceof Error ? error.message : String(error) });
      return false;
    }
  }
}
