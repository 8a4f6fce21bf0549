/** Codes of offload: what a host can hand to an instance against what its type says it gets. */
import { BOX, code, counted, either, METAL, PLAIN, xen } from '../register.ts';

export const offload = {
  'offload/nitro-management-domain': code({
    severity: 'error',
    message: (f: { hypervisor: string; property: string }) =>
      `'${f.hypervisor}' is a Nitro hypervisor and has no management domain, but sets '${f.property}'.`,
    why: 'With Nitro, cards do the work of the management domain; nothing is kept back on the host.',
    remedy: 'Remove the setting, or use a Xen hypervisor.',
    example: 'use aws\nhost box {\n  socket s : Graviton3\n'
      + '  hypervisor h : Nitro on s { managementDomain = yes }\n}',
  }),
  'offload/metal-hypervisor': code({
    severity: 'error',
    message: (f: { name: string; hypervisor: string }) =>
      `Metal '${f.name}' says that it runs on hypervisor '${f.hypervisor}'.`,
    why: 'Bare metal has no hypervisor underneath: the instance is the machine.',
    remedy: 'Set hypervisor = none, or use a virtual type.',
    example: `${METAL}instance db : c7g.metal on box.s { hypervisor = nitro }`,
  }),
  'offload/hypervisor-differs': code({
    severity: 'warning',
    message: (f: { name: string; type: string; wants: string; hypervisor: string }) =>
      `'${f.type}' runs on ${f.wants}, but '${f.hypervisor}' is not of that design.`,
    why: 'An instance type is made for one hypervisor; its devices do not exist under another.',
    remedy: 'Use a type for that hypervisor, or another hypervisor.',
    example: 'use aws\nhost box {\n  socket s[2] : XeonE5v3\n  link s[0] -- s[1] : Qpi\n'
      + '  hypervisor h : Nitro on s\n}\ninstance old : c4.8xlarge on box.s',
  }),
  'offload/ebs-nvme': code({
    severity: 'error',
    message: (f: { name: string; type: string; card: string }) =>
      `'${f.type}' does not support EBS over NVMe, but card '${f.card}' gives it an NVMe function.`,
    why: 'Types before Nitro meet volumes through a device model, not through NVMe.',
    remedy: 'Let the card expose itself to the domain, or use a type with NVMe.',
    example: xen('  card ebs : NitroEbs\n  link ebs -- s[0] : Pcie3\n')
      + 'instance old : c4.8xlarge on box.s {\n  volume root : gp2 { size = 8 GiB }\n}',
  }),
  'offload/ena-unsupported': code({
    severity: 'error',
    message: (f: { name: string; type: string; card: string }) =>
      `'${f.type}' does not support ENA, but card '${f.card}' gives it an ENA function.`,
    why: 'A guest of that type has no driver for the adapter.',
    remedy: 'Use a card with another interface, or a type that supports ENA.',
    example: xen('  card nic : NitroVpc\n  link nic -- s[0] : Pcie3\n')
      + 'instance old : c4.8xlarge on box.s',
  }),
  'offload/domain-without-management': code({
    severity: 'error',
    message: (f: { card: string; machine: string }) =>
      `Card '${f.card}' is seen by the management domain only, and '${f.machine}' has none.`,
    why: 'Somebody must stand between such a card and a guest.',
    remedy: 'Let the card expose functions, or use a hypervisor with a management domain.',
    example: `${BOX}box.nic.exposes = domain\ninstance web : c7g.large on box.s`,
  }),
  'offload/mac-disks': code({
    severity: 'error',
    message: (f: { name: string; type: string; disks: number }) =>
      `'${f.type}' is a Mac and gives its instance no local drives, but '${f.name}' has ${counted(f.disks, 'disk')}.`,
    why: 'The internal drive of a Mac is erased between customers and never offered; storage is EBS.',
    remedy: 'Remove the disks and use a volume.',
    example: 'use aws\nhost shelf {\n  machine mini : MacMini2018\n}\n'
      + 'instance mac : mac1.metal on shelf.mini { disks = 1 }',
  }),
  'offload/disks-missing': code({
    severity: 'error',
    message: (f: { name: string; type: string; wants: number; machine: string; has: number }) =>
      `'${f.name}' of '${f.type}' gets ${counted(f.wants, 'local drive')}, but '${f.machine}' has ${f.has} free.`,
    why: 'A local drive belongs to one instance at a time.',
    remedy: 'Add drives on a card that serves storage, or use a type without local drives.',
    example: `${PLAIN}instance web : c7g.large on box.s { disks = 1 }`,
  }),
  'offload/express-unsupported': code({
    severity: 'error',
    message: (f: { interface: string; type: string }) =>
      `'${f.interface}' asks for ENA Express, which '${f.type}' does not support.`,
    why: 'ENA Express carries traffic over SRD, which only some types offer.',
    remedy: 'Use a type with ENA Express, or do not ask for it.',
    example: `${BOX}instance web : c7g.large on box.s {\n  interface eth0 { express = yes }\n}`,
  }),
  'offload/express-card': code({
    severity: 'error',
    message: (f: { interface: string; card: string }) =>
      `'${f.interface}' asks for ENA Express, but card '${f.card}' does not speak SRD.`,
    why: 'SRD is carried out by the card.',
    remedy: 'Use a card with reliableDatagram = yes.',
    example: `${BOX}box.nic.reliableDatagram = no\n`
      + 'instance web : c7g.large on box.s {\n  enaExpress = yes\n  interface eth0 { express = yes }\n}',
  }),
  'offload/driver-missing': code({
    severity: 'error',
    message: (f: { name: string; driver: string; what: string; card: string }) =>
      `The image of '${f.name}' lacks the driver '${f.driver}', with which it would meet its `
      + `${f.what} on '${f.card}'.`,
    why: 'A guest finds only devices that its image has a driver for.',
    remedy: 'Add the driver to drivers, or use a host of another generation.',
    example: `${BOX}instance web : c7g.large on box.s { drivers = nvme }`,
  }),
  'offload/ena-support': code({
    severity: 'error',
    message: (f: { name: string; card: string }) =>
      `The image of '${f.name}' is not registered with ENA support, but '${f.card}' gives it an `
      + 'ENA adapter.',
    why: 'The service starts an image on an ENA adapter only when its owner says that it can.',
    remedy: 'Set enaSupport = yes once the driver is in the image.',
    example: `${BOX}instance web : c7g.large on box.s { enaSupport = no }`,
  }),
  'offload/not-virtualizable': code({
    severity: 'error',
    message: (f: { hypervisor: string; part: string }) =>
      `'${f.hypervisor}' waits for traps, but '${f.part}' does not trap all its sensitive instructions.`,
    why: 'By trapping alone, a machine can be virtualized only where every sensitive instruction traps.',
    remedy: 'Use paravirtual, translation or hardware virtualization.',
    example: `${PLAIN}box.h.virtualization = full\nbox.s.sensitiveTraps = no`,
  }),
  'offload/no-hardware-assist': code({
    severity: 'error',
    message: (f: { hypervisor: string; machine: string }) =>
      `'${f.hypervisor}' leaves sensitive instructions to the processor, but '${f.machine}' has no `
      + 'guest mode for them.',
    why: 'Before VT-x, SVM and EL2, a processor could not tell a guest from its hypervisor.',
    remedy: 'Use paravirtual or translation, or a processor with hardwareAssist.',
    example: `${PLAIN}box.s.hardwareAssist = no`,
  }),
  'offload/image-type': code({
    severity: 'error',
    message: (f: { type: string; boots: readonly string[]; hypervisor: string; image: string }) =>
      `'${f.type}' boots ${either(f.boots)} images, but '${f.hypervisor}' runs ${f.image} guests only.`,
    why: 'A paravirtual image calls its hypervisor; an hvm image expects a whole machine.',
    remedy: 'Use a type that boots such images, or another kind of virtualization.',
    example: `${xen('')}box.h.virtualization = paravirtual\ninstance old : c4.8xlarge on box.s`,
  }),
  'offload/plain-process': code({
    severity: 'warning',
    message: (f: { compute: string; instance: string; hypervisor: string }) =>
      `'${f.compute}' uses sensitive instructions, and '${f.instance}' is but a process on `
      + `'${f.hypervisor}': the first one ends it.`,
    why: 'A process may not change the machine, and without virtualization nobody does it for it.',
    remedy: 'Give the hypervisor another virtualization than none.',
    example: `${PLAIN}box.h.virtualization = none\ninstance web : c7g.large on box.s\n`
      + 'compute busy on web { sensitive = 1 % }',
  }),
};
