/** Codes of limits: of volume and instance types, and of the model itself. */
import { BOX, code, counted, PLAIN, scene } from '../register.ts';

const onWeb = (body: string): string =>
  `${BOX}instance web : c7g.large on box.s {\n  ${body}\n}`;

const FLASH = 'nand type Chip {\n  page = 4 KiB  pagesPerBlock = 256  readTime = 75 us  '
  + 'programTime = 750 us\n  eraseTime = 3.8 ms  eraseLimit = 10000\n}\n';

export const limits = {
  'limits/volume-size': code({
    severity: 'error',
    message: (f: { volume: string; type: string; size: string; range: string }) =>
      `'${f.volume}' has ${f.size}; a '${f.type}' volume has ${f.range}.`,
    why: 'The service makes volumes of a type only in this range.',
    remedy: 'Change the size, or use another type.',
    example: onWeb('volume root : io2 { size = 1 GiB  iops = 100 }'),
  }),
  'limits/volume-iops': code({
    severity: 'error',
    message: (f: { volume: string; type: string; iops: string; range: string }) =>
      `'${f.volume}' asks for ${f.iops}; a '${f.type}' volume has ${f.range}.`,
    why: 'The service provisions a type only in this range.',
    remedy: 'Change the operations per second, or use another type.',
    example: onWeb('volume root : gp3 { size = 1 TiB  iops = 1 Kiops }'),
  }),
  'limits/volume-ratio': code({
    severity: 'error',
    message: (f: { volume: string; iops: string; size: string; most: string; ratio: string }) =>
      `'${f.volume}' asks for ${f.iops}, but with ${f.size} it can have ${f.most} (${f.ratio} a GiB).`,
    why: 'Operations a second are sold in proportion to the size.',
    remedy: 'Make the volume larger, or ask for fewer.',
    example: onWeb('volume root : gp3 { size = 8 GiB  iops = 16 Kiops }'),
  }),
  'limits/volume-throughput': code({
    severity: 'error',
    message: (f: { volume: string; type: string; throughput: string; range: string }) =>
      `'${f.volume}' asks for ${f.throughput}; a '${f.type}' volume has ${f.range}.`,
    why: 'The service provisions a type only in this range.',
    remedy: 'Change the throughput, or use another type.',
    example: onWeb('volume root : gp3 { size = 1 TiB  throughput = 100 GB/s }'),
  }),
  'limits/volume-throughput-ratio': code({
    severity: 'error',
    message: (f: {
      volume: string; throughput: string; iops: string; most: string; each: string;
    }) => `'${f.volume}' asks for ${f.throughput}, but with ${f.iops} it can have ${f.most} `
      + `(${f.each} each).`,
    why: 'Throughput is sold in proportion to operations a second.',
    remedy: 'Ask for more operations a second, or for less throughput.',
    example: onWeb('volume data : gp3 { size = 1 TiB  throughput = 1000 MiB/s }'),
  }),
  'limits/volume-provisioned': code({
    severity: 'error',
    message: (f: { volume: string; type: string; property: string; sold: string }) =>
      `'${f.volume}' asks for ${f.property}; a '${f.type}' volume is asked for ${f.sold} alone.`,
    why: 'What such a type does follows from what it is asked for, and the service takes no more.',
    remedy: 'Remove the property, change the size, or use another type.',
    example: onWeb('volume data : gp2 { size = 100 GiB  iops = 300 iops }'),
  }),
  'limits/volume-iops-missing': code({
    severity: 'error',
    message: (f: { volume: string; type: string; least: string }) =>
      `'${f.volume}' does not say its iops; a '${f.type}' volume has none unasked, and at least `
      + `${f.least}.`,
    why: 'The service provisions such a type for a number of operations a second, and has no default.',
    remedy: 'Say iops.',
    example: onWeb('volume data : io2 { size = 100 GiB }'),
  }),
  'limits/volume-elsewhere': code({
    severity: 'warning',
    message: (f: { volume: string; iops: string; most: string; instance: string }) =>
      `'${f.volume}' has ${f.iops}, but gets ${f.most} on '${f.instance}', which is not built on `
      + 'Nitro.',
    why: 'Only instances that reach a volume through a Nitro card alone get all that it can do.',
    remedy: 'Use an instance type that is built on Nitro, or ask for less.',
    example: 'use aws\nhost old : I3Host\ninstance app : i3.16xlarge on old {\n'
      + '  volume data : io2 { size = 1 TiB  iops = 40 Kiops }\n}',
  }),
  'limits/flash-space': code({
    severity: 'error',
    message: (f: { drive: string; blocks: number; spare: number; needed: number }) =>
      `'${f.drive}' has ${f.spare} spare of ${counted(f.blocks, 'block')} a plane; it needs ${f.needed} to collect.`,
    why: 'Flash is erased by the block, so what is valid must be moved to a free one first. Without '
      + 'blocks to spare for that, and for those that are being written, a drive that is full stops.',
    remedy: 'Raise overProvisioning or blocks, partition less of it, or lower collectBelow.',
    example: `${FLASH}host box { drive ssd { capacity = 1 GiB  nand = Chip  overProvisioning = 0 % } }`,
  }),
  'limits/flash-map': code({
    severity: 'error',
    message: (f: { drive: string; others: number; bytes: string; most: string; scale: number }) =>
      f.others > 0
        ? `The maps of '${f.drive}' and of ${counted(f.others, 'other drive')} that requests go to `
          + `take ${f.bytes} of memory; at most ${f.most}. With scale = ${f.scale} in each they fit.`
        : `The map of '${f.drive}' takes ${f.bytes} of memory; at most ${f.most}. `
          + `With scale = ${f.scale} it fits.`,
    why: 'Where every page lies is kept in memory, eight bytes for each. A drive that is scaled down '
      + 'has fewer blocks and writes as often.',
    remedy: 'Leave scale out, or raise it, or send requests to fewer drives.',
    example: `${FLASH}host box { drive ssd { capacity = 4 TB  nand = Chip  scale = 1 } }`,
  }),
  'limits/flash-shared': code({
    severity: 'error',
    message: (f: { card: string; one: string; other: string }) =>
      `'${f.card}' translates for all its drives, but '${f.one}' and '${f.other}' are divided differently.`,
    why: 'One translation moves pages between drives, so a page and a block are the same in all.',
    remedy: 'Give all drives of the card flash of one page size and block, or let each translate.',
    example: 'use aws\nnand type Large : TlcFlash { page = 16 KiB }\nhost box : I3Host\n'
      + 'box.local.flashTranslation = shared\nbox.local[0].nvme[1].nand = Large',
  }),
  'limits/attachments': code({
    severity: 'error',
    message: (f: { name: string; type: string; asked: number; most: number; counts: string }) =>
      `'${f.name}' has ${counted(f.asked, 'attachment')} (${f.counts}); '${f.type}' allows ${f.most}.`,
    why: 'Each attachment is a function of a card, and a type has only so many.',
    remedy: 'Attach fewer, or use a larger type.',
    example: onWeb('volume data[60] : gp3 { size = 8 GiB }'),
  }),
  'limits/interfaces': code({
    severity: 'error',
    message: (f: { name: string; type: string; asked: number; most: number }) =>
      `'${f.name}' has ${counted(f.asked, 'interface')}; '${f.type}' allows ${f.most}.`,
    why: 'A type has only so many network interfaces.',
    remedy: 'Use fewer, or a larger type.',
    example: onWeb('interface eth[10] { }'),
  }),
  'limits/network-card': code({
    severity: 'error',
    message: (f: { interface: string; card: number; of: string; last: number }) =>
      `'${f.interface}' is on network card ${f.card}, but '${f.of}' has ${
        f.last === 0 ? 'only number 0' : `numbers 0 to ${f.last}`}.`,
    why: 'Network cards are counted from 0: as many as the type has, and as its machine gives it.',
    remedy: 'Take a card that is there, or leave it out: interfaces take the cards in turn.',
    example: 'use aws\nhost box : Graviton3Host\ninstance web : c7g.large on box.soc[0] {\n'
      + '  interface eth0 { card = 1 }\n}',
  }),
  'limits/network-cards': code({
    severity: 'warning',
    message: (f: { name: string; type: string; asked: number; machine: string; has: number }) =>
      `'${f.name}' has ${counted(f.asked, 'network card')} by its type '${f.type}', but `
      + `'${f.machine}' gives it ${f.has}.`,
    why: 'What flows and interfaces would have on cards of their own, they share on those there are.',
    remedy: 'Give the host as many cards that serve vpc, each linked to its processors.',
    example: 'use aws\ninstance type Wide : c7g.large { networkCards = 2 }\n'
      + 'host box : Graviton3Host\ninstance web : Wide on box.soc[0]',
  }),
  'limits/ena-queues': code({
    severity: 'error',
    message: (f: { interface: string; asked: number; most: number; reason: string }) =>
      `'${f.interface}' asks for ${counted(f.asked, 'queue')}; at most ${f.most} ${f.reason}.`,
    why: 'An ENA interface has no more queues than vCPUs, and than its card gives one function.',
    remedy: 'Ask for fewer queues.',
    example: onWeb('interface eth0 { queues = 64 }'),
  }),
  'limits/instance-iops': code({
    severity: 'warning',
    message: (f: { name: string; type: string; asked: string; most: string }) =>
      `The volumes of '${f.name}' have ${f.asked} together; '${f.type}' carries ${f.most}.`,
    why: 'The instance has a limit of its own towards EBS: what is above it is paid and never seen.',
    remedy: 'Provision less, or use a larger type.',
    example: onWeb('volume data : io2 { size = 1 TiB  iops = 64 Kiops }'),
  }),
  'limits/instance-throughput': code({
    severity: 'warning',
    message: (f: { name: string; type: string; asked: string; most: string }) =>
      `The volumes of '${f.name}' have ${f.asked} together; '${f.type}' carries ${f.most}.`,
    why: 'The instance has a limit of its own towards EBS: what is above it is paid and never seen.',
    remedy: 'Provision less, or use a larger type.',
    example: onWeb('volume data[2] : gp3 { size = 1 TiB  iops = 4000 iops  throughput = 1000 MiB/s }'),
  }),
  'limits/functions': code({
    severity: 'error',
    message: (f: { card: string; asked: number; has: number }) =>
      `Card '${f.card}' has ${counted(f.has, 'function')}, but ${f.asked} are attached to it.`,
    why: 'Each interface or volume that a guest drives itself takes one function of the card.',
    remedy: 'Attach fewer, or use another card.',
    example: `${BOX}box.ebs.functions = 1\n`
      + 'instance web : c7g.large on box.s {\n  volume data[2] : gp3 { size = 8 GiB }\n}',
  }),
  'limits/instruction-mix': code({
    severity: 'error',
    message: (f: { compute: string; sensitive: string; ports: string }) =>
      `'${f.compute}' has ${f.sensitive} sensitive and ${f.ports} port instructions, more than all.`,
    why: 'Both are shares of the same instructions, and what is left of them is ordinary.',
    remedy: 'Lower one of them.',
    example: `${PLAIN}instance web : c7g.large on box.s\n`
      + 'compute busy on web { sensitive = 60 %  ports = 50 % }',
  }),
  'limits/model-too-large': code({
    severity: 'error',
    message: (f: { what: string; maximum: number }) =>
      `The model has more than ${f.maximum} ${f.what}.`,
    why: 'Beyond this size neither a check nor a simulation would end in reasonable time.',
    remedy: 'Make the arrays smaller, or split the model.',
    example: 'host box[60000] { label = "a" }\nhost other[60000] { }',
  }),
  'limits/time-too-long': code({
    severity: 'error',
    message: (f: { property: string; value: string }) =>
      `'${f.property}' is ${f.value}; the clock ends at 104 days.`,
    why: 'Time is counted in whole nanoseconds, and a clock shows 2^53 of them exactly.',
    remedy: 'Use a shorter time.',
    example: scene('  at 200 d stop db\n'),
  }),
  'limits/time-rounded': code({
    severity: 'warning',
    message: (f: { property: string; value: string }) =>
      `'${f.property}' is ${f.value}, which a clock of 1 ns cannot show.`,
    why: 'A model with times above 2.5 hours counts in nanoseconds instead of picoseconds.',
    remedy: 'Use whole nanoseconds, or a shorter duration.',
    example: scene('  duration = 10 h\n  warmup = 1500 ps\n'),
  }),
};
