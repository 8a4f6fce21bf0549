/**
 * A simulation worker as a thread of Node: messages in, messages out.
 */
import { parentPort } from 'node:worker_threads';
import { RunWorker, type ToWorker } from '#sim/run';
import { openPath } from './open-path-node.ts';

const worker = new RunWorker((message) => parentPort?.postMessage(message), openPath);
parentPort?.on('message', (message: ToWorker) => worker.receive(message));
