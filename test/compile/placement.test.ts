/** Rule 14: machines, and where instances are. */
import { describe, expect, it } from 'vitest';
import { checkText, fixed, HOSTS, problemsOf, worldOf } from '../support/check-text.ts';

const SOCKETS = (n: number, more = ''): string => `use aws
host box {
  socket s[${n}] : Graviton3
  hypervisor h[${n}] : Nitro on s
${more}}
`;
const PAIR = `use aws
host box {
  socket s[2] : Graviton4
  link s[0] -- s[1] : GravitonCoherent
  hypervisor h : Nitro on s
}
`;
const BOXES = (n: number): string => `use aws
host box[${n}] { socket s : Graviton3  hypervisor h : Nitro on s }
`;

const machinesOf = async (text: string): Promise<readonly string[]> =>
  (await worldOf(text)).machines.map((m) => `${m.id} = ${m.sockets.join(' ')}`);
const placesOf = async (text: string): Promise<readonly string[]> =>
  (await worldOf(text)).placements.map((p) => p.machine);

describe('a machine', () => {
  it('is the sockets of one host that coherent links join', async () => {
    expect(await machinesOf(PAIR)).toEqual(['box = box.s[0] box.s[1]']);
  });

  it('is each socket by itself without one', async () => {
    expect(await machinesOf(SOCKETS(3)))
      .toEqual(['box.s[0] = box.s[0]', 'box.s[1] = box.s[1]', 'box.s[2] = box.s[2]']);
  });

  it('is a machine element', async () => {
    expect(await machinesOf('use aws\nhost shelf { machine mini : MacMiniM1 }'))
      .toEqual(['shelf.mini = ']);
  });

  it('sells what the management domain leaves, which is taken evenly from its sockets', async () => {
    const text = `use aws
host box {
  socket s[2] : XeonE5v4
  link s[0] -- s[1] : Qpi
  hypervisor h : Xen on s
}
instance web : i3.large on box.s { disks = 0 }`;
    const [machine] = (await worldOf(text)).machines;
    // Two sockets of 18 cores; four cores and 24 GiB are kept.
    expect(machine?.coresSellable).toBe(32);
    expect(machine?.memorySellableBytes).toBe((512 - 24) * 1024 * 1024 * 1024);
    const [placed] = (await worldOf(text)).placements;
    expect(placed?.cores).toEqual([{ socket: 'box.s[0]', first: 2, count: 1 }]);
  });

  it('cannot keep more than it has', async () => {
    expect(await problemsOf(SOCKETS(1).replace('Nitro on s', 'Xen on s { managementCores = 65 }')))
      .toEqual(['placement/management-too-large 4']);
  });
});

describe('a virtual instance', () => {
  it('takes cores of one socket if it can, else of all', async () => {
    const cores = async (type: string): Promise<unknown> =>
      (await worldOf(`${PAIR}instance web : ${type} on box`)).placements[0]?.cores;
    expect(await cores('c8g.24xlarge')).toEqual([{ socket: 'box.s[0]', first: 0, count: 96 }]);
    expect(await cores('c8g.48xlarge')).toEqual([
      { socket: 'box.s[0]', first: 0, count: 96 }, { socket: 'box.s[1]', first: 0, count: 96 },
    ]);
  });

  it('fits in one machine, not across sockets that live apart', async () => {
    expect(await problemsOf(`${SOCKETS(3)}instance web : c7g.large on box { vcpus = 65 }`))
      .toEqual(['placement/no-room 6']);
  });

  it('has cores and memory of its own', async () => {
    expect(await problemsOf(`${SOCKETS(1)}instance web[2] : c7g.16xlarge on box.s`))
      .toEqual(['placement/no-cores 6']);
    expect(await problemsOf(`${SOCKETS(1)}instance web : c7g.large on box.s { memory = 1 TiB }`))
      .toEqual(['placement/no-memory 6']);
    expect(await problemsOf(`${SOCKETS(1)}instance web[4] : c7g.4xlarge on box.s`)).toEqual([]);
  });

  it('moves to a machine with room by a fix', async () => {
    const text = `${BOXES(2)}instance web[2] : c7g.16xlarge on box[0].s`;
    expect(await problemsOf(await fixed(text, 'placement/no-cores'))).toEqual([]);
    const one = `${BOXES(2)}instance big : c7g.16xlarge on box[0].s\n`
      + 'instance web : c7g.16xlarge on box[0].s';
    expect(await problemsOf(await fixed(one, 'placement/no-cores'))).toEqual([]);
  });

  it('offers an array other places only where all of it finds one', async () => {
    // 64 cores each, and 16 for one instance: four on a host.
    const array = (count: number): string =>
      `${BOXES(3)}instance a[${count}] : c7g.4xlarge on box[0].s`;
    for (const count of [5, 8, 9, 12]) {
      const text = array(count);
      expect(await problemsOf(await fixed(text, 'placement/no-cores'))).toEqual([]);
    }
    const titles = async (text: string): Promise<readonly string[]> =>
      (await checkText(text)).problems.flatMap(({ fixes }) => fixes.map(({ title }) => title));
    expect(await titles(array(8))).toEqual(['Also use box[1].s', 'Also use box[2].s']);
    expect(await titles(array(12))).toEqual(['Also use box[1].s, box[2].s']);
    expect(await titles(array(13))).toEqual([]);
  });

  it('needs a hypervisor and its own architecture', async () => {
    expect(await problemsOf('use aws\nhost box { socket s : Graviton3 }\n'
      + 'instance web : c7g.large on box.s')).toEqual(['placement/no-hypervisor 3']);
    expect(await problemsOf(`${SOCKETS(1)}instance web : c5.large on box.s`))
      .toEqual(['placement/architecture 6']);
  });

  it('must say where it is; places with room are fixes', async () => {
    const text = `${SOCKETS(1)}instance web : c7g.large`;
    const { problems } = await checkText(text);
    expect(problems.map((p) => p.code)).toEqual(['placement/missing']);
    expect(await problemsOf(await fixed(text, 'placement/missing'))).toEqual([]);
  });
});

describe('an array on several places', () => {
  it('goes round in path order', async () => {
    expect(await placesOf(`${SOCKETS(3)}instance web[5] : c7g.large on box.s`))
      .toEqual(['box.s[0]', 'box.s[1]', 'box.s[2]', 'box.s[0]', 'box.s[1]']);
  });

  it('skips full ones', async () => {
    expect(await placesOf(`${SOCKETS(2)}instance all : c7g.16xlarge on box.s[0]
instance web[3] : c7g.large on box.s`)).toEqual(['box.s[0]', 'box.s[1]', 'box.s[1]', 'box.s[1]']);
  });

  it('packs, spreads and partitions', async () => {
    const how = (placement: string, n: number): Promise<readonly string[]> =>
      placesOf(`${BOXES(4)}instance web[${n}] : c7g.16xlarge on box.s { ${placement} }`);
    expect(await placesOf(`${BOXES(2)}instance web[3] : c7g.4xlarge on box.s { placement = pack }`))
      .toEqual(['box[0].s', 'box[0].s', 'box[0].s']);
    expect(await how('placement = spread', 4))
      .toEqual(['box[0].s', 'box[1].s', 'box[2].s', 'box[3].s']);
    expect(await how('placement = partition  partitions = 2', 4))
      .toEqual(['box[0].s', 'box[1].s', 'box[2].s', 'box[3].s']);
  });

  it('keeps members of different partitions on different hosts', async () => {
    const world = await worldOf(`${BOXES(4)}instance web[8] : c7g.large on box.s {
  placement = partition  partitions = 2\n}`);
    const hosts = [0, 1].map((p) => new Set(
      world.placements.filter((_, i) => i % 2 === p).map((x) => x.machine),
    ));
    expect([...(hosts[0] ?? [])].filter((h) => hosts[1]?.has(h))).toEqual([]);
  });

  it('puts no two of a spread on one host', async () => {
    expect(await problemsOf(`${SOCKETS(3)}instance web[2] : c7g.large on box.s {
  placement = spread\n}`)).toEqual(['placement/spread 6']);
  });

  const RACKS = `${HOSTS.replace('box[2]', 'box[6]')}switch tor[3] { }
link box[0..1].nic -- tor[0]
link box[2..3].nic -- tor[1]
link box[4..5].nic -- tor[2]
`;

  it('spreads over racks, or over hosts when told', async () => {
    const spread = (n: number, more = ''): string =>
      `${RACKS}instance web[${n}] : c7g.large on box.s { placement = spread  ${more} }`;
    expect(await placesOf(spread(3))).toEqual(['box[0].s', 'box[2].s', 'box[4].s']);
    expect((await problemsOf(spread(4)))[0]).toMatch(/^placement\/spread /u);
    expect(await placesOf(spread(6, 'spreadLevel = hosts'))).toHaveLength(6);
  });

  it('keeps partitions in racks of their own', async () => {
    expect(await placesOf(`${RACKS}instance web[6] : c7g.large on box.s {
  placement = partition  partitions = 3\n}`)).toEqual([
      'box[0].s', 'box[2].s', 'box[4].s', 'box[0].s', 'box[2].s', 'box[4].s',
    ]);
  });

  it('clusters in the rack that takes all, else in as few as will do', async () => {
    const filled = `${RACKS}instance old : c7g.16xlarge on box[0].s\n`;
    expect(await placesOf(`${filled}instance web[2] : c7g.16xlarge on box.s { placement = cluster }`))
      .toEqual(['box[0].s', 'box[2].s', 'box[3].s']);
    expect(await placesOf(`${filled}instance web[5] : c7g.16xlarge on box.s { placement = cluster }`))
      .toEqual(['box[0].s', 'box[2].s', 'box[3].s', 'box[4].s', 'box[5].s', 'box[1].s']);
  });

  it('says which rack an instance is in', async () => {
    const world = await worldOf(`${RACKS}instance web[2] : c7g.large on box[1..2].s`);
    expect(world.placements.map((p) => p.rack)).toEqual(['tor[0]', 'tor[1]']);
  });

  it('reports that all places are full', async () => {
    expect(await problemsOf(`${SOCKETS(2)}instance web[3] : c7g.16xlarge on box.s`))
      .toEqual(['placement/no-room 6']);
  });
});

describe('metal', () => {
  const guarded = (n: number): string => SOCKETS(n, '  chip guard : NitroSecurity\n');

  it('takes a whole machine, with no hypervisor', async () => {
    const [placed] = (await worldOf(`${guarded(1)}instance db : c7g.metal on box.s`)).placements;
    expect(placed?.cores).toEqual([{ socket: 'box.s[0]', first: 0, count: 64 }]);
    expect([placed?.stage, placed?.hypervisor]).toEqual(['metal', null]);
  });

  it('has it alone', async () => {
    expect(await problemsOf(`${guarded(1)}instance db : c7g.metal on box.s
instance web : c7g.large on box.s`)).toEqual(['placement/metal-shared 8']);
    expect(await placesOf(`${guarded(2)}instance db : c7g.metal on box.s[0]
instance web : c7g.large on box.s`)).toEqual(['box.s[0]', 'box.s[1]']);
  });

  it('is ambiguous on a host of several machines, which a fix names', async () => {
    const text = `${guarded(3)}instance db : c7g.metal on box`;
    expect(await problemsOf(text)).toEqual(['placement/metal-ambiguous 7']);
    expect(await problemsOf(await fixed(text, 'placement/metal-ambiguous', "Change to 'box.s[2]'")))
      .toEqual([]);
  });

  it('cannot be larger than its machine', async () => {
    expect(await problemsOf(`${guarded(1)}box.s.cores = 32\ninstance db : c7g.metal on box.s`))
      .toEqual(['placement/metal-size 8']);
  });
});

describe('a Mac', () => {
  const shelf = `use aws
host shelf { machine mini : MacMiniM1  socket s : Graviton3  chip g : NitroSecurity }
`;

  it('goes on a machine', async () => {
    expect(await problemsOf(`${shelf}instance mac : mac2.metal on shelf.mini`)).toEqual([]);
  });

  it('does not go on a socket, and a fix moves it', async () => {
    const text = `${shelf}instance mac : mac2.metal on shelf.s`;
    expect(await problemsOf(text)).toEqual(['placement/mac-machine 3']);
    expect(await problemsOf(await fixed(text, 'placement/mac-machine'))).toEqual([]);
  });
});
