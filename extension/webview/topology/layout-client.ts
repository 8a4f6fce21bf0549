/**
 * The page's side of the layout worker. Not the layout.
 * Keeps true: only the answer to the last question counts; the worker is started from a Blob,
 * because the policy of the page allows no other way, and without it the page says so.
 */
import type { World } from '#ir';
import type { Scene } from '#scene';
import type { FromLayout, ToLayout } from '../layout/messages.ts';

export interface LayoutClient {
  /** Null when a newer question was asked meanwhile. */
  place(world: World, collapsed: readonly string[]): Promise<Scene | null>;
}

interface Question {
  readonly id: number;
  readonly resolve: (scene: Scene | null) => void;
  readonly reject: (error: Error) => void;
}

async function scriptAt(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${String(response.status)}`);
  return response.text();
}

async function startWorker(addresses: {
  readonly worker: string; readonly engine: string;
}): Promise<Worker> {
  const [script, engine] = await Promise.all([
    scriptAt(addresses.worker), scriptAt(addresses.engine),
  ]);
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  worker.postMessage({ type: 'engine', script: engine } satisfies ToLayout);
  return worker;
}

export function makeLayoutClient(addresses: {
  readonly worker: string; readonly engine: string;
}): LayoutClient {
  let open: Question | null = null;
  let asked = 0;
  const started = startWorker(addresses).then((worker) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromLayout>) => {
      if (open?.id !== data.id) return;
      const { resolve, reject } = open;
      open = null;
      if (data.type === 'scene') resolve(data.scene);
      else reject(new Error(data.message));
    });
    worker.addEventListener('error', ({ message }) => {
      open?.reject(new Error(message));
      open = null;
    });
    return worker;
  });
  return {
    place: async (world, collapsed) => {
      const id = ++asked;
      const worker = await started;
      if (id !== asked) return null;
      open?.resolve(null);
      return new Promise((resolve, reject) => {
        open = { id, resolve, reject };
        worker.postMessage({ type: 'place', id, world, collapsed } satisfies ToLayout);
      });
    },
  };
}
