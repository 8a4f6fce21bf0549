/**
 * Replayed messages: what reaches which instance, when, over cables and over fabrics; what is said
 * of a file that is not as it should be.
 */
import { expect, it } from 'vitest';
import type { Ir } from '#ir';
import type { RunResult } from '#results';
import { contentOfBytes, nothingAtHand, type OpenContent } from '#sim/devices';
import { simulate } from '#sim/run';
import { irOf, problemsOf } from '../support/check-text.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Two instances that send to two others; over a switch, or over a fabric of switches. */
const spec = (flow: string, duration: string, over: 'switch' | 'fabric'): string => `use aws
host type Node {
  socket soc : Graviton3
  hypervisor hv : Nitro on soc
  card nic : NitroVpc { rate = 100 Gbps }
  link nic -- soc : Pcie { generation = 5  lanes = 16 }
}
host node[4] : Node
${over === 'switch' ? 'switch tor { }\nlink node.nic -- tor'
    : 'fabric net : Clos { leaves = 2  spines = 2  rate = 100 Gbps }\nlink node.nic -- net'}
instance web[2] : c7g.16xlarge on node[0..1].soc
instance db[2] : c7g.16xlarge on node[2..3].soc
flow calls from web to db { trace = "a.csv"  ${flow} }
scenario s { ${duration}  expect calls.lost == 0 }`;

interface Given {
  readonly flow?: string;
  readonly duration?: string;
  readonly over?: 'switch' | 'fabric';
}

const irWith = (
  trace: string, { flow = '', duration = 'duration = 1 s', over = 'fabric' }: Given = {},
): Promise<Ir> => irOf(spec(flow, duration, over), {
  files: { 'a.csv': { sizeBytes: bytesOf(trace).length, sha256: '0'.repeat(64) } },
});

const runOf = (ir: Ir, open: OpenContent): RunResult =>
  simulate(ir, { scenario: 's', variant: 0, run: 0, seed: 1, open });

const run = async (trace: string, given?: Given): Promise<RunResult> =>
  runOf(await irWith(trace, given), () => contentOfBytes(bytesOf(trace)));

const findings = (result: RunResult): readonly string[] =>
  result.findings.map(({ code, message }) => `${code}: ${message}`);

const counts = ({ streams }: RunResult): readonly string[] =>
  streams.map(({ id, completed, bytes }) => `${id} ${String(completed)} ${String(bytes)}`);

const NAMED = `time_us,size,from,to
0,1000,web[0],db[1]
50,20000,web[1],db[0]
50,3000,web[1],db[0]
900,100000,web[0],db[1]
`;

it.each(['switch', 'fabric'] as const)('sends each message as recorded over a %s', async (over) => {
  const result = await run(NAMED, { over });
  expect(findings(result)).toEqual([]);
  expect(counts(result)).toEqual([
    'calls[0] 0 0', 'calls[1] 2 101000', 'calls[2] 2 23000', 'calls[3] 0 0',
  ]);
});

it('lets streams take turns where the file names no ends', async () => {
  const rows = Array.from({ length: 10 }, (_, i) => `${String(i)},${String(100 + i)}\n`).join('');
  expect(counts(await run(`time_ms,size\n${rows}`))).toEqual([
    `calls[0] 3 ${String(100 + 104 + 108)}`, `calls[1] 3 ${String(101 + 105 + 109)}`,
    'calls[2] 2 208', 'calls[3] 2 210',
  ]);
});

it('ends with its file where nothing else ends the scenario', async () => {
  const given = { duration: '', over: 'switch' } as const;
  const result = await run(NAMED, given);
  expect(result.end).toBe('idle');
  // The last message comes 900 µs after the first, or 9 µs, and takes the same way.
  const fast = await run(NAMED, { ...given, flow: 'speed = 100 x' });
  expect(result.endTicks - fast.endTicks).toBe(891e6);
});

it('sends so many messages as are asked for, and answers them', async () => {
  const result = await run(NAMED, { flow: 'messages = 3  response = 500 B' });
  expect(counts(result)).toEqual([
    'calls[0] 0 0', 'calls[1] 1 1500', 'calls[2] 2 24000', 'calls[3] 0 0',
  ]);
});

it('lets what comes faster than the network carries wait, as an open loop does', async () => {
  const rows = Array.from({ length: 40 }, () => '0,12500000,web[0],db[0]\n').join('');
  const { streams } = await run(`time_us,size,from,to\n${rows}`);
  // 500 MB at 100 Gb/s pass in 40 ms at the least; the first of them in one.
  expect(streams[0]?.completed).toBe(40);
  expect((streams[0]?.completion?.maxTicks ?? 0) / 1e9).toBeGreaterThan(40);
});

it('names the lines that it cannot read, and instances that it does not know', async () => {
  const result = await run('time_us,size,from,to\n0,1,web[0],db[0]\n1,1,app,db[0]\n2,none,web[0],db[0]\n');
  expect(result.streams[0]?.completed).toBe(1);
  expect(findings(result)).toEqual([
    "run/trace-line: a.csv:3: found 'app'; expected an instance that the flow is from: web[0], "
    + 'web[1].',
    "run/trace-line: a.csv:4: found 'none'; expected a size in bytes, above 0.",
  ]);
});

it('says when time goes back, and why a file cannot be replayed', async () => {
  expect(findings(await run('time_us,size\n5,1\n4,1\n'))).toEqual([
    'run/trace-order: a.csv: 1 messages were recorded with an earlier time than the one before '
    + 'them, and come with that one.',
  ]);
  const ir = await irWith(NAMED);
  expect(findings(runOf(ir, nothingAtHand))).toEqual([
    'run/trace-unreadable: The trace a.csv cannot be replayed: it was not handed to this run.',
  ]);
  const broken = { ...contentOfBytes(bytesOf(NAMED)), read: (): number => {
    throw new Error('the disk is gone');
  } };
  expect(findings(runOf(ir, () => broken))).toEqual([
    'run/trace-unreadable: The trace a.csv could not be read to its end: the disk is gone.',
  ]);
});

it('sends a first packet where a security group refuses the flow, and no more of the file', async () => {
  for (const over of ['switch', 'fabric'] as const) {
    const text = spec('', 'duration = 1 s', over)
      .replace('instance db[2] : c7g.16xlarge on node[2..3].soc', 'instance db[2] : c7g.16xlarge '
        + 'on node[2..3].soc { inboundFrom = "front" }');
    const ir = await irOf(text, { files: { 'a.csv': {
      sizeBytes: bytesOf(NAMED).length, sha256: '0'.repeat(64),
    } } });
    const result = runOf(ir, () => contentOfBytes(bytesOf(NAMED)));
    expect(new Set(result.findings.map(({ code }) => code))).toEqual(new Set(['run/flow-refused']));
    expect(result.streams.every(({ completed }) => completed === 0)).toBe(true);
  }
});

it('begins again from the start of the file when the flow does', async () => {
  const result = await run('time_ms,size,from,to\n0,1,web[0],db[0]\n300,1,web[0],db[0]\n', {
    duration: 'duration = 1 s  at 10 ms start calls  at 200 ms end calls  at 400 ms start calls',
  });
  expect(result.streams[0]?.completed).toBe(3);
});

it('asks for a size where there is no trace, and for none where there is', async () => {
  const flow = (properties: string): string => spec('', 'duration = 1 s', 'switch')
    .replace('trace = "a.csv"', properties);
  expect(await problemsOf(flow(''))).toEqual(['value/required 13']);
  expect(await problemsOf(flow('size = 1 KiB'))).toEqual([]);
});
