#!/usr/bin/env node
/**
 * The command line as a process: arguments, signals and the exit code. Not the commands.
 * Keeps true: `--version` reads nothing but this file, and a fault says how to replay it.
 */
import { version } from '../../package.json';

/**
 * The engine of Node 20 optimises a function once it has run 66 KiB of its code. Most commands end
 * before that repays its cost, which was a third of all they use. Later engines wait longer by
 * themselves, and do not know this flag; they would say so aloud.
 */
const EAGER_ENGINE = '11.3.';
const BUDGET_BYTES = 500_000;

/** Changes when code is optimised, never what it does; a long run gets there milliseconds later. */
async function optimiseLater(): Promise<void> {
  if (!process.versions.v8.startsWith(EAGER_ENGINE)) return;
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString(`--interrupt-budget=${BUDGET_BYTES}`);
}

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  await optimiseLater();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // The second time, whoever asks does not want to wait for what was done so far.
      if (stop.signal.aborted) process.exit(signal === 'SIGTERM' ? 143 : 130);
      stop.abort(signal);
    });
  }
  const [{ runCli }, { nodeIo }] = await Promise.all([import('./cli.ts'), import('./io-node.ts')]);
  process.exitCode = await runCli(argv, nodeIo(stop.signal, import.meta.url));
}
