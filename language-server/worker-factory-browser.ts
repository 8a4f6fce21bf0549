/**
 * Simulation workers of a browser. Their script comes from where the server's own came from; a
 * server that was started from a blob is told the address in `simulationWorker`.
 */
import type { FromWorker } from '#sim/run';
import type { SimulationWorkerFactory } from './simulation-service.ts';

export const browserWorker: SimulationWorkerFactory = (receive, fail, address) => {
  const script = address ?? new URL('sim-worker-browser.js', globalThis.location.href).href;
  const worker = new Worker(script);
  worker.addEventListener('message', (event: MessageEvent<FromWorker>) => receive(event.data));
  worker.addEventListener('error', (event) => fail(event.message));
  return {
    post: (message) => worker.postMessage(message),
    terminate: () => worker.terminate(),
  };
};
