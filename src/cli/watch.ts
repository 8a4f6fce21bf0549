/**
 * Doing it again when a file changes. Not the doing. Keeps true: several changes in a row are one;
 * a change during the work is not lost; when it stops, no watcher and no timer is left.
 */
import { lookFor, type Context } from './context.ts';
import { UsageError } from './exit-codes.ts';

/** Editors write a file in several steps. */
const SETTLE_MS = 120;

export interface Outcome {
  readonly code: number;
  /** Absolute paths whose change calls for another time. */
  readonly watched: readonly string[];
}

type Work = () => Promise<Outcome>;

/** Tells of changes; what it watches may change while it goes on. */
class Watch {
  private readonly context: Context;
  private stopWatching: () => void = () => undefined;
  private wake: () => void = () => undefined;
  private seen = 0;

  constructor(context: Context) {
    this.context = context;
  }

  /** The new watchers are there before the old ones go. */
  files(paths: readonly string[]): void {
    const before = this.stopWatching;
    this.stopWatching = this.context.io.disk.watch([...new Set(paths)], () => {
      this.seen++;
      this.wake();
    });
    before();
  }

  /** How many changes there were. */
  get changes(): number {
    return this.seen;
  }

  /** Resolves when there was a change after so many, and it has been quiet since. */
  async changed(after: number): Promise<void> {
    const { io } = this.context;
    const stopped = (): void => { this.wake(); };
    io.stop.addEventListener('abort', stopped);
    try {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        if (this.seen > after || io.stop.aborted) resolve();
      });
      for (let before = -1; before !== this.seen && !io.stop.aborted;) {
        before = this.seen;
        await io.sleep(SETTLE_MS, io.stop);
      }
    } finally {
      io.stop.removeEventListener('abort', stopped);
    }
  }

  close(): void {
    this.stopWatching();
  }
}

/** Asked anew each time: the signal comes while work is under way. */
const isStopped = ({ io }: Context): boolean => io.stop.aborted;

/** A file that is gone or unreadable for a moment is no reason to end what has worked before. */
async function attempt(
  context: Context, work: Work, hasWorked: boolean,
): Promise<Outcome | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError) || !hasWorked) throw error;
    context.say(error.message);
    return null;
  }
}

/** Once, or again and again until the signal says stop; `known` is watched from the start. */
export async function repeatOnChange(
  context: Context, again: boolean, known: readonly string[], work: Work,
): Promise<number> {
  if (!again) return (await work()).code;
  const { io } = context;
  const watch = new Watch(context);
  let code = 0;
  let hasWorked = false;
  try {
    watch.files(known);
    while (!isStopped(context)) {
      const { changes } = watch;
      const outcome = await attempt(context, work, hasWorked);
      if (outcome !== null) {
        code = outcome.code;
        hasWorked = true;
        watch.files([...known, ...outcome.watched]);
      }
      if (isStopped(context)) break;
      const { style } = lookFor(io, io.stderr);
      // The editor's problem matcher knows these two lines.
      io.stderr.write(style.dim('watching for changes\n'));
      await watch.changed(changes);
      if (!isStopped(context)) io.stderr.write(style.dim('files changed\n'));
    }
  } finally {
    watch.close();
  }
  return code;
}
