/** The compiler as a whole: without a parser, in any order, and what an editor asks of it. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson, defined } from '#base';
import { compile } from '#compile';
import type { Spec } from '#spec';
import { checkText, HOSTS } from '../support/check-text.ts';
import { element, file, link, set, spec, type } from '../support/spec-builder.ts';

const SOCKET = [set('architecture', 'arm64'), set('cores', '4'), set('memory', '8 GiB')];

it('compiles a Spec that no parser made', () => {
  const { ir, diagnostics } = compile(spec(file({
    types: [type('instance', 'Small', [
      set('vcpus', '2'), set('memory', '1 GiB'), set('architectures', 'arm64'),
    ])],
    elements: [
      element('host', 'rack', { count: '2', items: [
        element('socket', 'soc', { items: SOCKET }),
        element('hypervisor', 'hv', { on: ['soc'] }),
        element('card', 'nic', { items: [set('serves', 'vpc')] }),
        link('nic', 'soc'),
      ] }),
      element('instance', 'web', { count: '3', type: 'Small', on: ['rack[0..1].soc'] }),
    ],
    assignments: [set('rack[1].soc.cores', '8')],
  })));
  expect(diagnostics).toEqual([]);
  const world = defined(ir?.worlds[0], 'it compiles');
  expect(world.placements.map((p) => p.machine)).toEqual(['rack[0].soc', 'rack[1].soc', 'rack[0].soc']);
  expect(world.machines.map((m) => m.coresSellable)).toEqual([4, 8]);
  expect(world.links.map((l) => [l.id, l.medium])).toEqual([
    ['rack[0].nic -- rack[0].soc', 'pcie'], ['rack[1].nic -- rack[1].soc', 'pcie'],
  ]);
});

it('says what is wrong with a Spec of any shape, and never throws', () => {
  const broken = compile(spec(file({
    elements: [
      element('hots', 'a'), element('host', 'a b'), element('link', 'c'), element('transport', 'd'),
      element('instance', 'e', { type: 'Nothing', on: ['nowhere'] }), element('io', 'f'),
    ],
    links: [link('x', 'y')],
    assignments: [set('label', '"top"'), { is: 'assignment', property: 'x' }],
  })));
  expect(broken.ir).toBeNull();
  expect(broken.diagnostics.map((d) => d.code)).toEqual(expect.arrayContaining([
    'text/unknown-kind', 'text/name-shape', 'text/needs-type-word', 'name/unknown-type',
    'name/unknown', 'text/clause-missing',
  ]));
  expect(compile({ files: [], main: 0 }).ir?.worlds[0]?.elements).toEqual([]);
});

const FLEET = `${HOSTS}fabric net { leaves = 2  spines = 2 }
link box.nic -- net
instance web[6] : c7g.large on box.s { volume root : gp3 { size = 8 GiB }  volume more : gp3 { size = 9 GiB } }
instance db : c7g.xlarge on box[1].s { volume data : gp3 { size = 8 GiB } }
instance api[3] : c7g.large on box { interface eth0 { } }
flow fetch from web to db { size = 1 KiB }
box[1].s.label = "second"
db.memory = 9 GiB
switch tor { }
link tor -- net
link tor -- net.leaf[1]
fabric tree : FatTree { k = 4  pfc = yes }
switch top { pfc = yes }
link top -- tree
link box.nic -- tree.leaf[2..3]
flow mix from web to web { size = 1 KiB  pattern = permutation }
flow sum from web, db to web { size = 1 KiB  pattern = allReduce  algorithm = tree }
scenario a { duration = 1 s  expect boot(web) < 40 s }
scenario b { vary web.count in [1, 2]  expect boot(db) < 40 s }
`;

it('gives the same bytes whatever the order of declarations', async () => {
  const { spec: written, ir } = await checkText(FLEET);
  const bytes = canonicalJson(ir);
  const main = defined(written.files[written.main], 'it has a main file');
  const places = fc.tuple(...[main.elements, main.links, main.types, main.scenarios].map(
    (list) => fc.shuffledSubarray([...list.keys()], { minLength: list.length }),
  ));
  const pick = <T>(list: readonly T[], order: readonly number[] | undefined): readonly T[] =>
    (order ?? []).flatMap((i) => list[i] ?? []);
  fc.assert(fc.property(places, fc.boolean(), ([elements, links, types, scenarios], turned) => {
    const items = <T extends { readonly items: readonly unknown[] }>(thing: T): T =>
      turned ? { ...thing, items: thing.items.toReversed() } : thing;
    const permuted: Spec = {
      ...written,
      files: written.files.map((f, i) => i !== written.main ? f : {
        ...f,
        elements: pick(main.elements.map(items), elements),
        links: pick(main.links.map(items), links),
        types: pick(main.types.map(items), types),
        scenarios: pick(main.scenarios, scenarios),
        assignments: turned ? main.assignments.toReversed() : main.assignments,
      }),
    };
    expect(canonicalJson(compile(permuted).ir)).toBe(bytes);
  }), { numRuns: 40, seed: 1 });
});

it('answers an editor: declarations of an id, ids of a declaration, origins of values', async () => {
  const { index, spec: written } = await checkText(FLEET);
  expect(index.pointersOf('web[3].root')).toEqual([
    '/files/0/elements/2/items/0', '/files/0/elements/2',
  ]);
  expect(index.idsAt('/files/0/elements/2/items/0/name')).toHaveLength(6);
  expect(index.kindOf('net.leaf[0]')).toBe('switch');
  const properties = new Map(index.propertiesOf('box[1].s').map((p) => [p.name, p]));
  expect(properties.get('label')).toMatchObject({ text: 'second', origin: 'file' });
  expect(properties.get('cores')).toMatchObject({ value: 64, origin: 'type', type: 'Graviton3' });
  const memory = index.propertiesOf('db').find((p) => p.name === 'memory');
  expect(memory).toMatchObject({ text: '9 GiB', origin: 'file', pointer: '/files/0/assignments/1' });
  expect(index.propertiesOf('box[0].nic').find((p) => p.name === 'functions'))
    .toMatchObject({ origin: 'default', assumed: true });
  expect(index.typeProperties('c7g.metal').find((p) => p.name === 'vcpus')).toMatchObject({ value: 64 });
  expect(written.files.length).toBeGreaterThan(1);
});

it('knows what is free on a machine, and where there is room', async () => {
  const { index } = await checkText(`${HOSTS}instance web : c7g.12xlarge on box[0].s`);
  expect(index.freeOf('box[0].s')).toMatchObject({ cores: 16, coresSellable: 64 });
  expect(index.roomFor(32, 1)).toEqual(['box[1].s']);
  expect(index.placementOf('web')).toMatchObject({ machine: 'box[0].s', stage: 'full' });
});

it('answers for a spec with errors, too', async () => {
  const { index, ir } = await checkText(`${HOSTS}instance web : c7g.larg on box[0].s`);
  expect(ir).toBeNull();
  expect(index.pointersOf('web')).toHaveLength(1);
  expect(index.freeOf('box[0].s')).toMatchObject({ coresSellable: 64 });
});
