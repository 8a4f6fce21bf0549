/** Where flows over fabrics are held up, and what comes of links that work faster. */
import { expect, it } from 'vitest';
import type { RunResult } from '#results';
import { fabricsOf, simulate } from '#sim/run';
import { bottleneckOf, bottleneckWords, fabricOfBottleneck } from '#views';
import { irOf } from '../support/check-text.ts';
import { boxes, clos, stream } from '../support/network-specs.ts';

/** Two hosts of a leaf send to the other one over uplinks that are as fast as one cable. */
const crowded = (transport: string, fabric: string): string => `${boxes(8)}${clos(fabric)}
flow f from x[0], x[2] to x[1], x[3] {
  pattern = oneToOne  transport = ${transport}  size = 1 MB  depth = 4
}
scenario s {
  duration = 4 ms
  warmup = 1 ms
  expect count(f.completion) > 0
}`;

async function runOf(text: string, element: string | null = null): Promise<RunResult> {
  const faster = element === null ? null : { element, factor: 2 };
  return simulate(await irOf(text), { scenario: 's', variant: 0, run: 0, seed: 1, faster });
}

const rateOf = (run: RunResult): number =>
  run.streams.reduce((sum, { bitsPerSecond }) => sum + bitsPerSecond, 0);

it.each(['packets', 'flows'])('finds the uplink that several share, computed as %s', async (model) => {
  const spec = crowded('Srd', `model = ${model}  uplinks = 1  spines = 1`).replace('spines = 2', '');
  const run = await runOf(spec);
  const found = bottleneckOf(stream(run, 'f[0]'));
  expect(found).toMatchObject({ station: 'net.leaf[0] -- net.spine[0]', role: 'link' });
  expect(found?.utilization).toBeGreaterThan(0.97);
  expect(fabricOfBottleneck(stream(run, 'f[0]'), new Set(['net']))).toBe('net');
  // The next uplink is as busy: faster by itself the first moves nothing, the fabric does.
  expect(rateOf(await runOf(spec, 'net.leaf[0] -- net.spine[0]')) / rateOf(run)).toBeCloseTo(1, 1);
  expect(rateOf(await runOf(spec, 'net')) / rateOf(run)).toBeGreaterThan(1.8);
});

it('takes links that are sprayed over together, and of a hash the one', async () => {
  const slow = 'uplinkRate = 20 Gbps';
  const sprayed = await runOf(crowded('Srd', slow));
  expect(bottleneckOf(stream(sprayed, 'f[0]'))?.station).toBe('net.leaf[0] -- net.spine[*]');
  const faster = await runOf(crowded('Srd', slow), 'net.leaf[*] -- net.spine[*]');
  expect(rateOf(faster) / rateOf(sprayed)).toBeGreaterThan(1.8);
  const hashed = await runOf(crowded('Tcp', slow));
  for (const { id } of hashed.streams) {
    expect(bottleneckOf(stream(hashed, id))?.station).toMatch(/^net\.leaf\[\d\] -- net\.spine\[\d\]$/u);
  }
});

it('leaves it to the host where that is as busy', async () => {
  const run = await runOf(`${boxes(2, 'rate = 10 Gbps').replace('rate = 100 Tbps  proc', 'proc')}${clos()}
flow f from x[0] to x[1] { transport = Srd  size = 1 MB  depth = 4 }
scenario s { duration = 4 ms  expect count(f.completion) > 0 }`);
  expect(bottleneckOf(stream(run, 'f[0]'))?.station).toMatch(/nic\/rate/u);
});

it('says of what is paused for good that it is, and nothing of what is busy for no reason', async () => {
  const run = await runOf(crowded('Srd', ''));
  const one = stream(run, 'f[0]');
  const at = (utilization: number, pausedShare: number): string => bottleneckWords({
    ...one, ways: [], network: {
      ...one.network!, busiest: { link: 'a -- b', utilization, pausedShare },
    },
  });
  expect(at(0.002, 0.96)).toBe('a -- b < 1 % busy, 96 % paused');
  expect(at(0.4, 0)).toBe('a -- b 40 % busy');
  expect(at(0.002, 0)).toBe('');
});

it('takes no host for a fabric that has both cards of the link', async () => {
  const ir = await irOf(`${boxes(2)}host mid {
  card wire[2] : BumpInTheWire
  link wire[0] -- wire[1] : Ethernet10 { rate = 9 Gbps }
}
switch s[2] { }
link box[0].nic -- s[0] : Ethernet100
link s[0] -- mid.wire[0] : Ethernet100
link mid.wire[1] -- s[1] : Ethernet100
link s[1] -- box[1].nic : Ethernet100
flow f from x[0] to x[1] { transport = Srd  size = 4 kB  every = 4 us }
scenario s { duration = 4 ms  warmup = 1 ms  expect count(f.completion) > 0 }`);
  const run = simulate(ir, { scenario: 's', variant: 0, run: 0, seed: 1 });
  const found = stream(run, 'f[0]');
  expect(bottleneckOf(found)?.station).toBe('mid.wire[0] -- mid.wire[1]');
  expect(fabricOfBottleneck(found, fabricsOf(ir, 's', 0))).toBeNull();
  const other = await irOf(crowded('Srd', ''));
  expect(fabricsOf(other, 's', 0)).toEqual(new Set(['net']));
});
