/** `explain` of what happens: streams, what holds them up, and what a faster place would change. */
import { expect, it } from 'vitest';
import type { ExplainedRun } from '#report';
import { call, RACK, worldOf } from '../support/command-line.ts';

/** A closed loop of 16 on a volume that lets 4,000 a second through: full, and it halves. */
const LOOP = `use aws
host box : C5Host
instance app : c5.9xlarge on box {
  volume root : gp3 { size = 100 GiB }
  volume data : io2 { size = 1 TiB  iops = 4 Kiops }
}
io scan on app.data { block = 4 KiB  depth = 16 }
compute work on app { threads = 2 }
scenario steady {
  duration = 200 ms
  warmup = 20 ms
  expect mean(scan.iops) > 1
}
scenario other { duration = 20 ms }
`;
const files = { 'a.nitro': LOOP };

const out = async (...words: string[]): Promise<string> => {
  const ended = await call(words, { files });
  expect(ended.err()).toBe('');
  expect(ended.code).toBe(0);
  return ended.out();
};

const explained = async (...words: string[]): Promise<readonly ExplainedRun[]> =>
  (JSON.parse(await out('explain', 'a.nitro', ...words, '--format', 'json')) as {
    scenarios: readonly ExplainedRun[];
  }).scenarios;

it('names the bottleneck, and twice as fast a pace halves the latency of a full closed loop', async () => {
  const [run] = await explained('scan', '-s', 'steady');
  const [stream] = run!.streams;
  expect(stream?.bottleneck).toMatchObject({ station: 'app.data/iops', role: 'limit' });
  expect(stream?.bottleneck?.utilization).toBeGreaterThan(0.99);
  const [bottleneck] = stream!.counterfactuals;
  expect(bottleneck).toMatchObject({ element: 'app.data/iops', factor: 2 });
  expect(bottleneck?.meanRatio).toBeCloseTo(0.5, 2);
  expect(bottleneck?.p99Ratio).toBeCloseTo(0.5, 2);
  expect(bottleneck?.rateRatio).toBeCloseTo(2, 2);
});

it('prints the parts with the bottleneck marked, what would be, and processors', async () => {
  const text = await out('explain', 'a.nitro', '-s', 'steady');
  expect(text).toMatch(/^steady {3}1 run {3}seed 1\n\nscan {3}app\.data {3}4 K requests\/s/u);
  expect(text).toMatch(/\n {2}▸ limit +app\.data\/iops +\d.* 100 %/u);
  expect(text).toContain('bottleneck  app.data/iops 100 % busy (limit)');
  expect(text).toMatch(/what if +with 2 × app\.data\/iops: p99 −50 %, mean −50 %, rate \+100 %/u);
  expect(text).toMatch(/\n {2}app +36 +5\.\d %/u);
});

it('says what was written of a workload and then what it went through', async () => {
  const text = await out('explain', 'a.nitro', 'scan', '-s', 'steady');
  expect(text).toMatch(/^scan {3}io\n {2}block +4 KiB[\s\S]*\n\nsteady {3}1 run/u);
  const json = JSON.parse(await out('explain', 'a.nitro', 'scan', '--format', 'json')) as object;
  expect(json).toMatchObject({ id: 'scan', kind: 'io', explainVersion: 1 });
  const one = await out('explain', 'a.nitro', 'scan[0]', '-s', 'steady');
  expect(one).toMatch(/^steady {3}1 run/u);
  // What nobody sends has no stream, but its processor is busy.
  const work = await out('explain', 'a.nitro', 'work', '-s', 'steady');
  expect(work).toContain('processors');
  expect(work).not.toContain('app.data/iops');
});

it('asks of the places that are named, and of none that nothing passes', async () => {
  const [run] = await explained(
    'scan', '-s', 'steady', '--faster', 'app.data=4', '--faster', 'app/vcpu[3]=1.5',
  );
  expect(run!.streams[0]!.counterfactuals.map(({ element, factor }) => [element, factor]))
    .toEqual([['app.data', 4], ['app/vcpu[3]', 1.5]]);
  const wrong = await call(['explain', 'a.nitro', '--faster', 'box.nope=2'], { files });
  expect(wrong.code).toBe(2);
  expect(wrong.err()).toContain("No request or packet passes 'box.nope'; stations are app/vcpu[*]");
  for (const word of ['app.data', '=2', 'app.data=0', 'app.data=-1', 'app.data=x']) {
    const ended = await call(['explain', 'a.nitro', '--faster', word], { files });
    expect({ word, code: ended.code, out: ended.out() }).toEqual({ word, code: 2, out: '' });
  }
});

it('takes results of the same model, and refuses those of another', async () => {
  const world = worldOf({ files: { ...files, 'b.nitro': LOOP.replace('depth = 16', 'depth = 8') } });
  expect((await call(['run', 'a.nitro', '-s', 'steady', '-o', 'a.json'], world)).code).toBe(0);
  const words = ['explain', 'a.nitro', '--format', 'json'];
  const taken = await call([...words, '--results', 'a.json'], worldOf({
    files: { ...files, 'a.json': world.files.get('/specs/a.json') ?? '' },
  }));
  expect(taken.out()).toBe(await out(...words, '-s', 'steady'));
  const other = await call(['explain', 'b.nitro', '--results', 'a.json'], world);
  expect(other.code).toBe(2);
  expect(other.err()).toContain("'a.json' has results of another model than 'b.nitro'.");
});

it('says problems and no more of a file that has no model', async () => {
  const broken = { 'a.nitro': LOOP.replace('depth = 16', 'depht = 16') };
  const ended = await call(['explain', 'a.nitro'], { files: broken });
  expect({ code: ended.code, out: ended.out() }).toEqual({ code: 1, out: '' });
  expect(ended.err()).toContain('so it has no model');
  expect((await call(['explain', 'a.nitro', '-s', 'nope'], { files })).err())
    .toContain("There is no scenario 'nope'");
});

it('says of a property that nobody set so much, and of a scenario how to ask for it', async () => {
  expect(await out('explain', 'a.nitro', 'app.root.iops')).toBe('app.root.iops   volume\n  iops  not set\n');
  const ended = await call(['explain', 'a.nitro', 'steady'], { files });
  expect({ code: ended.code, out: ended.out() }).toEqual({ code: 2, out: '' });
  expect(ended.err()).toContain(
    "There is no element called 'steady' in a.nitro. It is a scenario; for what happens in it say -s steady.",
  );
});

it('says of a file without workloads that there is no latency to explain', async () => {
  const ended = await call(['explain', 'a.nitro', '-s', 'boot'], { files: { 'a.nitro': RACK } });
  expect(ended.code).toBe(0);
  expect(ended.out()).toMatch(/^boot .*\n {2}no io, flow or compute ran, so there is no latency/u);
});

it('ends a run with a line for each stream', async () => {
  expect(await out('run', 'a.nitro', '-s', 'steady'))
    .toMatch(/\n {2}· scan {3}4 K requests\/s {3}p50 \S+ ms {3}p99 \S+ ms {3}bottleneck app\.data\/iops 100 % busy\n/u);
});

it('draws how busy everything was into the page of a run', async () => {
  const world = worldOf({ files });
  await call(['run', 'a.nitro', '-s', 'steady', '--report', 'html=x.html'], world);
  const page = world.files.get('/specs/x.html') ?? '';
  expect(page).toContain('<figcaption>Load of steady</figcaption>');
  expect(page).toContain('busy share, mean of the run');
  // Computing never ends, so two of its vCPUs are always busy: the busiest counts.
  expect(page).toMatch(/data-id="app"><title>[^<]*, 100 % used/u);
  // And the volume does nearly all of its 4 Kiops.
  expect(page).toMatch(/<g class="line-load">(?:(?!<\/g>).)*>9\d %<\/text>/u);
});

it('says in the page of a run what twice as fast a bottleneck would do, and not in results', async () => {
  const world = worldOf({ files });
  await call(['run', 'a.nitro', '--report', 'html=x.html', '-o', 'x.json'], world);
  const page = world.files.get('/specs/x.html') ?? '';
  expect(page).toContain('</figure>\n<p>scan with 2 × app.data/iops: p99 −50 %, mean −50 %, rate +100 %');
  // Under what its latency is made of, before how it went in time.
  expect(page.indexOf('<p>scan with 2 ×')).toBeLessThan(page.indexOf('scan over time'));
  const sentences = page.match(/<p>scan with 2 × [^<]*<\/p>/gu);
  expect(sentences).toHaveLength(2);
  const plain = worldOf({ files });
  await call(['run', 'a.nitro', '-o', 'x.json'], plain);
  expect(world.files.get('/specs/x.json')).toBe(plain.files.get('/specs/x.json'));
  const again = worldOf({ files });
  await call(['run', 'a.nitro', '--report', 'html=x.html', '--jobs', '2'], again);
  expect(again.files.get('/specs/x.html')).toBe(page);
});

it('says of a switch that a fabric makes where the fabric says it, and what follows from it', async () => {
  const clos = `use aws
host type Node {
  socket soc : Graviton3
  hypervisor hv : Nitro on soc
  card nic : NitroVpc { rate = 100 Gbps }
  link nic -- soc : Pcie { generation = 5  lanes = 16 }
}
host node[4] : Node
fabric net : Clos { leaves = 2  spines = 2  portBuffer = 1800 kB  switchDelay = 700 ns }
fabric other : Clos { leaves = 1  spines = 1  buffer = 64 MB }
link node[0..1].nic -- net
link node[2..3].nic -- other
net.leaf[1].portBuffer = 1 MB
`;
  const rowOf = async (path: string): Promise<string> => {
    const ended = await call(['explain', 'a.nitro', path], { files: { 'a.nitro': clos } });
    return ended.out().split('\n')[1]?.trim().replaceAll(/ {2,}/gu, '  ') ?? ended.err();
  };
  expect(await rowOf('net.leaf[0].portBuffer')).toMatch(/said around the element  a\.nitro:9:/u);
  expect(await rowOf('net.leaf[0].delay')).toMatch(/700 ns  said around the element  a\.nitro:9:/u);
  expect(await rowOf('net.leaf[1].portBuffer')).toMatch(/  a\.nitro:13:/u);
  expect(await rowOf('net.leaf[0].ports')).toMatch(/worked out$/u);
  expect(await rowOf('net.leaf[0].ecn')).toMatch(/default$/u);
  expect(await rowOf('other.leaf[0].portBuffer')).toMatch(/worked out$/u);
});

it('asks of a link within a fabric, and of the fabric, whose rate is what can be set', async () => {
  const spec = `use aws
host type Node {
  socket soc : Graviton3
  hypervisor hv : Nitro on soc
  card nic : NitroVpc { rate = 100 Gbps  flowRate = 100 Gbps }
  link nic -- soc : Pcie { generation = 5  lanes = 16 }
}
host node[8] : Node
fabric net : Clos { leaves = 2  spines = 1 }
link node.nic -- net
instance web[8] : hpc7g.16xlarge on node.soc
flow f from web[0], web[2], web[4] to web[1], web[3], web[5] {
  pattern = oneToOne  size = 1 MB  transport = Srd  depth = 4
}
scenario s { duration = 2 ms  expect min(f.goodput) > 1 Gbps }
`;
  const ended = await call(['explain', 'a.nitro', 'f[0]'], { files: { 'a.nitro': spec } });
  expect(ended.out()).toMatch(/bottleneck {2}net\.leaf\[0\] -- net\.spine\[0\] \d+ % busy \(link\)/u);
  expect(ended.out()).toMatch(/with 2 × net\.leaf\[0\] -- net\.spine\[0\]: /u);
  expect(ended.out()).toMatch(/with 2 × all links within net: p99 −\d+ %, mean −\d+ %, rate \+\d+ %/u);
  const link = 'net.leaf[0] -- node[0].nic=2';
  expect((await call(['explain', 'a.nitro', 'f[0]', '--faster', link], {
    files: { 'a.nitro': spec },
  })).err()).toBe('');
});
