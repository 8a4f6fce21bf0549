/** What messages, requests and rounds would take alone, against what they took. */
import { expect, it } from 'vitest';
import { defined } from '#base';
import type { RunResult } from '#results';
import { boxes, clos, ms, runOf, stream, us } from '../support/network-specs.ts';
import { simulate } from '#sim/run';
import { contentOfBytes } from '#sim/devices';
import { irOf } from '../support/check-text.ts';
import { twoCards } from '../support/network-cards.ts';

const scenario = 'scenario s {\n  duration = 50 ms\n  expect f.lost == 0\n}';

const idealOf = (run: RunResult, id = 'f[0]'): number =>
  defined(stream(run, id).network?.idealTicks, 'it has an ideal');

/** Bytes of one message on a wire of 100 Gbps, in packets of 8 KiB. */
const wire = (bytes: number, headers: number): number =>
  80 * (bytes + Math.ceil(bytes / 8192) * (headers + 38));

it('counts an answer with its bytes, and the time to begin it', async () => {
  const run = await runOf(`${boxes(2)}${clos()}
flow f from x[0] to x[1] { transport = Srd  size = 1 kB  response = 10 MB  answerTime = 1 ms }
${scenario}`);
  const ideal = idealOf(run);
  expect(ideal).toBeGreaterThan(1 * ms + wire(10_000_000, 64));
  const { completion } = stream(run, 'f[0]');
  expect(completion?.minTicks).toBeGreaterThanOrEqual(ideal);
  expect(completion?.p50Ticks).toBeLessThan(1.02 * ideal);
});

it.each([
  ['exponential(1 ms)', Math.log(2)], ['uniform(1 ms, 3 ms)', 2], ['lognormal(1 ms, 0.5)', 1],
  ['pareto(1 ms, 2)', Math.SQRT2], ['mix(4 ms, 40 %, 1 ms, 60 %)', 1],
])('counts a time to answer that is drawn, %s, with its median', async (time, milliseconds) => {
  const of = async (answerTime: string): Promise<number> => idealOf(await runOf(
    `${boxes(2)}${clos()}
flow f from x[0] to x[1] { transport = Srd  size = 1 kB  response = 1 kB  answerTime = ${answerTime} }
${scenario.replace('50 ms', '1 us')}`));
  expect((await of(time) - await of('0 s')) / ms).toBeCloseTo(milliseconds, 6);
});

it('has all answers of a request to several come over one link', async () => {
  const run = await runOf(`${boxes(5)}${clos()}
flow f from x[0] to x[1..4] {
  transport = Srd  fanOut = 4  size = 1 kB  response = 1 MB  every = 1 ms  messages = 20
}
${scenario}`);
  const ideals = run.streams.map(({ id }) => idealOf(run, id));
  expect(Math.min(...ideals)).toBeGreaterThan(4 * wire(1_000_000, 64));
  for (const { id, completion } of run.streams) {
    if (completion === null) continue;
    expect(completion.minTicks, id).toBeGreaterThanOrEqual(Math.min(...ideals));
    expect(completion.minTicks, id).toBeLessThan(1.2 * Math.max(...ideals));
  }
});

it('has answers of a request come over both cards of who asks', async () => {
  const run = await runOf(`${twoCards('', '', 5)}
flow f from x[0] to x[1..4] {
  transport = Srd  fanOut = 4  size = 1 kB  response = 1 MB  every = 1 ms  messages = 20
}
${scenario}`);
  const ideals = run.streams.map(({ id }) => idealOf(run, id));
  expect(Math.min(...ideals)).toBeGreaterThan(2 * wire(1_000_000, 64));
  for (const { id, completion } of run.streams) {
    if (completion === null) continue;
    expect(completion.minTicks, id).toBeGreaterThanOrEqual(Math.min(...ideals));
    expect(completion.minTicks, id).toBeLessThan(1.2 * Math.max(...ideals));
  }
});

it('lets no round be shorter where instances send over two cards', async () => {
  const run = await runOf(`${twoCards('', '', 5)}
flow f from x to x { transport = Srd  pattern = allToAll  size = 1 MB  barrier = yes  messages = 4 }
${scenario}`);
  const [{ roundTicks, idealTicks }] = [defined(run.jobs[0], 'it is a job')];
  const ideal = defined(idealTicks, 'a fabric carries it');
  expect(ideal).toBeGreaterThan(2 * wire(1_000_000, 64));
  expect(roundTicks).toHaveLength(4);
  expect(Math.min(...roundTicks)).toBeGreaterThanOrEqual(ideal);
  expect(Math.min(...roundTicks)).toBeLessThan(1.5 * ideal);
});

it.each([['Srd', 1], ['Tcp', 2], ['Udp', 2]])(
  'is no slower for %s than what goes over uplinks of half the rate, sprayed or not',
  async (transport, times) => {
    const run = await runOf(`${boxes(2)}${clos('uplinkRate = 50 Gbps')}
flow f from x[0] to x[1] { transport = ${transport}  size = 4 MB  messages = 3 }
${scenario}`);
    const ideal = idealOf(run);
    const { completion } = stream(run, 'f[0]');
    expect(completion?.minTicks).toBeGreaterThanOrEqual(ideal);
    expect(completion?.minTicks).toBeLessThan(1.1 * ideal);
    expect(ideal / (times * wire(4_000_000, 52))).toBeCloseTo(1, 1);
  },
);

it.each(['Srd', 'Tcp'])('lets no round of %s be shorter where uplinks are slow', async (transport) => {
  const run = await runOf(`${boxes(8)}${clos('uplinkRate = 50 Gbps  uplinks = 8')}
flow f from x to x { transport = ${transport}  pattern = allToAll  size = 1 MB  barrier = yes  messages = 4 }
flow g from x[0] to x[1] { transport = ${transport}  size = 1 MB  barrier = yes  depth = 4  messages = 4
  response = 2 MB  answerTime = exponential(10 us) }
${scenario.replace('50 ms', '5 s')}`);
  expect(run.jobs.map(({ roundTicks }) => roundTicks.length)).toEqual([4, 4]);
  for (const { workload, roundTicks, idealTicks } of run.jobs) {
    const ideal = defined(idealTicks, 'a fabric carries it');
    expect(Math.min(...roundTicks), workload).toBeGreaterThanOrEqual(ideal);
    expect(ideal, workload).toBeGreaterThan(100 * us);
  }
});

it('is not known of recorded messages, each of which has another size', async () => {
  const ir = await irOf(`${boxes(2)}${clos()}
flow f from x to x { transport = Srd  trace = "t.csv" }
${scenario}`);
  const run = simulate(ir, {
    scenario: 's', variant: 0, run: 0, seed: 1,
    open: () => contentOfBytes(new TextEncoder().encode('time_us,size,from,to\n0,1000,x[0],x[1]\n')),
  });
  const sent = run.streams.find(({ completed }) => completed > 0);
  expect(sent?.network?.idealTicks).toBeNull();
});
