/**
 * Simulation workers as threads of Node. The bundle of the worker lies beside the server's.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromWorker } from '#sim/run';
import type { SimulationWorkerFactory } from './simulation-service.ts';

export const workerThread: SimulationWorkerFactory = (receive, fail) => {
  // The server is one CommonJS file, and the worker lies beside it.
  const worker = new Worker(join(__dirname, 'sim-worker-node.cjs'));
  worker.on('message', (message: FromWorker) => receive(message));
  worker.on('error', (error) => fail(String(error)));
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
  };
};
