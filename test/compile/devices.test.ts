/** Derived paths and offload stages, and the checks of wiring, offload, limits and security. */
import { describe, expect, it } from 'vitest';
import { defined } from '#base';
import { fixed, HOSTS, problemsOf, worldOf } from '../support/check-text.ts';

const web = (body: string, type = 'c7g.large'): string =>
  `${HOSTS}instance web : ${type} on box[0].s {\n  ${body}\n}`;

const stageOn = async (host: string, type: string): Promise<string> => {
  const world = await worldOf(`use aws\nhost h : ${host}\ninstance i : ${type} on h {
  volume root : gp2 { size = 8 GiB }\n}`);
  return defined(world.placements[0], 'it is placed').stage;
};

describe('the offload stage follows from the topology', () => {
  it.each([
    ['SoftwareHost', 'm1.small', 'software'],
    ['C3Host', 'c3.8xlarge', 'network'],
    ['C4Host', 'c4.8xlarge', 'volumes'],
    ['X1Host', 'x1.32xlarge', 'networkAdapter'],
  ])('%s gives %s the stage %s', async (host, type, stage) => {
    expect(await stageOn(host, type)).toBe(stage);
  });

  it('is full with Nitro, and metal without a hypervisor', async () => {
    expect((await worldOf(web(''))).placements[0]?.stage).toBe('full');
  });
});

describe('a path', () => {
  it('goes from the guest over its function, link and card, and back by interrupt', async () => {
    const [placed] = (await worldOf(web('volume root : gp3 { size = 8 GiB }'))).placements;
    expect(placed?.volumes).toEqual({
      exposure: 'function', interface: 'nvme', card: 'box[0].ebs',
      stations: [
        { role: 'driver', element: 'web' },
        { role: 'function', element: 'box[0].ebs' },
        { role: 'link', element: 'box[0].ebs -- box[0].s' },
        { role: 'card', element: 'box[0].ebs' },
        { role: 'remote', element: 'web.root' },
        { role: 'interrupt', element: 'web' },
      ],
    });
  });

  it('passes ring and device model where the management domain stands between', async () => {
    const world = await worldOf('use aws\nhost h : C4Host\ninstance i : c4.8xlarge on h {\n'
      + '  volume root : gp2 { size = 8 GiB }\n}');
    const roles = world.placements[0]?.volumes?.stations.map((s) => s.role);
    expect(roles).toEqual(['driver', 'ring', 'deviceModel', 'link', 'card', 'remote', 'interrupt']);
  });

  it('boots from the volume that says so, else from root, else from the first', async () => {
    const first = async (volumes: string): Promise<string | undefined> =>
      (await worldOf(web(volumes))).placements[0]?.volumeIds[0];
    const v = (name: string, more = ''): string => `volume ${name} : gp3 { size = 8 GiB  ${more} }\n`;
    expect(await first(v('a') + v('root'))).toBe('web.root');
    expect(await first(v('b') + v('a'))).toBe('web.a');
    expect(await first(v('a', 'boot = yes') + v('root'))).toBe('web.a');
  });
});

describe('wiring', () => {
  const box = (body: string): string => `use aws\nhost box {\n  socket s : Graviton3\n${body}\n}`;

  it('gives a socket no more lanes than it has', async () => {
    const cards = (n: number): Promise<readonly string[]> => problemsOf(box(
      `  card nic[${n}] : NitroVpc\n  link nic -- s : Pcie { generation = 5  lanes = 16 }`,
    ));
    expect(await cards(2)).toEqual([]);
    expect(await cards(3)).toEqual(['wiring/lanes 5']);
  });

  it('runs at the slower of two generations, and says so', async () => {
    const text = box('  card nic : NitroVpc { pcieGeneration = 3 }\n'
      + '  link nic -- s : Pcie { generation = 5  lanes = 16 }');
    expect(await problemsOf(text)).toEqual(['wiring/generations 5']);
    const [link] = (await worldOf(text)).links;
    expect([link?.generation, link?.rateBitsPerSecond]).toEqual([3, 16 * 7_876_923_077]);
    expect(await problemsOf(await fixed(text, 'wiring/generations'))).toEqual([]);
  });

  it('joins a Mac mini over Thunderbolt only', async () => {
    const shelf = (type: string): string => `use aws\nhost shelf {\n  machine mini : MacMiniM1
  card nic : NitroVpc\n  link nic -- mini : ${type}\n}`;
    expect(await problemsOf(shelf('Thunderbolt3'))).toEqual([]);
    expect(await problemsOf(shelf('Pcie3'))).toEqual(['wiring/no-slot 5']);
    expect(await problemsOf(await fixed(shelf('Pcie3'), 'wiring/no-slot'))).toEqual([]);
  });

  it('says that nothing reaches a card', async () => {
    expect(await problemsOf(box('  card nic : NitroVpc'))).toEqual(['wiring/card-unreachable 4']);
  });

  it('asks for the kind of link where several are possible', async () => {
    const text = 'use aws\nhost box {\n  socket s[2] : Graviton4\n  link s[0] -- s[1]\n}';
    expect(await problemsOf(text)).toEqual(['wiring/medium 4']);
    expect(await problemsOf(await fixed(text, 'wiring/medium', "Add ': GravitonCoherent'")))
      .toEqual([]);
    const mac = 'use aws\nhost box {\n  machine m : MacMiniM1\n  card n : NitroVpc\n  link n -- m\n}';
    expect(await problemsOf(mac)).toEqual(['wiring/medium 5']);
    expect(await problemsOf(await fixed(mac, 'wiring/medium', "Add ': Thunderbolt3'"))).toEqual([]);
  });

  it('refuses a link between things that it cannot join', async () => {
    expect(await problemsOf(box('  hypervisor h : Nitro on s\n  link h -- s : Pcie5')))
      .toEqual(['wiring/ends 5']);
  });

  const BARE = 'use aws\nhost box[2] {\n  socket s : Graviton3\n  hypervisor h : Nitro on s\n}\n';

  it('needs a path from an instance to its volume and its interface', async () => {
    expect(await problemsOf(`${BARE}instance web : c7g.large on box[0].s {
  volume root : gp3 { size = 8 GiB }\n  interface eth0 { }\n}`))
      .toEqual(['wiring/no-volume-path 7', 'wiring/no-network-path 8']);
  });

  it('needs a path from an instance to the peer of its flow', async () => {
    const text = `${HOSTS}instance x : c7g.large on box[0].s
instance y : c7g.large on box[1].s
flow f from x to y { size = 1 KiB }`;
    expect(await problemsOf(text)).toEqual(['wiring/no-peer-path 13']);
    expect(await problemsOf(`${text}\nfabric net { }\nlink box.nic -- net`)).toEqual([]);
  });
});

describe('limits', () => {
  it('keeps volumes inside the limits of their type', async () => {
    const volume = (text: string): Promise<readonly string[]> =>
      problemsOf(web(`volume root : ${text}`));
    expect(await volume('gp3 { size = 16 TiB }')).toEqual([]);
    expect(await volume('gp3 { size = 17 TiB }')).toEqual(['limits/volume-size 12']);
    expect(await volume('io2 { size = 1 GiB }')).toEqual(['limits/volume-size 12']);
    expect(await volume('gp3 { size = 100 GiB  iops = 16 Kiops }')).toEqual([]);
    expect(await volume('gp3 { size = 100 GiB  iops = 1 Kiops }')).toEqual(['limits/volume-iops 12']);
    expect(await volume('gp3 { size = 8 GiB  iops = 16 Kiops }')).toEqual(['limits/volume-ratio 12']);
    expect(await volume('gp3 { size = 8 GiB  throughput = 2 GB/s }'))
      .toEqual(['limits/volume-throughput 12']);
  });

  it('says nothing of the size of a volume whose size is wrong or missing', async () => {
    const volume = (text: string): Promise<readonly string[]> =>
      problemsOf(web(`volume root : gp3 { ${text}  iops = 6 Kiops }`));
    expect(await volume('size = 500')).toEqual(['value/unit-missing 12']);
    expect(await volume('size = 500 Gbps')).toEqual(['value/wrong-dimension 12']);
    expect(await volume('size = -1 GiB')).toEqual(['value/out-of-range 12']);
    expect(await volume('')).toEqual(['value/required 12']);
  });

  it('puts a value at its bound by a fix', async () => {
    const text = web('volume root : gp3 { size = 17 TiB }');
    expect(await problemsOf(await fixed(text, 'limits/volume-size'))).toEqual([]);
  });

  it('counts attachments, interfaces and queues against the type', async () => {
    expect(await problemsOf(web('volume d[60] : gp3 { size = 8 GiB }')))
      .toEqual(['limits/attachments 11']);
    expect(await problemsOf(web('interface e[2] { }'))).toEqual([]);
    expect(await problemsOf(web('interface e[10] { }'))).toEqual(['limits/interfaces 11']);
    expect(await problemsOf(web('interface e { queues = 2 }'))).toEqual([]);
    const many = web('interface e { queues = 3 }');
    expect(await problemsOf(many)).toEqual(['limits/ena-queues 12']);
    expect(await problemsOf(await fixed(many, 'limits/ena-queues'))).toEqual([]);
  });

  it('bounds the size of a model', async () => {
    expect(await problemsOf('host box[60000] { }\nhost other[60000] { }'))
      .toEqual(['limits/model-too-large 2']);
  });
});

describe('offload and security', () => {
  it('keeps a management domain off a Nitro hypervisor, unless it only says no', async () => {
    expect(await problemsOf(`${HOSTS}box.h.managementDomain = no`)).toEqual([]);
    expect(await problemsOf(`${HOSTS}box.h.managementDomain = yes`))
      .toEqual(['offload/nitro-management-domain 11']);
  });

  it('keeps the controller from dialling out, and firmware from being written', async () => {
    const text = 'use aws\nhost box {\n  controller ctl : NitroController { outboundPath = yes }\n'
      + '  chip guard : NitroSecurity { firmwareWrites = allowed }\n}';
    expect(await problemsOf(text))
      .toEqual(['security/outbound-path 3', 'security/firmware-writes 4']);
    expect(await problemsOf(await fixed(text, 'security/outbound-path')))
      .toEqual(['security/firmware-writes 4']);
  });

  it('finds a data key on the host where a card does not encrypt', async () => {
    const text = `${web('volume root : gp3 { size = 8 GiB }')}\nbox.ebs.encryption = no`;
    expect(await problemsOf(text)).toEqual(['security/key-reachable 14']);
    expect(await problemsOf(web('volume root : gp3 { size = 8 GiB  encrypted = yes }'))).toEqual([]);
  });
});
