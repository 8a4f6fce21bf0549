/** Many random networks, and a comparison of transports on any number of workers. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { expectNetworkLaws } from '../support/network-laws.ts';
import { boxes, clos, ms, runOf } from '../support/network-specs.ts';
import { execute, temporaryFolder } from '../support/program.ts';
import { randomFabric, randomLossless } from '../support/random-fabrics.ts';

const folder = temporaryFolder();
afterAll(() => { folder.remove(); });

it.each(Array.from({ length: 40 }, (_, i) => 101 + i))(
  'carries random network %d out', { timeout: 120_000 }, async (seed) => {
    const text = randomFabric(seed, 6);
    expectNetworkLaws(await runOf(text, { seed }), text);
  },
);

it.each(Array.from({ length: 40 }, (_, i) => 301 + i))(
  'neither drops, nor reorders, nor sends again in lossless network %d', { timeout: 120_000 },
  async (seed) => {
    const text = randomLossless(seed, 3);
    const run = await runOf(text, { seed });
    expectNetworkLaws(run, text);
    for (const { network } of run.streams) {
      expect(network, text).toMatchObject({ retransmitted: 0, reordered: 0, reconnects: 0 });
      // Packets wait behind others in large buffers, but nobody stands still to the end.
      expect(network?.stallTicks, text).toBeLessThan(2.5 * ms);
    }
  },
);

it('compares two transports in twenty runs each, with the same bytes on any number of workers', async () => {
  const spec = join(folder.path, 'transports.nitro');
  writeFileSync(spec, `${boxes(9)}${clos('portBuffer = 300 kB')}
flow f from x[0..7] to x[8] { transport = Srd  pattern = incast  size = 100 kB  every = exponential(200 us) }
scenario s {
  duration = 4 ms
  runs = 20
  vary f.transport in [Tcp, Srd]
  expect p99(f.completion) < 1 s
}
`);
  const run = async (jobs: string): Promise<string> =>
    (await execute(['run', spec, '--format', 'json', '--jobs', jobs])).out;
  const one = await run('1');
  const parsed = JSON.parse(one) as { scenarios: { variants: { runs: unknown[] }[] }[] };
  expect(parsed.scenarios[0]?.variants.map(({ runs }) => runs.length)).toEqual([20, 20]);
  expect(await run('2')).toBe(one);
  expect(await run('4')).toBe(one);
});
