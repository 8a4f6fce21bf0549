/**
 * Laws of processors under random load: the books agree at every stop, nothing is given twice, and
 * reading changes nothing.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Bench, type MachineGiven, ms, us } from '../../../support/processor-runs.ts';

const guest = fc.record({
  vcpus: fc.integer({ min: 1, max: 3 }),
  weight: fc.integer({ min: 1, max: 1000 }),
  pinnedCore: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null }),
  threads: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
  workTicks: fc.option(fc.integer({ min: 1, max: 20 * ms }), { nil: null }),
  computes: fc.boolean(),
});

const deed = fc.record({
  at: fc.integer({ min: 0, max: 60 * ms }),
  guest: fc.nat(4),
  vcpu: fc.nat(2),
  deed: fc.constantFrom('send', 'send', 'send', 'send', 'stop', 'start', 'end', 'begin'),
});

const load = fc.record({
  cores: fc.integer({ min: 1, max: 2 }),
  threadsPerCore: fc.integer({ min: 1, max: 2 }),
  isShared: fc.boolean(),
  boost: fc.constantFrom('yes', 'no'),
  sliceTicks: fc.integer({ min: 10 * us, max: 5 * ms }),
  switchTicks: fc.integer({ min: 0, max: 200 * us }),
  serviceTicks: fc.integer({ min: 0, max: 2 * ms }),
  guests: fc.array(guest, { minLength: 1, maxLength: 5 }),
  deeds: fc.array(deed, { maxLength: 60 }),
});

type Load = typeof load extends fc.Arbitrary<infer Value> ? Value : never;

const machine = (given: Load): MachineGiven => ({
  cores: given.cores, threadsPerCore: given.threadsPerCore, socket: { siblingSpeed: 0.7 },
  hypervisor: {
    cpuSharing: given.isShared ? 'shared' : 'dedicated', boost: given.boost,
    timeSliceTicks: given.sliceTicks, switchTimeTicks: given.switchTicks,
  },
  guests: given.guests.map(({ vcpus, weight, pinnedCore, threads, workTicks, computes }, i) => ({
    id: `g${String(i)}`, vcpus,
    given: { weight, pinnedCore, threadsPerCore: given.threadsPerCore },
    compute: computes ? { [`c${String(i)}`]: { threads, workTicks } } : {},
  })),
});

function act(bench: Bench, one: Load['deeds'][number], routes: readonly number[][]): void {
  const index = one.guest % routes.length;
  const own = routes[index] ?? [];
  const stream = bench.world.streams.find(({ from }) => from === `g${String(index)}`);
  const { processors } = bench;
  if (one.deed === 'send') bench.send(own[one.vcpu % own.length] ?? 0);
  else if (one.deed === 'stop') processors.guestStopped(`g${String(index)}`);
  else if (one.deed === 'start') processors.guestStarted(`g${String(index)}`);
  else if (stream === undefined) return;
  else if (one.deed === 'end') processors.endCompute(stream);
  else processors.startCompute(stream);
}

/** Runs a load; stops to audit and, when asked, to read all there is to read. */
function play(given: Load, reads: boolean): Bench {
  const bench = new Bench(machine(given)).start();
  const routes = given.guests.map(({ vcpus }, i) => Array.from({ length: vcpus }, (_, vcpu) =>
    bench.route(`g${String(i)}`, given.serviceTicks, vcpu)));
  let again = given.deeds.length;
  // A closed loop: whoever is through comes again, at once.
  bench.onDone = (route) => { if (again-- > 0) bench.network.begin(route, 0, 0); };
  for (const one of [...given.deeds].sort((a, b) => a.at - b.at)) {
    bench.run(one.at);
    act(bench, one, routes);
    if (reads) bench.processors.readOut(bench.simulation.now);
  }
  return bench.run(100 * ms);
}

it('keeps its books and gives no time twice, whatever comes', () => {
  fc.assert(fc.property(load, (given) => {
    const bench = play(given, false);
    const threads = given.cores * given.threadsPerCore;
    for (const one of bench.processors.readOut(100 * ms)) {
      expect(one.busy).toBeLessThanOrEqual(1 + 1e-12);
      expect(one.useful + one.switching + one.exiting).toBeLessThanOrEqual(one.busy + 1e-9);
      expect(one.stolen).toBeLessThanOrEqual(1);
    }
    const speed = bench.world.streams
      .reduce((sum, { id }) => sum + bench.processors.speed(id), 0);
    if (given.isShared) expect(speed).toBeLessThanOrEqual(threads + 1e-9);
    for (const { id } of bench.world.streams) {
      const work = bench.world.elements.find((one) => `${one.id}[0]` === id);
      const own = work?.kind === 'compute' ? work.properties.workTicks : null;
      const jobs = bench.processors.job(id).length;
      // Jobs that are done had their work, and a tick of rounding for each.
      const used = bench.processors.speed(id) * 100 * ms;
      if (own !== null) expect(used).toBeGreaterThan(jobs * (own - 1) - 1);
    }
  }), { numRuns: 300, seed: 7 });
});

it('does the same twice, and whether or not somebody reads', () => {
  fc.assert(fc.property(load, (given) => {
    const [first, second, read] = [play(given, false), play(given, false), play(given, true)];
    const print = (bench: Bench): string => bench.simulation.eventFingerprint();
    expect(print(second)).toBe(print(first));
    expect(print(read)).toBe(print(first));
    expect(read.processors.readOut(100 * ms)).toEqual(first.processors.readOut(100 * ms));
  }), { numRuns: 100, seed: 8 });
});

it('slows threads of a shared core while both are busy', () => {
  const bench = new Bench({
    cores: 1, threadsPerCore: 2, socket: { siblingSpeed: 0.625 },
    hypervisor: { cpuSharing: 'shared', switchTimeTicks: 0 },
    guests: [
      { id: 'a', compute: { job: { workTicks: 5 * ms } } }, { id: 'b' },
    ],
  }).start();
  // Beside it for 4 ms: 2.5 ms of work at 0.625 of the speed, as 4 ms of the job become 2.5.
  bench.send(bench.route('b', 2.5 * ms), 0);
  bench.run(100 * ms);
  expect(bench.latencies[0]).toEqual([4 * ms]);
  expect(bench.processors.job('job[0]')).toEqual([6.5 * ms]);
});
