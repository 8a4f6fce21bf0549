#!/usr/bin/env node
/**
 * The command line as a process: arguments, signals and the exit code. Not the commands.
 * Keeps true: `--version` reads nothing but this file, and a fault says how to replay it.
 */
import { version } from '../../package.json';

const argv = process.argv.slice(2);

if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
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
