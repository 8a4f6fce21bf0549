import { expect, it } from 'vitest';
import type { RunResult, StreamResult } from '#results';
import { simulate } from '#sim/run';
import { irOf } from '../support/check-text.ts';

const microsecond = 1e6;
const millisecond = 1e9;

async function run(text: string, scenario = 's', variant = 0): Promise<RunResult> {
  const ir = await irOf(`use aws\n${text}`);
  return simulate(ir, { scenario, variant, run: 0, seed: 1 });
}

const streamOf = (result: RunResult, id: string): StreamResult => {
  const stream = result.streams.find((one) => one.id === id);
  if (stream === undefined) throw new Error(`no stream '${id}'`);
  return stream;
};

const box = (more: string): string => `
host box : C5Host
instance app : c5.9xlarge on box {
  requestTime = 2 us  completionTime = 1 us  interruptTime = 1 us  interruptExits = 0
  volume root : gp3 { size = 100 GiB }
  volume data : io2 { size = 1 TiB  iops = 20 Kiops  latency = 500 us }
}
${more}`;

it('moves a closed loop of depth 1 as fast as the sum of its stations lets it', async () => {
  const result = await run(box(`
    io one on app.data { block = 4 KiB  depth = 1 }
    scenario s { duration = 100 ms  warmup = 10 ms  expect mean(one.iops) > 0 iops }`));
  const { latency, perSecond, ways } = streamOf(result, 'one[0]');
  expect(latency?.minTicks).toBe(latency?.maxTicks);
  expect(perSecond).toBeCloseTo(1e12 / (latency?.meanTicks ?? 0), -1);
  const parts = ways[0]?.parts ?? [];
  const roles = parts.map(({ role }) => role);
  expect(roles.filter((role) => role !== 'limit'))
    .toEqual(['driver', 'link', 'card', 'remote', 'card', 'link', 'interrupt']);
  const sum = parts.reduce((total, part) =>
    total + part.queuedTicks + part.servedTicks + part.propagatedTicks, 0);
  expect(sum).toBeCloseTo(latency?.meanTicks ?? 0, 3);
  expect(parts.find(({ role }) => role === 'remote')?.servedTicks).toBe(500 * microsecond);
});

it('holds a volume to the operations it is provisioned for, and queues the rest', async () => {
  const result = await run(box(`
    io many on app.data { block = 4 KiB  depth = 64 }
    scenario s { duration = 200 ms  warmup = 50 ms  expect mean(many.iops) > 0 iops }`));
  const { perSecond, latency, ways } = streamOf(result, 'many[0]');
  expect(perSecond).toBeGreaterThan(19_900);
  expect(perSecond).toBeLessThanOrEqual(20_020);
  // Little: 64 in flight at 20,000 a second are 3.2 ms each.
  expect((latency?.meanTicks ?? 0) / millisecond).toBeCloseTo(3.2, 1);
  const [way] = ways;
  expect(way?.parts[way.bottleneck ?? -1]?.station).toBe('app.data/iops');
});

it('makes requests at the rate of an open loop, evenly or in bursts', async () => {
  const result = await run(box(`
    io even on app.data { rate = 5 Kiops  arrivals = fixed }
    io chance on app.data { rate = 5 Kiops  read = 50 % }
    scenario s { duration = 1 s  expect mean(even.iops) > 0 iops }`));
  // The last one or two are on their way when the run ends.
  expect(streamOf(result, 'even[0]').completed).toBeGreaterThanOrEqual(4_996);
  const chance = streamOf(result, 'chance[0]');
  expect(Math.abs(chance.completed - 5_000)).toBeLessThan(5 * Math.sqrt(5_000));
  expect(chance.ways.map(({ name }) => name).sort()).toEqual(['read', 'write']);
});

it('lets a burst of ten wait for the pace of the volume, one after another', async () => {
  const result = await run(box(`
    io burst on app.data { rate = 1 Kiops  arrivals = bursts  burst = 10 }
    scenario s { duration = 1 s  expect mean(burst.iops) > 0 iops }`));
  const { completed, latency } = streamOf(result, 'burst[0]');
  expect(completed).toBe(990);
  // The tenth follows the first by nine operations at 20,000 a second.
  const spread = (latency?.maxTicks ?? 0) - (latency?.minTicks ?? 0);
  expect(spread / microsecond).toBeGreaterThan(440);
  expect(spread / microsecond).toBeLessThan(460);
});

it('passes a device model where the card is behind the management domain', async () => {
  const result = await run(`
    host old : C3Host
    instance web : c3.8xlarge on old { volume root : gp2 { size = 100 GiB } }
    io scan on web.root { depth = 1 }
    scenario s { duration = 100 ms  expect mean(scan.iops) > 0 iops }`);
  const roles = streamOf(result, 'scan[0]').ways[0]?.parts.map(({ role }) => role) ?? [];
  expect(roles.filter((role) => role === 'deviceModel')).toHaveLength(2);
  expect(roles).toContain('ring');
});

it('fills the line with packets and their headers, and no more', async () => {
  const result = await run(`
    host left : C3Host
    host right : C3Host
    link left.nic -- right.nic : Ethernet10
    instance a : c3.8xlarge on left
    instance b : c3.8xlarge on right
    flow bulk from a to b { size = 1 MiB  packet = 1460 B  depth = 4 }
    scenario s { duration = 20 ms  warmup = 5 ms  expect mean(bulk.goodput) > 0 bps }`);
  // 1,460 of 1,538 bytes on the wire are payload.
  expect(streamOf(result, 'bulk[0]').bitsPerSecond / 1e9).toBeCloseTo((10 * 1460) / 1538, 1);
});

it('lets an instance use its peak rate while what it saved lasts, then its baseline', async () => {
  const result = await run(`
    host box : C5Host
    instance a : c5.large on box { networkBurstTime = 20 ms }
    instance b : c5.9xlarge on box
    flow bulk from a to b { size = 64 KiB  depth = 8 }
    scenario s { duration = 100 ms  expect mean(bulk.goodput) > 0 bps  expect a.exceeded > 0 }`);
  const { perSecond } = result.series?.streams[0] ?? { perSecond: [] };
  const early = perSecond.slice(2, 12).reduce((sum, x) => sum + x, 0) / 10;
  const late = perSecond.slice(60).reduce((sum, x) => sum + x, 0) / 40;
  // c5.large: 10 Gbps while it lasts, 0.75 Gbps after.
  expect(early / late).toBeGreaterThan(10);
  expect(late * 8 * 65_536 / 1e9).toBeCloseTo(0.74, 1);
});

it('starts and ends workloads on request, and with what they need', async () => {
  const result = await run(box(`
    io asked on app.data { rate = 10 Kiops  arrivals = fixed }
    io always on app.root { rate = 1 Kiops  arrivals = fixed }
    scenario s {
      duration = 400 ms
      at 100 ms start asked
      at 200 ms end asked
      expect mean(asked.iops) > 0 iops
    }`));
  expect(streamOf(result, 'asked[0]').completed).toBeGreaterThan(990);
  expect(streamOf(result, 'asked[0]').completed).toBeLessThanOrEqual(1_000);
  expect(streamOf(result, 'always[0]').completed).toBeGreaterThan(395);
});

it('loses what is on a card that fails, and goes on when it is back', async () => {
  const result = await run(box(`
    io loop on app.data { depth = 8 }
    scenario s {
      duration = 300 ms
      at 100 ms fail box.ebs for 100 ms
      expect loop.lost > 0
    }`));
  const loop = streamOf(result, 'loop[0]');
  expect(loop.lost).toBeGreaterThan(0);
  expect(loop.lost).toBeLessThanOrEqual(8);
  const series = result.series?.streams.find(({ id }) => id === 'loop[0]')?.perSecond ?? [];
  expect(series.slice(40, 60).every((rate) => rate === 0)).toBe(true);
  expect(series.slice(80).every((rate) => rate > 10_000)).toBe(true);
});

it('waits for the boot of an instance that is launched', async () => {
  const result = await run(box(`
    io loop on app.data { depth = 1 }
    scenario s {
      duration = 40 s
      at 0 s launch app
      expect mean(loop.iops) > 0 iops
    }`));
  const boot = result.lives[0]?.launches[0]?.bootTicks ?? 0;
  const first = result.series?.streams[0]?.perSecond.findIndex((rate) => rate > 0) ?? -1;
  const window = (40e12 / 100);
  expect(first).toBe(Math.floor(boot / window));
});

it('shows a run in time in a hundred windows, and only the first run of many', async () => {
  const ir = await irOf(`use aws\n${box(`
    io loop on app.data { depth = 1 }
    scenario s { duration = 100 ms  warmup = 20 ms  expect mean(loop.iops) > 0 iops }`)}`);
  const [first, second] = [0, 1].map((index) =>
    simulate(ir, { scenario: 's', variant: 0, run: index, seed: 1 + index }));
  expect(first?.series?.atTicks).toHaveLength(100);
  expect(first?.series?.atTicks.at(-1)).toBe(100 * millisecond);
  expect(second?.series).toBeNull();
});

it('gives the same bytes twice', async () => {
  const text = box(`
    io mix on app.data { depth = 16  read = 70 % }
    compute hog on app { threads = 2 }
    scenario s { duration = 50 ms  expect mean(mix.iops) > 0 iops }`);
  expect(JSON.stringify(await run(text))).toBe(JSON.stringify(await run(text)));
});

it('shares an interrupt among completions that come within the delay of the card', async () => {
  const text = (delay: string): string => box(`
    box.ebs.interruptDelay = ${delay}
    app.interruptExits = 2
    box.soc.directInterrupts = no
    io busy on app.data { depth = 32 }
    scenario s { duration = 100 ms  expect mean(busy.iops) > 0 iops  expect app.exits >= 0 }`);
  const [at, late] = [await run(text('0 us')), await run(text('400 us'))];
  const exits = (result: RunResult): number =>
    result.processors.find(({ id }) => id === 'app')?.exits ?? NaN;
  expect(exits(late)).toBeLessThan(exits(at));
  const mean = (result: RunResult): number => streamOf(result, 'busy[0]').latency?.meanTicks ?? 0;
  // 32 in flight at 20,000 a second are 1.6 ms, whoever waits where.
  expect(mean(late) / mean(at)).toBeCloseTo(1, 1);
});

it('counts the exits of requests once, and their time as time in exits', async () => {
  const result = await run(box(`
    app.interruptExits = 2
    box.soc.clock = 2 GHz
    box.soc.exitCycles = 10000
    box.soc.directInterrupts = no
    io busy on app.data { depth = 1 }
    scenario s {
      duration = 120 ms
      warmup = 20 ms
      expect app.exits > 0
      expect busy.lost == 0
    }`));
  const app = result.processors.find(({ id }) => id === 'app');
  const { completed } = streamOf(result, 'busy[0]');
  // One request at a time is one interrupt, and 10,000 cycles at 2 GHz are 5 us.
  expect(completed).toBeGreaterThan(100);
  expect(app?.exits).toBe(2 * completed);
  expect(result.values[0]?.left).toBe(2 * completed);
  const windowTicks = 36 * 100 * millisecond;
  expect(app?.exiting).toBeCloseTo((2 * completed * 5 * microsecond) / windowTicks, 12);
  expect(Math.abs((app?.useful ?? 0) + (app?.exiting ?? 0) - (app?.busy ?? 1))).toBeLessThan(1e-12);
});

it('takes completions of a shared ring on one vCPU, of queue pairs on all', async () => {
  const guest = (host: string, type: string): string => `
    host left : ${host}
    instance web : ${type} on left { volume root : gp2 { size = 100 GiB } }
    io many on web { depth = 256 }
    scenario s { duration = 20 ms  warmup = 5 ms  expect mean(many.iops) > 0 iops }`;
  const stationsOf = async (host: string, type: string): Promise<string | undefined> =>
    streamOf(await run(guest(host, type)), 'many[0]').ways[0]?.parts.at(-1)?.station;
  expect(await stationsOf('I2Host', 'i2.8xlarge')).toBe('web/vcpu[0]');
  expect(await stationsOf('I3Host', 'i3.16xlarge')).toBe('web/vcpu[*]');
});

it('drops what a receive ring has no room for, unless it is sent again', async () => {
  const text = (transport: string): string => `
    host left : C5Host
    host right : C5Host
    link left.nic -- right.nic : Ethernet25
    left.nic.receiveRing = 128
    instance many[8] : c5.xlarge on right
    instance one : c5.9xlarge on left { packetTime = 20 us }
    flow rush from many to one {
      transport = ${transport}  size = 1 KiB  packet = 1 KiB  every = 15 us
    }
    scenario s { duration = 50 ms  expect rush.lost >= 0 }`;
  const lost = async (transport: string): Promise<number> =>
    (await run(text(transport))).streams.reduce((sum, stream) => sum + stream.lost, 0);
  expect(await lost('Udp')).toBeGreaterThan(1_000);
  expect(await lost('Tcp')).toBe(0);
});

it('names the shared processor as what holds a busy guest up', async () => {
  const result = await run(`
    host box : XenFirstHost
    host away : XenFirstHost
    link box.nic -- away.nic : Ethernet { rate = 1 Gbps }
    instance busy[8] : XenDomain on box
    instance client : XenDomain on away
    compute spin on busy
    flow ping from client to busy[0] { transport = Udp  size = 64 B  every = 50 ms }
    scenario s { duration = 2 s  expect mean(ping.latency) > 1 ms }`);
  const [way] = streamOf(result, 'ping[0]').ways;
  const bottleneck = way?.parts[way.bottleneck ?? -1];
  expect(bottleneck?.station).toBe('busy[0]/vcpu[0]');
  expect(bottleneck?.utilization).toBeGreaterThan(0.99);
});

it('takes interrupts of packets on as many vCPUs as the card or the type has queues', async () => {
  const takers = async (host: string, type: string, more: string): Promise<number> => {
    const result = await run(`
      instance type Sender : ${type} { vcpus = 2  memory = 4 GiB  disks = 0 }
      instance type Taker : ${type} { vcpus = 8  memory = 8 GiB  disks = 0  ${more} }
      host box : ${host}
      instance peer[6] : Sender on box
      instance app : Taker on box
      flow talk from peer to app { size = 1 KiB }
      scenario s { duration = 1 ms  expect talk.lost == 0 }`);
    return new Set(result.streams.map(({ ways }) => ways[0]?.parts.at(-1)?.station)).size;
  };
  expect(await takers('C5Host', 'c5.large', '')).toBe(6);
  expect(await takers('C5Host', 'c5.large', 'enaQueues = 5')).toBe(5);
  expect(await takers('C3Host', 'c3.8xlarge', 'enaQueues = 5')).toBe(2);
});

it('takes the memory of an instance from the sockets whose cores it has', async () => {
  const speedOf = async (vcpus: number): Promise<number> => {
    const result = await run(`
      host box {
        socket soc[2] { architecture = x86  cores = 4  memory = 8 GiB  memoryBandwidth = 100 GB/s }
        link soc[0] -- soc[1] : Qpi
        hypervisor hv on soc
      }
      instance type T { vcpus = ${String(vcpus)}  memory = 4 GiB  architectures = x86 }
      instance app : T on box
      compute scan on app { memoryTraffic = 300 GB/s }
      scenario s { duration = 100 ms  expect scan.speed > 0 }`);
    return Number(result.values[0]?.left);
  };
  // On one socket 100 of 300 GB/s are there; over two, 150 of each are wanted and 100 are there.
  expect(await speedOf(4)).toBeCloseTo(4 / 3, 9);
  expect(await speedOf(6)).toBeCloseTo(6 * 2 / 3, 9);
});
