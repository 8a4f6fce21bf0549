import { expect, it } from 'vitest';
import {
  action, constant, type HostOptions, instance, machineOf, second, sled, world,
} from '../../support/ir-builder.ts';
import { codes, launchOf, live, states } from '../../support/life-runs.ts';

/** So little boot code that reading it is no matter, where it is not what is tried. */
const littleCode = { bootReadBytes: 131_072 };

const storm = (options: HostOptions, count: number, guest: object = littleCode) => {
  const host = sled('sled', options);
  const names = Array.from({ length: count }, (_, i) => `web[${String(i)}]`);
  const model = world(host, ...names.map((id) =>
    instance(id, { machine: machineOf(host), instance: { ...guest } })));
  const result = live(model, names.map((id) => action(0, 'launch', id)));
  expect(codes(result)).toEqual([]);
  return { result, names };
};

/** When the last launch ended, in seconds. */
const endSeconds = (options: HostOptions, count: number, guest?: object): number => {
  const { result, names } = storm(options, count, guest);
  return Math.max(...names.map((id) => launchOf(result, id).bootTicks ?? NaN)) / second;
};

const within = (actual: number, bottleneck: number): void => {
  expect(actual).toBeGreaterThanOrEqual(bottleneck);
  expect(actual / bottleneck).toBeLessThan(1.01);
};

it('ends a storm within 1 % of the work of the hypervisor, when that is the bottleneck', () => {
  // Each launch: 1.6 s to allocate and 1 s to start; 2 s on each card, which work side by side.
  within(endSeconds({}, 1200), 1200 * 2.6);
});

it('ends a storm within 1 % of the work of the controller, when that is the bottleneck', () => {
  // Three commands of 3 s for each launch.
  within(endSeconds({ controller: { commandTimeTicks: constant(3 * second) } }, 500), 500 * 9);
});

it('ends a storm within 1 % of the work of a card, when that is the bottleneck', () => {
  within(endSeconds({ nic: { attachTimeTicks: constant(5 * second) } }, 800), 800 * 5);
});

it('ends a storm within 1 % of what the card must read, when that is the bottleneck', () => {
  // 64 MiB for each of them through one card of 25 Mb/s: 21.5 s.
  const fast = { concurrency: 64 };
  const seconds = endSeconds({
    hypervisor: fast, nic: fast, ebs: { ...fast, rateBitsPerSecond: 25e6 },
    controller: fast,
  }, 200, {});
  within(seconds, (200 * 64 * 1024 ** 2 * 8) / 25e6);
});

it('shares the work of a part that can do several things at one time', () => {
  within(endSeconds({ hypervisor: { concurrency: 2 } }, 1500), 1500 * 2);
});

it('tells the time in line from the time of the work', () => {
  const { result, names } = storm({}, 10);
  const last = launchOf(result, names[9] ?? '');
  const allocated = last.steps.find((s) => s.step === 'allocated');
  const took = (allocated?.toTicks ?? 0) - (allocated?.fromTicks ?? 0);
  expect(allocated?.queuedTicks).toBe(took - 1.7 * second);
  const hypervisor = result.stations.find((station) => station.id === 'sled.hv[0]');
  expect(hypervisor).toMatchObject({ arrived: 20, completed: 20, inside: 0 });
  expect(hypervisor?.meanServiceTicks).toBe(1.3 * second);
  expect(hypervisor?.longestQueue).toBeGreaterThan(5);
});

it('ends what was begun before it begins more, so that a storm comes up little by little', () => {
  const { result, names } = storm({}, 200);
  const boots = names.map((id) => (launchOf(result, id).bootTicks ?? NaN) / second);
  const first = Math.min(...boots);
  // Nobody waits for the allocations of all others, which take 320 s.
  expect(first).toBeLessThan(60);
  // Halfway through the work of the hypervisor half of them are up.
  const half = boots.filter((seconds) => seconds < 30 + (200 * 2.6) / 2).length;
  expect(half).toBeGreaterThan(90);
  expect(half).toBeLessThan(115);
});

it('does not keep a stop waiting until the storm is over', () => {
  const host = sled('sled');
  const names = Array.from({ length: 300 }, (_, i) => `web[${String(i)}]`);
  const model = world(host, ...['old', ...names].map((id) =>
    instance(id, { machine: machineOf(host), instance: littleCode })));
  const result = live(model, [
    ...names.map((id) => action(0, 'launch', id)), action(second, 'stop', 'old'),
  ], { off: names });
  // 1 + 9.74 s, and at each of four commands at most what is at work; the storm lasts for 780 s.
  const stopped = states(result, 'old').find(([, state]) => state === 'stopped');
  expect(stopped?.[0]).toBeGreaterThan(10.74);
  expect(stopped?.[0]).toBeLessThan(10.74 + 0.1 + 1.6 + 0.1 + 2);
});
