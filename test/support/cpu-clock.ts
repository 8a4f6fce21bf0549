/**
 * The processor's time as a clock for benches, and how fast the machine is at the moment. Not a
 * clock on the wall. Keeps true: what other programs do costs a figure little.
 */
import { spawnSync } from 'node:child_process';

export const secondsOfCpu = (since: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

/** Millions of steps of a fixed loop per CPU second. */
export function calibration(): number {
  const start = process.cpuUsage();
  let x = 1;
  for (let i = 0; i < 100_000_000; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  return x === 0 ? NaN : 100 / secondsOfCpu(start);
}

/** CPU seconds, user and system, of a program of Node with all its threads. */
export function cpuSecondsOfNode(words: readonly string[]): number {
  // A process counts its children once they have ended; the shell's `times` says it plainly.
  const script = `"${process.execPath}" ${words.map((word) => `"${word}"`).join(' ')} >/dev/null; times`;
  const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
  const line = stdout.trim().split('\n').at(-1) ?? '';
  const seconds = [...line.matchAll(/(\d+)m([\d.]+)s/g)]
    .map(([, minutes, rest]) => Number(minutes) * 60 + Number(rest));
  if (seconds.length !== 2) throw new Error(`no times of a child: ${stdout}`);
  return (seconds[0] ?? 0) + (seconds[1] ?? 0);
}
