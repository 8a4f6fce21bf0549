import { expect, it } from 'vitest';
import type { RunResult, StreamResult } from '#results';
import { simulate } from '#sim/run';
import { irOf } from '../support/check-text.ts';

async function run(text: string): Promise<RunResult> {
  const ir = await irOf(`use aws\n${text}`);
  return simulate(ir, { scenario: 's', variant: 0, run: 0, seed: 1 });
}

const streamOf = (result: RunResult, id: string): StreamResult => {
  const stream = result.streams.find((one) => one.id === id);
  if (stream === undefined) throw new Error(`no stream '${id}'`);
  return stream;
};

/** Completed in the last tenth of the run, for each in the first tenth. */
const lastToFirst = (result: RunResult, id: string): number => {
  const counts = result.series?.streams.find((one) => one.id === id)?.perSecond ?? [];
  const tenth = counts.length / 10;
  const sum = (values: readonly number[]): number => values.reduce((total, n) => total + n, 0);
  return sum(counts.slice(-tenth)) / sum(counts.slice(0, tenth));
};

it('goes on after a failure that is over before its packets and requests are missed', async () => {
  const result = await run(`
    host box : I3Host
    instance app : i3.8xlarge on box
    instance peer : i3.8xlarge on box
    flow talk from app to peer { size = 64 KiB  depth = 4 }
    io scan on app { depth = 64  read = 50 % }
    scenario s { duration = 40 ms
      at 10 ms fail box.nic for 1 ns
      at 20 ms fail box.local[0].nvme[0] for 1 ns
      expect talk.lost >= 0 }`);
  expect(streamOf(result, 'talk[0]').lost).toBeGreaterThan(0);
  expect(streamOf(result, 'scan[0]').lost).toBeGreaterThan(0);
  expect(lastToFirst(result, 'talk[0]')).toBeGreaterThan(0.95);
  expect(lastToFirst(result, 'scan[0]')).toBeGreaterThan(0.95);
});

it('sends no more of a message once its flow has ended, and the rest when it starts again', async () => {
  const text = (again: string): string => `
    host box : C5Host
    instance app : c5.9xlarge on box
    instance peer : c5.9xlarge on box
    flow talk from app to peer { size = 4 MiB  messages = 1 }
    scenario s { duration = 100 ms
      at 1 ms end talk
      ${again}
      expect talk.lost == 0 }`;
  const ended = await run(text(''));
  expect(streamOf(ended, 'talk[0]').completed).toBe(0);
  expect(streamOf(ended, 'talk[0]').bytes).toBeLessThan(4 * 1024 * 1024);
  expect(streamOf(ended, 'talk[0]').bytes).toBeGreaterThan(0);
});

it.each([
  ['on cores of its own', ''], ['on shared cores', 'box.hv.managementCores = 0'],
])('loses what passes a management domain %s whose hypervisor fails', async (_, more) => {
  const result = await run(`
    host box : C4Host
    ${more}
    instance app : c4.8xlarge on box { volume data : gp2 { size = 1 TiB } }
    io scan on app.data { depth = 8 }
    scenario s { duration = 100 ms
      at 40 ms fail box.hv for 20 ms
      expect scan.lost > 0 }`);
  expect(streamOf(result, 'scan[0]').lost).toBeGreaterThanOrEqual(8);
  const counts = result.series?.streams[0]?.perSecond ?? [];
  expect(counts.slice(45, 59).every((count) => count === 0)).toBe(true);
  expect(lastToFirst(result, 'scan[0]')).toBeGreaterThan(0.9);
});
