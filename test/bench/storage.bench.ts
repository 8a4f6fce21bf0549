/**
 * How fast a drive serves random writes of one page in its steady state: sixteen at a time, with
 * contention for channels and planes, collection, latencies in histograms and audits on, on one
 * core; and how fast its translation is alone. Not a test: figures depend on the machine.
 * Also shown: memory beside an idle process, and that it does not grow with the requests.
 */
import { Chance, type Ticks } from '#base';
import { calibration, secondsOfCpu } from '../support/cpu-clock.ts';
import { anyPage, FlashBench, overwrite, translationOf, us } from '../support/flash-runs.ts';

const rounds = 3;
const roundSeconds = 1;
const requestsPerLook = 20_000;
const depth = 16;
const write = 1;
const megabyte = 1_000_000;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

const megabytes = (): number => {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().rss / megabyte;
};

/** Geometry of the measurements that the bars were set by: 2 GiB on four planes. */
const geometry = { units: 4, channels: 4, blocks: 1024, pagesPerBlock: 128 };

interface Timed {
  readonly rate: number;
  readonly megabytes: number;
  readonly grown: number;
  readonly mapped: number;
}

function timed(used: number): Timed {
  const idle = megabytes();
  const bench = new FlashBench({ ...geometry, used, times: { transfer: 12 * us } });
  overwrite(bench.translation, bench.chance.stream('fill'), 8);
  const dice = bench.chance.stream('requests');
  const told = { back: 0 };
  bench.told = () => {
    told.back++;
    bench.send(write, anyPage(dice, bench.logicalPages));
  };
  for (let i = 0; i < depth; i++) bench.send(write, anyPage(dice, bench.logicalPages));
  const run = (seconds: number): number => {
    const [start, before] = [process.cpuUsage(), told.back];
    while (secondsOfCpu(start) < seconds) {
      const until = told.back + requestsPerLook;
      while (told.back < until) {
        const eventsMax = bench.simulation.events + requestsPerLook;
        bench.simulation.run({ untilTicks: Number.MAX_SAFE_INTEGER as Ticks, eventsMax });
      }
      bench.network.audit();
    }
    return (told.back - before) / secondsOfCpu(start) / 1e6;
  };
  run(roundSeconds);
  const first = megabytes();
  const rate = median(Array.from({ length: rounds }, () => run(roundSeconds)));
  const last = megabytes();
  return {
    rate, megabytes: last - idle, grown: last - first, mapped: bench.translation.pages.mapped,
  };
}

function mapOnly(used: number): number {
  const translation = translationOf({ ...geometry, used });
  const dice = new Chance(1).stream('writes');
  overwrite(translation, dice, 8);
  return median(Array.from({ length: rounds }, () => {
    const start = process.cpuUsage();
    overwrite(translation, dice, 8);
    return (8 * translation.pages.logicalPages) / secondsOfCpu(start) / 1e6;
  }));
}

const bar = (value: number, least: number): string =>
  `bar ${String(least)}  ${value >= least ? 'pass' : 'MISS'}`;

console.log(`calibration: ${calibration().toFixed(0)} M steps/s`);
for (const [used, least] of [[0.85, 0.6], [0.72, 1]] as const) {
  const { rate, megabytes: taken, grown, mapped } = timed(used);
  const spare = Math.round(100 * (1 - used));
  const most = 20 + (10 * mapped) / megabyte;
  console.log(`random writes at ${String(spare)} % spare: ${rate.toFixed(2)} M/s, ${bar(rate, least)}`);
  console.log(`  after ${String(rounds)} rounds more: ${grown.toFixed(1)} MB`);
  console.log(`  memory beside an idle process: ${taken.toFixed(1)} MB, bar ${most.toFixed(1)}  `
    + (taken <= most ? 'pass' : 'MISS'));
}
for (const used of [0.85, 0.72]) {
  const rate = mapOnly(used);
  const spare = Math.round(100 * (1 - used));
  console.log(`translation alone at ${String(spare)} % spare: ${rate.toFixed(2)} M/s, ${bar(rate, 5)}`);
}
