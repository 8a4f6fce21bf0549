/**
 * A thread of the pool: takes a model and jobs, gives results. All it does is pass messages on.
 */
import { parentPort } from 'node:worker_threads';
import { RunWorker, type ToWorker } from '#sim/run';
import { openPath } from './open-path.ts';

const port = parentPort;
if (port === null) throw new Error('this file is a thread of nitrospec, not a program');
const worker = new RunWorker((message) => { port.postMessage(message); }, openPath);
port.on('message', (message: ToWorker) => { worker.receive(message); });
