/**
 * Flows over fabrics, from the text of a spec to what a run measured: hosts take no time, so that
 * what is told of the fabric can be worked out by hand.
 */
import { describe, expect, it } from 'vitest';
import { defined } from '#base';
import { boxes, clos, codesOf, ms, runOf, stream, sumOf, us } from '../support/network-specs.ts';

/** A scenario that lasts until all is sent. */
const done = (...lines: readonly string[]): string =>
  `scenario s {\n${lines.join('\n')}\n  expect f.lost == 0\n}`;

/** Bytes on a wire of 100 Gbps, in ticks. */
const wire = (bytes: number): number => bytes * 80;
const headers = { Udp: 28, Tcp: 52, Srd: 64 } as const;

describe('an idle fabric', () => {
  // Four cables with half a microsecond each, three switches with as much: 3.5 us.
  it.each([
    ['Udp', 1000], ['Udp', 8192], ['Udp', 2_000_000], ['Srd', 1000], ['Srd', 8192],
    ['Srd', 2_000_000],
  ] as const)('brings a message of %s of %d bytes as fast as its wires', async (transport, size) => {
    const run = await runOf(`${boxes(2)}${clos()}
flow f from x[0] to x[1] { transport = ${transport}  size = ${String(size)} B  messages = 3 }
${done()}`);
    const packets = Math.ceil(size / 8192);
    const last = size - (packets - 1) * 8192;
    const full = 8192 + headers[transport] + 38;
    const rest = wire(last + headers[transport] + 38);
    // The last packet is held up by those before it, or crosses all four cables by itself.
    const ideal = 3.5 * us + (packets === 1 ? 4 * rest : wire(full) * (packets - 1 + 3) + rest);
    const { completion, network } = stream(run, 'f[0]');
    expect(network?.idealTicks).toBe(ideal);
    expect(completion?.count).toBe(3);
    expect(completion?.minTicks).toBeGreaterThanOrEqual(ideal);
    // Within the time of one packet.
    expect(completion?.maxTicks).toBeLessThanOrEqual(ideal + wire(full));
    expect(sumOf(run, 'retransmitted') + sumOf(run, 'dropped')).toBe(0);
    expect(run.end).toBe('idle');
  });

  it('counts every byte once, on the cables too', async () => {
    const run = await runOf(`${boxes(4)}${clos()}
flow f from x to x { transport = Srd  pattern = permutation  size = 1 MB  messages = 2 }
${done()}`);
    expect(run.streams.map(({ bytes, completed }) => [bytes, completed]))
      .toEqual(Array(4).fill([2_000_000, 2]));
    const [net] = run.networks;
    const sent = sumOf(run, 'sentPackets');
    expect(sent).toBe(4 * 2 * Math.ceil(1_000_000 / 8192) + sumOf(run, 'retransmitted'));
    // What cards put on their cables comes out of those to the others' cards.
    const bytes = (end: 0 | 1): number => (net?.cables ?? [])
      .filter(({ ends }) => ends.some((one) => one.startsWith('box')))
      .reduce((sum, { ends, ways }) =>
        sum + ways[ends[0].startsWith('box') ? end : 1 - end]!.bytes, 0);
    expect(bytes(0)).toBe(bytes(1));
    expect(net?.drops).toEqual([]);
    expect(net?.pauses).toBeNull();
  });

  it('tells in windows how busy cables were, and of those that did nothing nothing', async () => {
    const run = await runOf(`${boxes(4)}${clos()}
flow f from x[0] to x[1] { transport = Udp  size = 4 MB  messages = 1 }
scenario s { duration = 1 ms  expect f.lost == 0 }`);
    const cables = run.networks[0]?.cables ?? [];
    expect(cables.some(({ ends }) => ends.includes('box[2].nic'))).toBe(false);
    const own = defined(cables.find(({ ends }) => ends.includes('box[0].nic')), 'its cable');
    const series = own.ways[own.ends[0] === 'box[0].nic' ? 0 : 1].series;
    // 489 packets, of 100 windows of 10 us each.
    const busy = 488 * wire(8192 + 66) + wire(4_000_000 - 488 * 8192 + 66);
    const shares = series?.utilization ?? [];
    expect(shares).toHaveLength(100);
    expect(shares.reduce((sum, share) => sum + share, 0) * 10 * us / busy).toBeCloseTo(1, 3);
    expect(shares[10]).toBe(1);
    expect(shares[90]).toBe(0);
  });

  it('has the same bytes whatever is declared first', async () => {
    const flows = ['flow f from x[0..1] to x[2..3] { transport = Srd  size = 300 kB  messages = 4 }',
      'flow g from x[2..3] to x[0..1] { size = 300 kB  messages = 4 }'];
    const parts = [boxes(4), clos(), ...flows, done()];
    const one = await runOf(parts.join('\n'));
    const other = await runOf([parts[0], ...flows.toReversed(), parts[1], parts[4]].join('\n'));
    expect(other).toEqual(one);
  });
});

describe('hosts and cards', () => {
  it('sends between cards at two fabrics by ports that reach each other', async () => {
    const run = await runOf(`${boxes(3)}
fabric net : Clos { leaves = 1  spines = 1  rate = 100 Gbps }
fabric other : Clos { leaves = 1  spines = 1  rate = 100 Gbps }
link box[0].nic -- net.leaf[0]
link box[0].nic -- other.leaf[0]
link box[1].nic -- net.leaf[0]
link box[2].nic -- other.leaf[0]
flow f from x[0] to x[1..2] { transport = Srd  size = 100 kB  messages = 4 }
flow g from x[1..2] to x[0] { size = 100 kB  messages = 4 }
${done()}`);
    expect(run.streams.map(({ completed }) => completed)).toEqual([4, 4, 4, 4]);
    expect(run.networks.flatMap(({ drops }) => drops)).toEqual([]);
  });

  it('holds a flow of TCP to what a card allows, more within a cluster, and not SRD', async () => {
    const card = 'flowRate = 5 Gbps  clusterFlowRate = 10 Gbps  expressFlowRate = 25 Gbps';
    const goodput = async (settings: string, transport = 'Tcp'): Promise<number> => {
      const run = await runOf(`${boxes(2, card)}${clos()}
${settings}
flow f from x[0] to x[1] { transport = ${transport}  size = 10 MB  depth = 4 }
scenario s { duration = 60 ms  warmup = 20 ms  expect mean(f.goodput) > 0 bps }`);
      return stream(run, 'f[0]').bitsPerSecond / 1e9;
    };
    expect(await goodput('')).toBeCloseTo(4.95, 1);
    expect(await goodput('x.placement = cluster\nx.vcpus = 4')).toBeCloseTo(9.9, 1);
    expect(await goodput('', 'Srd')).toBeGreaterThan(95);
  });

  it('carries pairs at one card within it, and others over the fabric, in one job', async () => {
    const run = await runOf(`${boxes(2)}${clos()}
instance y : Guest on box[0].s
flow f from x, y to x, y { transport = Srd  pattern = allReduce  size = 3 MB  messages = 2 }
${done()}`);
    expect(run.streams.map(({ network }) => network === null)).toContain(true);
    expect(run.streams.map(({ completed }) => completed)).toEqual([8, 8, 8]);
    expect(run.jobs[0]?.roundTicks).toHaveLength(2);
  });

  it('drops at the card what a security group refuses, and lets nothing onto the fabric', async () => {
    const run = await runOf(`${boxes(2)}${clos()}
x[1].inboundFrom = "elsewhere"
flow f from x[0] to x[1] { transport = Udp  size = 1 kB  every = 1 ms }
scenario s { duration = 20 ms  expect box[1].nic.dropped > 0 }`);
    expect(run.values[0]?.left).toBe(19);
    expect(run.networks).toEqual([]);
  });
});

describe('messages', () => {
  it('are complete with their answer, after the time that it takes', async () => {
    const text = (more: string): string => `${boxes(2)}${clos()}
flow f from x[0] to x[1] { transport = Srd  size = 1000 B  messages = 5 ${more} }\n${done()}`;
    const plain = stream(await runOf(text('')), 'f[0]').completion?.maxTicks ?? 0;
    const answered = stream(await runOf(text('response = 1000 B  answerTime = 40 us')), 'f[0]');
    expect(answered.completed).toBe(5);
    const twice = 2 * plain + 40 * us;
    expect(answered.completion?.maxTicks).toBeGreaterThanOrEqual(twice);
    // An answer may wait for acknowledgements on its way.
    expect(answered.completion?.maxTicks).toBeLessThan(twice + 4 * wire(84));
    expect(answered.ways.map(({ name }) => name)).toEqual(['send', 'receive', 'reply', 'return']);
  });

  it('go to so many receivers, and the slowest of them counts', async () => {
    const run = await runOf(`${boxes(5)}${clos()}
flow f from x[0] to x[1..4] {
  transport = Srd  size = 1000 B  messages = 100  fanOut = 3  response = 100 kB
}
${done()}`);
    expect(run.streams.reduce((sum, { completed }) => sum + completed, 0)).toBe(300);
    const whole = run.streams.map(({ completion }) => completion?.count ?? 0);
    expect(whole.reduce((sum, count) => sum + count, 0)).toBe(100);
    // Three answers of 100 kB meet at one card: no request is done before all are through.
    const least = Math.min(...run.streams
      .map(({ completion }) => completion?.minTicks ?? Infinity));
    expect(least).toBeGreaterThan(wire(300_000));
  });

  it('are not complete where one of several receivers never had its part', async () => {
    const run = await runOf(`${boxes(3)}${clos()}
flow f from x[0] to x[1..2] { transport = Udp  size = 1000 B  messages = 100  fanOut = 2 }
scenario s { at 0 s degrade net.leaf[0] -- box[2].nic { lossEvery = 10 }  expect f.lost > 0 }`);
    const { lost } = stream(run, 'f[1]');
    expect(lost).toBe(10);
    const whole = run.streams.reduce((sum, { completion }) => sum + (completion?.count ?? 0), 0);
    expect(whole).toBe(100 - lost);
  });

  it('have no stall of the warm-up', async () => {
    const run = await runOf(`${boxes(2)}${clos()}
flow f from x[0] to x[1] { transport = Srd  size = 100 kB  every = 100 us }
scenario s {
  duration = 30 ms
  warmup = 20 ms
  at 5 ms fail box[1].nic
  expect f.lost == 0
}`);
    expect(stream(run, 'f[0]').network?.stallTicks).toBe(10 * ms);
  });

  it.each([
    ['a ring: 2(n - 1) steps of a fourth each', 'allReduce', 'algorithm = ring', 4 * 6],
    ['a tree: up and down', 'allReduce', 'algorithm = tree  pieces = 8', 6 * 8],
    ['all to all with a barrier', 'allToAll', 'barrier = yes', 12],
  ])('make rounds of %s', async (_, pattern, more, each) => {
    const run = await runOf(`${boxes(4)}${clos()}
flow f from x to x { transport = Srd  pattern = ${pattern}  ${more}  size = 4 MB  messages = 3 }
${done()}`);
    expect(run.streams.reduce((sum, { completed }) => sum + completed, 0)).toBe(3 * each);
    const [job] = run.jobs;
    expect(job?.roundTicks).toHaveLength(3);
    for (const ticks of job?.roundTicks ?? []) {
      expect(ticks).toBeGreaterThanOrEqual(job?.idealTicks ?? Infinity);
      expect(ticks).toBeLessThan(2 * (job?.idealTicks ?? 0));
    }
  });

  it('wait while their instance is gone, and go on when it is back', async () => {
    const run = await runOf(`${boxes(2)}${clos()}
x.firmwareTime = 1 ms
x.kernelTime = 1 ms
x.servicesTime = 1 ms
x.shutdownTime = 1 ms
flow f from x[0] to x[1] { transport = Srd  size = 1 MB  every = 100 ms }
scenario s { duration = 60 s  at 1 s stop x[1]  at 10 s launch x[1]  expect f.lost == 0 }`);
    const { atTicks, streams } = defined(run.series, 'a run over time');
    const per = streams[0]?.perSecond ?? [];
    const at = (seconds: number): number =>
      per[atTicks.findIndex((t) => t >= seconds * 1e12)] ?? -1;
    expect(at(0.6)).toBeGreaterThan(5);
    expect(at(5)).toBe(0);
    expect(at(50)).toBeGreaterThan(5);
  });
});

describe('what goes wrong', () => {
  const failing = (transport: string, action: string, settings = ''): string =>
    `${boxes(4)}${clos(settings)}
flow f from x[0..1] to x[2..3] {
  transport = ${transport}  pattern = oneToOne  size = 100 kB  every = 100 us
}
scenario s { duration = 60 ms  ${action}  expect f.lost == 0 }`;

  it.each([['10 ms'], ['1 s'], ['100 s']])(
    'is no matter to SRD, whether routing takes %s or for ever', async (convergence) => {
      const run = await runOf(failing('Srd', 'at 10 ms fail net.leaf[0] -- net.spine[0]',
        `convergenceTime = ${convergence}`));
      expect(Math.max(...run.streams.map(({ network }) => network?.stallTicks ?? 0)))
        .toBeLessThan(0.2 * ms);
      expect(sumOf(run, 'reconnects')).toBe(0);
      expect(Math.max(...run.streams.map(({ completion }) => completion?.maxTicks ?? 0)))
        .toBeLessThan(0.3 * ms);
    },
  );

  it('makes TCP wait for its timer, or for routing', async () => {
    const slowest = async (convergence: string, seed: number): Promise<number> => {
      const run = await runOf(`${boxes(4)}${clos(`convergenceTime = ${convergence}`)}
flow f from x[0..1] to x[2..3] { size = 100 kB  every = 100 us  messages = 600 }
${done('duration = 900 ms', 'at 10 ms fail net.leaf[0] -- net.spine[0]')}`, { seed });
      return Math.max(...run.streams.map(({ completion }) => completion?.maxTicks ?? 0));
    };
    // Four flows: some seed has one on the cable that is cut.
    expect(await slowest('10 ms', 1)).toBeGreaterThan(199 * ms);
    expect(await slowest('10 ms', 1)).toBeLessThan(230 * ms);
    expect(await slowest('300 ms', 1)).toBeGreaterThan(500 * ms);
  });

  it('loses every so-many-th packet, damages others, and is made good', async () => {
    const run = await runOf(failing('Srd', `
      at 1 ms degrade box[0].nic -- net.leaf[0] { lossEvery = 50 } for 20 ms
      at 30 ms corrupt box[1].nic { loss = 5 % } for 20 ms`));
    const drops = new Map(run.networks[0]?.drops?.map(({ reason, packets }) => [reason, packets]));
    expect([...drops.keys()]).toEqual(['damaged', 'lost']);
    // 200 messages of 13 packets, and as many acknowledgements the other way.
    expect(drops.get('lost')).toBeGreaterThan(40);
    expect(drops.get('damaged')).toBeGreaterThan(100);
    expect(sumOf(run, 'dropped')).toBe((drops.get('lost') ?? 0) + (drops.get('damaged') ?? 0));
    expect(stream(run, 'f[0]').completed).toBeGreaterThanOrEqual(598);
    const { series } = defined(run, 'it ran');
    expect(series?.atTicks).toHaveLength(100);
  });

  it('slows a cable down for a time, and no longer', async () => {
    const run = await runOf(`${boxes(2)}${clos()}
flow f from x[0] to x[1] { transport = Srd  size = 1 MB  depth = 4 }
scenario s {
  duration = 60 ms
  at 20 ms degrade box[0].nic -- net.leaf[0] { rate = 10 Gbps } for 20 ms
  expect mean(f.goodput) > 0 bps
}`);
    const rates = run.series?.streams[0]?.bitsPerSecond ?? [];
    const at = (msAt: number): number => (rates[Math.floor((msAt * 100) / 60)] ?? 0) / 1e9;
    expect(at(10)).toBeGreaterThan(94);
    expect(at(35)).toBeGreaterThan(9);
    expect(at(35)).toBeLessThan(10);
    expect(at(55)).toBeGreaterThan(94);
  });

  it('takes switches and cards down and up again, and flaps', async () => {
    const run = await runOf(failing('Srd', `
      at 5 ms fail net.spine[1] for 5 ms
      at 20 ms fail box[2].nic for 5 ms
      at 40 ms flap net.leaf[0] -- net.spine[0] { down = 1 ms  up = 1 ms } for 10 ms`));
    expect(codesOf(run)).toEqual([]);
    expect(run.networks[0]?.drops?.map(({ reason }) => reason)).toContain('link-down');
    expect(run.streams.every(({ completed, lost }) => completed > 500 && lost === 0)).toBe(true);
  });

  it('goes down and up as long as it says, beginning with down', async () => {
    const run = await runOf(`${boxes(2)}${clos()}
flow f from x[0] to x[1] { transport = Udp  size = 1000 B  every = 1 ms }
scenario s {
  duration = 20500 us
  at 500 us flap box[0].nic -- net.leaf[0] { down = 1 ms  up = 3 ms } for 12 ms
  expect f.lost == 3
}`);
    // Down from 0.5 to 1.5 ms, from 4.5 to 5.5 and from 8.5 to 9.5.
    expect(stream(run, 'f[0]')).toMatchObject({ lost: 3, completed: 17 });
  });

  it('says so where an action has nothing to act on', async () => {
    const run = await runOf(failing('Srd', `
      at 1 ms degrade box[0].nic -- box[0].s { rate = 1 Gbps }
      at 2 ms restore net.spine[0]`));
    expect(codesOf(run)).toEqual(['run/action-ignored', 'run/action-ignored']);
  });

  it('counts messages of UDP that lost a packet as lost, and goes on', async () => {
    const run = await runOf(`${boxes(2)}${clos()}
flow f from x[0] to x[1] { transport = Udp  size = 8 KiB  messages = 1000 }
scenario s { at 0 s degrade box[0].nic -- net.leaf[0] { lossEvery = 100 }  expect f.lost > 0 }`);
    expect(stream(run, 'f[0]')).toMatchObject({ completed: 990, lost: 10 });
    expect(stream(run, 'f[0]').network).toMatchObject({ dropped: 10, retransmitted: 0 });
  });
});

describe('pauses', () => {
  const ring = (flows: number, watchdog = ''): string => `${boxes(5)}
switch ring[5] { pfc = yes  ports = 8  rate = 10 Gbps  buffer = 1 MiB ${watchdog} }
link box.nic -- ring
link ring[0..3] -- ring[1..4]
link ring[4] -- ring[0]
${Array.from({ length: flows }, (_, i) => `flow f${String(i)} from x[${String(i)}] to x[${String((i + 2) % 5)}] {
  transport = Roce  size = 1 MB  depth = 2 }`).join('\n')}
scenario s {
  duration = 40 ms
  expect deadlock(ring) == yes
  expect ring.paused > 0 s
  expect ring.dropped == 0
}`;

  it('spread, and hold up those whose own way is free, where there is no circle', async () => {
    const run = await runOf(ring(4));
    expect(run.values.map(({ left }) => left)).toEqual(['no', expect.any(Number), 0]);
    expect(run.networks[0]?.pauses).toMatchObject({ deadlock: null, freed: [] });
    expect(run.networks[0]?.pauses?.chainMost).toBeGreaterThan(0);
    expect(run.networks[0]?.pauses?.heldUpMost).toBeGreaterThan(0);
  });

  it('lose nothing where many send to one', async () => {
    const run = await runOf(`${boxes(5)}
switch hub { pfc = yes  ports = 8  rate = 100 Gbps  buffer = 1 MiB }
link box.nic -- hub
flow f from x[0..3] to x[4] {
  transport = Roce  pattern = incast  size = 1 MB  messages = 2
}
scenario s { expect hub.dropped == 0 }`);
    expect(run.values[0]?.left).toBe(0);
    expect(sumOf(run, 'retransmitted')).toBe(0);
    expect(run.networks[0]?.cables.some(({ ways }) =>
      ways.some(({ pausedTicks }) => (pausedTicks ?? 0) > 0))).toBe(true);
  });

  it('stand still for good in a circle, which is named', async () => {
    const run = await runOf(ring(5));
    expect(run.values.map(({ left }) => left)).toEqual(['yes', expect.any(Number), 0]);
    expect(run.networks[0]?.pauses?.deadlock?.links).toHaveLength(5);
    expect(codesOf(run)).toEqual(['run/deadlock']);
    expect(run.series?.streams[0]?.perSecond.at(-1)).toBe(0);
    // What waits for good is waiting all the time.
    const queues = run.networks[0]?.cables.flatMap(({ ways }) =>
      ways.map(({ meanQueuePackets }) => meanQueuePackets)) ?? [];
    expect(queues.filter((packets) => (packets ?? 0) > 10)).toHaveLength(5);
  });

  it('are ended by a watchdog, at the price of what waited', async () => {
    const run = await runOf(ring(5, 'pfcWatchdog = 4 ms  pfcRestore = 1 ms'));
    expect(codesOf(run)).toContain('run/link-freed');
    expect(run.networks[0]?.drops?.map(({ reason }) => reason)).toContain('watchdog');
    const all = (one: typeof run): number =>
      one.streams.reduce((sum, { completed }) => sum + completed, 0);
    expect(all(run)).toBeGreaterThan(3 * all(await runOf(ring(5))));
  });
});
