/**
 * The layout worker of the Topology panel: worlds in, scenes out. Not a page.
 * Keeps true: the page's own thread never waits for a place, and places are kept, so the picture
 * after a small edit costs what has changed.
 */
import { elkEngine, layout, LayoutCache, type EngineWorker, type LayoutEngine } from '#layout';
import type { FromLayout, ToLayout } from './messages.ts';

const cache = new LayoutCache();
let engine: LayoutEngine | null = null;

/** The engine has a worker of its own, made inside of this one from its script. */
function startEngine(script: string): void {
  const address = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  engine = elkEngine(() => engineWorker(new Worker(address)));
}

function engineWorker(worker: Worker): EngineWorker {
  const wrapped: EngineWorker = {
    postMessage: (message) => worker.postMessage(message),
    onmessage: null,
    terminate: () => worker.terminate(),
  };
  worker.addEventListener('message', (event: MessageEvent<unknown>) => wrapped.onmessage?.(event));
  return wrapped;
}

const answer = (message: FromLayout): void => postMessage(message);

async function place({ id, world, collapsed }: Extract<ToLayout, { type: 'place' }>): Promise<void> {
  try {
    // Another engine would draw another picture than the command line does.
    if (engine === null) throw new Error('the layout engine is not there');
    const scene = await layout(world, { engine, cache, collapsed });
    answer({ type: 'scene', id, scene });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    answer({ type: 'failed', id, message });
  }
}

addEventListener('message', ({ data }: MessageEvent<ToLayout>) => {
  if (data.type === 'engine') startEngine(data.script);
  else void place(data);
});
