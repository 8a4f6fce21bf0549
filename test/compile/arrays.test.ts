/** Rules 8, 9 and 11: arrays, what links pair, and children that a type generates. */
import { describe, expect, it } from 'vitest';
import { HOSTS, problemsOf, worldOf } from '../support/check-text.ts';

const ids = async (text: string, start: string): Promise<readonly string[]> =>
  (await worldOf(text)).elements.map((e) => e.id).filter((id) => id.startsWith(start));
const links = async (text: string): Promise<readonly string[]> =>
  (await worldOf(text)).links.map((l) => l.id);

describe('rule 8: arrays', () => {
  it('keeps the index of a single element of an array, and none for what is no array', async () => {
    expect(await ids('host box[1] { }\nhost other { }', '')).toEqual(['box[0]', 'other']);
  });

  it('counts from 0 to n - 1, sorted as numbers, and takes 0 for none', async () => {
    const found = await ids('host box[11] { }\nhost none[0] { }', '');
    expect(found).toHaveLength(11);
    expect(found.slice(-2)).toEqual(['box[9]', 'box[10]']);
  });

  it('takes an expression over properties as a count', async () => {
    const text = 'fabric net { leaves = 2 * 3  spines = leaves - 4 }\nhost box[net.leaves] { }';
    expect(await ids(text, 'box')).toHaveLength(6);
    expect(await ids(text, 'net.spine')).toEqual(['net.spine[0]', 'net.spine[1]']);
  });

  it('refuses a count that is no whole number', async () => {
    expect(await problemsOf('host box[2.5] { }')).toEqual(['array/count 1']);
    expect(await problemsOf('host box[3 GiB] { }')).toEqual(['array/count 1']);
  });

  it('reads [2], [0..1] with both ends in, [*] and the bare name', async () => {
    const on = async (place: string): Promise<readonly string[]> => {
      const text = `use aws
host box { socket s[3] : Graviton3  hypervisor h : Nitro on s }
instance web[6] : c7g.large on ${place}`;
      const world = await worldOf(text.replace('hypervisor h :', 'hypervisor h[3] :'));
      return [...new Set(world.placements.map((p) => p.machine))];
    };
    expect(await on('box.s[2]')).toEqual(['box.s[2]']);
    expect(await on('box.s[0..1]')).toEqual(['box.s[0]', 'box.s[1]']);
    expect(await on('box.s[*]')).toEqual(['box.s[0]', 'box.s[1]', 'box.s[2]']);
    expect(await on('box.s')).toEqual(['box.s[0]', 'box.s[1]', 'box.s[2]']);
  });

  it('refuses an index out of bounds, backwards, fractional, or on what is no array', async () => {
    const at = (place: string): Promise<readonly string[]> =>
      problemsOf(`${HOSTS}instance web : c7g.large on ${place}`);
    expect(await at('box[2].s')).toEqual(['array/index-out-of-bounds 11']);
    expect(await at('box[1..0].s')).toEqual(['array/range 11']);
    expect(await at('box[0.5].s')).toEqual(['array/index 11']);
    expect(await at('box[0].s[0]')).toEqual(['array/not-an-array 11']);
    expect(await at('box[0..1].s')).toEqual([]);
  });
});

describe('rule 9: what a link joins', () => {
  const wires = (line: string): string => `switch a[3] { }\nswitch b[3] { }\nswitch c { }\n${line}`;

  it('pairs equal lengths', async () => {
    expect(await links(wires('link a -- b'))).toEqual([
      'a[0] -- b[0]', 'a[1] -- b[1]', 'a[2] -- b[2]',
    ]);
  });

  it('fans one out to many, on either side, and takes lists of paths', async () => {
    const fan = ['a[0] -- c', 'a[1] -- c', 'a[2] -- c'];
    expect(await links(wires('link a -- c'))).toEqual(fan);
    expect(await links(wires('link c -- a'))).toEqual(fan);
    expect(await links(wires('link a[0..1], a[2] -- c'))).toEqual(fan);
  });

  it('refuses other lengths with both of them', async () => {
    expect(await problemsOf(wires('link a -- b[0..1]'))).toEqual(['array/lengths 4']);
  });

  it('joins end i to leaf i mod leaves of a fabric', async () => {
    const text = 'fabric net { leaves = 2  spines = 0 }\nswitch a[3] { }\nlink a -- net';
    expect(await links(text)).toEqual([
      'a[0] -- net.leaf[0]', 'a[1] -- net.leaf[1]', 'a[2] -- net.leaf[0]',
    ]);
  });

  it('refuses a port that is taken, or one that a switch does not have', async () => {
    const ports = (line: string): Promise<readonly string[]> =>
      problemsOf(`switch t { ports = 2 }\nswitch a[2] { }\n${line}`);
    expect(await ports('link a[0] -- t.port[0]\nlink a[1] -- t')).toEqual([]);
    expect(await ports('link a[0] -- t.port[0]\nlink a[1] -- t.port[0]'))
      .toEqual(['wiring/port-taken 4']);
    expect(await ports('link a[0] -- t.port[2]')).toEqual(['array/index-out-of-bounds 3']);
    expect(await ports('link a -- t\nlink t -- t')).toEqual(['wiring/self 4']);
  });

  it('tells parallel links apart, and their ends mean both', async () => {
    const text = wires('link c -- a[0] as first\nlink a[0] -- c as second');
    expect(await links(text)).toEqual(['a[0] -- c', 'a[0] -- c #2']);
  });
});

describe('rule 11: generated children', () => {
  it('makes as many as the property says, joined to one another', async () => {
    const text = 'fabric net { leaves = 2  spines = 3 }';
    expect(await ids(text, 'net.')).toEqual([
      'net.leaf[0]', 'net.leaf[1]', 'net.spine[0]', 'net.spine[1]', 'net.spine[2]',
    ]);
    expect(await links(text)).toHaveLength(6);
  });

  it('refuses to declare one', async () => {
    expect(await problemsOf('fabric net {\n  switch leaf { }\n}')).toEqual(['name/generated 2']);
  });
});
