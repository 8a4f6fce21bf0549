import { expect, it } from 'vitest';
import {
  action, constant, type HostOptions, instance, machineOf, minute, second, sled, world,
} from '../../support/ir-builder.ts';
import { codes, launchOf, live, states } from '../../support/life-runs.ts';

const bootTicks = (options: HostOptions): number | null => {
  const host = sled('sled', options);
  const model = world(host, instance('web', { machine: machineOf(host) }));
  return launchOf(live(model, [action(0, 'launch', 'web')]), 'web').bootTicks;
};

it('pays exactly one time-out for each command that is lost, wherever it is lost', () => {
  const plain = bootTicks({}) ?? NaN;
  for (const part of ['controller', 'hypervisor', 'nic', 'ebs'] as const) {
    for (const lost of [1, 2, 3]) {
      expect(bootTicks({ [part]: { lostCommands: lost } }), `${part} loses ${String(lost)}`)
        .toBe(plain + lost * 10 * second);
    }
  }
});

it('counts the time-outs, and says on which step they fell', () => {
  const host = sled('sled', { hypervisor: { lostCommands: 2 } });
  const model = world(host, instance('web', { machine: machineOf(host) }));
  const launch = launchOf(live(model, [action(0, 'launch', 'web')]), 'web');
  expect(launch.timeouts).toBe(2);
  expect(launch.steps.map((s) => [s.step, s.timedOutTicks / second]))
    .toContainEqual(['allocated', 20]);
  expect(launch.steps.reduce((sum, s) => sum + s.timedOutTicks, 0)).toBe(20 * second);
});

it('gives up after so many retries, and says who was silent', () => {
  const host = sled('sled', {
    hypervisor: { lostCommands: 4 }, controller: { retries: 3 },
  });
  const model = world(host, instance('web', { machine: machineOf(host) }));
  const result = live(model, [action(0, 'launch', 'web')]);
  expect(launchOf(result, 'web')).toMatchObject({ bootTicks: null, timeouts: 4 });
  // 1.54 s for the request, 0.1 s for the command, and four times 10 s of silence.
  expect(states(result, 'web').at(-1)).toEqual([41.64, 'failed']);
  expect(result.findings).toEqual([expect.objectContaining({
    code: 'run/launch-failed', severity: 'error', element: 'web', atTicks: 41.64 * second,
    message: "The launch of web failed before 'allocated': "
      + 'sled.hv[0] did not answer in 4 tries.',
  })]);
});

it('gives up at the first silence when there are no retries', () => {
  const host = sled('sled', { hypervisor: { lostCommands: 1 }, controller: { retries: 0 } });
  const model = world(host, instance('web', { machine: machineOf(host) }));
  const result = live(model, [action(0, 'launch', 'web')]);
  expect(launchOf(result, 'web').timeouts).toBe(1);
  expect(result.findings[0]?.message).toContain('in 1 try.');
});

it('launches what failed again when told to', () => {
  const host = sled('sled', { hypervisor: { lostCommands: 1 }, controller: { retries: 0 } });
  const model = world(host, instance('web', { machine: machineOf(host) }));
  const result = live(model, [action(0, 'launch', 'web'), action(minute, 'launch', 'web')]);
  expect(launchOf(result, 'web', 1).bootTicks).toBe(bootTicks({}));
});

it('gives up work that takes longer than the time-out, and frees the part for the next', () => {
  const host = sled('sled', {
    hypervisor: { allocateTimeTicks: constant(11 * second) }, controller: { retries: 1 },
  });
  const model = world(host, instance('web', { machine: machineOf(host) }));
  const result = live(model, [action(0, 'launch', 'web')]);
  expect(states(result, 'web').at(-1)).toEqual([21.64, 'failed']);
  const hypervisor = result.stations.find((station) => station.id === 'sled.hv[0]');
  expect(hypervisor).toMatchObject({ arrived: 2, completed: 0, dropped: 2, inside: 0 });
});

it('waits in line for as long as it takes: a part that reports a command is not silent', () => {
  const host = sled('sled', { hypervisor: { allocateTimeTicks: constant(9 * second) } });
  const names = Array.from({ length: 5 }, (_, i) => `web[${String(i)}]`);
  const model = world(host, ...names.map((id) => instance(id, { machine: machineOf(host) })));
  const result = live(model, names.map((id) => action(0, 'launch', id)));
  for (const id of names) expect(launchOf(result, id)).toMatchObject({ timeouts: 0 });
  expect(codes(result)).toEqual([]);
});

it('uses the time-out of the board where a board is verified or powered', () => {
  const metal = (chip: number): number | null => {
    const host = sled('sled', { metal: true, chip: { verifyTimeTicks: constant(chip) } });
    const model = world(host, instance('web', { machine: machineOf(host) }));
    return launchOf(live(model, [action(0, 'launch', 'web')]), 'web').bootTicks;
  };
  expect(metal(29 * minute)).not.toBeNull();
  expect(metal(31 * minute)).toBeNull();
});

it('loses a share of commands at random, the same ones for the same seed', () => {
  const run = (seed: number) => {
    const host = sled('sled', { ebs: { lossRatio: 0.5 }, nic: { lossRatio: 0.5 } });
    const names = Array.from({ length: 40 }, (_, i) => `web[${String(i)}]`);
    const model = world(host, ...names.map((id) => instance(id, { machine: machineOf(host) })));
    return live(model, names.map((id) => action(0, 'launch', id)), { seed });
  };
  expect(run(3)).toEqual(run(3));
  const timeouts = run(3).lives.reduce((sum, life) => sum + (life.launches[0]?.timeouts ?? 0), 0);
  // 80 attachments, each lost with probability 1/2 at each of up to 4 tries: 75 time-outs expected.
  expect(timeouts).toBeGreaterThan(40);
  expect(timeouts).toBeLessThan(110);
});
