/**
 * Compute work that shares the memory of a socket: who gets how much, and how much slower that
 * makes it, against arithmetic by hand.
 */
import { expect, it } from 'vitest';
import { Bench, ms, second } from '../../../support/processor-runs.ts';

const gigabits = (amount: number) => ({ memoryTrafficBitsPerSecond: amount * 1e9 });
const memoryOf = (amount: number) => ({ memoryBandwidthBitsPerSecond: amount * 1e9 });

it('slows all who ask for more than there is by the same factor where they ask for the same', () => {
  const bench = new Bench({
    cores: 8, socket: memoryOf(800), guests: [
      { id: 'a', vcpus: 4, compute: { left: gigabits(600) } },
      { id: 'b', vcpus: 4, compute: { right: gigabits(600) } },
    ],
  }).start().run(second);
  // 1,200 are asked for and 800 are there: each runs at two thirds of its four vCPUs.
  expect(bench.processors.speed('left[0]')).toBeCloseTo(4 * 2 / 3, 9);
  expect(bench.processors.speed('right[0]')).toBeCloseTo(4 * 2 / 3, 9);
  // A vCPU that waits for memory is busy all the same.
  expect(bench.processors.utilization('a')).toBeCloseTo(1, 9);
});

it('gives all it asks for to who asks for less than an even part', () => {
  const bench = new Bench({
    cores: 6, socket: memoryOf(100), guests: [
      { id: 'a', vcpus: 2, compute: { light: gigabits(10) } },
      { id: 'b', vcpus: 2, compute: { heavy: gigabits(80) } },
      { id: 'c', vcpus: 2, compute: { heaviest: gigabits(120) } },
    ],
  }).start().run(second);
  // An even part of 100 is 16.7 for each of six vCPUs. The light ones want 5 each; what is left,
  // 90 for four, is 22.5 each, of 40 and of 60.
  expect(bench.processors.speed('light[0]')).toBeCloseTo(2, 9);
  expect(bench.processors.speed('heavy[0]')).toBeCloseTo(2 * 22.5 / 40, 9);
  expect(bench.processors.speed('heaviest[0]')).toBeCloseTo(2 * 22.5 / 60, 9);
});

it('costs nothing where there is enough, no traffic, or nobody says how much there is', () => {
  const speed = (socket: object, compute: object): number => new Bench({
    cores: 2, socket: { ...socket }, guests: [{ id: 'a', vcpus: 2, compute: { work: { ...compute } } }],
  }).start().run(second).processors.speed('work[0]');
  expect(speed(memoryOf(100), gigabits(100))).toBe(2);
  expect(speed(memoryOf(1), {})).toBe(2);
  expect(speed({}, gigabits(1_000))).toBe(2);
});

it('shares anew when a job ends', () => {
  const bench = new Bench({
    cores: 2, socket: memoryOf(100), guests: [
      { id: 'a', compute: { short: { ...gigabits(100), workTicks: 10 * ms } } },
      { id: 'b', compute: { long: { ...gigabits(100), workTicks: 30 * ms } } },
    ],
  }).start().run(second);
  // Both at half speed until the short one is through at 20 ms; the other one has done 10 of its
  // 30 ms by then, and does the rest at full speed.
  expect(bench.processors.job('short[0]')[0]).toBeCloseTo(20 * ms, -1);
  expect(bench.processors.job('long[0]')[0]).toBeCloseTo(40 * ms, -1);
});

it('counts only those who run where vCPUs take turns', () => {
  const guest = (id: string) => ({ id, compute: { [`work${id}`]: gigabits(100) } });
  const bench = new Bench({
    cores: 1, socket: memoryOf(100), hypervisor: { cpuSharing: 'shared', switchTimeTicks: 0 },
    guests: [guest('a'), guest('b')],
  }).start().run(6 * second);
  // One runs at a time, so nobody holds up anybody: half of the time each, to a slice of 30 ms.
  const speeds = ['worka[0]', 'workb[0]'].map((id) => bench.processors.speed(id));
  expect(speeds[0]).toBeGreaterThan(0.49);
  expect((speeds[0] ?? 0) + (speeds[1] ?? 0)).toBeCloseTo(1, 9);
});

it('uses less memory where the threads of a core slow each other down', () => {
  const bench = new Bench({
    cores: 1, threadsPerCore: 2, socket: { ...memoryOf(100), siblingSpeed: 0.6 },
    guests: [{ id: 'a', vcpus: 2, given: { threadsPerCore: 2 }, compute: { work: gigabits(160) } }],
  }).start().run(second);
  // Two threads at 60 % would use 96 of 80 each at full speed: enough is there.
  expect(bench.processors.speed('work[0]')).toBeCloseTo(1.2, 9);
});
