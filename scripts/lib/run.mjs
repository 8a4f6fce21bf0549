/**
 * Runs a program and waits for it. Never through a shell, so arguments need no quoting.
 * Keeps true: when this process is told to stop, the programs it started are told too.
 */
import { spawn } from 'node:child_process';
import { root } from './house.mjs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

for (const [signal, code] of /** @type {const} */ ([
  ['SIGINT', 130],
  ['SIGTERM', 143],
])) {
  process.on(signal, () => {
    for (const child of running) child.kill(signal);
    process.exit(code);
  });
}

/**
 * @typedef {object} Outcome
 * @property {number} code  what the program exited with; 1 if it could not be started
 * @property {string} output  what it printed on both streams, empty unless captured
 * @property {number} wallMs
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ capture?: boolean, env?: Record<string, string>, cwd?: string }} [options]
 * @returns {Promise<Outcome>}
 */
export function run(command, args, options = {}) {
  const startMs = performance.now();
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, ...options.env },
      stdio: options.capture ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    running.add(child);
    /** @type {Buffer[]} */
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    /** @param {number} code */
    const finish = (code) => {
      running.delete(child);
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({ code, output, wallMs: performance.now() - startMs });
    };
    child.on('error', (error) => {
      chunks.push(Buffer.from(`${command} could not be started: ${error.message}\n`));
      if (!options.capture) console.error(`${command} could not be started: ${error.message}`);
      finish(1);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/**
 * Runs a JavaScript file with this same Node.
 * @param {readonly string[]} args
 * @param {{ capture?: boolean, env?: Record<string, string>, cwd?: string }} [options]
 */
export const runNode = (args, options) => run(process.execPath, args, options);

/** @param {number} wallMs */
export const seconds = (wallMs) => `${(wallMs / 1000).toFixed(1)} s`;

/**
 * Ends this script with the code of a failed program; does nothing when it went well.
 * @param {Outcome} outcome
 */
export function exitOnFailure(outcome) {
  if (outcome.code !== 0) process.exit(outcome.code);
}

/**
 * The same for a captured program, whose words are shown only when it failed.
 * @param {Outcome} outcome
 */
export function exitWithOutput(outcome) {
  if (outcome.code !== 0) console.error(outcome.output);
  exitOnFailure(outcome);
}
