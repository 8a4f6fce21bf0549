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

/** Once, or again and again until the signal says stop. */
export async function repeatOnChange(
  context: Context, again: boolean, work: Work,
): Promise<number> {
  if (!again) return (await work()).code;
  const { io } = context;
  let watched: readonly string[] = [];
  let code = 0;
  while (!io.stop.aborted) {
    // A file that is gone or unreadable for a moment is no reason to end.
    try {
      ({ code, watched } = await work());
    } catch (error) {
      if (!(error instanceof UsageError) || watched.length === 0) throw error;
      context.say(error.message);
    }
    if (isStopped(context)) break;
    const { style } = lookFor(io, io.stderr);
    const files = new Set(watched).size;
    io.stderr.write(style.dim(`watching ${files} ${files === 1 ? 'file' : 'files'}\n`));
    await changed(context, watched);
  }
  return code;
}

/** Asked anew each time: the signal comes while work is under way. */
const isStopped = ({ io }: Context): boolean => io.stop.aborted;

/** Resolves when one of the files has changed and been quiet since. */
async function changed(context: Context, paths: readonly string[]): Promise<void> {
  const { io } = context;
  let seen = 0;
  let wake: () => void = () => undefined;
  const stopWatching = io.disk.watch([...new Set(paths)], () => {
    seen++;
    wake();
  });
  const stopped = (): void => wake();
  io.stop.addEventListener('abort', stopped);
  try {
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (io.stop.aborted) resolve();
    });
    for (let before = -1; before !== seen && !io.stop.aborted;) {
      before = seen;
      await io.sleep(SETTLE_MS, io.stop);
    }
  } finally {
    io.stop.removeEventListener('abort', stopped);
    stopWatching();
  }
}
