/**
 * Simulation workers as threads of Node. The bundle of the worker lies beside the server's.
 */
import { Worker } from 'node:worker_threads';
import type { FromWorker } from '#sim/run';
import type { SimulationWorkerFactory } from './simulation-service.ts';

export const workerThread: SimulationWorkerFactory = (receive, fail) => {
  const worker = new Worker(new URL('./sim-worker-node.mjs', import.meta.url));
  worker.on('message', (message: FromWorker) => receive(message));
  worker.on('error', (error) => fail(String(error)));
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
  };
};
