/**
 * Security as behaviour: who reads blocks at which time, who changes firmware and what follows, and
 * what a controller sends. The worlds are built by hand, with the defaults of the kinds table.
 */
import { expect, it } from 'vitest';
import type { ActionIr, MeasureIr, World } from '#ir';
import type { RunResult } from '#results';
import { Estate } from '#sim/devices';
import { Simulation } from '#sim/kernel';
import {
  action, expectation, type HostOptions, instance, type InstanceOptions, macShelf, machineOf,
  minute, type Parts, second, sled, variant, world,
} from '../../support/ir-builder.ts';
import { codes, live, states } from '../../support/life-runs.ts';

const encrypting = { encryption: 'yes' };

const hosted = (host: Parts, more: Partial<InstanceOptions> = {}): World => {
  const machine = machineOf(host);
  return world(host, instance('web', { machine, ...more }), instance('other', { machine }));
};

/** A host whose EBS card encrypts, unless told otherwise. */
const virtual = (options: HostOptions = {}, more: Partial<InstanceOptions> = {}): World =>
  hosted(sled('sled', { ebs: encrypting, ...options }), more);

/** The card of the drives of a host, changed. */
const withStore = (model: World, given: Readonly<Record<string, unknown>>): World => ({
  ...model,
  elements: model.elements.map((one) => one.id.startsWith('sled.store') && one.kind === 'card'
    ? { ...one, properties: { ...one.properties, ...given } } : one),
});

/** The path to the volumes of an instance, exposed in another way. */
const behindDomain = (model: World): World => ({
  ...model,
  placements: model.placements.map((one) => ({
    ...one, volumes: one.volumes === null ? null : { ...one.volumes, exposure: 'domain' },
  })),
});

const read = (at: number, to?: string, target = 'web.root'): ActionIr =>
  action(at * second, 'read', target, to === undefined ? {} : { to });

const found = (
  model: World, actions: readonly ActionIr[], off: readonly string[] = [],
): readonly string[] =>
  codes(live(model, actions, { off, scenario: { durationTicks: 3600 * second } }));

/** What a measure came to in a run of these actions. */
const measured = (
  model: World, actions: readonly ActionIr[], measure: string, of: string,
  more: Parameters<typeof live>[2] & { warmupTicks?: number } = {},
): number | string | null => {
  const left: MeasureIr = { is: 'measure', measure, statistic: null, of: [of] };
  const only = variant({
    actions, expectations: [expectation({ left })], launchedLater: more.off ?? [],
  });
  const result: RunResult = live(model, actions, {
    ...more,
    scenario: {
      durationTicks: 3600 * second, warmupTicks: more.warmupTicks ?? 0, variants: [only],
    },
  });
  return result.values[0]?.left ?? null;
};

it('lets the owner read a volume while it runs, and nobody afterwards', () => {
  expect(found(virtual(), [read(1, 'web')])).toEqual(['run/blocks-read']);
  expect(found(virtual(), [read(1)])).toEqual(['run/blocks-unreadable']);
  expect(found(virtual(), [read(1, 'other')])).toEqual(['run/blocks-unreadable']);
  const ended = action(2 * second, 'terminate', 'web');
  expect(found(virtual(), [ended, read(60, 'web')])).toEqual(['run/blocks-unreadable']);
  expect(found(virtual(), [ended, read(60)])).toEqual(['run/blocks-unreadable']);
});

it('keeps the key until the host has let go of the instance', () => {
  // The guest shuts down for 5 s and is stopped in 2 s more; until then the card serves it.
  const ended = action(2 * second, 'terminate', 'web');
  expect(found(virtual(), [ended, read(5, 'web')])).toEqual(['run/blocks-read']);
});

it('hands a volume its key again when it is attached again or started again', () => {
  const away = [
    action(second, 'detach', 'web.data'), read(20, 'web', 'web.data'),
    action(30 * second, 'attach', 'web.data', { to: 'web' }), read(60, 'web', 'web.data'),
  ];
  expect(found(virtual({}, { volumes: ['data'] }), away).filter((code) => code.includes('blocks')))
    .toEqual(['run/blocks-unreadable', 'run/blocks-read']);
  const restarted = [
    action(second, 'stop', 'web'), read(30, 'web'), action(minute, 'launch', 'web'), read(300, 'web'),
  ];
  expect(found(virtual(), restarted)).toEqual(['run/blocks-unreadable', 'run/blocks-read']);
});

it('makes the key of a local drive anew, so what was there is noise', () => {
  const model = withStore(virtual({ drives: 1 }, { drives: 1 }), encrypting);
  const drive = machineOf(sled('sled', { drives: 1 })).drives[0] ?? '';
  const run = live(model, [
    read(1, 'web', drive), action(2 * second, 'stop', 'web'), read(30, undefined, drive),
    action(minute, 'launch', 'web'), read(300, 'web', drive),
  ], { off: [], scenario: { durationTicks: 600 * second } });
  expect(codes(run)).toEqual(['run/blocks-read', 'run/blocks-unreadable', 'run/blocks-read']);
  const [before, , after] = run.findings.map(({ message }) => message);
  expect(before).not.toMatch(/zeroed/u);
  expect(after).toMatch(/first and last bytes were zeroed/u);
});

it('exposes what lies on a drive that nothing encrypts, also after its owner has gone', () => {
  const model = virtual({ drives: 1 }, { drives: 1 });
  const drive = machineOf(sled('sled', { drives: 1 })).drives[0] ?? '';
  const actions = [action(second, 'terminate', 'web'), read(60, undefined, drive)];
  expect(found(model, actions)).toEqual(['run/blocks-exposed']);
  expect(found(withStore(model, encrypting), actions)).toEqual(['run/blocks-unreadable']);
});

it('has nothing to show of a drive that nobody used yet', () => {
  const model = virtual({ drives: 1 }, { drives: 1 });
  const drive = machineOf(sled('sled', { drives: 1 })).drives[0] ?? '';
  expect(found(model, [read(1, undefined, drive)], ['web'])).toEqual(['run/blocks-unreadable']);
});

it('shows the host the key of a volume that no card encrypts, and nobody else', () => {
  const model = virtual({ ebs: { encryption: 'no' } });
  expect(found(model, [read(1)])).toEqual(['run/blocks-exposed']);
  expect(found(model, [read(1, 'other')])).toEqual(['run/blocks-unreadable']);
  const plain = virtual({}, { volume: { encrypted: 'no' } });
  expect(found(plain, [read(1, 'other')])).toEqual(['run/blocks-exposed']);
});

it('lets a management domain read what a card decrypts for it, while the instance runs', () => {
  const model = behindDomain(virtual());
  expect(found(model, [read(1)])).toEqual(['run/blocks-exposed']);
  expect(found(model, [action(second, 'terminate', 'web'), read(60)])).toEqual(['run/blocks-unreadable']);
});

it('takes the host of bare metal for the instance that has it', () => {
  const host = sled('sled', { ebs: encrypting, metal: true });
  const model = world(host, instance('web', { machine: machineOf(host) }));
  expect(found(model, [read(1)])).toEqual(['run/blocks-read']);
});

it('reads nothing through a card that is down', () => {
  expect(found(virtual(), [action(second, 'fail', 'sled.ebs[0]'), read(2, 'web')]))
    .toEqual(['run/blocks-unreadable']);
});

it('destroys keys when the socket fails that the instance ran on', () => {
  const broken = [action(second, 'fail', 'sled.soc[0]'), read(2, 'web')];
  expect(found(virtual(), broken).at(-1)).toBe('run/blocks-unreadable');
});

it('counts trials on what they were made on, from the warm-up on', () => {
  const trials = [read(1, 'web'), read(2, 'web'), read(3)];
  expect(measured(virtual(), trials, 'readable', 'web.root')).toBe(2);
  expect(measured(virtual(), trials, 'unreadable', 'web.root')).toBe(1);
  expect(measured(virtual(), trials, 'readable', 'other.root')).toBe(0);
  expect(measured(virtual(), trials, 'readable', 'web.root', { warmupTicks: 1.5 * second })).toBe(1);
});

const bare = (chip: Readonly<Record<string, string>> = {}): World => {
  const host = sled('sled', { metal: true, chip });
  return world(host, instance('web', { machine: machineOf(host) }));
};
const write = (target: string): ActionIr => action(second, 'write', target);
const relaunch = action(10 * second, 'launch', 'web');

it.each(['sled.guard', 'sled.soc[0]'])('refuses a write of the firmware of %s and starts afterwards', (target) => {
  const run = live(bare(), [write(target), relaunch], {});
  expect(codes(run)).toEqual(['run/firmware-refused']);
  expect(states(run, 'web').at(-1)?.[1]).toBe('running');
  expect(measured(bare(), [write(target)], 'refused', 'sled.guard')).toBe(1);
});

it('does not start bare metal on firmware that the host has written', () => {
  const run = live(bare({ firmwareWrites: 'allowed' }), [write('sled.guard'), relaunch], {});
  expect(codes(run)).toEqual(['run/firmware-written', 'run/launch-failed']);
  expect(run.findings[1]?.message).toMatch(/sled\.guard found .* written by the host/u);
  expect(states(run, 'web').at(-1)?.[1]).toBe('failed');
  expect(measured(bare({ firmwareWrites: 'allowed' }), [write('sled.guard')], 'refused', 'sled.guard')).toBe(0);
});

it('has nobody to notice without a chip, until a whole computer is scrubbed', () => {
  const shelf = macShelf('shelf');
  const mac = world(shelf, instance('web', { machine: machineOf(shelf) }));
  const run = live(mac, [write('shelf.mini'), relaunch], {});
  expect(codes(run)).toEqual(['run/firmware-written']);
  expect(states(run, 'web').at(-1)?.[1]).toBe('running');
});

it('forgets what was written on a whole computer when it is scrubbed', () => {
  const shelf = macShelf('shelf');
  const guard = { ...machineOf(shelf), chip: 'sled.guard' };
  const mac = world(
    { ...shelf, machines: [guard] }, instance('web', { machine: guard }),
    { elements: world(sled('sled', { metal: true, chip: { firmwareWrites: 'allowed' } })).elements },
  );
  const again = [write('sled.guard'), action(2 * second, 'stop', 'web')];
  const run = live(mac, [...again, action(4500 * second, 'launch', 'web')], {
    off: [], scenario: { durationTicks: 8000 * second },
  });
  expect(codes(run)).toEqual(['run/firmware-written']);
  expect(states(run, 'web').at(-1)?.[1]).toBe('running');
});

it('blocks firmware commands at the card in front of a drive', () => {
  const model = virtual({ drives: 1 }, { drives: 1 });
  const drive = machineOf(sled('sled', { drives: 1 })).drives[0] ?? '';
  expect(found(model, [write(drive)])).toEqual(['run/firmware-refused']);
  expect(measured(model, [write(drive)], 'refused', 'sled.store[0]')).toBe(1);
  const open = withStore(model, { firmwareCommands: 'allowed' });
  expect(found(open, [write(drive)])).toEqual(['run/firmware-written']);
  expect(measured(open, [write(drive)], 'refused', 'sled.store[0]')).toBe(0);
});

it('stops the program when a controller sends to anybody but the parts of its machines', () => {
  const simulation = new Simulation({ seed: 1 });
  const { security } = new Estate({
    agenda: { now: 0, schedule: () => undefined }, simulation, world: virtual(),
    ticksPerSecond: second, chance: simulation.chance, actions: [], launchedLater: [],
    endTicks: second,
  });
  for (const part of ['sled.hv[0]', 'sled.ebs[0]', 'sled.soc[0]']) {
    security.messages.from('sled.ctl', part);
  }
  security.audit();
  expect(security.count('outbound', ['sled.ctl'])).toBe(0);
  security.messages.from('sled.ctl', 'web');
  expect(security.count('outbound', ['sled.ctl'])).toBe(1);
  expect(() => {
    security.audit();
  }).toThrow(/sled\.ctl sent 1 messages outwards/u);
});

it('counts no message of a controller to anybody but the parts of its machines', () => {
  const busy = [action(0, 'launch', 'web'), action(minute, 'stop', 'web')];
  expect(measured(virtual(), busy, 'outbound', 'sled.ctl', { off: ['web'] })).toBe(0);
});
