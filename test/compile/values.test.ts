/** Rules 1, 3, 6 and 7: what a value may be, and what is said about one that may not. */
import { describe, expect, it } from 'vitest';
import { checkText, fixed, HOSTS, problemsOf, valueOf, worldOf } from '../support/check-text.ts';

const SOCKET = 'architecture = arm64  cores = 4';
const withMemory = (memory: string): string => `host box {\n  socket s { ${SOCKET}  memory = ${memory} }\n}`;
const memoryOf = async (memory: string): Promise<unknown> =>
  valueOf(await worldOf(withMemory(memory)), 'box.s', 'memoryBytes');

describe('rule 6: a quantity', () => {
  it('tells decimal and binary sizes apart, exactly', async () => {
    expect(await memoryOf('1 GB')).toBe(1e9);
    expect(await memoryOf('1 GiB')).toBe(1024 * 1024 * 1024);
    expect(await memoryOf('0.1 GB')).toBe(1e8);
    expect(await memoryOf('1_024 MiB')).toBe(1024 * 1024 * 1024);
  });

  it('tells bits and bytes apart', async () => {
    const rate = async (text: string): Promise<unknown> =>
      valueOf(await worldOf(`fabric net { rate = ${text} }`), 'net', 'rateBitsPerSecond');
    expect(await rate('8 Gbps')).toBe(8e9);
    expect(await rate('1 GB/s')).toBe(8e9);
  });

  it('computes with quantities of one dimension', async () => {
    expect(await memoryOf('2 * 3 GiB + 1 GiB')).toBe(7 * 1024 * 1024 * 1024);
    expect(await problemsOf(withMemory('2 GiB + 5 ms'))).toEqual(['value/mixed-dimensions 2']);
    expect(await problemsOf(withMemory('2 GiB / 0'))).toEqual(['value/divided-by-zero 2']);
  });

  it('reports an unknown unit with the nearest one', async () => {
    const { problems } = await checkText(withMemory('64Gib'));
    expect(problems.map((p) => p.message)).toEqual(["'Gib' is not a unit; did you mean 'GiB'?"]);
    expect(await problemsOf(await fixed(withMemory('64Gib'), 'value/unknown-unit'))).toEqual([]);
  });

  it('refuses what is no whole number of base units', async () => {
    expect(await problemsOf(withMemory('1048576.5 B'))).toEqual(['value/not-whole 2']);
  });
});

describe('rule 7: bare numbers', () => {
  it('asks for a unit where one is needed, with a fix for each of its dimension', async () => {
    const { problems } = await checkText(withMemory('64'));
    expect(problems.map((p) => p.code)).toEqual(['value/unit-missing']);
    const titles = problems[0]?.fixes.map((f) => f.title) ?? [];
    expect(problems[0]?.message).toContain('such as GiB, MiB or TiB');
    expect(titles[0]).toBe("Change to '64 GiB'");
    expect(titles).toContain("Change to '64 GB'");
    // A socket has 1 MiB at the least: what would be refused is not offered.
    expect(titles).not.toContain("Change to '64 KiB'");
    expect(titles.every((t) => !t.includes('bps'))).toBe(true);
    expect(await problemsOf(await fixed(withMemory('64'), 'value/unit-missing', "Change to '64 GiB'")))
      .toEqual([]);
  });

  it('takes a quantity in quotes for a slip, and names the property', async () => {
    const { problems } = await checkText(withMemory('"64 GiB"'));
    expect(problems[0]?.message).toBe("'memory' wants a size, not a text.");
    expect(await problemsOf(await fixed(withMemory('"64 GiB"'), 'value/wrong-form'))).toEqual([]);
  });

  it('says which dimension was expected', async () => {
    const { problems } = await checkText(withMemory('5 ms'));
    expect(problems.map((p) => p.message)).toEqual(["'memory' wants a size; 5 ms is a time."]);
  });

  it('takes a ratio both ways, operations bare or with a unit, and whole counts only', async () => {
    const io = (text: string): Promise<readonly string[]> =>
      problemsOf(`${HOSTS}instance web : c7g.large on box[0].s {
  volume data : gp3 { size = 8 GiB }\n}\nio scan on web.data { ${text} }`);
    expect(await io('read = 70 %')).toEqual([]);
    expect(await io('read = 0.7')).toEqual([]);
    expect(await io('read = 1.7')).toEqual(['value/out-of-range 14']);
    expect(await io('rate = 1000')).toEqual([]);
    expect(await io('rate = 1 Kiops')).toEqual([]);
    expect(await io('depth = 1.5')).toEqual(['value/not-whole 14']);
    expect(await io('depth = 8 GiB')).toEqual(['value/wrong-dimension 14']);
  });

  it('keeps values inside the bounds of the kinds table, both in', async () => {
    const cores = (n: string): Promise<readonly string[]> =>
      problemsOf(`host box { socket s { architecture = arm64  cores = ${n}  memory = 1 GiB } }`);
    expect(await cores('1')).toEqual([]);
    expect(await cores('1024')).toEqual([]);
    expect(await cores('0')).toEqual(['value/out-of-range 1']);
    expect(await cores('1025')).toEqual(['value/out-of-range 1']);
  });
});

describe('rule 3: words', () => {
  it('takes only the words of the property, with the nearest one', async () => {
    const box = (word: string): string =>
      `host box { socket s { architecture = ${word}  cores = 4  memory = 1 GiB } }`;
    expect(await problemsOf(box('x86'))).toEqual([]);
    expect(await problemsOf(box('arm'))).toEqual(['value/unknown-word 1']);
    expect(await problemsOf(await fixed(box('arm65'), 'value/unknown-word'))).toEqual([]);
  });

  it('reads a list of words as a set', async () => {
    const card = (list: string): string => `card nic { serves = ${list} }`;
    const world = await worldOf(card('[ebs, vpc]'));
    expect(valueOf(world, 'nic', 'serves')).toEqual(['vpc', 'ebs']);
    expect(await problemsOf(card('[vpc, vpc]')))
      .toEqual(['wiring/card-unreachable 1', 'value/repeated-word 1']);
  });

  it('never takes an enumeration word for a name, nor a name for one', async () => {
    expect(await problemsOf('host arm64 { }\nhost box { label = arm64 }'))
      .toEqual(['value/wrong-form 2']);
  });
});

describe('rule 22: distributions', () => {
  const slow = (text: string): string => `host box { controller ctl { commandTime = ${text} } }`;

  it('keeps the shape and its parameters in base units', async () => {
    const time = async (text: string): Promise<unknown> =>
      valueOf(await worldOf(slow(text)), 'box.ctl', 'commandTimeTicks');
    expect(await time('2 ms')).toEqual({ shape: 'constant', parameters: [2e9] });
    expect(await time('exponential(2 ms)')).toEqual({ shape: 'exponential', parameters: [2e9] });
    expect(await time('lognormal(2 s, 0.3)')).toEqual({ shape: 'lognormal', parameters: [2e12, 0.3] });
    expect(await time('uniform(1 ms, 2 ms)')).toEqual({ shape: 'uniform', parameters: [1e9, 2e9] });
  });

  it('refuses unknown ones, wrong numbers of values, and fixed properties', async () => {
    expect(await problemsOf(slow('gauss(2 ms)'))).toEqual(['value/unknown-function 1']);
    expect(await problemsOf(slow('lognormal(2 s)'))).toEqual(['value/arguments 1']);
    expect(await problemsOf('fabric net { delay = exponential(5 ms) }'))
      .toEqual(['value/no-distribution 1']);
  });

  it.each([
    'constant(-1 ms)', 'exponential(-1 ms)', 'uniform(-1 ms, 1 ms)', 'uniform(2 ms, 1 ms)',
    'lognormal(-2 s, 0.3)', 'lognormal(2 s, -0.3)', 'pareto(-1 ms, 2)', 'pareto(1 ms, 0)',
    'pareto(1 ms, -1)',
  ])('refuses %s, of which nothing can be drawn', async (text) => {
    expect(await problemsOf(slow(text))).toEqual(['value/distribution-range 1']);
  });

  it.each(['exponential(0 s)', 'uniform(1 ms, 1 ms)', 'lognormal(2 s, 0)', 'pareto(1 ms, 0.5)'])(
    'takes %s, at the end of the range', async (text) => {
      expect(await problemsOf(slow(text))).toEqual([]);
    });
});

it('reports a value that depends on itself', async () => {
  expect(await problemsOf('fabric net { leaves = spines  spines = leaves }'))
    .toEqual(['value/cycle 1']);
});
