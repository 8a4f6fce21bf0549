/** Which hosts keep a volume, and over which transport it is reached. */
import { expect, it } from 'vitest';
import { checkText, problemsOf, worldOf } from '../support/check-text.ts';

const STORE = 'host store[6] : Graviton3Host\nlink store[0..1].nic[0] -- tor[0]\n'
  + 'link store[2..3].nic[0] -- tor[1]\nlink store[4..5].nic[0] -- tor[2]\n';
const HOSTS = `use aws
host box : Graviton3Host
switch spine { }
switch tor[3] { }
link tor -- spine
link box.ebs -- tor[0]
`;
const BASE = HOSTS + STORE;

/** `volume card transport host/rack …`. */
const placed = async (text: string): Promise<readonly string[]> =>
  (await worldOf(text)).volumes.map(({ volume, card, transport, nodes }) => [
    volume, card, transport, ...nodes.map(({ host, rack }) => `${host}/${rack}`),
  ].join(' '));

const web = (count: number, body: string, on = 'store'): string =>
  `instance web[${String(count)}] : c7g.large on box.soc[0] {\n`
  + `  volume root : gp3 on ${on} { size = 8 GiB  ${body} }\n}\n`;

it('leaves a volume that is on no host as it was: no node, and no transport', async () => {
  const world = await worldOf(`${BASE}instance web : c7g.large on box.soc[0] {
  volume root : gp3 { size = 8 GiB }
}`);
  expect(world.volumes).toEqual([]);
  expect(world.transports).toEqual([]);
});

it('puts each replica into another rack, and lets hosts take turns at being the first', async () => {
  expect(await placed(BASE + web(4, 'replicas = 3'))).toEqual([
    'web[0].root box.ebs[0] Srd store[0]/tor[0] store[2]/tor[1] store[4]/tor[2]',
    'web[1].root box.ebs[0] Srd store[1]/tor[0] store[3]/tor[1] store[5]/tor[2]',
    // Of those that were first for nobody yet.
    'web[2].root box.ebs[0] Srd store[2]/tor[1] store[0]/tor[0] store[4]/tor[2]',
    'web[3].root box.ebs[0] Srd store[3]/tor[1] store[1]/tor[0] store[5]/tor[2]',
  ]);
});

it('places volumes alike in whatever order they and their hosts stand', async () => {
  const db = 'instance db : c7g.large on box.soc[1] {\n  volume root : gp3 on store { size = 8 GiB }\n}\n';
  const one = await placed(HOSTS + STORE + web(2, '') + db);
  expect(await placed(`use aws\n${db}${web(2, '')}${STORE}${HOSTS.replace('use aws\n', '')}`))
    .toEqual(one);
  expect(one).toHaveLength(3);
  const reversed = web(2, '', 'store[3..5], store[0..2]');
  expect(await placed(BASE + reversed)).toEqual(await placed(BASE + web(2, '')));
});

it('takes the card of its host that the fabric joins, and none that hangs elsewhere', async () => {
  const world = await worldOf(`${HOSTS}host store[2] : Graviton3Host
link store.ebs[1] -- tor[0..1]
${web(1, '')}`);
  expect(world.volumes[0]?.nodes.map(({ card }) => card))
    .toEqual(['store[0].ebs[1]', 'store[1].ebs[1]']);
});

it('keeps no volume of a host on the one card that it is reached over', async () => {
  const text = `use aws
host box[3] {
  socket s : Graviton3
  hypervisor h : Nitro on s
  card ebs : NitroEbs20
  link ebs -- s : Pcie5
}
switch spine { }
switch tor[3] { }
link tor -- spine
link box.ebs -- tor
instance web : c7g.large on box[0].s {
  volume root : gp3 on box { size = 8 GiB }
}`;
  expect(await placed(text))
    .toEqual(['web.root box[0].ebs Srd box[1]/tor[1] box[2]/tor[2]']);
});

it('speaks SRD where all cards do, unless another transport is asked for', async () => {
  const old = `${BASE}store[2].nic[0].reliableDatagram = no\n`;
  expect((await placed(old + web(2, '')))[0]).toContain(' Tcp ');
  expect((await placed(old + web(2, '', 'store[3..5]')))[0]).toContain(' Srd ');
  expect((await placed(BASE + web(1, 'transport = Tcp')))[0]).toContain(' Tcp ');
  expect(await problemsOf(old + web(2, 'transport = Srd')))
    .toEqual(['network/srd-unsupported 13']);
  const world = await worldOf(BASE + web(1, 'transport = Dctcp'));
  expect(world.transports.map(({ id }) => id)).toEqual(['Dctcp']);
});

it('tells an editor where a volume is kept', async () => {
  const { index } = await checkText(BASE + web(1, ''));
  expect(index.keptOn('web[0].root')).toEqual({
    card: 'box.ebs[0]', transport: 'Srd', hosts: ['store[0]', 'store[2]'],
  });
  expect(index.keptOn('web[0]')).toBeNull();
});

it('lets a scenario vary the transport', async () => {
  const { ir } = await checkText(`${BASE}${web(1, '')}io scan on web.root { }
scenario both {
  duration = 1 s
  vary web.root.transport in [Tcp, Srd]
  expect p99(scan.latency) < 1 s
}`);
  expect(ir?.worlds.map(({ volumes }) => volumes[0]?.transport)).toEqual(['Srd', 'Tcp', 'Srd']);
  expect(ir?.scenarios[0]?.variants.map(({ world }) => world)).toEqual([1, 2]);
});

it('warns of RoCE through switches that do not pause', async () => {
  expect(await problemsOf(BASE + web(1, 'transport = Roce')))
    .toEqual(['network/roce-without-pfc 12']);
});

it('wants hosts after on, and as many racks as replicas', async () => {
  expect(await problemsOf(BASE + web(1, '', 'box.soc[0]'))).toEqual(['name/wrong-kind 12']);
  expect(await problemsOf(BASE + web(2, 'replicas = 4'))).toEqual(['placement/volume-racks 12']);
});
