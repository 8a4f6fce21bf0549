/**
 * vCPUs with a hardware thread each, and compute work that has what requests leave of them: against
 * arithmetic by hand, to the tick.
 */
import { expect, it } from 'vitest';
import { Bench, ms, second, us } from '../../../support/processor-runs.ts';

it('ends a job exactly when its processor time is used, however requests interrupt it', () => {
  const bench = new Bench({
    cores: 1, guests: [{ id: 'web', compute: { job: { workTicks: 10 * ms } } }],
  }).start();
  const route = bench.route('web', 300 * us);
  // Two of them in a row, one during the time that is added, and one after the end.
  for (const at of [1, 1, 9, 10.5, 12]) bench.send(route, at * ms);
  bench.run(second);
  expect(bench.processors.job('job[0]')).toEqual([10 * ms + 4 * 300 * us]);
  expect(bench.latencies[0]).toEqual([300 * us, 600 * us, 300 * us, 300 * us, 300 * us]);
  expect(bench.ended).toEqual(['job[0]']);
  expect(bench.processors.speed('job[0]')).toBeCloseTo(0.01, 12);
  expect(bench.processors.utilization('web')).toBeCloseTo(0.0115, 12);
});

it('lets a job wait for its first tick while requests have the vCPU', () => {
  const bench = new Bench({
    cores: 1, guests: [{ id: 'web', compute: { job: { workTicks: 1 } } }],
  });
  bench.processors.guestStarted('web');
  const route = bench.route('web', 5 * ms);
  bench.send(route, 0);
  bench.run(1 * ms);
  bench.processors.startCompute(bench.stream('job'));
  bench.run(second);
  expect(bench.processors.job('job[0]')).toEqual([4 * ms + 1]);
});

it('looks at a job a few times and not at every request', () => {
  const bench = new Bench({
    cores: 1, guests: [{ id: 'web', compute: { job: { workTicks: 100 * ms } } }],
  }).start();
  const route = bench.route('web', 5 * us);
  for (let at = 0; at < second; at += 10 * us) bench.send(route, at);
  bench.run(second);
  // Half of each 10 us is left, and the last half is not waited for.
  expect(bench.processors.job('job[0]')).toEqual([200 * ms]);
  expect(bench.simulation.events).toBeLessThan(200_000 + 40);
});

it('has a thread for each vCPU, or as many as are asked for', () => {
  const speed = (threads: number | null): number => new Bench({
    cores: 8, guests: [{ id: 'web', vcpus: 4, compute: { burn: { threads } } }],
  }).start().run(second).processors.speed('burn[0]');
  expect([null, 1, 3, 4, 9].map(speed)).toEqual([4, 1, 3, 4, 4]);
});

it('does one job with many threads in so much less time', () => {
  const bench = new Bench({
    cores: 4, guests: [{ id: 'web', vcpus: 4, compute: { job: { workTicks: 4 * ms } } }],
  }).start();
  bench.send(bench.route('web', 1 * ms, 2), 0);
  bench.run(second);
  // Three run from the start, the fourth from 1 ms on: 3 t + (t − 1) = 4.
  expect(bench.processors.job('job[0]')).toEqual([1.25 * ms]);
});

it('shares a vCPU evenly between streams', () => {
  const bench = new Bench({
    cores: 1, guests: [{ id: 'web', compute: { job: { workTicks: 10 * ms }, burn: {} } }],
  }).start().run(50 * ms);
  expect(bench.processors.job('job[0]')).toEqual([20 * ms]);
  expect(bench.processors.speed('burn[0]')).toBeCloseTo(0.8, 12);
});

it('slows the threads of a core while both are busy, and fills cores first', () => {
  const make = (threads: number): Bench => new Bench({
    cores: 2, threadsPerCore: 2, socket: { siblingSpeed: 0.625 },
    guests: [{
      id: 'web', vcpus: 4, given: { threadsPerCore: 2 }, compute: { burn: { threads } },
    }],
  }).start().run(second);
  expect(make(2).processors.speed('burn[0]')).toBe(2);
  expect(make(3).processors.speed('burn[0]')).toBeCloseTo(1 + 2 * 0.625, 12);
  expect(make(4).processors.speed('burn[0]')).toBeCloseTo(4 * 0.625, 12);
});

it('slows requests beside a sibling that computes, and compute work beside requests', () => {
  const bench = new Bench({
    cores: 1, threadsPerCore: 2, socket: { siblingSpeed: 0.5 },
    guests: [{
      id: 'web', vcpus: 2, given: { threadsPerCore: 2 }, compute: { burn: { threads: 1 } },
    }],
  }).start();
  const route = bench.route('web', 1 * ms, 1);
  for (let i = 0; i < 50; i++) bench.send(route, i * 4 * ms);
  bench.run(200 * ms);
  expect(new Set(bench.latencies[0])).toEqual(new Set([2 * ms]));
  // The other thread is busy for half of the time.
  expect(bench.processors.speed('burn[0]')).toBeCloseTo(0.75, 12);
});

it('does not slow vCPUs that have a core each', () => {
  const bench = new Bench({
    cores: 2, threadsPerCore: 2, socket: { siblingSpeed: 0.5 },
    guests: [{ id: 'web', vcpus: 2, given: { threadsPerCore: 1 }, compute: { burn: {} } }],
  }).start().run(second);
  expect(bench.processors.speed('burn[0]')).toBe(2);
});

it('loses compute work and requests of a guest that stops, and starts again from nothing', () => {
  const bench = new Bench({
    cores: 1, guests: [{ id: 'web', compute: { job: { workTicks: 10 * ms } } }],
  }).start();
  const route = bench.route('web', 4 * ms);
  bench.send(route, 1 * ms);
  bench.run(2 * ms);
  bench.processors.guestStopped('web');
  bench.run(20 * ms);
  expect(bench.processors.job('job[0]')).toEqual([]);
  expect(bench.lost).toEqual([route]);
  bench.send(route);
  bench.run(21 * ms);
  expect(bench.lost).toEqual([route, route]);
  bench.processors.startCompute(bench.stream('job'));
  bench.run(30 * ms);
  bench.processors.guestStarted('web');
  bench.run(second);
  // It began when the guest came up.
  expect(bench.processors.job('job[0]')).toEqual([10 * ms]);
  expect(bench.processors.speed('job[0]')).toBeCloseTo(0.011, 12);
});

it('gives a management domain with cores of its own all their threads', () => {
  const bench = new Bench({
    cores: 4, threadsPerCore: 2,
    hypervisor: { managementDomain: 'yes', managementCores: 1 }, guests: [{ id: 'web' }],
  }).start();
  const station = bench.processors.domain('box.cpu');
  if (station === null) throw new Error('no domain');
  const route = bench.visit(station, 1 * ms);
  for (let i = 0; i < 4; i++) bench.send(route, 0);
  bench.run(10 * ms);
  expect(bench.latencies[0]).toEqual([1 * ms, 1 * ms, 2 * ms, 2 * ms]);
  expect(bench.processors.utilization('box.hv')).toBeCloseTo(0.2, 12);
  expect(bench.network.stations.ids[station]).toBe('box.hv/domain');
});

it('has no management domain where none is described, nor on metal', () => {
  const domain = (hypervisor: Record<string, string> | null): number | null =>
    new Bench({ cores: 1, hypervisor, guests: [{ id: 'web' }] }).processors.domain('box.cpu');
  expect(domain({})).toBe(null);
  expect(domain(null)).toBe(null);
});

it('counts from the end of the warm-up', () => {
  const bench = new Bench({
    cores: 2, guests: [{ id: 'web', vcpus: 2, compute: { burn: { threads: 1 } } }],
  }).start().run(500 * ms);
  bench.processors.cut(bench.simulation.now);
  bench.run(second);
  expect(bench.processors.speed('burn[0]')).toBe(1);
  expect(bench.processors.readOut(bench.simulation.now)).toEqual([{
    id: 'web', threads: 2, busy: 0.5, useful: 0.5, switching: 0, exiting: 0, stolen: 0, exits: 0,
  }]);
});
