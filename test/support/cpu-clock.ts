/**
 * The processor's time as a clock for benches, and how fast the machine is at the moment. Not a
 * clock on the wall. Keeps true: what other programs do costs a figure little.
 */

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
