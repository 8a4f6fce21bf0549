import { expect, it } from 'vitest';
import type { ActionIr, MeasureIr } from '#ir';
import { simulate } from '#sim/run';
import {
  action, constant, expectation, type HostOptions, instance, ir, machineOf, minute, scenario,
  second, sled, variant, world,
} from '../../support/ir-builder.ts';
import { codes } from '../../support/life-runs.ts';

const launch = (...ids: readonly string[]): readonly ActionIr[] =>
  ids.map((id) => action(0, 'launch', id));

/** What the left sides of expectations are in one run. */
function measure(
  lefts: readonly MeasureIr[],
  more: {
    readonly host?: HostOptions; readonly count?: number; readonly actions?: readonly ActionIr[];
    readonly warmupTicks?: number; readonly durationTicks?: number;
  } = {},
): readonly (number | string | null)[] {
  const host = sled('sled', more.host);
  const ids = Array.from({ length: more.count ?? 1 }, (_, i) => `web[${String(i)}]`);
  const model = world(host, ...ids.map((id) => instance(id, { machine: machineOf(host) })));
  const only = scenario('test', {
    warmupTicks: more.warmupTicks ?? 0, durationTicks: more.durationTicks ?? null,
    variants: [variant({
      actions: more.actions ?? launch(...ids),
      expectations: lefts.map((left, index) => expectation({ index, left })),
    })],
  });
  return simulate(ir([model], [only]), { scenario: 'test', variant: 0, run: 0, seed: 1 })
    .values.map((value) => value.left);
}

const web = (i: number): string => `web[${String(i)}]`;
const all = [web(0), web(1)];
const boot: MeasureIr = { is: 'boot', of: all };
const series = (statistic: string): MeasureIr =>
  ({ is: 'measure', measure: 'boot', statistic, of: all });
const total = (name: string, of: readonly string[]): MeasureIr =>
  ({ is: 'measure', measure: name, statistic: null, of });
/** When one boot ends; in the tests below the second one takes 2.6 s longer. */
const near = (value: unknown, seconds: number): void =>
  expect(Number(value) / second).toBeCloseTo(seconds, 1);

it('measures the slowest boot, and the statistics of all of them', () => {
  const [slowest, least, most, mean, median, count] = measure(
    [boot, series('min'), series('max'), series('mean'), series('p50'), series('count')],
    { count: 2 },
  );
  expect(slowest).toBe(most);
  expect(count).toBe(2);
  expect(mean).toBe((Number(least) + Number(most)) / 2);
  expect(Math.abs(Number(median) / Number(least) - 1)).toBeLessThan(1 / 512);
  expect(Number(most)).toBeGreaterThan(Number(least));
});

it('has no boot time where one of several never runs, and none where nothing was launched', () => {
  const stuck = { host: { hypervisor: { lostCommands: 8 } }, count: 2 };
  expect(measure([boot], stuck)).toEqual([null]);
  expect(measure([boot, series('mean'), series('count')], { count: 2, actions: [] }))
    .toEqual([null, null, 0]);
});

it('measures when a step was reached, of several the last', () => {
  const reached = (step: string, of: readonly string[]): MeasureIr => ({ is: 'reached', of, step });
  const [cards, kernel, last] = measure([
    reached('cards', [web(0)]), reached('kernel', [web(0)]), reached('cards', all),
  ], { count: 2 });
  near(cards, 5.34);
  expect(Number(cards)).toBeLessThan(Number(kernel));
  expect(Number(last)).toBeGreaterThan(Number(cards));
  expect(measure([reached('verified', [web(0)])])).toEqual([null]);
});

it('measures states at a time and at the end; several that disagree give all of them', () => {
  const state = (of: readonly string[], atTicks: number | null): MeasureIr =>
    ({ is: 'state', of, atTicks });
  expect(measure([
    state([web(0)], 0), state([web(0)], 6 * second), state([web(0)], 6.44 * second),
    state([web(0)], null), state(all, null),
  ], { count: 2, actions: [...launch(web(0), web(1)), action(minute, 'stop', web(1))] }))
    .toEqual(['pending', 'pending', 'running', 'running', 'running, stopped']);
});

it('measures utilization, time-outs and launches', () => {
  const [busy, card, timeouts, own, onHost, launched] = measure([
    total('utilization', ['sled.hv[0]']), total('utilization', ['sled.nic[0]', 'sled.ebs[0]']),
    total('timeouts', ['sled.ctl']), total('timeouts', [web(0)]), total('launched', ['sled']),
    total('launched', [web(1)]),
  ], { count: 2, durationTicks: 100 * second, host: { nic: { lostCommands: 1 } } });
  expect(busy).toBeCloseTo((2 * 2.6) / 100, 12);
  // Two attachments of 2 s on each card; on the ebs card that outweighs the reads.
  expect(card).toBeCloseTo(4 / 100, 12);
  expect([timeouts, own, onHost, launched]).toEqual([1, 1, 2, 1]);
});

it('computes with measures, and has nothing where a part of it is nothing', () => {
  const of = (operator: '+' | '-' | '*' | '/', left: number, right: number): MeasureIr => ({
    is: 'binary', operator, left: { is: 'constant', value: left },
    right: { is: 'constant', value: right },
  });
  const missing: MeasureIr = {
    is: 'binary', operator: '+', left: { is: 'reached', of: ['web[0]'], step: 'verified' },
    right: { is: 'constant', value: 1 },
  };
  expect(measure([
    of('+', 6, 3), of('-', 6, 3), of('*', 6, 3), of('/', 6, 3), of('/', 6, 0), missing,
  ])).toEqual([9, 3, 18, 2, null, null]);
});

it('counts nothing before the end of the warm-up', () => {
  const actions = [action(0, 'launch', web(0)), action(minute, 'launch', web(1))];
  const lefts = [
    series('count'), total('launched', ['sled']), total('utilization', ['sled.hv[0]']),
    total('timeouts', ['sled.ctl']),
  ];
  const host = { controller: { lostCommands: 1 } };
  const times = { count: 2, actions, host, durationTicks: 2 * minute };
  const [count, launched, busy, timeouts] = measure(lefts, { ...times, warmupTicks: minute });
  expect([count, launched, timeouts]).toEqual([1, 1, 0]);
  expect(busy).toBeCloseTo(2.6 / 60, 12);
  expect(measure(lefts, times).slice(0, 2)).toEqual([2, 2]);
  expect(measure(lefts, times)[3]).toBe(1);
});

const simple = (more: {
  readonly host?: HostOptions; readonly actions?: readonly ActionIr[];
  readonly durationTicks?: number | null; readonly warmupTicks?: number;
}) => {
  const host = sled('sled', more.host);
  return ir([world(host, instance('web', { machine: machineOf(host) }))], [scenario('test', {
    durationTicks: more.durationTicks ?? null, warmupTicks: more.warmupTicks ?? 0,
    variants: [variant({ actions: more.actions ?? launch('web') })],
  })]);
};
const first = { scenario: 'test', variant: 0, run: 0, seed: 1 };

it('ends at its duration, to the tick, or when nothing is left to happen', () => {
  const timed = simulate(simple({ durationTicks: 10 * second }), first);
  expect(timed).toMatchObject({ end: 'duration', endTicks: 10 * second });
  expect(codes(timed)).toEqual(['run/launch-unfinished']);
  const long = simulate(simple({ durationTicks: 60 * minute }), first);
  expect(long).toMatchObject({ end: 'duration', endTicks: 60 * minute });
  const idle = simulate(simple({}), first);
  expect(idle.end).toBe('idle');
  expect(idle.endTicks).toBe(idle.lives[0]?.launches[0]?.bootTicks);
});

it('takes events at the very end of its duration', () => {
  const killed = simple({
    durationTicks: 2 * second,
    actions: [action(0, 'launch', 'web'), action(2 * second, 'fail', 'sled.soc[0]')],
  });
  expect(codes(simulate(killed, first))).toEqual(['run/killed']);
});

it('survives a warm-up that is longer than the run', () => {
  expect(simulate(simple({ warmupTicks: 60 * minute }), first).end).toBe('idle');
  const run = simulate(simple({ warmupTicks: 60 * minute, durationTicks: 10 * second }), first);
  expect(run).toMatchObject({ end: 'duration', endTicks: 10 * second });
});

it('ends a run at the limit of events, and says so', () => {
  const run = simulate(simple({}), { ...first, limits: { events: 100 } });
  expect(run).toMatchObject({ end: 'event-limit', events: 100 });
  expect(run.findings.at(-1)).toMatchObject({
    code: 'run/event-limit', severity: 'error',
    message: 'The run was ended at its limit of 100 events.',
  });
});

it('ends a run that would never end at the last instant of its clock', () => {
  // A million tries of 100 minutes each to a hypervisor that will not come back.
  const endless = simple({
    host: { controller: { retries: 1_000_000, timeoutTicks: 100 * minute } },
    actions: [action(0, 'fail', 'sled.hv[0]'), ...launch('web')],
  });
  const run = simulate(endless, first);
  expect(run.end).toBe('time-limit');
  expect(codes(run)).toEqual(['run/launch-unfinished', 'run/time-limit']);
  const soon = simulate(endless, { ...first, limits: { simulatedTicks: 120 * minute } });
  expect(soon).toMatchObject({ end: 'time-limit', endTicks: 120 * minute });
});

it('says a large limit so that it can be read', () => {
  const busy = simple({
    host: { controller: { retries: 1_000_000, timeoutTicks: 1_000_000 } },
    actions: [action(0, 'fail', 'sled.hv[0]'), ...launch('web')],
  });
  const run = simulate(busy, { ...first, limits: { events: 12_000 } });
  expect(run.findings.at(-1)?.message).toBe('The run was ended at its limit of 12,000 events.');
});

it('ends a run that would never end at its limit of events', () => {
  const busy = simple({
    host: { controller: { retries: 1_000_000, timeoutTicks: 1_000_000 } },
    actions: [action(0, 'fail', 'sled.hv[0]'), ...launch('web')],
  });
  const run = simulate(busy, { ...first, limits: { events: 50_000 } });
  expect(run).toMatchObject({ end: 'event-limit', events: 50_000 });
});

it('ends a run at the limit of memory', () => {
  const run = simulate(simple({}), { ...first, limits: { memoryBytes: 1 } });
  // It looks now and then, and a boot is over before.
  expect(run.end).toBe('idle');
  const many = simulate(simple({
    host: { controller: { retries: 1_000_000, timeoutTicks: 1_000_000 } },
    actions: [action(0, 'fail', 'sled.hv[0]'), ...launch('web')],
  }), { ...first, limits: { memoryBytes: 1 } });
  expect(many.end).toBe('memory-limit');
  expect(codes(many)).toContain('run/memory-limit');
});

it('shows progress, and is cancelled when asked to', () => {
  const busy = simple({
    host: { controller: { retries: 1_000_000, timeoutTicks: 1_000_000 } },
    actions: [action(0, 'fail', 'sled.hv[0]'), ...launch('web')], durationTicks: minute,
  });
  const seen: number[] = [];
  const run = simulate(busy, {
    ...first, progress: ({ share }) => seen.push(share ?? -1), isCancelled: () => seen.length >= 3,
  });
  expect(run.end).toBe('cancelled');
  expect(seen).toHaveLength(3);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen[0]).toBeGreaterThan(0);
});

it('keeps time beyond the clock out of the run, even for draws from a heavy tail', () => {
  const host = sled('sled', {
    nic: { attachTimeTicks: { shape: 'pareto', parameters: [1e15, 0.1] } },
    hypervisor: { allocateTimeTicks: constant(1) }, controller: { timeoutTicks: 2 ** 53 - 1 },
  });
  const model = world(host, instance('web', { machine: machineOf(host) }));
  const spec = ir([model], [scenario('test', { variants: [variant({ actions: launch('web') })] })]);
  expect(simulate(spec, first).end).toBe('time-limit');
});

it('counts in nanoseconds as in picoseconds', () => {
  const host = sled('sled', {
    controller: {
      requestTimeTicks: constant(1.54e9), commandTimeTicks: constant(1e8), timeoutTicks: 1e10,
    },
    hypervisor: { allocateTimeTicks: constant(1.6e9), startTimeTicks: constant(1e9) },
    nic: { attachTimeTicks: constant(2e9) },
    ebs: { attachTimeTicks: constant(2e9), processingTimeTicks: constant(2000) },
  });
  const guest = {
    firmwareTimeTicks: constant(2e9), kernelTimeTicks: constant(14.6e9),
    servicesTimeTicks: constant(5.64e9),
  };
  const model = world(host, instance('web', {
    machine: machineOf(host), instance: guest, volume: { latencyTicks: constant(1e6) },
  }));
  const spec = ir([model], [scenario('test', { variants: [variant({ actions: launch('web') })] })]);
  const run = simulate({ ...spec, tickPicoseconds: 1000 }, first);
  expect((run.lives[0]?.launches[0]?.bootTicks ?? 0) / 1e9).toBeCloseTo(29.191, 3);
});
