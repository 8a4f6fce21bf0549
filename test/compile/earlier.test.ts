/**
 * What an outcome takes over from an earlier one changes nothing: walks through states of a spec,
 * sound and broken ones, where each state is compiled from the one before it and anew.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, defined } from '#base';
import { compile, type Compiled } from '#compile';
import type { Spec } from '#spec';
import { checkText } from '../support/check-text.ts';

/** Each line of the spec, as it may stand at one time or another; some of them are mistakes. */
const LINES: readonly (readonly string[])[] = [
  ['use aws'],
  ['host type Box {', 'host type Box { label = "x"', 'host type Box { nonsense = 1'],
  ['  socket s[2] : Graviton3', '  socket s[3] : Graviton3', '  socket s[n] : Graviton3'],
  ['  hypervisor hv[2] : Nitro on s', '  hypervisor hv[2] : Nitro on s[0..1]', '  hypervisor hv[2] on s'],
  ['  card nic : NitroVpc { rate = 30 Gbps }', '  card nic : NitroVpc', '  card nic : Nothing'],
  ['  card ebs : NitroEbs { rate = nic.rate }', '  card ebs : NitroEbs { rate = 20 Gbps }'],
  ['  link nic -- s[0] : Pcie { generation = 5 }', '  link nic -- s[0] as cable', ''],
  ['  link ebs -- s', '  link ebs -- nosuch', '  link ebs -- s\n  link ebs -- s'],
  ['  s[1].label = "second"', '  cable.delay = 3 ns', '  s[7].label = "none"', ''],
  ['}'],
  ['host a : Box', 'host a : Box { label = "mine" }', 'host a[2] : Box', 'host a : Bux', ''],
  ['host b : Box', '', 'host b : Box { drive d { size = 1 TiB } }'],
  ['host c : Box', 'host c : Box { socket t : Graviton3  hypervisor h2 : Nitro on t }', ''],
  ['a.s[0].label = "set"', 'a.cores = 3', 'b.nic.rate = 10 Gbps', ''],
  ['switch tor { ports = 4 }', 'switch tor', 'switch tor { ports = 1  rate = 10 Gbps }'],
  ['host d[e.s.count] : Box { card more : NitroVpc { rate = tor.rate }  link more -- tor }', ''],
  ['host e : Box', 'host e : Box { link nic -- tor }', 'host e : Box { nic.rate = 1 Gbps }'],
  ['fabric net { leaves = 2  spines = 2 }', 'fabric net { leaves = 3  spines = 1 }'],
  ['link a.nic -- net', 'link a.nic -- tor', 'link b.nic -- tor : Nothing', ''],
  ['link b.nic -- tor as wire', 'link b.nic -- net', ''],
  ['link tor -- net.leaf[0]', 'link tor -- net', ''],
  ['instance i : c7g.large on a.s { volume root : gp3 { size = 8 GiB } }',
    'instance i : c7g.large on a.s { volume root : gp3 { size = 8 TB  iops = 1 } }',
    'instance i[2] : c7g.large on a { interface e { }  volume v : gp3 { size = 9 GiB } }'],
  ['instance j : c7g.metal on b.s[0]', 'instance j : c7g.large on b', 'instance j : c7g.large', ''],
  ['instance type Small : c7g.large { volume data : gp3 { size = 8 GiB } }',
    'instance type Small : c7g.large { volume data }'],
  ['instance n : Small on c', 'instance n : Small on c.s[0]'],
  ['instance m : Small on c', ''],
  ['flow f from i to j { size = 1 KiB }', 'flow f from i to j { size = 2 KiB  messages = 3 }', ''],
  ['scenario x { duration = 1 s  expect boot(i) < 40 s }',
    'scenario x { duration = 2 s  a.s[0].label = "varied"  expect boot(i) < 40 s }',
    'scenario x { vary i.root.size in [8 GiB, 9 GiB]  duration = 1 s  expect boot(i) < 1 s }', ''],
];

const textOf = (state: readonly number[]): string =>
  LINES.map((ways, i) => ways[(state[i] ?? 0) % ways.length]).join('\n');

const shownBy = ({ ir, diagnostics, index }: Compiled): unknown => ({
  ir: canonicalJson(ir), diagnostics, ids: index.ids(), machines: index.machines(),
  around: index.ids().map((id) => [index.kindOf(id), index.pointersOf(id)]),
  properties: index.ids().slice(0, 12).map((id) => index.propertiesOf(id)),
});

const specOf = async (text: string): Promise<Spec> => (await checkText(text)).spec;

/** Compiles each state from the one before it and anew; how many of them are sound. */
const walk = async (states: readonly (readonly number[])[]): Promise<number> => {
  let before: Compiled | undefined;
  let sound = 0;
  for (const state of states) {
    const text = textOf(state);
    const spec = await specOf(text);
    const next = compile(spec, { before });
    expect(shownBy(next), text).toEqual(shownBy(compile(spec)));
    sound += next.ir === null ? 0 : 1;
    before = next;
  }
  return sound;
};

const changed = (state: readonly number[], line: number, way: number): readonly number[] =>
  state.map((old, i) => (i === line ? way : old));

const FIRST: readonly number[] = LINES.map(() => 0);
const lineOf = (start: string): number => LINES.findIndex(([line]) => line?.startsWith(start));

/** Changes elsewhere, after which what stands there must still be said and made. */
const elsewhere = (state: readonly number[]): readonly number[] => [
  ['switch tor', 1] as const, ['instance m', 1] as const, ['scenario', 1] as const,
].reduce((now, [start, way]) => changed(now, lineOf(start), way), state);

it('says and makes the same from an earlier outcome as anew, after each way to write a line', async () => {
  const states = LINES.flatMap((ways, line) => [...ways.keys()].slice(1).flatMap((way) => {
    const there = changed(FIRST, line, way);
    return [FIRST, there, elsewhere(there)];
  }));
  const sound = await walk(states);
  expect(sound).toBeGreaterThan(states.length / 3);
  expect(sound).toBeLessThan(states.length);
}, 60_000);

it('says and makes the same from an earlier outcome as anew, wherever a walk leads', async () => {
  const change = fc.tuple(fc.nat({ max: LINES.length - 1 }), fc.nat({ max: 4 }));
  const steps = fc.array(fc.array(change, { maxLength: 3 }), { minLength: 3, maxLength: 6 });
  await fc.assert(fc.asyncProperty(steps, async (walked) => {
    const states = [FIRST];
    for (const changes of walked) {
      states.push(changes.reduce(
        (state, [line, way]) => changed(state, line, way), states.at(-1) ?? FIRST,
      ));
    }
    await walk(states);
  }), { numRuns: 20, seed: 7 });
}, 60_000);

it('keeps the elements of what has not changed, and what only a scenario changes', async () => {
  const first = compile(await specOf(textOf(FIRST)));
  const later = changed(FIRST, lineOf('scenario'), 1);
  const scenario = compile(await specOf(textOf(later)), { before: first });
  const placed = (made: Compiled): unknown => defined(made.earlier, 'it is plain').base.placements;
  expect(placed(scenario)).toBe(placed(first));
  const moved = changed(later, lineOf('instance j'), 1);
  const other = compile(await specOf(textOf(moved)), { before: scenario });
  expect(placed(other)).not.toBe(placed(first));
  const roots = (made: Compiled, name: string): unknown =>
    defined(made.earlier, 'it is plain').base.draft.roots.get(name);
  expect(roots(other, 'net')).toBe(roots(first, 'net'));
  expect(roots(other, 'j')).not.toBe(roots(first, 'j'));
});

it('holds no outcome but the one before', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const states = [0, 1, 2].map((way) => changed(FIRST, lineOf('instance i'), way));
  const made: WeakRef<object>[] = [];
  let last: Compiled | undefined;
  for (const state of [...states, FIRST]) {
    last = compile(await specOf(textOf(state)), { before: last });
    made.push(new WeakRef(defined(last.earlier, 'it is plain').base.placements));
  }
  await new Promise((resume) => void setTimeout(resume, 10));
  collect();
  expect(made.map((one) => one.deref() !== undefined)).toEqual([false, false, false, true]);
  expect(last?.ir).not.toBeNull();
});
