import { expect, it } from 'vitest';
import { canonicalJson } from '#base';
import type { Distribution, World } from '#ir';
import type { RunResult } from '#results';
import {
  action, instance, machineOf, minute, second, sled, world,
} from '../../support/ir-builder.ts';
import { codes, lifeOf, live, states } from '../../support/life-runs.ts';

const drawn = (median: number): Distribution => ({ shape: 'lognormal', parameters: [median, 0.4] });

const random = {
  controller: { requestTimeTicks: drawn(1.5 * second), commandTimeTicks: drawn(0.1 * second) },
  hypervisor: { allocateTimeTicks: drawn(1.6 * second), startTimeTicks: drawn(second) },
  nic: { attachTimeTicks: drawn(2 * second), lossRatio: 0.2 },
  ebs: { attachTimeTicks: drawn(2 * second), lossRatio: 0.2 },
};
const guest = {
  firmwareTimeTicks: drawn(2 * second), kernelTimeTicks: drawn(14 * second),
  servicesTimeTicks: drawn(5 * second),
};
const volume = { latencyTicks: { shape: 'exponential', parameters: [1e9] } } as const;

/** Three sockets of one sled, an instance on each, launched so far apart that none waits. */
function three(metal: boolean): World {
  const host = sled('sled', metal ? { sockets: 3, metal } : { sockets: 3, ...random });
  return world(host, ...[0, 1, 2].map((socket) =>
    instance(`web[${String(socket)}]`, { machine: machineOf(host, socket), instance: guest, volume })));
}

const launches = [0, 1, 2].map((i) => action(i * 40 * second, 'launch', `web[${String(i)}]`));

/** All that results say of the instance and the parts of one socket. */
const bytesOf = (result: RunResult, socket: number): string => canonicalJson({
  life: lifeOf(result, `web[${String(socket)}]`),
  stations: result.stations.filter((station) =>
    [`.hv[${String(socket)}]`, `.ebs[${String(socket)}]`, `.nic[${String(socket)}]`,
      `web[${String(socket)}]`].some((part) => station.id.includes(part))),
});

const long = { scenario: { durationTicks: 20 * minute } };

it('changes no byte of two sockets when the third one dies, whenever it dies', () => {
  const model = three(false);
  const healthy = live(model, launches, long);
  for (const at of [42 * second, 43.5 * second, 46 * second, 55 * second, 10 * minute]) {
    const struck = live(model, [...launches, action(at, 'fail', 'sled.soc[1]')], long);
    expect(bytesOf(struck, 0)).toBe(bytesOf(healthy, 0));
    expect(bytesOf(struck, 2)).toBe(bytesOf(healthy, 2));
    expect(states(struck, 'web[1]').at(-1)).toEqual([at / second, 'failed']);
    expect(codes(struck)).toContain('run/killed');
    expect(bytesOf(struck, 1)).not.toBe(bytesOf(healthy, 1));
  }
});

it('changes no byte of two sockets sold as metal when the third one dies', () => {
  const model = three(true);
  const healthy = live(model, launches, long);
  const struck = live(model, [...launches, action(3 * minute, 'fail', 'sled.soc[2]')], long);
  expect(bytesOf(struck, 0)).toBe(bytesOf(healthy, 0));
  expect(bytesOf(struck, 1)).toBe(bytesOf(healthy, 1));
  expect(states(struck, 'web[2]').at(-1)).toEqual([180, 'failed']);
});

it('changes nothing of anybody else when an idle host is added', () => {
  const host = sled('sled', random);
  const one = instance('web', { machine: machineOf(host), instance: guest, volume });
  const before = live(world(host, one), [action(0, 'launch', 'web')], { seed: 7 });
  const idle = sled('annex', { sockets: 3, ...random });
  const after = live(world(idle, host, one), [action(0, 'launch', 'web')], { seed: 7 });
  expect(canonicalJson(after.lives)).toBe(canonicalJson(before.lives));
  const own = after.stations.filter((station) => !station.id.startsWith('annex'));
  expect(canonicalJson(own)).toBe(canonicalJson(before.stations));
  // An idle host has no events, so the stream of events is the same as well.
  expect(after.eventFingerprint).toBe(before.eventFingerprint);
});

it('gives every instance dice of its own: a neighbour changes waits, and no draw', () => {
  const host = sled('sled', random);
  const web = instance('web', { machine: machineOf(host), instance: guest, volume });
  const other = instance('other', { machine: machineOf(host), instance: guest, volume });
  const alone = live(world(host, web), [action(0, 'launch', 'web')]);
  const later = live(world(host, web, other), [
    action(0, 'launch', 'web'), action(5 * minute, 'launch', 'other'),
  ]);
  expect(canonicalJson(lifeOf(later, 'web'))).toBe(canonicalJson(lifeOf(alone, 'web')));
});

it('does the same twice with one seed, and something else with another', () => {
  const model = three(false);
  const run = (seed: number) => live(model, launches, { ...long, seed });
  expect(canonicalJson(run(1))).toBe(canonicalJson(run(1)));
  expect(run(1).eventFingerprint).not.toBe(run(2).eventFingerprint);
});

it('leaves the neighbours alone at every instant of a launch of all three', () => {
  const host = sled('sled', { sockets: 3 });
  const model = world(host, ...[0, 1, 2].map((socket) =>
    instance(`web[${String(socket)}]`, { machine: machineOf(host, socket) })));
  const together = [0, 1, 2].map((i) => action(0, 'launch', `web[${String(i)}]`));
  const healthy = live(model, together, long);
  for (let tenth = 1; tenth < 320; tenth += 2) {
    const at = Math.round(tenth * 0.1 * second);
    const struck = live(model, [...together, action(at, 'fail', 'sled.soc[0]')], long);
    for (const socket of [1, 2]) {
      expect(bytesOf(struck, socket), `at ${String(tenth / 10)} s`).toBe(bytesOf(healthy, socket));
    }
    expect(states(struck, 'web[0]').at(-1)?.[1]).toBe('failed');
  }
});
