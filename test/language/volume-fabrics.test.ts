/**
 * Volumes on hosts: what a request takes over a fabric, to the tick; what goes over its cables;
 * what failures on the way do; and that nothing of it depends on the order of declarations.
 */
import { expect, it } from 'vitest';
import { defined } from '#base';
import type { RunResult, WayResult } from '#results';
import { simulate } from '#sim/run';
import { irOf } from '../support/check-text.ts';

const runOf = async (text: string, variant = 0): Promise<RunResult> => {
  const ir = await irOf(`use aws\n${text}`);
  const { name } = defined(ir.scenarios[0], 'a scenario');
  return simulate(ir, { scenario: name, variant, run: 0, seed: 3 });
};

/** The EBS card of `box` hangs on the switch of `store[0]`, the other two on their own. */
const HOSTS = `host type Node {
  socket soc : Graviton3
  hypervisor hv : Nitro on soc
  card nic : NitroVpc { rate = 100 Gbps  jitter = 0 s }
  card ebs : NitroEbs { rate = 20 Gbps  jitter = 0 s }
  link nic -- soc : Pcie5
  link ebs -- soc : Pcie5
}
host box : Node
host store[3] : Node
switch top { }
switch tor[3] { }
link tor -- top : Ethernet100 { delay = 500 ns }
link box.ebs -- tor[0] : Ethernet100 { delay = 500 ns }
link store.nic -- tor : Ethernet100 { delay = 500 ns }
`;

const volume = (body: string, load: string, rest = ''): string => `${HOSTS}
instance web : c7g.4xlarge on box.soc {
  volume data : io2BlockExpress on store {
    size = 100 GiB  iops = 64 Kiops  ${body}
  }
}
io load on web.data { ${load} }
scenario s {
  duration = 200 ms
  ${rest}
  expect mean(load.iops) > 1
}`;

const byteTicks = { fast: 80, slow: 400 };
const [command, completion, packet, hop] = [64, 16, 8192, 1e6];
/** What SRD and TCP put before a payload, and Ethernet around both. */
const around = { Srd: 64 + 38, Tcp: 52 + 38 };
type Transport = keyof typeof around;

/**
 * When the last packet of a message is through all links, each of which has a packet whole before
 * it sends it on, and sends one after the other. A hop is a cable of 500 ns and a switch of 500 ns.
 */
function messageTicks(
  bytes: number, links: readonly (keyof typeof byteTicks)[], transport: Transport,
): number {
  const whole = Math.ceil(bytes / packet) - 1;
  const payloads = [...Array.from({ length: whole }, () => packet), bytes - whole * packet];
  const free = links.map(() => 0);
  let last = 0;
  for (const payload of payloads) {
    let at = 0;
    for (const [i, link] of links.entries()) {
      at = Math.max(at, free[i] ?? 0) + (payload + around[transport]) * byteTicks[link];
      free[i] = at;
      at += i === links.length - 1 ? hop / 2 : hop;
    }
    last = at;
  }
  return last;
}

/** SRD acknowledges each packet by one of the least that a frame takes. */
const acknowledgement = 84;

const partOf = ({ parts }: WayResult, station: string, queuedTicks = 0): number => {
  const part = defined(parts.find((one) => one.station === station), station);
  expect(part.queuedTicks, `queue of ${station}`).toBe(queuedTicks);
  return part.servedTicks + part.propagatedTicks;
};

it.each([['Srd', 4096], ['Srd', 16_384], ['Tcp', 4096], ['Tcp', 16_384]] as const)(
  'takes the time of its messages and its nodes, and no more: %s, %i B', async (transport, block) => {
    const run = await runOf(volume(
      `replicas = 3  transport = ${transport}`, `block = ${String(block)} B  read = 50 %`,
    ));
    const [read, write] = ['read', 'write'].map((name) =>
      defined(run.streams[0]?.ways.find((way) => way.name === name), name)) as
      [WayResult, WayResult];
    const node = 500e6;
    const [out, back] = [['slow', 'fast'], ['fast', 'slow']] as const;
    const between = ['fast', 'fast', 'fast', 'fast'] as const;
    expect(partOf(read, 'web.data/network/out')).toBe(messageTicks(command, out, transport));
    expect(partOf(read, 'web.data')).toBe(node);
    expect(partOf(read, 'web.data/network/in'))
      .toBe(messageTicks(completion + block, back, transport));
    expect(partOf(write, 'web.data/network/out'))
      .toBe(messageTicks(command + block, out, transport));
    // A card that has a packet of SRD acknowledges it before it sends what follows from it; TCP
    // waits for a second packet, or for long.
    const before = transport === 'Srd' ? acknowledgement * byteTicks.fast : 0;
    // Two hosts more, each of which has it whole before it hands it on, and word from each.
    expect(partOf(write, 'web.data')).toBe(node
      + 2 * (before + messageTicks(command + block, between, transport))
      + messageTicks(completion, between, transport)
      + before + messageTicks(completion, between, transport));
    expect(partOf(write, 'web.data/network/in', before))
      .toBe(messageTicks(completion, back, transport));
    const sum = read.parts.reduce((ticks, part) =>
      ticks + part.queuedTicks + part.servedTicks + part.propagatedTicks, 0);
    expect(sum).toBeCloseTo(read.meanTicks, 0);
  },
);

it('sends over each cable what its requests are made of, and nothing twice', async () => {
  const run = await runOf(volume('replicas = 2', 'block = 16 KiB  read = 0 %  requests = 100'));
  expect(run.streams[0]?.completed).toBe(100);
  const cables = defined(run.networks[0], 'a fabric').cables;
  const bytesOf = (id: string): readonly number[] => {
    const cable = defined(cables.find((one) => one.id === id), id);
    return cable.ways.map(({ bytes }) => bytes);
  };
  const { Srd } = around;
  const data = 100 * (2 * (packet + Srd) + command + Srd);
  const word = 100 * (completion + Srd);
  const acknowledged = (packets: number): number => 100 * packets * acknowledgement;
  expect(bytesOf('box.ebs -- tor[0]')).toEqual([
    data + acknowledged(1), word + acknowledged(3),
  ]);
  expect(bytesOf('store[1].nic -- tor[1]')).toEqual([
    word + acknowledged(3), data + acknowledged(1),
  ]);
  expect(cables.some(({ id }) => id === 'store[2].nic -- tor[2]')).toBe(false);
  // Of each request three packets out and three on, and word of both.
  expect(run.volumes[0]?.network).toMatchObject({
    transport: 'Srd', hosts: ['store[0]', 'store[1]'], sentPackets: 800, dropped: 0,
    retransmitted: 0,
  });
});

const CLOS = HOSTS.replace(/switch top[^]*$/u, '') + `
fabric net : Clos { leaves = 4  spines = 4  rate = 100 Gbps  convergenceTime = 500 ms }
link store.nic -- net.leaf[1..3]
link box.ebs -- net.leaf[0]
`;
const failing = (transport: string): string => volume(
  `replicas = 3  transport = ${transport}`,
  'block = 16 KiB  depth = 16  read = 50 %  rate = 10 Kiops',
).replace(HOSTS, CLOS).replace('duration = 200 ms', `duration = 400 ms
  at 50 ms fail net.leaf[0] -- net.spine[0..2] for 100 ms`);

it('waits for the time-out of TCP where a cable fails, and goes round it with SRD', async () => {
  const slowest = async (transport: string): Promise<number> => {
    const run = await runOf(failing(transport));
    const [load] = run.streams;
    expect(load?.lost).toBe(0);
    // Of 4,000 all but what is on its way at the end: the time-out is over before that.
    expect(load?.completed ?? 0).toBeGreaterThan(3900);
    return (load?.latency?.maxTicks ?? 0) / 1e9;
  };
  expect(await slowest('Srd')).toBeLessThan(10);
  expect(await slowest('Tcp')).toBeGreaterThan(200);
});

it('loses requests with a transport that sends nothing again, and none with others', async () => {
  const lossy = (transport: string): string => volume(
    `replicas = 3  transport = ${transport}`, 'block = 4 KiB  depth = 8  read = 50 %  requests = 1500',
  ).replace('link box.ebs -- tor[0] : Ethernet100 {', 'link box.ebs -- tor[0] : Ethernet100 {  lossEvery = 50')
    .replace('link tor -- top : Ethernet100 {', 'link tor -- top : Ethernet100 {  lossEvery = 50');
  const [udp, srd] = [await runOf(lossy('Udp')), await runOf(lossy('Srd'))].map((run) =>
    defined(run.streams[0], 'a load'));
  expect(udp?.lost).toBeGreaterThan(50);
  expect((udp?.completed ?? 0) + (udp?.lost ?? 0)).toBe(1500);
  expect([srd?.completed, srd?.lost]).toEqual([1500, 0]);
});

it('boots over the fabric, and later where its card does not reach it', async () => {
  const booting = (rest: string): string => `${HOSTS}
instance web : c7g.4xlarge on box.soc {
  volume root : gp3 on store { size = 20 GiB  latency = 500 us }
}
scenario s { duration = 1 min  at 0 s launch web  ${rest}  expect boot(web) < 1 min }`;
  const loaded = async (rest: string): Promise<{ readonly from: number; readonly ms: number }> => {
    const run = await runOf(booting(rest));
    const step = defined(run.lives[0]?.launches[0]?.steps.find((one) => one.step === 'loaded'), 'loaded');
    return { from: step.fromTicks / 1e9, ms: (step.toTicks - step.fromTicks) / 1e9 };
  };
  const whole = await loaded('');
  // 64 MiB at the 125 MiB/s that the volume has are 512 ms, and the first 256 KiB pass at once.
  expect(whole.ms).toBeGreaterThan(510);
  expect(whole.ms).toBeLessThan(530);
  const cut = await loaded(
    `at ${String(Math.ceil(whole.from) + 100)} ms fail box.ebs -- tor[0] for 1 s`,
  );
  expect(cut.ms).toBeGreaterThan(1000);
  expect(cut.ms).toBeLessThan(2000);
});

it('runs alike in whatever order hosts, volumes and loads stand', async () => {
  const two = (order: readonly number[]): string => {
    const parts = [
      HOSTS.replaceAll('  jitter = 0 s', ''),
      'instance web : c7g.4xlarge on box.soc {\n  volume a : io2BlockExpress on store { size = 100 GiB'
        + '  iops = 64 Kiops }\n  volume b : gp3 on store[1..2] { size = 20 GiB }\n}\n',
      'io first on web.a { block = 16 KiB  depth = 4  read = 50 % }\n',
      'io second on web.b { block = 4 KiB  depth = 4  read = 50 % }\n',
      'scenario s { duration = 50 ms  expect mean(first.iops) > 1 }\n',
    ];
    return order.map((i) => parts[i]).join('');
  };
  const one = await runOf(two([0, 1, 2, 3, 4]));
  const other = await runOf(two([4, 3, 2, 1, 0]));
  expect(other).toEqual(one);
  expect(one.streams[0]?.completed).toBeGreaterThan(100);
});
