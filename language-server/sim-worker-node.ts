/**
 * A simulation worker as a thread of Node: messages in, messages out.
 */
import { parentPort } from 'node:worker_threads';
import { RunWorker, type ToWorker } from '#sim/run';

const worker = new RunWorker((message) => parentPort?.postMessage(message));
parentPort?.on('message', (message: ToWorker) => worker.receive(message));
