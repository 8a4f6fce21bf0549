/**
 * How fast the kernel is: the hold model (take the next event, plan another) at several numbers of
 * pending events, on one core, with ties in order.
 * Not a test: figures depend on the machine, so each stands beside its bar and beside a calibration
 * loop of the same process. Bars are in million holds per second of user time.
 */
import { Chance } from '#base';
import type { Stream, Ticks } from '#base';
import { EventQueue, QueueNetwork, Simulation } from '#sim/kernel';
import { feed, nobody } from '../support/open-arrivals.ts';

const meanTicks = 1_000_000;
const tableMask = 65_535;
const rounds = 7;
const roundSeconds = 0.2;
const batch = 50_000;

interface Case {
  readonly name: string;
  /** Million per second, or null where no bar is set. */
  readonly bar: number | null;
  /** Does so many holds (or events). */
  readonly work: (count: number) => void;
  readonly rates: number[];
}

function secondsOfUserTime(since: NodeJS.CpuUsage): number {
  return process.cpuUsage(since).user / 1e6;
}

function tableOf(name: string, draw: (dice: Stream) => number): Float64Array {
  const dice = new Chance(1).stream(name);
  return Float64Array.from({ length: tableMask + 1 }, () => draw(dice));
}

const exponential = tableOf('exponential', (dice) => dice.exponentialTicks(meanTicks));
const bimodal = tableOf('bimodal', (dice) =>
  dice.exponentialTicks(dice.happens(0.02) ? 200_000 * meanTicks : meanTicks));
const coarse = tableOf('coarse', (dice) =>
  Math.round(dice.exponential(100)) * Math.round(meanTicks / 100));

function filled(pending: number, increments: Float64Array): EventQueue {
  const queue = new EventQueue();
  for (let i = 0; i < pending; i++) queue.push(increments[(i * 7) & tableMask] as number, 0, i, 0);
  return queue;
}

function hold(pending: number, increments: Float64Array): Case['work'] {
  const queue = filled(pending, increments);
  const work = (count: number) => {
    for (let i = 0; i < count; i++) {
      queue.next(Infinity);
      queue.push(queue.at + (increments[i & tableMask] as number), 0, queue.entity, i);
    }
  };
  // Into the steady state: each pending event has been replaced at least twice, and for two kinds
  // of increments the long ones have come to dominate.
  work(Math.max(1_000_000, 2 * pending));
  return work;
}

/** Every hold also moves one of a thousand timers; 1 in 16 is called off, 1 in 16 brought near. */
function holdWithTimers(pending: number): Case['work'] {
  const queue = filled(pending, exponential);
  const timers = Array.from({ length: 1000 }, (_, i) => queue.createTimer(1, i));
  const timeout = 200_000 * meanTicks;
  const work = (count: number) => {
    for (let i = 0; i < count; i++) {
      queue.next(Infinity);
      const { at, kind, entity } = queue;
      if (kind === 0) queue.push(at + (exponential[i & tableMask] as number), 0, entity, i);
      const timer = timers[(i * 31) % 1000] as number;
      if ((i & 15) === 0) queue.disarm(timer);
      else if ((i & 15) === 8) queue.arm(timer, at + meanTicks, i);
      else queue.arm(timer, at + timeout, i);
    }
  };
  work(1_000_000);
  return work;
}

/** Events of the whole simulation: clock, handlers, fingerprint, one station with its books. */
function station(): Case['work'] {
  const simulation = new Simulation({ seed: 1 });
  const network = new QueueNetwork(simulation);
  const services = simulation.streamOf('services');
  const arrivals = simulation.streamOf('arrivals');
  const desk = network.addStation({ id: 'desk', discipline: 'queue', servers: 4 });
  const draw = () => services.exponentialTicks(meanTicks);
  const route = network.addRoute([{ station: desk, role: 'desk', draw }], nobody);
  feed(simulation, () => arrivals.exponentialTicks(meanTicks / 3), (tag) => {
    network.begin(route, 0, tag);
  });
  return (count) => {
    const untilTicks = Number.MAX_SAFE_INTEGER as Ticks;
    simulation.run({ untilTicks, eventsMax: simulation.events + count });
  };
}

/** Empty events through the simulation's own loop. */
function emptyEvents(pending: number): Case['work'] {
  const simulation = new Simulation({ seed: 1 });
  const kind = simulation.register((entity, payload) => {
    const gap = exponential[payload & tableMask] as number;
    simulation.scheduleAfter(gap, kind, entity, payload + 1);
  });
  for (let i = 0; i < pending; i++) {
    simulation.schedule(exponential[i & tableMask] as number, kind, i, i);
  }
  return (count) => {
    const untilTicks = Number.MAX_SAFE_INTEGER as Ticks;
    simulation.run({ untilTicks, eventsMax: simulation.events + count });
  };
}

let calibrated = 1;
function calibrate(count: number): void {
  let x = calibrated;
  for (let i = 0; i < count; i++) {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
  }
  calibrated = x;
}

const cases: readonly Case[] = [
  { name: 'calibration loop', bar: null, work: calibrate, rates: [] },
  { name: 'hold, exponential, 1,000', bar: 15, work: hold(1_000, exponential), rates: [] },
  { name: 'hold, exponential, 10,000', bar: 15, work: hold(10_000, exponential), rates: [] },
  { name: 'hold, exponential, 100,000', bar: 12, work: hold(100_000, exponential), rates: [] },
  { name: 'hold, exponential, 1,000,000', bar: 2.5, work: hold(1_000_000, exponential), rates: [] },
  { name: 'hold, 2 % 200,000 × longer, 10,000', bar: 10, work: hold(10_000, bimodal), rates: [] },
  { name: 'hold and re-arm a timer, 10,000', bar: 10, work: holdWithTimers(10_000), rates: [] },
  { name: 'hold, hundreds of ties, 10,000', bar: null, work: hold(10_000, coarse), rates: [] },
  { name: 'hold, exponential, 10', bar: null, work: hold(10, exponential), rates: [] },
  { name: 'simulation, empty events, 10,000', bar: null, work: emptyEvents(10_000), rates: [] },
  { name: 'simulation, events of M/M/4', bar: null, work: station(), rates: [] },
];

for (let round = 0; round < rounds; round++) {
  for (const { work, rates } of cases) {
    const start = process.cpuUsage();
    let count = 0;
    let seconds = 0;
    while (seconds < roundSeconds) {
      work(batch);
      count += batch;
      seconds = secondsOfUserTime(start);
    }
    rates.push(count / seconds / 1e6);
  }
}

function sorted(rates: readonly number[]): number[] {
  return [...rates].sort((a, b) => a - b);
}

const middle = (rates: readonly number[]) => sorted(rates)[(rounds - 1) / 2] ?? NaN;
const calibration = middle(cases[0]?.rates ?? []);
console.log('case'.padEnd(36), '  M/s', '  least', '   most', ' ×calibration', '  bar');
for (const { name, bar, rates } of cases) {
  const rate = middle(rates);
  const columns = [
    name.padEnd(36),
    rate.toFixed(2).padStart(6),
    (sorted(rates)[0] ?? NaN).toFixed(2).padStart(7),
    (sorted(rates)[rounds - 1] ?? NaN).toFixed(2).padStart(7),
    (rate / calibration).toFixed(4).padStart(13),
    bar === null ? '' : `${bar.toFixed(1).padStart(5)}  ${rate >= bar ? 'pass' : 'MISS'}`,
  ];
  console.log(columns.join(' ').trimEnd());
}
