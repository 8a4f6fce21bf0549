/** Codes of security: what the graph of a host must not allow. */
import { BOX, code, end, meant, xen } from '../register.ts';

export const security = {
  'security/outbound-path': code({
    severity: 'error',
    message: (f: { controller: string }) =>
      `Controller '${f.controller}' may open connections by itself.`,
    why: 'A Nitro controller answers requests of the control plane and never dials out; a path '
      + 'outwards is a way for whoever breaks in to leave with data.',
    remedy: 'Remove outboundPath, or set it to no.',
    example: 'use aws\nhost box {\n  controller ctl : NitroController { outboundPath = yes }\n}',
  }),
  'security/key-reachable': code({
    severity: 'error',
    message: (f: { volume: string; card: string }) =>
      `'${f.volume}' is encrypted, but card '${f.card}' does not encrypt: its key is on the host.`,
    why: 'A data key is safe from the host only inside a card that encrypts; anywhere else whoever '
      + 'controls the host can read it.',
    remedy: 'Use a card with encryption = yes, or set encrypted = no.',
    example: `${BOX}box.ebs.encryption = no\n`
      + 'instance web : c7g.large on box.s {\n  volume root : gp3 { size = 8 GiB }\n}',
  }),
  'security/data-in-domain': code({
    severity: 'warning',
    message: (f: { card: string; volume: string; hypervisor: string }) =>
      `The management domain of '${f.hypervisor}' sees the plain data of '${f.volume}', because card '${f.card}' is exposed to it.`,
    why: 'The card encrypts on its far side; what stands between it and the guest reads everything.',
    remedy: 'Let the card expose functions to guests directly.',
    example: xen('  card ebs : NitroEbs { exposes = domain }\n  link ebs -- s[0] : Pcie3\n')
      + 'instance old : c4.8xlarge on box.s {\n  volume root : gp2 { size = 8 GiB }\n}',
  }),
  'security/drives-plain': code({
    severity: 'error',
    message: (f: { name: string; type: string; card: string }) =>
      `'${f.name}' has local drives behind '${f.card}', which does not encrypt, though '${f.type}' says it must.`,
    why: 'Keys that die with the instance are what makes its blocks unreadable after terminate.',
    remedy: 'Use a card with encryption = yes.',
    example: 'use aws\nhost box {\n  socket s : Graviton3\n  hypervisor h : Nitro on s\n'
      + '  card disk : NitroStorage { encryption = no\n    drive d { capacity = 59 GB }\n  }\n'
      + '  link disk -- s : Pcie { generation = 5  lanes = 8 }\n}\n'
      + 'instance web : c7g.large on box.s { disks = 1  diskEncryption = required }',
  }),
  'security/drives-readable': code({
    severity: 'warning',
    message: (f: { name: string; drive: string; type: string }) =>
      `'${f.drive}' is not encrypted: who gets it after '${f.name}' can read what '${f.name}' left there, and '${f.type}' does not say that this is so.`,
    why: 'Keys that die with the instance are what makes its blocks unreadable after terminate.',
    remedy: 'Put the drives behind a card with encryption = yes, or say diskEncryption = unsupported.',
    example: 'use aws\nhost box {\n  socket s : Graviton3\n  hypervisor h : Nitro on s\n'
      + '  card disk : NitroStorage { encryption = no\n    drive d { capacity = 59 GB }\n  }\n'
      + '  link disk -- s : Pcie { generation = 5  lanes = 8 }\n}\n'
      + 'instance web : c7g.large on box.s { disks = 1 }',
  }),
  'security/unknown-group': code({
    severity: 'warning',
    message: (f: { rule: string; group: string; name: string; nearest: readonly string[] }) =>
      end(`No instance is in the security group '${f.group}', so ${f.rule} of '${f.name}' lets nobody pass${meant(f.nearest)}`),
    why: 'A rule admits instances of the group that it names; without any, every packet is dropped.',
    remedy: 'Correct the name, or give an instance that securityGroup.',
    example: `${BOX}instance web : c7g.large on box.s { securityGroup = "front" }\n`
      + 'instance db : c7g.large on box.s { inboundFrom = "fornt" }',
  }),
  // A warning, as the next one: what follows from it can be seen in a run.
  'security/firmware-writes': code({
    severity: 'warning',
    message: (f: { chip: string }) => `Security chip '${f.chip}' lets the host write firmware.`,
    why: 'Firmware that a customer can change outlives the customer: the chip exists to refuse it.',
    remedy: 'Remove firmwareWrites, or set it to refused.',
    example: 'use aws\nhost box {\n  chip guard : NitroSecurity { firmwareWrites = allowed }\n}',
  }),
  'security/firmware-commands': code({
    severity: 'warning',
    message: (f: { card: string }) =>
      `Card '${f.card}' lets a guest send firmware commands to the drives behind it.`,
    why: 'A drive with changed firmware serves the next customer; the card exists to block this.',
    remedy: 'Remove firmwareCommands, or set it to blocked.',
    example: 'use aws\nhost box {\n  socket s : Graviton3\n'
      + '  card disk : NitroStorage { firmwareCommands = allowed }\n'
      + '  link disk -- s : Pcie { generation = 5  lanes = 8 }\n}',
  }),
  'security/metal-without-chip': code({
    severity: 'warning',
    message: (f: { name: string; machine: string }) =>
      `Metal '${f.name}' is on '${f.machine}', and no security chip guards its firmware.`,
    why: 'A metal instance has the board to itself; without a chip it can change the firmware.',
    remedy: 'Add a chip and link it to the controller or the socket.',
    example: 'use aws\nhost box { socket s : Graviton3 }\ninstance db : c7g.metal on box.s',
  }),
};
