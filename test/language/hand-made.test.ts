/**
 * Switches and cables that are made by hand: their packets wait, are dropped, lost and parted over
 * equal ways as those of a fabric are. Hosts take no time.
 */
import { expect, it } from 'vitest';
import type { RunResult } from '#results';
import { boxes, runOf, stream, sumOf, us } from '../support/network-specs.ts';

const wire = 'link type Wire { medium = ethernet  rate = 10 Gbps }\n';

const expects = 'scenario s { expect f.dropped >= 0 }';

it('drops what a full port has no room for, and nothing else', async () => {
  // 100 packets come in at 100 Gbps and leave at 10: while 99 follow the first, nine or ten leave.
  const packets = 100;
  const bytes = 1_000 + 66;
  const room = 20;
  const run = await runOf(`${boxes(2)}${wire}
switch tor { delay = 0 s  portBuffer = ${String(room * bytes)} B }
link box[0].nic -- tor : Ethernet100
link tor -- box[1].nic : Wire
flow f from x[0] to x[1] { transport = Udp  size = ${String(packets)} kB  packet = 1 kB  messages = 1 }
${expects}`);
  const left = packets / 10;
  const dropped = run.networks[0]?.drops ?? [];
  expect(dropped.map(({ reason }) => reason)).toEqual(['queue-full']);
  expect(dropped[0]?.packets).toBeGreaterThanOrEqual(packets - room - left - 1);
  expect(dropped[0]?.packets).toBeLessThanOrEqual(packets - room - left + 1);
  const way = run.networks[0]?.cables.find(({ ends }) => ends.includes('box[1].nic'));
  expect(Math.max(...(way?.ways ?? []).map((one) => one.bytes)))
    .toBe((packets - (dropped[0]?.packets ?? 0)) * bytes);
});

it('parts flows over all equal ways, and sprays one flow of SRD over them', async () => {
  const spines = 4;
  const pairs = 32;
  const busyOf = async (transport: string, flows: number): Promise<number> => {
    const run = await runOf(`${boxes(2 * pairs)}
switch leaf[2] { ports = ${String(pairs + spines)} }
switch spine[${String(spines)}] { }
link box[0..${String(pairs - 1)}].nic -- leaf[0] : Ethernet100
link box[${String(pairs)}..${String(2 * pairs - 1)}].nic -- leaf[1] : Ethernet100
link leaf[0] -- spine : Ethernet100
link leaf[1] -- spine : Ethernet100
flow f from x[0..${String(flows - 1)}] to x[${String(pairs)}..${String(pairs + flows - 1)}] {
  pattern = oneToOne  transport = ${transport}  size = 1 MB  messages = 1
}
${expects}`);
    expect(run.streams.map(({ completed }) => completed)).toEqual(Array(flows).fill(1));
    return (run.networks[0]?.cables ?? []).filter(({ ends, ways }) =>
      ends.some((end) => end.startsWith('spine')) && ways.some(({ bytes }) => bytes > 100_000)).length;
  };
  // Some of four ways stays unused by 32 flows once in 2,500 draws.
  expect(await busyOf('Tcp', pairs)).toBe(2 * spines);
  expect(await busyOf('Tcp', 1)).toBe(2);
  expect(await busyOf('Srd', 1)).toBe(2 * spines);
});

it('loses on a cable what the cable says, and TCP sends it again', async () => {
  const runWith = async (transport: string): Promise<RunResult> => await runOf(`${boxes(2)}
switch tor { }
link box[0].nic -- tor : Ethernet100 { lossEvery = 50 }
link tor -- box[1].nic : Ethernet100
flow f from x[0] to x[1] {
  transport = ${transport}  packet = 1 kB  size = 4 MB  messages = 1
}
${expects}`);
  const lossy = await runWith('Udp');
  expect(lossy.networks[0]?.drops).toEqual([{ reason: 'lost', packets: 4_000 / 50 }]);
  expect(stream(lossy, 'f[0]').completed).toBe(0);
  const mended = await runWith('Tcp');
  expect(sumOf(mended, 'retransmitted')).toBeGreaterThanOrEqual(4_000 / 50);
  expect(stream(mended, 'f[0]').completed).toBe(1);
});

it('holds a flow to what its card allows, and to more with ENA Express', async () => {
  const goodput = async (express: string): Promise<number> => {
    const card = 'flowRate = 5 Gbps  expressFlowRate = 25 Gbps';
    const spec = boxes(2, card).replace('efa = yes', 'efa = yes  enaExpress = yes')
      .replace(': Guest on box.s', `: Guest on box.s { interface eth0 { express = ${express} } }`);
    const run = await runOf(`${spec}
switch tor { }
link box.nic -- tor : Ethernet100
flow f from x[0] to x[1] { size = 10 MB  messages = 1 }
${expects}`);
    const { completion } = stream(run, 'f[0]');
    return 10e6 * 8 / ((completion?.maxTicks ?? Infinity) / 1e12);
  };
  expect(await goodput('no') / 5e9).toBeCloseTo(1, 1);
  expect(await goodput('yes') / 25e9).toBeCloseTo(1, 1);
});

it('leaves aside what has a cable and sends nothing', async () => {
  const text = (more: string): string => `${boxes(2).replace('link nic -- s : Slot', `link nic -- s : Slot
  controller ctl { }
  link ctl -- s : Management`)}
switch tor { }
link box.nic -- tor : Ethernet100
${more}
flow f from x[0] to x[1] { transport = Srd  size = 1 MB  messages = 1 }
${expects}`;
  const completion = async (more: string): Promise<unknown> =>
    stream(await runOf(text(more)), 'f[0]').completion?.maxTicks;
  const alone = await completion('');
  expect(alone).toBeGreaterThan(80 * us);
  expect(await completion('link box.ctl -- tor : Ethernet100')).toBe(alone);
});
