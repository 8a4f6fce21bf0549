/** Packets of one stream: what is written down of them, and that nothing else changes. */
import { expect, it } from 'vitest';
import { canonicalJson } from '#base';
import type { Ir } from '#ir';
import type { PacketResult, PacketsResult, RunResult } from '#results';
import { type FromWorker, planRuns, RunWorker, simulate, summarise } from '#sim/run';
import { irOf } from '../support/check-text.ts';
import { wholeRun } from '../support/life-runs.ts';

const NODES = `use aws
host type Node {
  socket soc : Graviton3
  hypervisor hv : Nitro on soc
  card nic : NitroVpc { rate = 100 Gbps }
  link nic -- soc : Pcie { generation = 5  lanes = 16 }
}
host node[9] : Node
fabric net : Clos { leaves = 3  spines = 2  rate = 100 Gbps }
link node.nic -- net
instance web[9] : c7g.16xlarge on node[0..8].soc
`;

/** Eight that send to one at the same time, again and again: more than its port's buffer holds. */
const INCAST = `${NODES.replace('spines = 2  rate = 100 Gbps', 'spines = 2  rate = 25 Gbps  portBuffer = 200 kB')}
flow pull from web[1..8] to web[0] { size = 400 kB  barrier = yes  pattern = incast }
scenario s { duration = 100 ms  expect pull.lost == 0 }
`;

const QUIET = `${NODES}
flow ask from web[1] to web[8] { size = 20 kB  every = 1 ms  response = 1 kB }
scenario s { duration = 10 ms  warmup = 5 ms  expect ask.lost == 0 }
`;

const run = (ir: Ir, stream: string | null, fromTicks: number | null = null): RunResult =>
  simulate(ir, {
    scenario: 's', variant: 0, run: 0, seed: 1,
    ...(stream === null ? {} : { packets: { stream, fromTicks } }),
  });

const packetsOf = (ir: Ir, stream: string, fromTicks: number | null = null): PacketsResult => {
  const { packets } = run(ir, stream, fromTicks);
  if (packets == null) throw new Error('packets were asked for');
  return packets;
};

const wayOf = ({ links }: PacketsResult, packet: PacketResult): readonly string[] =>
  packet.links.map((link) => links[link]?.id ?? '');

it('writes down the way of every packet of a stream, of its answers and acknowledgements', async () => {
  const record = packetsOf(await irOf(QUIET), 'ask[0]');
  expect(record).toMatchObject({
    stream: 'ask[0]', from: 'web[1]', to: 'web[8]', fromTicks: 5e9, cutTicks: null, timeoutTicks: [],
  });
  const there = record.packets.filter(({ isBack, kind }) => !isBack && kind === 'data');
  const answers = record.packets.filter(({ isBack, kind }) => isBack && kind === 'data');
  // Five messages of three packets of 8 KiB, and five answers of one.
  expect(there.map(({ payloadBytes }) => payloadBytes).slice(0, 3)).toEqual([8192, 8192, 3616]);
  expect(there.length).toBe(3 * answers.length);
  expect(answers.every(({ isOfAnswers, payloadBytes }) => isOfAnswers && payloadBytes === 1000))
    .toBe(true);
  const [first] = there;
  if (first === undefined) throw new Error('packets were sent');
  const way = wayOf(record, first);
  expect(way).toHaveLength(4);
  expect(way[0]).toMatch(/^node\[1\]\.nic > net\.leaf\[1\]$/u);
  expect(way.at(-1)).toMatch(/^net\.leaf\[2\] > node\[8\]\.nic$/u);
  expect(first.end).toBe('delivered');
  // Nobody else is there: each link takes the bytes at its rate, and its delay; only the card waits
  // a moment, as cards do.
  const times = [...first.atTicks, first.endTicks];
  first.links.forEach((link, i) => {
    const took = (times[i + 1] ?? 0) - (times[i] ?? 0);
    const least = first.bytes * 80 + (record.links[link]?.delayTicks ?? 0);
    if (i === 0) expect(took).toBeGreaterThanOrEqual(least);
    else expect(took).toBe(least);
  });
  const acknowledgement = record.packets.find(({ kind }) => kind === 'acknowledgement');
  expect(acknowledgement).toMatchObject({ isBack: true, payloadBytes: 0, end: 'delivered' });
});

it('shows what was dropped and where, and that it was sent again', async () => {
  const ir = await irOf(INCAST);
  const plain = run(ir, null);
  const [busiest] = [...plain.streams].sort((a, b) =>
    (b.network?.dropped ?? 0) - (a.network?.dropped ?? 0));
  const record = packetsOf(ir, busiest?.id ?? '', 0);
  const dropped = record.packets.filter(({ end }) => end === 'queue-full');
  expect(dropped.length).toBeGreaterThan(0);
  for (const packet of dropped) {
    expect(wayOf(record, packet).at(-1)).toMatch(/ > node\[0\]\.nic$/u);
  }
  // The last ones may still wait for their time-out when the run ends.
  const [first] = dropped;
  expect(record.packets.some(({ isAgain, sequence, sentTicks }) =>
    isAgain && sequence === first?.sequence && sentTicks > first.endTicks)).toBe(true);
});

it('changes nothing that happens', async () => {
  const ir = await irOf(INCAST);
  const { packets, ...with_ } = run(ir, 'pull[3]');
  expect(packets?.packets.length).toBeGreaterThan(100);
  expect(canonicalJson(with_)).toBe(canonicalJson(run(ir, null)));
});

it('ends with so many events, and says when', async () => {
  const text = QUIET.replace('size = 20 kB  every = 1 ms  response = 1 kB', 'size = 10 MB')
    .replace('10 ms', '50 ms');
  const record = packetsOf(await irOf(text), 'ask[0]', 6e9);
  const events = record.packets.reduce((sum, { links, end }) =>
    sum + 1 + links.length + (end === null ? 0 : 1), record.timeoutTicks.length);
  expect(events).toBe(8192);
  expect(record.cutTicks).toBeGreaterThan(6e9);
  expect(record.packets.every(({ sentTicks }) => sentTicks >= 6e9)).toBe(true);
  expect(record.packets[0]?.isAgain).toBe(false);
});

it('is null where no fabric carries the stream, and missing where nobody asked', async () => {
  const text = QUIET.replace(/fabric net.*\n.*\n/u, 'link node[1].nic -- node[8].nic : Ethernet100\n');
  const ir = await irOf(text);
  expect(run(ir, 'ask[0]').packets).toBeNull();
  expect(run(ir, null)).not.toHaveProperty('packets');
});

it('goes with the first run of each variant, through workers too', async () => {
  const ir = await irOf(QUIET);
  const options = { ...wholeRun, runs: 2, packets: { stream: 'ask[0]', fromTicks: null } };
  const plan = planRuns(ir, options);
  if (!plan.ok) throw new Error('it can be run');
  const posted: FromWorker[] = [];
  const worker = new RunWorker((message) => posted.push(message));
  worker.receive({ is: 'model', ir, limits: {} });
  worker.receive({ is: 'jobs', jobs: plan.jobs });
  const done = posted.flatMap((message) => (message.is === 'done' ? [message.jobResult] : []));
  const runs = summarise(ir, options, done).scenarios[0]?.variants[0]?.runs ?? [];
  expect(runs.map(({ packets }) => packets?.stream)).toEqual(['ask[0]', undefined]);
});

it('says which streams there are, and which is meant', async () => {
  const ir = await irOf(INCAST);
  const said = (stream: string): readonly string[] => {
    const plan = planRuns(ir, { ...wholeRun, packets: { stream, fromTicks: null } });
    return plan.ok ? [] : plan.problems.map(({ code, message }) => `${code}: ${message}`);
  };
  expect(said('pull[7]')).toEqual([]);
  expect(said('pul[7]')).toEqual([expect.stringContaining('did you mean pull[7]')]);
  expect(said('something')).toEqual([
    "run/unknown-stream: There is no stream 'something' of a flow; there are pull[0], pull[1], "
    + 'pull[2], pull[3], pull[4], pull[5], pull[6], pull[7].',
  ]);
});
