/**
 * A simulation worker as a Worker of a browser: messages in, messages out.
 */
import { RunWorker, type ToWorker } from '#sim/run';

const worker = new RunWorker((message) => globalThis.postMessage(message));
globalThis.addEventListener('message', (event: MessageEvent<ToWorker>) => worker.receive(event.data));
