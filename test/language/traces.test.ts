/**
 * Replayed traces: what reaches the device, when and where; what is said of a file that is not as
 * it should be; the same bytes whoever has the file.
 */
import { expect, it } from 'vitest';
import { canonicalJson } from '#base';
import type { Ir } from '#ir';
import type { RunResult } from '#results';
import { contentOfBytes, type OpenContent } from '#sim/devices';
import { planRuns, runJob, RunWorker, simulate, summarise, type FromWorker } from '#sim/run';
import { irOf } from '../support/check-text.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const spec = (io: string, duration = 'duration = 1 s'): string => `use aws
host box : C5Host
instance app : c5.9xlarge on box {
  requestTime = 0 ns  completionTime = 0 ns  interruptTime = 0 ns  interruptExits = 0
  volume data : io2 { size = 8 GiB  iops = 100  latency = 500 us }
}
io replayed on app.data { trace = "a.csv"  ${io} }
scenario s { ${duration}  expect mean(replayed.latency) < 1 s }`;

const irWith = (trace: string, io = '', duration?: string): Promise<Ir> =>
  irOf(spec(io, duration), {
    files: { 'a.csv': { sizeBytes: bytesOf(trace).length, sha256: '0'.repeat(64) } },
  });

const openWith = (trace: string): OpenContent => () => contentOfBytes(bytesOf(trace));

const runOf = (ir: Ir, open: OpenContent): RunResult =>
  simulate(ir, { scenario: 's', variant: 0, run: 0, seed: 1, open });

const run = async (trace: string, io = '', duration?: string): Promise<RunResult> =>
  runOf(await irWith(trace, io, duration), openWith(trace));

const findings = (result: RunResult): readonly string[] =>
  result.findings.map(({ code, message }) => `${code}: ${message}`);

const HEADER = 'time_ms,operation,offset,size\n';
/** Reads and writes every 10 ms, a trim at the end. */
const PLAIN = `${HEADER}5,read,0,4096\n15,write,4096,8192\n25,read,8192,4096\n35,trim,0,65536\n`;

it('makes each request of a file once, as what it was', async () => {
  const { streams, findings: said } = await run(PLAIN);
  const [stream] = streams;
  expect(stream?.completed).toBe(4);
  expect(stream?.ways.map(({ name, count }) => `${name} ${count}`))
    .toEqual(['read 2', 'write 1', 'trim 1']);
  // A trim moves no bytes.
  expect(stream?.bytes).toBe(4096 + 8192 + 4096);
  expect(said).toEqual([]);
});

it('ends with its file where nothing else ends the scenario', async () => {
  const result = await run(PLAIN, '', '');
  expect(result.end).toBe('idle');
  // The last request comes 30 ms after the first, and takes its 500 µs and the way.
  expect(result.endTicks / 1e9).toBeGreaterThan(30.5);
  expect(result.endTicks / 1e9).toBeLessThan(31);
});

it('replays faster by its speed, and so many requests as are asked for', async () => {
  const file = { sizeBytes: bytesOf(PLAIN).length, sha256: '0'.repeat(64) };
  const text = spec('speed = 10x', '').replace('iops = 100 ', 'iops = 4000 ');
  const fast = runOf(await irOf(text, { files: { 'a.csv': file } }), openWith(PLAIN));
  // The last comes 3 ms after the first.
  expect(fast.endTicks / 1e9).toBeGreaterThan(3.5);
  expect(fast.endTicks / 1e9).toBeLessThan(4);
  expect((await run(PLAIN, 'requests = 2')).streams[0]?.completed).toBe(2);
});

it('lets what comes faster than the volume works wait, as an open loop does', async () => {
  const rows = Array.from({ length: 20 }, (_, i) => `${String(i)},read,0,4096\n`).join('');
  const { streams } = await run(`${HEADER}${rows}`);
  // 100 operations a second: request i passes i × 10 ms after the first and came i ms after it.
  const latency = streams[0]?.latency;
  expect(((latency?.maxTicks ?? 0) - (latency?.minTicks ?? 0)) / 1e9).toBeCloseTo(19 * 9, 3);
});

it('takes addresses beyond the device round into it, and says how many', async () => {
  const beyond = `${HEADER}0,read,9000000000,4096\n1,read,8589930496,8192\n2,read,0,4096\n`;
  expect(findings(await run(beyond))).toEqual([
    'run/trace-wrapped: a.csv: 2 of 3 requests reach beyond the 8589934592 bytes that are replayed '
    + 'on, and go round.',
  ]);
  expect(findings(await run(`${HEADER}0,read,1048576,4096\n`, 'span = 1 MiB'))[0])
    .toContain('1 of 1 requests reach beyond the 1048576 bytes');
});

it('names the lines that it cannot read, five at the most, and goes on', async () => {
  const bad = Array.from({ length: 7 }, (_, i) => `${String(i)},reed,0,4096\n`).join('');
  const result = await run(`${HEADER}${bad}8,read,0,4096\n`);
  expect(result.streams[0]?.completed).toBe(1);
  expect(findings(result)).toEqual([
    ...[2, 3, 4, 5, 6].map((line) => `run/trace-line: a.csv:${String(line)}: found 'reed'; expected `
      + 'an operation: read, write or trim.'),
    'run/trace-line: a.csv: 2 more lines could not be read.',
  ]);
});

it('says when time goes back in the file', async () => {
  expect(findings(await run(`${HEADER}5,read,0,512\n4,read,0,512\n`))).toEqual([
    'run/trace-order: a.csv: 1 requests were recorded with an earlier time than the one before '
    + 'them, and come with that one.',
  ]);
});

it('makes no request and says why where the file is not to be had, or is another one', async () => {
  const ir = await irWith(PLAIN);
  const none = simulate(ir, { scenario: 's', variant: 0, run: 0, seed: 1 });
  expect(findings(none)).toEqual([
    'run/trace-unreadable: The trace a.csv cannot be replayed: it was not handed to this run.',
  ]);
  expect(none.streams[0]?.completed).toBe(0);
  expect(findings(runOf(ir, openWith(`${PLAIN}45,read,0,512\n`)))[0])
    .toMatch(/it has \d+ bytes, and had \d+ when the model was made\.$/u);
  const broken = { ...contentOfBytes(bytesOf(PLAIN)), read: (): number => {
    throw new Error('the disk is gone');
  } };
  expect(findings(runOf(ir, () => broken))).toEqual([
    'run/trace-unreadable: The trace a.csv could not be read to its end: the disk is gone.',
  ]);
});

it('gives the same bytes from a path of a worker and from bytes that were handed to it', async () => {
  const ir = await irWith(PLAIN);
  const options = { seed: null, runs: 3, scenarios: [], shard: null };
  const plan = planRuns(ir, options);
  if (!plan.ok) throw new Error('it can be run');
  const by = (files: Parameters<RunWorker['receive']>[0] & { is: 'model' }): string => {
    const posted: FromWorker[] = [];
    const worker = new RunWorker((message) => posted.push(message), () =>
      contentOfBytes(bytesOf(PLAIN)));
    worker.receive(files);
    worker.receive({ is: 'jobs', jobs: plan.jobs });
    const done = posted.flatMap((message) => (message.is === 'done' ? [message.jobResult] : []));
    return canonicalJson(summarise(ir, options, done));
  };
  const here = plan.jobs.map((job) => runJob(ir, job, { open: openWith(PLAIN) }));
  const wanted = canonicalJson(summarise(ir, options, here));
  const model = { is: 'model', ir, limits: {} } as const;
  expect(by({ ...model, files: { 'a.csv': { is: 'path', path: '/a.csv' } } })).toBe(wanted);
  expect(by({ ...model, files: { 'a.csv': { is: 'bytes', bytes: bytesOf(PLAIN) } } })).toBe(wanted);
  expect(by(model)).not.toBe(wanted);
});
