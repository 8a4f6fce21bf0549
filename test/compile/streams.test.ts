/** Rule 10: the streams that flows, io and compute make. */
import { expect, it } from 'vitest';
import { HOSTS, problemsOf, worldOf } from '../support/check-text.ts';

const BASE = `${HOSTS}link box[0].nic -- box[1].nic : Ethernet100
instance a[3] : c7g.large on box[0].s
instance b : c7g.large on box[1].s
`;
const streams = async (line: string): Promise<readonly string[]> =>
  (await worldOf(BASE + line)).streams.map((s) => `${s.id} ${s.from ?? ''} ${s.to ?? ''}`.trim());

it('makes one stream for each pair of a flow, but none from a thing to itself', async () => {
  expect(await streams('flow f from a to b { size = 1 KiB }'))
    .toEqual(['f[0] a[0] b', 'f[1] a[1] b', 'f[2] a[2] b']);
  expect(await streams('flow f from a to a { size = 1 KiB }')).toHaveLength(6);
});

it('lets a pattern say who sends to whom', async () => {
  expect(await streams('flow f from a to a { size = 1 KiB  pattern = ring }'))
    .toEqual(['f[0] a[0] a[1]', 'f[1] a[1] a[2]', 'f[2] a[2] a[0]']);
  expect(await streams('flow f from a to b { size = 1 KiB  pattern = allToAll }')).toHaveLength(12);
});

it('makes one stream for each place of io and compute', async () => {
  expect(await streams('compute c on a { threads = 1 }')).toEqual(['c[0] a[0]', 'c[1] a[1]', 'c[2] a[2]']);
});

it('asks for the ends of a workload, and for ends of the right kind', async () => {
  expect(await problemsOf(`${BASE}flow f from a { size = 1 KiB }`)).toEqual(['text/clause-missing 14']);
  expect(await problemsOf(`${BASE}flow f from a to box { size = 1 KiB }`))
    .toEqual(['name/wrong-kind 14']);
  expect(await problemsOf(`${BASE}io s on b { block = 4 KiB }`)).toEqual(['wiring/no-drives 14']);
});
