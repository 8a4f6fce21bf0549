/** Packets of one stream on the command line, and traces of runs. */
import { expect, it } from 'vitest';
import type { Results } from '#results';
import { call } from '../support/command-line.ts';
import { brokenSlices, eventsOf } from '../support/trace-slices.ts';

const SPEC = `use aws
host type Node {
  socket soc : Graviton3
  hypervisor hv : Nitro on soc
  card nic : NitroVpc { rate = 100 Gbps }
  link nic -- soc : Pcie { generation = 5  lanes = 16 }
}
host node[9] : Node
fabric net : Clos { leaves = 3  spines = 2  rate = 25 Gbps  portBuffer = 200 kB }
link node.nic -- net
instance web[9] : c7g.16xlarge on node[0..8].soc
flow pull from web[1..8] to web[0] { size = 400 kB  barrier = yes  pattern = incast }
scenario s { duration = 250 ms  expect pull.lost == 0 }
`;

const files = { 'a.nitro': SPEC };
const words = ['run', 'a.nitro', '--packets', 'pull[3]', '--packets-from', '10 us'];

it('writes a trace with lanes of packets, links, losses and counters', async () => {
  const { code, out } = await call([...words, '--format', 'perfetto'], { files });
  expect(code).toBe(0);
  const events = eventsOf(out());
  const names = (what: string): readonly string[] => events
    .filter(({ ph, name }) => ph === 'M' && name === what)
    .map(({ args }) => String(args?.['name']));
  expect(names('process_name')).toEqual(expect.arrayContaining([
    's: packets of pull[3]', 's: links of pull[3]', 's: goodput', 's: load',
  ]));
  expect(names('thread_name')).toEqual(expect.arrayContaining([
    'web[4], time-outs', 'data 1', 'acknowledgements 1',
  ]));
  expect(names('thread_name').filter((name) => / > node\[0\]\.nic$/u.test(name))).toHaveLength(1);
  expect(events.some(({ ph, name }) => ph === 'i' && name === 'dropped: queue-full')).toBe(true);
  expect(events.some(({ ph, name }) => ph === 'i' && name === 'sent again')).toBe(true);
  expect(events.some(({ ph, name, args }) =>
    ph === 'C' && name === 'pull[3]' && Number(args?.['Gbps']) > 0)).toBe(true);
});

it('keeps slices of a track beside or within each other', async () => {
  const { out } = await call([...words, '--format', 'perfetto'], { files });
  const { tracks, broken } = brokenSlices(out());
  expect(broken).toEqual([]);
  expect(tracks).toBeGreaterThan(10);
});

it('ends slices of packets that are under way where nothing more is written down', async () => {
  const long = SPEC.replace('size = 400 kB', 'size = 8 MB  packet = 1 kB');
  const { out } = await call([...words, '--format', 'perfetto'], { files: { 'a.nitro': long } });
  const underWay = eventsOf(out()).filter(({ args }) => args?.['end'] === 'under way');
  expect(underWay.filter(({ dur = 0 }) => dur > 0).length).toBeGreaterThan(1);
  expect(brokenSlices(out()).broken).toEqual([]);
});

it('is a trace of lives and load where no packets are asked for', async () => {
  const { code, out } = await call(['run', 'a.nitro', '--format', 'perfetto'], { files });
  expect(code).toBe(0);
  const events = eventsOf(out());
  expect(events.some(({ ph }) => ph === 'C')).toBe(true);
  expect(out()).not.toContain('packets of');
  const boots = await call(['run', 'b.nitro', '--format', 'perfetto'], {
    files: { 'b.nitro': 'use aws\nhost sled : Graviton3Host\ninstance web : c7g.large on sled.soc[0] '
      + '{ volume root : gp3 { size = 8 GiB } }\n'
      + 'scenario boot { at 0 s launch web\n  expect boot(web) < 100 s }' },
  });
  const slices = eventsOf(boots.out()).filter(({ ph }) => ph === 'X');
  expect(slices[0]?.name).toBe('launch');
  expect(slices.length).toBeGreaterThan(3);
});

it('puts the same packets into results on any number of threads', async () => {
  const write = [...words, '--runs', '3', '-o', 'r.json'];
  const one = await call([...write, '--jobs', '1'], { files });
  const two = await call([...write, '--jobs', '3'], { files, tickMs: 1000 });
  const bytesOf = (called: typeof one): string =>
    [...called.files].find(([path]) => path.endsWith('/r.json'))?.[1] ?? '';
  expect(bytesOf(two)).toBe(bytesOf(one));
  const { runs } = (JSON.parse(bytesOf(one)) as Results).scenarios[0]?.variants[0] ?? { runs: [] };
  expect(runs.map(({ packets }) => packets?.fromTicks)).toEqual([1e7, undefined, undefined]);
});

it.each([
  [['--packets', 'pul[3]'], "There is no stream 'pul[3]' of a flow; did you mean pull[3]"],
  [['--packets-from', '1 ms'], '--packets-from says from when on'],
  [['--packets', 'pull[3]', '--packets-from', 'soon'], '--packets-from takes a time with its unit'],
])('refuses %j with a sentence', async (more, sentence) => {
  const { code, err } = await call(['run', 'a.nitro', ...more], { files });
  expect(code).toBe(2);
  expect(err()).toContain(sentence);
});

it('says when no fabric carries the stream, and that check makes no trace', async () => {
  const cabled = SPEC.replace(/fabric net.*\n.*\n/u,
    'node[0].nic.ports = 8\nlink node[1..8].nic -- node[0].nic : Ethernet100\n');
  const { code, err } = await call(['run', 'a.nitro', '--packets', 'pull[3]'], {
    files: { 'a.nitro': cabled },
  });
  expect(code).toBe(0);
  expect(err()).toContain('No fabric carries pull[3] in s');
  const checked = await call(['check', 'a.nitro', '--format', 'perfetto'], { files });
  expect(checked.code).toBe(2);
});
