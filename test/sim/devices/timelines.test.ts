import { expect, it } from 'vitest';
import type { ActionIr } from '#ir';
import {
  action, constant, instance, machineOf, macShelf, minute, second, sled, world,
} from '../../support/ir-builder.ts';
import { codes, launchOf, lifeOf, live, states } from '../../support/life-runs.ts';

const virtual = (actions: readonly ActionIr[], more: object = {}) => {
  const host = sled('sled');
  const model = world(host, instance('web', {
    machine: machineOf(host), volumes: ['data'], later: ['data'], ...more,
  }));
  // It runs from the start, unless the first thing that is done to it is to launch it.
  return live(model, actions, { off: actions[0]?.action === 'launch' ? ['web'] : [] });
};

it('lets an instance that nothing launches run from the start', () => {
  expect(states(virtual([]), 'web')).toEqual([[0, 'running']]);
});

it('stops: request, command, shutdown, hypervisor, command, cards', () => {
  const result = virtual([action(100 * second, 'stop', 'web')]);
  // 1.54 + 0.1 + 5 + 2 + 0.1 + 1 s.
  expect(states(result, 'web')).toEqual([[0, 'running'], [100, 'stopping'], [109.74, 'stopped']]);
});

it('launches a stopped instance again, as at the first time', () => {
  const result = virtual([action(0, 'stop', 'web'), action(60 * second, 'launch', 'web')]);
  const again = launchOf(result, 'web');
  const fresh = launchOf(virtual([action(0, 'launch', 'web')]), 'web');
  expect(again.bootTicks).toBe(fresh.bootTicks);
  expect(states(result, 'web').map(([, state]) => state))
    .toEqual(['running', 'stopping', 'stopped', 'pending', 'running']);
});

it('terminates as it stops, and for good', () => {
  const result = virtual([
    action(0, 'terminate', 'web'), action(60 * second, 'launch', 'web'),
  ]);
  expect(states(result, 'web'))
    .toEqual([[0, 'running'], [0, 'terminating'], [9.74, 'terminated']]);
  expect(result.findings).toEqual([expect.objectContaining({
    code: 'run/action-ignored', severity: 'warning', atTicks: 60 * second,
    message: 'web cannot be launched: it is terminated.',
  })]);
});

it('terminates a stopped instance with a request and a command', () => {
  const result = virtual([action(0, 'stop', 'web'), action(60 * second, 'terminate', 'web')]);
  expect(states(result, 'web').slice(-2)).toEqual([[60, 'terminating'], [61.64, 'terminated']]);
});

it('terminates an instance that is still pending, and its launch goes no further', () => {
  const result = virtual([action(0, 'launch', 'web'), action(3 * second, 'terminate', 'web')]);
  expect(launchOf(result, 'web').bootTicks).toBeNull();
  expect(states(result, 'web').map(([, state]) => state))
    .toEqual(['off', 'pending', 'terminating', 'terminated']);
});

it('reboots a guest where it is: no hypervisor takes part, and a card only carries its blocks', () => {
  const result = virtual([action(0, 'reboot', 'web')]);
  expect(states(result, 'web')).toEqual([[0, 'running']]);
  expect(result.findings.map((f) => [f.code, f.element])).toEqual([['run/rebooted', 'web']]);
  // 1.54 + 0.1 + 5 + 2 + 0.511 + 14.6 + 5.64 s.
  expect((result.findings[0]?.atTicks ?? 0) / second).toBeCloseTo(29.391, 3);
  const used = result.stations.filter((station) => station.arrived > 0).map((s) => s.id);
  expect(used.sort()).toEqual([
    'sled.ctl', 'sled.ebs[0]/in', 'sled.ebs[0]/out', 'web.root', 'web.root/iops',
    'web.root/throughput',
  ]);
});

it('attaches a volume to a running instance, and detaches it', () => {
  const result = virtual([
    action(0, 'attach', 'web.data', { to: 'web' }), action(60 * second, 'detach', 'web.data'),
  ]);
  // 1.54 + 0.1 + 2 s and 1.54 + 0.1 + 1 s.
  expect(result.findings.map((f) => [f.code, f.atTicks / second, f.message])).toEqual([
    ['run/attached', 3.64, 'web.data was attached to web in 3.64 s.'],
    ['run/detached', 62.64, 'web.data was detached from web in 2.64 s.'],
  ]);
});

it('does not attach at launch what a scenario attaches later', () => {
  const attached = (later: readonly string[]) =>
    virtual([action(0, 'launch', 'web')], { later }).stations.find((s) => s.id === 'sled.ebs[0]');
  expect(attached(['data'])?.arrived).toBe(1);
  expect(attached([])?.arrived).toBe(2);
});

it('moves a volume from one instance to another', () => {
  const host = sled('sled');
  const model = world(
    host, instance('web', { machine: machineOf(host), volumes: ['data'] }),
    instance('db', { machine: machineOf(host) }),
  );
  const result = live(model, [
    action(0, 'attach', 'web.data', { to: 'db' }), action(second, 'detach', 'web.data'),
    action(minute, 'attach', 'web.data', { to: 'db' }),
  ]);
  expect(result.findings.map((f) => f.code))
    .toEqual(['run/action-ignored', 'run/detached', 'run/attached']);
  expect(result.findings[0]?.message).toBe('web.data cannot be attached: web has it already.');
});

it('finds every action that the state does not allow, and does nothing', () => {
  const illegal: readonly (readonly [string, readonly ActionIr[]])[] = [
    ['web cannot be launched: it is running.', [
      action(0, 'launch', 'web'), action(10 * second, 'launch', 'web'),
    ]],
    ['web cannot be stopped: it is pending.', [
      action(0, 'launch', 'web'), action(second, 'stop', 'web'),
    ]],
    ['web cannot be rebooted: its guest is still starting.', [
      action(0, 'launch', 'web'), action(10 * second, 'reboot', 'web'),
    ]],
    ['web cannot be stopped: it is stopping.', [
      action(0, 'stop', 'web'), action(second, 'stop', 'web'),
    ]],
    ['web.data cannot be detached: no instance has it.', [action(0, 'detach', 'web.data')]],
    ['web.data cannot be attached: web is stopping.', [
      action(0, 'stop', 'web'), action(second, 'attach', 'web.data', { to: 'web' }),
    ]],
    ['web.root cannot be detached: it is being detached already.', [
      action(0, 'detach', 'web.root'), action(second, 'detach', 'web.root'),
    ]],
  ];
  for (const [message, actions] of illegal) {
    const ignored = virtual(actions).findings.filter((f) => f.code === 'run/action-ignored');
    expect(ignored.map((f) => f.message)).toEqual([message]);
  }
});

it('switches bare metal off by its board', () => {
  const host = sled('sled', { metal: true });
  const model = world(host, instance('web', { machine: machineOf(host) }));
  const result = live(model, [action(0, 'stop', 'web')]);
  // 1.54 + 0.1 + 5 + 5 + 0.1 + 1 s.
  expect(states(result, 'web').at(-1)).toEqual([12.74, 'stopped']);
});

it('scrubs a Mac after it stops, and launches nothing on it meanwhile', () => {
  const host = macShelf('shelf');
  const model = world(host, instance('web', { machine: machineOf(host) }));
  const result = live(model, [
    action(0, 'stop', 'web'), action(30 * minute, 'launch', 'web'),
    action(70 * minute, 'launch', 'web'),
  ], { off: [] });
  // 1.54 + 0.1 + 5 s, 15 minutes to off, 0.1 + 1 s; then 50 minutes of scrubbing.
  expect(states(result, 'web').slice(0, 3))
    .toEqual([[0, 'running'], [0, 'stopping'], [907.74, 'stopped']]);
  expect(codes(result)).toEqual(['run/action-ignored']);
  expect(result.findings[0]?.message)
    .toBe('web cannot be launched: shelf.mini is still being scrubbed.');
  expect(lifeOf(result, 'web').launches).toHaveLength(1);
  expect(states(result, 'web').at(-1)?.[1]).toBe('running');
});

it('boots without a boot volume, and says so', () => {
  const host = sled('sled');
  const parts = instance('web', { machine: machineOf(host) });
  const bare = {
    elements: parts.elements.filter((element) => element.kind !== 'volume'),
    placements: (parts.placements ?? []).map((p) => ({ ...p, volumeIds: [] })),
  };
  const result = live(world(host, bare), [action(0, 'launch', 'web')]);
  expect(codes(result)).toEqual(['run/no-boot-volume']);
  expect(launchOf(result, 'web').bootTicks).not.toBeNull();
});

it('boots on a host that has no controller', () => {
  const host = sled('sled');
  const machine = { ...machineOf(host), controller: null };
  const model = world(
    { elements: host.elements.filter((e) => e.kind !== 'controller'), machines: [machine] },
    instance('web', { machine }),
  );
  const boot = launchOf(live(model, [action(0, 'launch', 'web')]), 'web');
  // Nobody takes the request and nobody works on commands: 1.6 + 2 + 1 s until it runs.
  expect(boot.steps.find((s) => s.step === 'started')?.toTicks).toBe(4.6 * second);
});

it('draws phases of the guest anew at each boot', () => {
  const result = virtual([
    action(0, 'launch', 'web'), action(100 * second, 'stop', 'web'),
    action(200 * second, 'launch', 'web'),
  ], {
    instance: { kernelTimeTicks: { shape: 'uniform', parameters: [second, 60 * second] } },
    volume: { latencyTicks: constant(0) },
  });
  expect(launchOf(result, 'web', 1).bootTicks).not.toBe(launchOf(result, 'web', 0).bootTicks);
});

it('does not terminate what was never launched', () => {
  const host = sled('sled');
  const model = world(host, instance('web', { machine: machineOf(host) }));
  const result = live(model, [action(0, 'terminate', 'web')], { off: ['web'] });
  expect(result.findings.map((f) => f.message)).toEqual(['web cannot be terminated: it is off.']);
});
