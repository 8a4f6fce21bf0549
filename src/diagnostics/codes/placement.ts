/** Codes of placement: where an instance is, and whether it fits there. */
import { code, counted, either, listed, METAL, PLAIN, stored } from '../register.ts';

export const placement = {
  'placement/missing': code({
    severity: 'error',
    message: (f: { kind: string; name: string; places: readonly string[] }) =>
      `${f.kind} '${f.name}' does not say where it is`
      + `${f.places.length === 0 ? '' : `; there is room on ${either(f.places)}`}.`,
    why: 'Where something runs decides what it shares, and so how it behaves.',
    remedy: "Add 'on' with a socket, machine or host.",
    example: `${PLAIN}instance web : c7g.large`,
  }),
  'placement/no-cores': code({
    severity: 'error',
    message: (f: { name: string; cores: number; place: string; free: number; total: number }) =>
      `'${f.name}' needs ${counted(f.cores, 'core')}, but '${f.place}' has ${f.free} of ${f.total} free.`,
    why: 'Every vCPU has its own hardware thread; cores are not sold twice.',
    remedy: 'Place it elsewhere, use a smaller type, or place fewer.',
    example: `${PLAIN}instance web[2] : c7g.16xlarge on box.s`,
  }),
  'placement/volume-racks': code({
    severity: 'error',
    message: (f: { volume: string; replicas: number; racks: number }) =>
      `'${f.volume}' has ${counted(f.replicas, 'replica')}, each in a rack of its own, but its `
      + `hosts are in ${counted(f.racks, 'rack')}.`,
    why: 'What fails with a rack must not take every replica along: a rack is what hangs on one '
      + 'switch.',
    remedy: 'Name hosts in more racks, or ask for fewer replicas.',
    example: stored('host store[2] : Graviton3Host\nlink store.nic[0] -- tor\n'),
  }),
  'placement/no-memory': code({
    severity: 'error',
    message: (f: { name: string; memory: string; place: string; free: string; total: string }) =>
      `'${f.name}' needs ${f.memory} of memory, but '${f.place}' has ${f.free} of ${f.total} free.`,
    why: 'Memory of an instance is its own; it is not sold twice.',
    remedy: 'Place it elsewhere, use a smaller type, or place fewer.',
    example: `${PLAIN}instance web : c7g.large on box.s { memory = 1 TiB }`,
  }),
  'placement/no-threads': code({
    severity: 'error',
    message: (f: { name: string; vcpus: number; place: string; has: number }) =>
      `'${f.name}' has ${counted(f.vcpus, 'vCPU')}, but '${f.place}' has `
      + `${counted(f.has, 'thread')} that it may share.`,
    why: 'The vCPUs of a microVM take turns with others, but never with each other.',
    remedy: 'Give it fewer vCPUs, or a larger place.',
    example: `${METAL}box.s.cores = 4\nmicrovm fn on box.s { vcpus = 8 }`,
  }),
  'placement/no-nesting': code({
    severity: 'error',
    message: (f: { name: string; instance: string; type: string }) =>
      `'${f.name}' needs the guest mode of a processor, which '${f.type}' does not hand on to `
      + `'${f.instance}'.`,
    why: 'A microVM is a guest of its own: it runs on metal, or where virtualization is nested.',
    remedy: 'Place it in a metal instance, on a socket, or in a type with nestedVirtualization.',
    example: `${PLAIN}instance web : c7g.large on box.s\nmicrovm fn on web`,
  }),
  'placement/no-room': code({
    severity: 'error',
    message: (f: { name: string; cores: number; memory: string; places: readonly string[] }) =>
      `'${f.name}' needs ${counted(f.cores, 'core')} and ${f.memory}, and none of ${listed(f.places)} has room.`,
    why: 'An array goes round its places in turn and skips full ones; here all are full.',
    remedy: 'Add places, use a smaller type, or place fewer.',
    example: 'use aws\nhost box {\n  socket s[2] : Graviton3\n  hypervisor h[2] : Nitro on s\n}\n'
      + 'instance web[3] : c7g.16xlarge on box.s',
  }),
  'placement/architecture': code({
    severity: 'error',
    message: (f: {
      name: string; type: string; wants: readonly string[]; place: string; has: string;
    }) =>
      `'${f.type}' runs on ${either(f.wants)}, but '${f.place}' is ${f.has}.`,
    why: 'An instance runs the instruction set of its processor.',
    remedy: 'Place it on a socket of its architecture, or use a type that fits.',
    example: `${PLAIN}instance web : c5.large on box.s`,
  }),
  'placement/metal-ambiguous': code({
    severity: 'error',
    message: (f: { name: string; host: string; machines: readonly string[] }) =>
      `'${f.host}' has ${f.machines.length} machines; metal '${f.name}' takes one of ${listed(f.machines)}.`,
    why: 'Sockets that no coherent link joins are machines of their own, and metal is one machine.',
    remedy: 'Name the machine.',
    example: 'use aws\nhost box { socket a[3] : Graviton3 }\ninstance db : c7g.metal on box',
  }),
  'placement/metal-shared': code({
    severity: 'error',
    message: (f: { name: string; metal: string; machine: string }) =>
      `'${f.name}' cannot be on '${f.machine}', which metal '${f.metal}' takes whole.`,
    why: 'A metal instance has its machine alone: there is no hypervisor to share it.',
    remedy: 'Place one of them elsewhere.',
    example: `${METAL}instance db : c7g.metal on box.s\ninstance web : c7g.large on box.s`,
  }),
  'placement/metal-size': code({
    severity: 'error',
    message: (f: { name: string; type: string; wants: string; machine: string; has: string }) =>
      `'${f.type}' is a machine with ${f.wants}, but '${f.machine}' has ${f.has}.`,
    why: 'A metal instance is its machine: it cannot have more than there is.',
    remedy: 'Use the metal type of that machine.',
    example: `${METAL}box.s.cores = 32\ninstance db : c7g.metal on box.s`,
  }),
  'placement/mac-machine': code({
    severity: 'error',
    message: (f: { name: string; type: string; place: string }) =>
      `'${f.type}' is a whole Mac and goes on a machine, not on '${f.place}'.`,
    why: 'A Mac instance is a Mac mini on a shelf, not a share of a server.',
    remedy: 'Place it on a machine.',
    example: `${METAL}instance mac : mac2.metal on box.s`,
  }),
  'placement/spread': code({
    severity: 'error',
    message: (f: { name: string; count: number; has: number; what: string }) =>
      `'${f.name}' wants ${counted(f.count, f.what)} of its own to spread over, and has ${f.has}.`,
    why: 'The placement spread puts no two of an array into one rack: onto hosts that hang on one '
      + 'switch, or onto one host that hangs on none.',
    remedy: "Name hosts of more racks, place fewer, or set spreadLevel = hosts.",
    example: 'use aws\nhost box {\n  socket s[3] : Graviton3\n  hypervisor h[3] : Nitro on s\n}\n'
      + 'instance web[2] : c7g.large on box.s { placement = spread }',
  }),
  'placement/two-on-one-machine': code({
    severity: 'error',
    message: (f: { kind: string; first: string; second: string; machine: string }) =>
      `'${f.first}' and '${f.second}' are both the ${f.kind} of '${f.machine}'.`,
    why: 'A machine has one of them, so there is one answer to who serves an instance.',
    remedy: 'Remove one, or join the other to another machine.',
    example: 'use aws\nhost box {\n  socket a : Graviton3\n  hypervisor x : Nitro on a\n'
      + '  hypervisor y : Nitro on a\n}',
  }),
  'placement/no-hypervisor': code({
    severity: 'error',
    message: (f: { name: string; machine: string }) =>
      `'${f.name}' is a virtual instance, but '${f.machine}' has no hypervisor.`,
    why: 'Only a hypervisor can share a machine; without one it is sold whole, as metal.',
    remedy: 'Add a hypervisor on the machine, or use a metal type.',
    example: 'use aws\nhost box { socket a : Graviton3 }\ninstance web : c7g.large on box.a',
  }),
  'placement/management-too-large': code({
    severity: 'error',
    message: (f: { hypervisor: string; machine: string; asked: string; has: string }) =>
      `'${f.hypervisor}' keeps ${f.asked} for itself, but '${f.machine}' has ${f.has}.`,
    why: 'What the management domain keeps cannot be sold, and must be there.',
    remedy: 'Lower managementCores or managementMemory.',
    example: 'use aws\nhost box {\n  socket a : Graviton3\n'
      + '  hypervisor h : Xen on a { managementCores = 100 }\n}',
  }),
  'placement/pinned-core': code({
    severity: 'error',
    message: (f: {
      name: string; pinned: number; last: number; machine: string; threads: number;
    }) =>
      `'${f.name}' is pinned to hardware threads ${f.pinned} to ${f.last}, but `
      + `'${f.machine}' has ${counted(f.threads, 'thread')} for guests, from 0.`,
    why: 'The first vCPU runs on the thread named, and each other one on the next.',
    remedy: 'Lower pinnedCore.',
    example: `${PLAIN}box.h.cpuSharing = shared\n`
      + 'instance web : c7g.large on box.s { pinnedCore = 63 }',
  }),
  'placement/not-shared': code({
    severity: 'warning',
    message: (f: { name: string; property: string; machine: string }) =>
      `'${f.name}' sets '${f.property}', but no cores are shared on '${f.machine}'.`,
    why: 'Where each vCPU has a hardware thread to itself there is nothing to weigh or to pin.',
    remedy: 'Remove it, or let the hypervisor share its cores.',
    example: `${PLAIN}instance web : c7g.large on box.s { pinnedCore = 1 }`,
  }),
  'placement/domain-without-cores': code({
    severity: 'warning',
    message: (f: { hypervisor: string }) =>
      `The management domain of '${f.hypervisor}' has no cores of its own and takes time of its guests.`,
    why: 'Each vCPU is to have a hardware thread to itself, and the domain then runs on the same ones.',
    remedy: 'Give it managementCores, or set cpuSharing = shared where that is meant.',
    example: `${PLAIN.replace('Nitro', 'Xen')}box.h.managementCores = 0`,
  }),
};
