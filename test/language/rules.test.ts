/**
 * The rules of the language, one folder each (several where a rule says several things):
 * `obeys.nitro` has no error, and `breaks.nitro` has only errors of the code that its first line
 * names. Where a rule says what a spec means, and not only whether it may be said, the model that
 * comes of it is looked at.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { invariant } from '#base';
import type { AnyElement, Ir, ScenarioIr, World } from '#ir';
import type { CheckOptions } from '#language';
import { checkGolden, listed } from '../support/golden.ts';
import { results } from '../support/life-runs.ts';

const folder = join(import.meta.dirname, '../rules');
const rules = readdirSync(folder);

const obeying = (rule: string): string => join(folder, rule, 'obeys.nitro');
const breaking = (rule: string): string => join(folder, rule, 'breaks.nitro');

const modelOf = async (rule: string, options: CheckOptions = {}): Promise<Ir> => {
  const { ir, problems } = await checkGolden(obeying(rule), options);
  if (ir === null) throw new Error(listed(problems));
  return ir;
};

/** The spec as it stands, without what scenarios change. */
const worldOf = async (rule: string): Promise<World> => worldAt(await modelOf(rule), 0);

const worldAt = (ir: Ir, index: number): World => {
  const world = ir.worlds[index];
  invariant(world !== undefined, `there is no world ${index}`);
  return world;
};

const scenarioAt = (ir: Ir, name: string): ScenarioIr => {
  const scenario = ir.scenarios.find((s) => s.name === name);
  invariant(scenario !== undefined, `there is no scenario ${name}`);
  return scenario;
};

const element = (world: World, id: string): AnyElement => {
  const found = world.elements.find((e) => e.id === id);
  invariant(found !== undefined, `there is no ${id}`);
  return found;
};

const property = (world: World, id: string, key: string): unknown =>
  (element(world, id).properties as Readonly<Record<string, unknown>>)[key];

const idsOf = (world: World, kind: AnyElement['kind']): readonly string[] =>
  world.elements.filter((e) => e.kind === kind).map((e) => e.id);

/** `web[0] on sled.soc[1]`, for instances whose id begins so. */
const placesOf = (world: World, name: string): readonly string[] =>
  world.placements.filter((p) => p.instance.startsWith(name)).map((p) => p.machine);

const streamsOf = (world: World, workload: string): readonly string[] =>
  world.streams.filter((s) => s.workload === workload)
    .map((s) => (s.to === null ? (s.from ?? '') : `${s.from ?? ''} > ${s.to}`));

it('every rule has a folder', () => {
  const numbers = new Set(rules.map((name) => Number(name.slice(0, 2))));
  expect([...numbers]).toEqual(Array.from({ length: 23 }, (_, i) => i));
});

it.each(rules)('%s: what obeys it has no error', async (rule) => {
  const { problems } = await checkGolden(obeying(rule));
  const serious = problems.filter((p) => p.severity !== 'information');
  expect(serious, listed(problems)).toEqual([]);
});

it.each(rules.filter((rule) => existsSync(breaking(rule))))('%s: what breaks it is an error', async (rule) => {
  const code = /^\/\/ breaks: (\S+)\n/u.exec(readFileSync(breaking(rule), 'utf8'))?.[1];
  const { problems, ir } = await checkGolden(breaking(rule));
  const errors = problems.filter((p) => p.severity === 'error');
  expect([...new Set(errors.map((p) => p.code))], listed(problems)).toEqual([code]);
  expect(ir).toBeNull();
});

it('1: a half-typed line loses itself alone', async () => {
  const { problems, index } = await checkGolden(breaking('01-half-typed-line'));
  expect(problems.map((p) => p.range.start.line)).toEqual([2]);
  expect(index).toBeDefined();
});

it('2: two hyphens between names are a link, and an escape is a character', async () => {
  const world = await worldOf('02-names');
  expect(world.links.map((l) => l.ends)).toEqual([['rack-1.left_0', 'rack-1.right-0']]);
  expect(property(await worldOf('02-texts'), 'box', 'label')).toBe('a "b" \\ \n \u{1F600}');
});

it('6: the same quantity is the same number, however it is spelled', async () => {
  const net = await worldOf('06-quantities');
  expect(property(net, 'net', 'delayTicks')).toBe(1_500_000);
  expect(property(net, 'net', 'bufferBytes')).toBe(16_384 * 1024);
  expect(property(net, 'net', 'rateBitsPerSecond')).toBe(100e9);
  expect(property(net, 'net', 'leaves')).toBe(10);
  const units = await worldOf('06-case-of-units');
  expect(property(units, 'net', 'rateBitsPerSecond')).toBe(property(units, 'lan', 'rateBitsPerSecond'));
});

it('7: a ratio is a share or a percentage, and operations may be bare', async () => {
  const world = await worldOf('07-bare-numbers');
  for (const key of ['read', 'rate', 'depth']) {
    expect(property(world, 'half', key), key).toBe(property(world, 'same', key));
  }
});

it('8: x[n] is x[0] to x[n-1], and one of one keeps its index', async () => {
  const hosts = idsOf(await worldOf('08-counts'), 'host');
  expect(hosts.filter((id) => id.startsWith('none'))).toEqual([]);
  expect(hosts).toContain('single[0]');
  expect(hosts.filter((id) => id.startsWith('box'))).toEqual(['box[0]', 'box[1]', 'box[2]']);
  expect(hosts.filter((id) => id.startsWith('same'))).toHaveLength(3);
});

it('8: a path through arrays lists elements in row-major order', async () => {
  const world = await worldOf('09-ends-at-fabrics');
  expect(idsOf(world, 'card').filter((id) => id.includes('nic'))).toEqual([
    'rack[0].nic[0]', 'rack[0].nic[1]', 'rack[0].nic[2]',
    'rack[1].nic[0]', 'rack[1].nic[1]', 'rack[1].nic[2]',
  ]);
});

it('9: sides of equal length pair up in the order in which they are listed, and one fans out', async () => {
  const { links } = await worldOf('09-pairs-and-fans');
  expect(links.filter((l) => l.medium === 'pcie').map((l) => l.ends)).toEqual([
    ['box.a', 'box.soc[0]'], ['box.b[0]', 'box.soc[1]'], ['box.b[1]', 'box.soc[2]'],
  ]);
  expect(links.filter((l) => l.medium === 'management').map((l) => l.ends)).toEqual([
    ['box.ctl', 'box.soc[0]'], ['box.ctl', 'box.soc[1]'], ['box.ctl', 'box.soc[2]'],
  ]);
});

it('9: end i joins leaf i modulo leaves', async () => {
  const { links } = await worldOf('09-ends-at-fabrics');
  const leafOf = new Map(links.flatMap(({ ends: [a, b] }) =>
    (a.startsWith('net.leaf') && b.includes('nic') ? [[b, a] as const] : [])));
  const cards = [0, 1].flatMap((i) => [0, 1, 2].map((k) => `rack[${i}].nic[${k}]`));
  expect(cards.map((card) => leafOf.get(card))).toEqual(
    [0, 1, 2, 3, 0, 1].map((i) => `net.leaf[${i}]`),
  );
});

it('9: a link goes by its name or by its ends, in either order, and ends mean all links between', async () => {
  const ir = await modelOf('09-names-of-links');
  expect(scenarioAt(ir, 's').variants[0]?.actions.map((a) => a.target)).toEqual([
    'net.leaf[0] -- sled.nic[0]', 'sled.nic[0] -- sled.soc[0]', 'sled.nic[1] -- sled.soc[1]',
  ]);
  const cable = worldAt(ir, 0).links.find((l) => l.name === 'cable');
  expect([cable?.loss, cable?.delayTicks]).toEqual([0.01, 1_000_000]);
});

it('10: a flow makes one stream of each pair that its pattern gives, never from a thing to itself', async () => {
  const world = await worldOf('10-streams');
  expect(streamsOf(world, 'chat')).toEqual([
    'web[0] > web[1]', 'web[0] > web[2]', 'web[1] > web[0]', 'web[1] > web[2]',
    'web[2] > web[0]', 'web[2] > web[1]',
  ]);
  expect(streamsOf(world, 'turn')).toEqual([
    'web[0] > web[1]', 'web[1] > web[2]', 'web[2] > web[0]',
  ]);
  expect(streamsOf(world, 'scan')).toEqual(['web[0].root', 'web[1].root', 'web[2].root']);
  expect(streamsOf(world, 'busy')).toEqual(['web[0]', 'web[1]', 'web[2]']);
});

it('10: a measure on the bare name pools all streams, and with an index takes one', async () => {
  const [first, second] = scenarioAt(await modelOf('10-streams'), 's').variants[0]?.expectations ?? [];
  expect(first?.left).toMatchObject({ is: 'measure', of: ['scan[2]'] });
  expect(second?.left).toMatchObject({ of: [0, 1, 2, 3, 4, 5].map((i) => `chat[${i}]`) });
});

it('11: a fabric generates as many leaves and spines as its properties say', async () => {
  const world = await worldOf('11-generated-children');
  expect(idsOf(world, 'switch')).toEqual([
    'net.leaf[0]', 'net.leaf[1]', 'net.spine[0]', 'net.spine[1]', 'net.spine[2]',
  ]);
  expect(property(world, 'net.spine[2]', 'bufferBytes')).toBe(32 * 1024 * 1024);
});

it('12: a type has all of what it extends, and what it adds', async () => {
  const world = await worldOf('12-extension');
  expect(element(world, 'box').types).toEqual(['More', 'Base']);
  expect(world.elements.map((e) => e.id)).toEqual(['box', 'box.ctl', 'box.guard', 'box.s']);
  expect(property(world, 'box.s', 'cores')).toBe(32);
  expect(world.links.map((l) => l.id)).toEqual(['box.ctl -- box.s']);
});

it('12: a cycle of types is reported at each colon', async () => {
  const { problems } = await checkGolden(breaking('12-cycles'));
  expect(problems.map((p) => p.range.start.line)).toEqual([1, 2, 3]);
});

it('13: a path in a body goes from it, one at the top from the root', async () => {
  const world = await worldOf('13-paths');
  const memories = idsOf(world, 'socket').map((id) => property(world, id, 'memoryBytes'));
  expect(memories).toEqual([128, 64, 128, 32, 64, 128].map((gib) => gib * 2 ** 30));
});

it('13: the command line is stronger than vary, scenario, file, body, subtype, type and default', async () => {
  const ir = await modelOf('13-strength');
  const world = worldAt(ir, 0);
  expect(property(world, 'box[0].s', 'cores'), 'top of the file').toBe(14);
  expect(property(world, 'box[1].s', 'cores'), 'body').toBe(13);
  expect(property(world, 'other.s', 'cores'), 'subtype').toBe(12);
  expect(property(world, 'other.s', 'threadsPerCore'), 'type').toBe(2);
  const varied = worldAt(ir, scenarioAt(ir, 's').variants[0]?.world ?? 0);
  expect(property(varied, 'box[0].s', 'cores'), 'scenario').toBe(15);
  expect(property(varied, 'box[0]', 'label'), 'vary').toBe('varied');
  const set = await modelOf('13-strength', {
    overrides: ['box[0].s.cores=16', 'box.label="set"'],
  });
  const strongest = worldAt(set, scenarioAt(set, 's').variants[0]?.world ?? 0);
  expect(property(strongest, 'box[0].s', 'cores'), 'command line').toBe(16);
  expect(property(strongest, 'box[1]', 'label'), 'command line').toBe('set');
});

it('13: of two at the top of a file, the path with an index wins', async () => {
  const world = await worldOf('13-strength');
  expect([0, 1].map((i) => property(world, `box[${i}]`, 'label'))).toEqual(['all', 'one']);
});

it('14: coherent links make one machine, all others are machines of their own', async () => {
  const { machines } = await worldOf('14-machines');
  expect(machines.map((m) => [m.id, m.sockets.length, m.computer])).toEqual([
    ['pair', 2, null], ['shelf.mini', 0, 'shelf.mini'], ['sled.soc[0]', 1, null],
    ['sled.soc[1]', 1, null], ['sled.soc[2]', 1, null],
  ]);
});

it('14: a virtual instance takes cores of one socket if it can, else of all', async () => {
  const { placements } = await worldOf('14-one-socket-if-it-can');
  expect(placements.map((p) => [p.instance, p.cores.map((c) => `${c.socket} ${c.count}`)])).toEqual([
    ['a', ['pair.soc[0] 48']],
    ['b', ['pair.soc[1] 64']],
    ['c', ['pair.soc[0] 32', 'pair.soc[1] 32']],
  ]);
});

it('14: metal takes the whole machine, with no hypervisor', async () => {
  const { placements } = await worldOf('14-metal-alone');
  expect(placements.find((p) => p.instance === 'db')).toMatchObject({
    machine: 'sled.soc[0]', hypervisor: null, stage: 'metal',
    cores: [{ socket: 'sled.soc[0]', first: 0, count: 64 }],
  });
});

it('14: an array goes round in path order and skips full places; pack fills one after another', async () => {
  const world = await worldOf('14-round-robin');
  expect(placesOf(world, 'web')).toEqual([0, 2, 0, 2, 0].map((i) => `sled.soc[${i}]`));
  expect(placesOf(world, 'tight')).toEqual([0, 0, 0, 0].map((i) => `sled.soc[${i}]`));
});

it('14: spread takes a host each, partition keeps the groups of hosts apart', async () => {
  const world = await worldOf('14-spread-and-partition');
  const host = (machine: string): string => machine.slice(0, machine.indexOf('.'));
  expect(placesOf(world, 'far').map(host)).toEqual(['rack[0]', 'rack[1]', 'rack[2]', 'rack[3]']);
  const groups = placesOf(world, 'part').map((m) => Number(/\d/u.exec(host(m))?.[0]) % 2);
  expect(groups).toEqual([0, 1, 0, 1]);
});

it('14: what has no place is offered those with room', async () => {
  const [problem] = (await checkGolden(breaking('14-on-is-required'))).problems;
  expect(problem?.fixes.map((f) => f.title)).toEqual(
    [0, 1, 2].map((i) => `Place it on sled.soc[${i}]`),
  );
});

it('15: a name of the catalogue that is hidden is told, and the catalogue keeps its own', async () => {
  const { problems } = await checkGolden(obeying('15-catalogue-gives-way'));
  expect(problems.map((p) => [p.code, p.severity])).toEqual([['name/hides-catalogue', 'information']]);
  const world = await worldOf('15-catalogue-gives-way');
  expect(property(world, 'box.s', 'cores')).toBe(8);
  expect(property(world, 'sled.soc[0]', 'cores')).toBe(64);
});

it('15: a clash is an error in the file that brings both together, with both places', async () => {
  const [problem] = (await checkGolden(breaking('15-one-name'))).problems;
  expect(problem?.uri).toMatch(/breaks\.nitro$/u);
  expect(problem?.related.map((r) => r.uri.split('/').at(-1))).toEqual(['left.nitro']);
});

it('15: scenarios of other files are not run', async () => {
  const { scenarios } = await modelOf('15-own-scenarios');
  expect(scenarios.map((s) => [s.name, s.runs])).toEqual([['mine', 3]]);
});

it('16: the model holds the size and the sum of each file, by its name from the main file', async () => {
  const ir = await modelOf('16-files-of-properties');
  expect(ir.files).toEqual([
    { name: 'parts/requests.csv', sizeBytes: 28, sha256: '0'.repeat(64) },
  ]);
  expect(['scan', 'again'].map((id) => property(worldAt(ir, 0), id, 'trace'))).toEqual(
    ['parts/requests.csv', 'parts/requests.csv'],
  );
});

it('17: no warm-up, seed 1 and one run unless said; what an action launches is off before', async () => {
  const scenario = scenarioAt(await modelOf('17-defaults'), 's');
  expect(scenario).toMatchObject({ warmupTicks: 0, seed: 1, runs: 1, durationTicks: null });
  expect(scenario.variants[0]?.launchedLater).toEqual(['web[1]']);
});

it('18: lines of vary multiply in file order, tuples together, progressions to their last', async () => {
  const { variants, seed } = scenarioAt(await modelOf('18-vary'), 's');
  expect(seed).toBe(5);
  expect(variants.map((v) => v.assignments.map((a) => a.value).join(' '))).toEqual(
    ['1 10 % 4 GiB', '1 20 % 8 GiB', '2 10 % 4 GiB', '2 20 % 8 GiB'].flatMap((one) =>
      [`${one} 10 %`, `${one} 20 %`, `${one} 30 %`]),
  );
});

it('18: a problem that only some variants have names them', async () => {
  const { problems } = await checkGolden(breaking('18-each-variant-is-checked'));
  expect(problems.map((p) => p.variants)).toEqual([['web.count = 33']]);
});

it('19: an expectation holds when it holds in every variant that it is about', async () => {
  const [scenario] = results(await modelOf('19-every-variant')).scenarios;
  const judged = scenario?.expectations.map((e) => [e.verdict, e.perVariant.map((v) => v.verdict)]);
  expect(judged).toEqual([
    ['holds', ['holds', 'holds']],
    ['fails', ['holds', 'fails']],
    ['holds', ['holds']],
    ['fails', ['fails', 'fails']],
  ]);
  expect(scenario?.expectations[3]?.reason).toMatch(/no /iu);
});

it('19: a condition picks the variants that are judged', async () => {
  const { variants } = scenarioAt(await modelOf('19-conditions'), 's');
  expect(variants.map((v) => v.expectations.map((e) => e.index))).toEqual([[0, 2], [1, 2]]);
});

it('20: what can be asked about a launch can be measured', async () => {
  const [scenario] = results(await modelOf('20-life-cycle')).scenarios;
  expect(scenario?.expectations.map((e) => e.verdict)).toEqual(
    Array.from({ length: 6 }, () => 'holds'),
  );
});

it('21: a scenario takes over everything, overrides assignments and adds the rest', async () => {
  const ir = await modelOf('21-inheritance');
  const tight = scenarioAt(ir, 'tight');
  expect([tight.runs, tight.durationTicks]).toEqual([4, 300e12]);
  expect(tight.expectations).toEqual(['state(web, 2 min) == failed', 'state(web, 30 s) == running']);
  expect(tight.variants.map((v) => v.assignments[0]?.value)).toEqual(['0 %', '1 %']);
  expect(tight.variants[0]?.actions.map((a) => a.action)).toEqual(['fail', 'restore']);
  const startOf = (name: string): unknown =>
    property(worldAt(ir, scenarioAt(ir, name).variants[0]?.world ?? 0), 'sled.hv[0]', 'startTimeTicks');
  expect(startOf('failover')).toEqual({ shape: 'constant', parameters: [2e12] });
  expect(startOf('tight')).toEqual({ shape: 'constant', parameters: [3e12] });
});

it('22: each distribution keeps its parameters in base units', async () => {
  const world = await worldOf('22-distributions');
  const drawn = [
    ...[0, 1, 2].map((i) => property(world, `sled.hv[${i}]`, 'allocateTimeTicks')),
    ...[0, 1, 2].map((i) => property(world, `sled.nic[${i}]`, 'attachTimeTicks')),
  ];
  expect(drawn).toEqual([
    { shape: 'constant', parameters: [1e12] },
    { shape: 'exponential', parameters: [1e12] },
    { shape: 'uniform', parameters: [1e12, 2e12] },
    { shape: 'lognormal', parameters: [1e12, 0.5] },
    { shape: 'pareto', parameters: [1e12, 1.5] },
    { shape: 'bursts', parameters: [1e12, 2e12, 100] },
  ]);
});

it('the whole example compiles, and all of it can be run', async () => {
  const ir = await modelOf('00-whole-example');
  expect(worldAt(ir, 0).placements).toHaveLength(7);
  const broken = scenarioAt(ir, 'broken-link');
  expect(broken.variants).toHaveLength(6);
  for (const { notSimulated } of broken.variants) {
    expect(notSimulated).toEqual([]);
  }
});
