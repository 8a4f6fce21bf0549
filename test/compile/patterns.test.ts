/** Who sends to whom, how much, and what waits for what. */
import { describe, expect, it } from 'vitest';
import type { StreamIr } from '#ir';
import { HOSTS, irOf, worldOf } from '../support/check-text.ts';

const BASE = `${HOSTS}link box[0].nic -- box[1].nic : Ethernet100
instance a[4] : c7g.large on box[0].s
instance b[4] : c7g.large on box[1].s
`;
const flow = async (line: string): Promise<readonly StreamIr[]> =>
  (await worldOf(BASE + line)).streams;
const pairs = (streams: readonly StreamIr[]): readonly string[] =>
  streams.map((s) => `${s.from ?? ''} > ${s.to ?? ''}`);

describe('a permutation', () => {
  it('gives everyone one other to send to, and one other to get from', async () => {
    for (const seed of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const streams = await flow(
        `flow f from a to a { size = 1 KiB  pattern = permutation  patternSeed = ${String(seed)} }`);
      expect(streams.map((s) => s.from)).toEqual(['a[0]', 'a[1]', 'a[2]', 'a[3]']);
      expect(streams.map((s) => s.to).sort()).toEqual(['a[0]', 'a[1]', 'a[2]', 'a[3]']);
      expect(streams.filter((s) => s.from === s.to)).toEqual([]);
    }
  });

  it('differs by its seed and by the name of the flow, never by the order of declarations', async () => {
    const one = 'flow f from a to a { size = 1 KiB  pattern = permutation }';
    const same = pairs(await flow(one));
    const backwards = HOSTS + ['instance a[4] : c7g.large on box[0].s', one]
      .reverse().join('\n');
    expect(pairs((await worldOf(backwards)).streams)).toEqual(same);
    const others = await Promise.all([2, 3, 4, 5].map((seed) => flow(
      `flow f from a to a { size = 1 KiB  pattern = permutation  patternSeed = ${String(seed)} }`)));
    expect(new Set([same, ...others.map(pairs)].map((p) => p.join())).size).toBeGreaterThan(1);
    const named = await Promise.all(['g', 'h', 'i', 'j'].map((name) =>
      flow(one.replace('flow f', `flow ${name}`))));
    expect(new Set([same, ...named.map(pairs)].map((p) => p.join())).size).toBeGreaterThan(1);
  });

  it('takes each of the nine ways in which four can be moved, about as often as the others', async () => {
    const seen = new Map<string, number>();
    const lines = Array.from({ length: 450 }, (_, i) =>
      `flow f${String(i)} from a to a { size = 1 KiB  pattern = permutation }`);
    const streams = await flow(lines.join('\n'));
    for (let i = 0; i < lines.length; i++) {
      const key = streams.filter((s) => s.workload === `f${String(i)}`).map((s) => s.to).join();
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    // 50 each on average, with a standard deviation of 6.7; five of them are allowed.
    expect(seen.size).toBe(9);
    for (const count of seen.values()) expect(Math.abs(count - 50)).toBeLessThan(34);
  });

  it('goes from one side to the other where the sides are two', async () => {
    const streams = await flow('flow f from a to b { size = 1 KiB  pattern = permutation }');
    expect(streams.map((s) => s.from)).toEqual(['a[0]', 'a[1]', 'a[2]', 'a[3]']);
    expect(streams.map((s) => s.to).sort()).toEqual(['b[0]', 'b[1]', 'b[2]', 'b[3]']);
  });
});

it('joins the i-th to the i-th, all to a few, and all to all', async () => {
  expect(pairs(await flow('flow f from a to b { size = 1 KiB  pattern = oneToOne }')))
    .toEqual([0, 1, 2, 3].map((i) => `a[${String(i)}] > b[${String(i)}]`));
  expect(pairs(await flow('flow f from a to b[1] { size = 1 KiB  pattern = incast }')))
    .toEqual([0, 1, 2, 3].map((i) => `a[${String(i)}] > b[1]`));
  expect(await flow('flow f from a to a { size = 1 KiB  pattern = allToAll }')).toHaveLength(12);
});

it('sums over a ring: each share goes round twice but for two steps, as it comes', async () => {
  const streams = await flow('flow f from a to a { size = 10 kB  pattern = allReduce }');
  expect(pairs(streams)).toEqual([
    'a[0] > a[1]', 'a[1] > a[2]', 'a[2] > a[3]', 'a[3] > a[0]',
  ]);
  expect(streams.map((s) => [s.messageBytes, s.steps])).toEqual(Array(4).fill([2500, 6]));
  expect(streams.map((s) => s.after)).toEqual([3, 0, 1, 2].map((i) =>
    [{ stream: `f[${String(i)}]`, lag: 1 }]));
  // What everyone sends in all: 2 (n - 1) / n of the size, the least that a sum over all needs.
  expect(2500 * 6).toBe(2 * 3 / 4 * 10_000);
});

it('sums over a tree: up when the lower ones are there, and down from the root', async () => {
  const streams = await flow(
    'flow f from a, b[0] to a { size = 8 kB  pattern = allReduce  algorithm = tree  pieces = 4 }');
  expect(streams.map((s) => `${s.id} ${s.from ?? ''} > ${s.to ?? ''} after ${
    s.after.map((w) => `${w.stream}-${String(w.lag)}`).join()}`)).toEqual([
    'f[0] a[1] > a[0] after f[2]-0,f[3]-0', 'f[1] a[2] > a[0] after ',
    'f[2] a[3] > a[1] after ', 'f[3] b[0] > a[1] after ',
    'f[4] a[0] > a[1] after f[0]-0,f[1]-0', 'f[5] a[0] > a[2] after f[0]-0,f[1]-0',
    'f[6] a[1] > a[3] after f[4]-0', 'f[7] a[1] > b[0] after f[4]-0',
  ]);
  expect(streams.map((s) => [s.messageBytes, s.steps])).toEqual(Array(8).fill([2000, 4]));
});

it('simulates jobs, answers and requests to several receivers', async () => {
  const parts = async (line: string): Promise<readonly string[]> => (await irOf(
    `${BASE}flow f from a to b { size = 1 KiB  messages = 3  ${line} }\n`
    + 'scenario s { expect f.lost == 0 }',
  )).scenarios[0]?.variants[0]?.notSimulated ?? [];
  expect(await parts('')).toEqual([]);
  for (const line of ['barrier = yes', 'response = 1 KiB  fanOut = 2', 'pattern = allReduce']) {
    expect(await parts(line)).toEqual([]);
  }
});

it('makes no stream where there is nobody else', async () => {
  const alone = await worldOf(`${HOSTS}instance a : c7g.large on box[0].s\n`
    + 'flow f from a to a { size = 1 KiB  pattern = permutation }');
  expect(alone.streams).toEqual([]);
});

describe('an instance and an interface of it', () => {
  const ENDS = `${HOSTS}link box[0].nic -- box[1].nic : Ethernet100
instance web : c7g.large on box[0].s { interface eth[2] { } }
instance db : c7g.large on box[1].s
`;
  const between = async (line: string): Promise<readonly StreamIr[]> =>
    (await worldOf(`${ENDS}flow f ${line.replace('{', '{ size = 1 KiB ')}`)).streams;

  it.each([
    ['pairs', 'from web.eth[0] to web'], ['oneToOne', 'from web.eth to web, web'],
    ['ring', 'from web.eth to web'], ['allToAll', 'from web.eth to web'],
    ['permutation', 'from web.eth to web'], ['allReduce', 'from web.eth to web'],
  ])('make no pair of %s', async (pattern, ends) => {
    expect(await between(`${ends} { pattern = ${pattern} }`)).toEqual([]);
  });

  it('each meet others', async () => {
    expect((await between('from web.eth, web to db { pattern = allToAll }'))
      .map(({ from, to, interfaces }) => `${from ?? ''} > ${to ?? ''} ${JSON.stringify(interfaces)}`))
      .toEqual([
        'web > db ["web.eth[0]",null]', 'web > db ["web.eth[1]",null]', 'web > db null',
        'db > web [null,"web.eth[0]"]', 'db > web [null,"web.eth[1]"]', 'db > web null',
      ]);
  });

  it('add one share to a sum', async () => {
    const streams = await between('from web.eth, web to db { pattern = allReduce }');
    expect(pairs(streams)).toEqual(['web > db', 'db > web']);
    expect(streams.map(({ messageBytes, steps }) => [messageBytes, steps]))
      .toEqual([[512, 2], [512, 2]]);
  });
});
