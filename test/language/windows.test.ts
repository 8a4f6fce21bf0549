/**
 * Windows of runs of which nobody knows how long they last: between a hundred and two hundred that
 * are equal but for the last, whatever is counted in them adds up, and they change nothing else.
 */
import { expect, it } from 'vitest';
import { defined } from '#base';
import type { RunResult } from '#results';
import { boxes, clos, ms, runOf, us } from '../support/network-specs.ts';

const sum = (values: readonly (number | null)[] = []): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** Of each window of a run. */
const lengthsOf = ({ series }: RunResult): readonly number[] =>
  (series?.atTicks ?? []).map((at, i, all) => at - (all[i - 1] ?? 0));

const flow = (more: string): string => `${boxes(4)}${clos()}
flow f from x[0..1] to x[2..3] { transport = Srd  size = 100 kB  ${more} }`;

it.each([
  // Two flows leave each card: some 0.1 ms, 1 ms, and 250 ms with rests.
  ['a microsecond', 'messages = 6', 1],
  ['eight', 'messages = 50', 8],
  ['a millisecond and a fourth of one', 'messages = 50  every = 5 ms', 2048],
])('are %s long where that is enough for a hundred of them', async (_, more, microseconds) => {
  const run = await runOf(`${flow(more)}
scenario s { expect f.lost == 0 }`);
  const lengths = lengthsOf(run);
  expect(lengths.length).toBeLessThanOrEqual(200);
  if (microseconds > 1) expect(lengths.length).toBeGreaterThan(100);
  expect(new Set(lengths.slice(0, -1))).toEqual(new Set([microseconds * us]));
  expect(sum(lengths)).toBe(run.endTicks);
});

it('count what the same run counts in windows of a duration, and end when it does', async () => {
  const open = await runOf(`${flow('messages = 100')}
scenario s { expect f.lost == 0 }`);
  const until = `${String(Math.ceil(open.endTicks / us))} us`;
  const whole = await runOf(`${flow('messages = 100')}
scenario s { duration = ${until}  expect f.lost == 0 }`);
  expect(open.end).toBe('idle');
  expect(open.streams).toEqual(expect.arrayContaining(
    whole.streams.map(({ id, completed, completion }) =>
      expect.objectContaining({ id, completed, completion }) as unknown),
  ));
  const [net, other] = [defined(open.networks[0], 'a fabric'), defined(whole.networks[0], 'one')];
  for (const run of [open, whole]) {
    const seconds = lengthsOf(run).map((length) => length / 1e12);
    const counted = (run.series?.streams ?? []).map(({ id, perSecond }) =>
      [id, Math.round(sum(perSecond.map((rate, i) => rate * (seconds[i] ?? 0))))]);
    expect(counted).toEqual([0, 1, 2, 3].map((i) => [`f[${String(i)}]`, 100]));
  }
  net.cables.forEach(({ ways }, i) => ways.forEach(({ series, longestQueueBytes }, way) => {
    const same = defined(other.cables[i]?.ways[way], 'the same way');
    expect(Math.max(...(series?.longestQueueBytes ?? []))).toBe(longestQueueBytes);
    expect(longestQueueBytes).toBe(same.longestQueueBytes);
    const busy = (run: RunResult, of: typeof series): number =>
      sum(lengthsOf(run).map((length, at) => length * (of?.utilization[at] ?? 0)));
    const [mine, theirs] = [busy(open, series), busy(whole, same.series)];
    expect(Math.abs(mine - theirs)).toBeLessThanOrEqual(0.001 * open.endTicks);
  }));
});

it('are as many for drives and volumes as for flows, and begin when the warm-up is over', async () => {
  const run = await runOf(`use aws
host i3 : I3Host
instance db : i3.large on i3
io load on db { block = 4 KiB  requests = 20000 }
host box : C5Host
instance app : c5.large on box { volume data : gp3 { size = 100 GiB } }
io scan on app.data { block = 16 KiB  requests = 2000 }
scenario s { warmup = 20 ms  expect load.lost == 0 }`);
  const windows = run.series?.atTicks.length ?? 0;
  expect(windows).toBeGreaterThan(100);
  expect(windows).toBeLessThanOrEqual(200);
  expect(run.series?.atTicks[0]).toBeGreaterThan(20 * ms);
  const [volume] = run.volumes;
  const [drive] = run.drives;
  expect(volume?.series?.throttled).toHaveLength(windows);
  expect(drive?.series?.freeBlocks).toHaveLength(windows);
  for (const { values } of run.series?.utilization ?? []) expect(values).toHaveLength(windows);
});

it('are kept of fabrics that are computed as flows', async () => {
  const run = await runOf(`${boxes(4)}${clos('model = flows')}
flow f from x[0] to x[2] { transport = Srd  size = 10 MB  messages = 3 }
scenario s { expect max(f.completion) < 1 s }`);
  const lengths = lengthsOf(run);
  expect(lengths.length).toBeGreaterThan(100);
  const rows = run.series?.utilization ?? [];
  for (const { values } of rows) expect(values).toHaveLength(lengths.length);
  const own = rows.find(({ element }) => /^box\[0\]\.nic -- net/.test(element));
  const busy = sum(lengths.map((length, i) => length * (own?.values[i] ?? 0)));
  // 30 MB at 100 Gbps, and headers.
  expect(busy).toBeGreaterThan(2400 * us);
  expect(busy).toBeLessThan(2450 * us);
});
