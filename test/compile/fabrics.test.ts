/** Shapes of fabrics: how many switches, which links, which ports, and what switches inherit. */
import { expect, it } from 'vitest';
import type { World } from '#ir';
import { problemsOf, valueOf, worldOf } from '../support/check-text.ts';

const cables = (world: World): readonly string[] => world.links.map((l) => l.id);

/** Switches at each number of hops from one of them. */
function switchesByHops(world: World, from: string): number[] {
  const near = new Map<string, string[]>();
  for (const { ends: [a, b] } of world.links) {
    near.set(a, [...near.get(a) ?? [], b]);
    near.set(b, [...near.get(b) ?? [], a]);
  }
  const hops = new Map([[from, 0]]);
  for (const [at, count] of hops) {
    for (const other of near.get(at) ?? []) if (!hops.has(other)) hops.set(other, count + 1);
  }
  const counts: number[] = [];
  for (const count of hops.values()) counts[count] = (counts[count] ?? 0) + 1;
  return counts;
}

it('wires a fat tree in three tiers: k²/2 leaves, k²/2 spines in k pods, k²/4 cores', async () => {
  const world = await worldOf('use aws\nfabric net : FatTree { k = 4 }');
  const count = (name: string): number =>
    world.elements.filter(({ id }) => id.startsWith(`net.${name}[`)).length;
  expect([count('leaf'), count('spine'), count('core')]).toEqual([8, 8, 4]);
  // k³/4 links of each tier.
  expect(cables(world)).toHaveLength(16 + 16);
  expect(cables(world)).toContain('net.leaf[1] -- net.spine[0]');
  expect(cables(world)).toContain('net.core[1] -- net.spine[6]');
  expect(cables(world)).not.toContain('net.leaf[1] -- net.spine[2]');
  // From a leaf: 2 spines; the other leaf of the pod and 4 cores; 6 spines of other pods; 6 leaves.
  expect(switchesByHops(world, 'net.leaf[0]')).toEqual([1, 2, 5, 6, 6]);
  expect(valueOf(world, 'net.leaf[0]', 'ports')).toBe(4);
  expect(valueOf(world, 'net', 'hostPorts')).toBe(2);
});

it('gives each port of a fat tree one cable, hosts below and the fabric above', async () => {
  const world = await worldOf('use aws\nfabric net : FatTree { k = 4 }\nhost h[16] : Graviton3Host\n'
    + 'link h.nic[0] -- net');
  const taken = world.links.filter((l) => l.medium === 'ethernet').flatMap(({ ends, ports }) =>
    ends.map((end, i) => `${end}.${String(ports[i])}`));
  expect(new Set(taken).size).toBe(taken.length);
  const leaf = taken.filter((at) => at.startsWith('net.leaf[3].'));
  expect(leaf.sort()).toEqual([0, 1, 2, 3].map((i) => `net.leaf[3].${String(i)}`));
  const [host] = world.links.filter((l) => l.ends.includes('h[3].nic[0]') && l.ends.includes('net.leaf[3]'));
  expect(host?.ports).toEqual([0, 0]);
});

it('wires a Clos with as many uplinks of each leaf as it is told, shared out over the spines', async () => {
  const world = await worldOf('use aws\nfabric net : Clos { leaves = 3  spines = 2  uplinks = 4 }');
  expect(cables(world)).toEqual([0, 1, 2].flatMap((leaf) => [0, 1].flatMap((spine) =>
    ['', ' #2'].map((more) => `net.leaf[${String(leaf)}] -- net.spine[${String(spine)}]${more}`))));
  expect(valueOf(world, 'net.spine[0]', 'ports')).toBe(6);
});

it('works out the ports for hosts from the oversubscription', async () => {
  const clos = 'fabric net { leaves = 4  spines = 4  oversubscription = 3 }';
  expect(valueOf(await worldOf(clos), 'net', 'hostPorts')).toBe(12);
  // 4 uplinks of 400 Gbps carry three times 5.33 hosts of 100 Gbps... 4 × 400 × 1.5 / 100 = 24.
  const faster = 'fabric net { leaves = 4  spines = 4  uplinkRate = 400 Gbps  oversubscription = 1.5 }';
  expect(valueOf(await worldOf(faster), 'net', 'hostPorts')).toBe(24);
  const tree = 'use aws\nfabric net : FatTree { k = 8  oversubscription = 3 }';
  expect(valueOf(await worldOf(tree), 'net.leaf[0]', 'ports')).toBe(12 + 4);
});

it('refuses more hosts on a leaf than it has ports for them', async () => {
  const text = (hosts: number): string => 'use aws\nfabric net : FatTree { k = 2 }\n'
    + `host h[${String(hosts)}] : Graviton3Host\nlink h.nic[0] -- net`;
  expect(await problemsOf(text(2))).toEqual([]);
  expect(await problemsOf(text(3))).toEqual(['wiring/no-port 4']);
});

it('gives generated switches what the fabric says of switches, unless a path reaches one', async () => {
  const world = await worldOf('fabric net { leaves = 2  pfc = yes  switchDelay = 300 ns  mtu = 4200 B\n'
    + '  buffer = 9 MiB }\nnet.leaf[1].buffer = 1 MiB');
  expect(valueOf(world, 'net.spine[0]', 'pfc')).toBe('yes');
  expect(valueOf(world, 'net.leaf[0]', 'delayTicks')).toBe(300_000);
  expect(valueOf(world, 'net.leaf[0]', 'bufferBytes')).toBe(9 * 1024 * 1024);
  expect(valueOf(world, 'net.leaf[1]', 'bufferBytes')).toBe(1024 * 1024);
  expect(world.links[0]).toMatchObject({ mtuBytes: 4200, delayTicks: 500_000, lossEvery: null });
});

it('reads counts that depend on other properties before it wires anything', async () => {
  const world = await worldOf('use aws\nfabric net : FatTree { k = 2 * 2  buffer = k * 1 MiB }');
  expect(cables(world)).toHaveLength(32);
  expect(valueOf(world, 'net.core[0]', 'bufferBytes')).toBe(4 * 1024 * 1024);
});

it('keeps headroom for what arrives after a pause, and pauses while it is still free', async () => {
  const world = await worldOf('switch a { pfc = yes  ports = 4  buffer = 1 MiB }\nswitch b { }\n'
    + 'link a -- b : Fast\nlink type Fast { medium = ethernet  rate = 100 Gbps  delay = 1 us }');
  // 100 Gbps are 80 ps a byte: (2 × 1 us + 2.408 us) / 80 ps = 55,100 bytes, and a packet of 9,001.
  const room = 55_100 + 9001;
  expect(valueOf(world, 'a', 'pfcHeadroomBytes')).toBe(room);
  expect(valueOf(world, 'a', 'pfcXoffBytes')).toBe(1024 * 1024 / 4 - room);
  expect(valueOf(world, 'a', 'pfcXonBytes')).toBe(1024 * 1024 / 4 - room - 9001);
  expect(valueOf(world, 'b', 'pfcXoffBytes')).toBeNull();
});

it('takes ports of cards, in the order written or of the other ends', async () => {
  const text = 'use aws\nhost h : Graviton3Host\nswitch a { }\nswitch b { }\n';
  const at = async (lines: string): Promise<readonly unknown[]> =>
    (await worldOf(text + lines)).links.filter((l) => l.medium === 'ethernet').map((l) => l.ports);
  expect(await at('link h.nic[0].port[1] -- a\nlink h.nic[0].port[0] -- b')).toEqual([[0, 1], [0, 0]]);
  expect(await at('link h.nic[0] -- b\nlink h.nic[0] -- a')).toEqual([[0, 0], [0, 1]]);
  const wrong = (ports: number, lines: string): Promise<readonly string[]> =>
    problemsOf(`${text}h.nic[0].ports = ${String(ports)}\n${lines}`);
  expect(await wrong(2, 'link h.nic[0].port[0] -- a\nlink h.nic[0].port[0] -- b'))
    .toEqual(['wiring/port-taken 7']);
  expect(await wrong(1, 'link h.nic[0] -- a\nlink h.nic[0] -- b')).toEqual(['wiring/no-port 7']);
});

it('makes the largest fat tree, 1,280 switches for 8,192 hosts, in a moment', async () => {
  await worldOf('use aws');
  const startMs = process.cpuUsage().user / 1000;
  const world = await worldOf('use aws\nfabric net : FatTree { k = 32 }');
  expect(process.cpuUsage().user / 1000 - startMs).toBeLessThan(1500);
  expect([world.elements.length, world.links.length]).toEqual([1 + 1280, 2 * 8192]);
  expect(valueOf(world, 'net', 'leaves')).toBe(512);
});
