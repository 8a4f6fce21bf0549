import { expect, it } from 'vitest';
import type { ActionIr } from '#ir';
import {
  action, type HostOptions, instance, machineOf, minute, second, sled, world,
} from '../../support/ir-builder.ts';
import { codes, launchOf, live, states } from '../../support/life-runs.ts';

const launch = action(0, 'launch', 'web');

const run = (actions: readonly ActionIr[], options: HostOptions & { off?: string[] } = {}) => {
  const host = sled('sled', options);
  const model = world(host, instance('web', { machine: machineOf(host) }));
  return live(model, actions, { off: options.off ?? ['web'] });
};

const plain = launchOf(run([launch]), 'web').bootTicks ?? NaN;

it('leaves commands to a failed part unanswered until it is restored', () => {
  // The allocation is sent at 1.64 s into silence; the hypervisor is back before the second try.
  const result = run([action(0, 'fail', 'sled.hv[0]', { forTicks: 5 * second }), launch]);
  expect(launchOf(result, 'web')).toMatchObject({ bootTicks: plain + 10 * second, timeouts: 1 });
});

it('restores by an action as by the end of the time', () => {
  const byTime = run([action(0, 'fail', 'sled.ctl', { forTicks: 12 * second }), launch]);
  const byHand = run([action(0, 'fail', 'sled.ctl'), launch, action(12 * second, 'restore', 'sled.ctl')]);
  expect(launchOf(byHand, 'web')).toEqual(launchOf(byTime, 'web'));
  // The request reaches the controller at 1.54 s and again at 11.54 and 21.54 s.
  expect(launchOf(byTime, 'web').bootTicks).toBe(plain + 20 * second);
});

it('fails the launch when the part never comes back', () => {
  const result = run([action(0, 'fail', 'sled.nic[0]'), launch]);
  expect(states(result, 'web').at(-1)?.[1]).toBe('failed');
  expect(codes(result)).toEqual(['run/launch-failed']);
});

it('loses the work that a part had in hand when it failed', () => {
  // Allocating runs from 1.64 to 3.24 s; the answer never comes, and the clock began at 1.64 s.
  const result = run([launch, action(2 * second, 'fail', 'sled.hv[0]', { forTicks: second })]);
  expect(launchOf(result, 'web').bootTicks).toBe(plain + 10 * second);
  expect(result.stations.find((s) => s.id === 'sled.hv[0]'))
    .toMatchObject({ arrived: 3, completed: 2, dropped: 1 });
});

it('starts the clock of what stood in line when the part failed', () => {
  const host = sled('sled');
  const model = world(host, ...['a', 'b'].map((id) => instance(id, { machine: machineOf(host) })));
  const result = live(model, [
    action(0, 'launch', 'a'), action(0, 'launch', 'b'),
    action(2 * second, 'fail', 'sled.hv[0]', { forTicks: second }),
  ]);
  // a is at work since 1.64 s, b in line since 1.74 s: they hear nothing until 11.64 and 12 s.
  const allocated = (id: string) =>
    launchOf(result, id).steps.find((s) => s.step === 'allocated');
  expect(allocated('a')).toMatchObject({ timedOutTicks: 10 * second, toTicks: 13.24 * second });
  expect(allocated('b')).toMatchObject({ timedOutTicks: 10 * second, toTicks: 14.84 * second });
});

it('holds boot code back while the card of the volume is down, and then reads on', () => {
  // The read begins at 8.44 s and takes 0.51 s.
  const result = run([launch, action(8.6 * second, 'fail', 'sled.ebs[0]', { forTicks: minute })]);
  const late = (launchOf(result, 'web').bootTicks ?? 0) - plain;
  expect(launchOf(result, 'web').timeouts).toBe(0);
  expect(late).toBeGreaterThan(59 * second);
  expect(late).toBeLessThanOrEqual(60 * second);
});

it('says that a launch was not done when the run ends before', () => {
  const result = run([launch, action(8.6 * second, 'fail', 'sled.ebs[0]')]);
  expect(result.end).toBe('idle');
  expect(codes(result)).toEqual(['run/launch-unfinished']);
  expect(result.findings[0]?.message)
    .toBe("The launch of web had not reached 'loaded' when the run ended.");
});

it('kills what runs on a socket that fails, and lets it be launched after the repair', () => {
  const result = run([
    action(minute, 'fail', 'sled.soc[0]', { forTicks: minute }), action(3 * minute, 'launch', 'web'),
  ], { off: [] });
  expect(states(result, 'web').slice(0, 3))
    .toEqual([[0, 'running'], [60, 'failed'], [180, 'pending']]);
  expect(launchOf(result, 'web').bootTicks).toBe(plain);
});

it('gets no answer from the hypervisor of a failed socket', () => {
  const result = run([action(0, 'fail', 'sled.soc[0]'), launch]);
  expect(codes(result)).toEqual(['run/launch-failed']);
  expect(result.findings[0]?.message).toContain('sled.hv[0] did not answer in 4 tries');
});

it('finds a failure of what has failed, and a restoration of what has not', () => {
  const result = run([
    action(0, 'restore', 'sled.ctl'), action(second, 'fail', 'sled.ctl'),
    action(2 * second, 'fail', 'sled.ctl'),
  ]);
  expect(result.findings.map((f) => f.message)).toEqual([
    'sled.ctl cannot be made to restore: it has not failed.',
    'sled.ctl cannot be made to fail: it has failed already.',
  ]);
});

it('does not let the end of an earlier failure repair a later one', () => {
  const result = run([
    action(0, 'fail', 'sled.hv[0]', { forTicks: 100 * second }),
    action(second, 'restore', 'sled.hv[0]'), action(2 * second, 'fail', 'sled.hv[0]'),
    action(90 * second, 'launch', 'web'),
  ]);
  expect(codes(result)).toContain('run/launch-failed');
});

it('keeps a hypervisor down that has failed by itself, when its socket is restored', () => {
  const result = run([
    action(0, 'fail', 'sled.hv[0]'), action(0, 'fail', 'sled.soc[0]'),
    action(second, 'restore', 'sled.soc[0]'), action(minute, 'launch', 'web'),
  ]);
  expect(codes(result)).toEqual(['run/launch-failed']);
  const repaired = run([
    action(0, 'fail', 'sled.hv[0]'), action(0, 'fail', 'sled.soc[0]'),
    action(second, 'restore', 'sled.soc[0]'), action(2 * second, 'restore', 'sled.hv[0]'),
    action(minute, 'launch', 'web'),
  ]);
  expect(launchOf(repaired, 'web').bootTicks).toBe(plain);
});

it('says of a stop, a reboot and an attachment that they failed, and to what it led', () => {
  const failed = (name: string, target: string, to?: string) => run([
    action(0, 'fail', 'sled.ctl'), action(second, name, target, to === undefined ? {} : { to }),
  ], { off: [] });
  const silent = 'sled.ctl did not answer in 4 tries.';
  const stop = failed('stop', 'web');
  expect(stop.findings.map((f) => f.message)).toEqual([`The stop failed for web: ${silent}`]);
  expect(states(stop, 'web').at(-1)?.[1]).toBe('failed');
  const reboot = failed('reboot', 'web');
  expect(reboot.findings.map((f) => f.message)).toEqual([`The reboot failed for web: ${silent}`]);
  expect(states(reboot, 'web')).toEqual([[0, 'running']]);
  const detach = failed('detach', 'web.root');
  expect(detach.findings.map((f) => f.message))
    .toEqual([`The detach of web.root failed for web: ${silent}`]);
});

it('waits for good where no controller counts the time, and the run ends all the same', () => {
  const host = sled('sled', { hypervisor: { lostCommands: 1 } });
  const machine = { ...machineOf(host), controller: null };
  const elements = host.elements.filter((e) => e.kind !== 'controller');
  const bare = { elements, machines: [machine] };
  const result = live(world(bare, instance('web', { machine })), [launch]);
  expect(result.end).toBe('idle');
  expect(codes(result)).toEqual(['run/launch-unfinished']);
});

it('does not kill a launch that is still in the control plane', () => {
  // It arrives at 1.54 s; the allocation at 1.64 s meets silence, and at 11.64 s an answer.
  const brief = run([launch, action(second, 'fail', 'sled.soc[0]', { forTicks: 5 * second })]);
  expect(codes(brief)).toEqual([]);
  expect(launchOf(brief, 'web')).toMatchObject({ bootTicks: plain + 10 * second, timeouts: 1 });
  const later = run([launch, action(2 * second, 'fail', 'sled.soc[0]', { forTicks: second })]);
  expect(codes(later)).toEqual(['run/killed']);
});
