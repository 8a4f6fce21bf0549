/** Codes of wiring: links, lanes, ports, and what no link reaches. */
import { a, BOX, code, counted, either, listed, stored } from '../register.ts';

export const wiring = {
  'wiring/lanes': code({
    severity: 'error',
    message: (f: { socket: string; asked: number; has: number; links: readonly string[] }) =>
      `'${f.socket}' has ${counted(f.has, 'PCIe lane')}, but its links take ${f.asked}: ${listed(f.links)}.`,
    why: 'A lane is a pair of wires: it goes to one card.',
    remedy: 'Give the links fewer lanes, or move a card to another socket.',
    example: 'use aws\nhost box {\n  socket a : Graviton3\n  card nic[3] : NitroVpc\n'
      + '  link nic -- a : Pcie { generation = 5  lanes = 16 }\n}',
  }),
  'wiring/card-lanes': code({
    severity: 'warning',
    message: (f: { card: string; asked: number; has: number }) =>
      `The link of '${f.card}' has ${counted(f.asked, 'lane')}, but its connector has ${f.has}; it runs with ${f.has}.`,
    why: 'A link runs with the lanes that both ends have.',
    remedy: 'Give the link as many lanes as the connector.',
    example: 'use aws\nhost box {\n  socket a : Graviton3\n'
      + '  card nic : NitroVpc { pcieLanes = 8 }\n'
      + '  link nic -- a : Pcie { generation = 5  lanes = 16 }\n}',
  }),
  'wiring/generations': code({
    severity: 'warning',
    message: (f: { link: string; wanted: number; runs: number; limiter: string }) =>
      `The link ${f.link} is PCIe ${f.wanted}, but '${f.limiter}' has ${f.runs}: it runs at ${f.runs}.`,
    why: 'Two ends of different generation agree on the slower.',
    remedy: 'Give the link the generation it really runs at.',
    example: 'use aws\nhost box {\n  socket a : Graviton3\n'
      + '  card nic : NitroVpc { pcieGeneration = 3 }\n'
      + '  link nic -- a : Pcie { generation = 5  lanes = 16 }\n}',
  }),
  'wiring/no-slot': code({
    severity: 'error',
    message: (f: { machine: string; card: string }) =>
      `'${f.machine}' has no PCIe slot for '${f.card}'; it is joined over Thunderbolt.`,
    why: 'A Mac mini takes no card: its only fast way out is a Thunderbolt cable.',
    remedy: 'Use a Thunderbolt link.',
    example: 'use aws\nhost shelf {\n  machine mini : MacMini2018\n  card nic : NitroVpc\n'
      + '  link nic -- mini : Pcie { generation = 3  lanes = 4 }\n}',
  }),
  'wiring/thunderbolt-ports': code({
    severity: 'error',
    message: (f: { machine: string; asked: number; has: number }) =>
      `'${f.machine}' has ${counted(f.has, 'Thunderbolt port')}, but ${f.asked} links use one.`,
    why: 'A port takes one cable.',
    remedy: 'Join fewer cards to it.',
    example: 'use aws\nhost shelf {\n  machine mini : MacMini2018 { thunderboltPorts = 1 }\n'
      + '  card nic : NitroVpc\n  card ebs : NitroEbs\n'
      + '  link nic, ebs -- mini : Thunderbolt3\n}',
  }),
  'wiring/card-unreachable': code({
    severity: 'warning',
    message: (f: { card: string }) => `Nothing reaches card '${f.card}'.`,
    why: 'A card without a link to a socket or machine serves no instance.',
    remedy: 'Link it to a socket or machine, or remove it.',
    example: 'use aws\nhost box {\n  socket a : Graviton3\n  card nic : NitroVpc\n}',
  }),
  'wiring/storage-without-card': code({
    severity: 'error',
    message: (f: { volume: string; host: string }) =>
      `'${f.volume}' is on '${f.host}', which has no card.`,
    why: 'Requests for a volume come to its storage nodes over their cards.',
    remedy: 'Give the host a card and link it to the fabric, or name other hosts.',
    example: stored('host store { }\n'),
  }),
  'wiring/no-storage-path': code({
    severity: 'error',
    message: (f: { volume: string; card: string; host: string }) =>
      `'${f.volume}' is on '${f.host}', but no fabric joins '${f.card}' to a card of it.`,
    why: 'A volume on hosts is reached from the EBS card of its instance over cables and switches.',
    remedy: 'Link both cards to one fabric or switch, or name other hosts.',
    example: stored('host store : Graviton3Host\n'),
  }),
  'wiring/no-volume-path': code({
    severity: 'error',
    message: (f: { name: string; machine: string; volume: string }) =>
      `'${f.name}' has volume '${f.volume}', but no card that serves ebs reaches '${f.machine}'.`,
    why: 'A volume is reached through a card that serves EBS.',
    remedy: 'Add a card that serves ebs and link it to the machine.',
    example: 'use aws\nhost box {\n  socket a : Graviton3\n  hypervisor h : Nitro on a\n}\n'
      + 'instance web : c7g.large on box.a {\n  volume root : gp3 { size = 8 GiB }\n}',
  }),
  'wiring/no-network-path': code({
    severity: 'error',
    message: (f: { name: string; machine: string; need: string }) =>
      `'${f.name}' has ${f.need}, but no card that serves vpc reaches '${f.machine}'.`,
    why: 'An instance meets the network through a card that serves the VPC.',
    remedy: 'Add a card that serves vpc and link it to the machine.',
    example: 'use aws\nhost box {\n  socket a : Graviton3\n  hypervisor h : Nitro on a\n}\n'
      + 'instance web : c7g.large on box.a {\n  interface eth0 { }\n}',
  }),
  'wiring/no-drives': code({
    severity: 'error',
    message: (f: { workload: string; instance: string }) =>
      `'${f.workload}' is on '${f.instance}', which has no local drives.`,
    why: 'Requests to an instance go to its local drives; volumes are named by themselves.',
    remedy: 'Name a volume, or use a type with local drives.',
    example: `${BOX}instance web : c7g.large on box.s\nio scan on web { block = 4 KiB }`,
  }),
  'wiring/drive-of-nobody': code({
    severity: 'error',
    message: (f: { workload: string; drive: string }) =>
      `'${f.workload}' is on drive '${f.drive}', which no instance was given.`,
    why: 'Requests come from a guest, and local drives go to instances of types that have some.',
    remedy: 'Place an instance that gets the drive, or name another one.',
    example: 'use aws\nhost box : I3Host\nio scan on box.local[0].nvme[0] { block = 4 KiB }',
  }),
  'wiring/no-peer-path': code({
    severity: 'error',
    message: (f: { flow: string; from: string; to: string }) =>
      `Flow '${f.flow}' goes from '${f.from}' to '${f.to}', but no links join their cards.`,
    why: 'Packets travel over links between cards and switches; a card with cables to two of them '
      + 'hands nothing on.',
    remedy: 'Link the cards of both hosts to one fabric or switch.',
    example: 'use aws\nhost box[2] {\n  socket a : Graviton3\n  hypervisor h : Nitro on a\n'
      + '  card nic : NitroVpc\n  link nic -- a : Pcie { generation = 5  lanes = 16 }\n}\n'
      + 'instance x : c7g.large on box[0].a\ninstance y : c7g.large on box[1].a\n'
      + 'flow f from x to y { size = 1 KiB }',
  }),
  'wiring/ends': code({
    severity: 'error',
    message: (f: {
      left: string; leftKind: string; right: string; rightKind: string; medium: string;
    }) =>
      `${f.medium === '' ? 'A link' : `A ${f.medium} link`} cannot join '${f.left}', ${a(f.leftKind)}, to '${f.right}', ${a(f.rightKind)}.`,
    why: 'Each kind of link joins certain kinds of things.',
    remedy: 'Join other things, or use another type of link.',
    example: 'use aws\nhost box {\n  socket s : Graviton3\n  hypervisor h : Nitro on s\n'
      + '  link h -- s : Pcie { generation = 5  lanes = 8 }\n}',
  }),
  'wiring/medium': code({
    severity: 'error',
    message: (f: { left: string; right: string; types: readonly string[] }) =>
      `What joins '${f.left}' and '${f.right}' is not said`
      + `${f.types.length === 0 ? '' : `; it may be ${either(f.types)}`}.`,
    why: 'Between these two several kinds of link are possible, and they behave differently.',
    remedy: 'Name a type of link after a colon.',
    example: 'use aws\nhost box {\n  socket s[2] : Graviton4\n  link s[0] -- s[1]\n}',
  }),
  'wiring/self': code({
    severity: 'error',
    message: (f: { name: string }) => `'${f.name}' is linked to itself.`,
    why: 'A link joins two things.',
    remedy: 'Name another thing on one side.',
    example: 'use aws\nhost box {\n  socket s : Graviton3\n  link s -- s : Pcie { lanes = 4 }\n}',
  }),
  'wiring/no-port': code({
    severity: 'error',
    message: (f: {
      element: string; kind: string; ports: number; asked: number; what: string;
    }) =>
      `The ${f.kind} '${f.element}' has ${counted(f.ports, 'port')}, but ${f.asked} ${f.what} are joined to it.`,
    why: 'Each link takes a port of its own.',
    remedy: 'Give it more ports, or link less to it.',
    example: `${BOX}switch tor { ports = 1 }\nswitch top[2] { }\nlink box.nic, top -- tor`,
  }),
  'wiring/port-taken': code({
    severity: 'error',
    message: (f: { element: string; kind: string; port: number; other: string }) =>
      `Port ${f.port} of ${f.kind} '${f.element}' is already taken by the link to '${f.other}'.`,
    why: 'Each link takes a port of its own.',
    remedy: 'Use another port, or leave the choice open.',
    example: 'switch tor { }\nswitch top[2] { }\n'
      + 'link top[0] -- tor.port[0]\nlink top[1] -- tor.port[0]',
  }),
  'wiring/hypervisor-away': code({
    severity: 'error',
    message: (f: { hypervisor: string; place: string }) =>
      `Hypervisor '${f.hypervisor}' is on '${f.place}', which is in another host.`,
    why: 'A hypervisor runs on sockets of its own host.',
    remedy: 'Place it on a socket of its host.',
    example: 'use aws\nhost one { socket s : Graviton3 }\n'
      + 'host two { hypervisor h : Nitro on one.s }',
  }),
};
