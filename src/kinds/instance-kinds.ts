/**
 * What runs on hosts: instances with their interfaces, and microVMs.
 * Not the hosts, and not volumes. Keeps true: an instance type's row names are those of the cloud's
 * own description of instance types, put into words, so that a catalogue can be compared field by
 * field.
 */
import { guestCosts, hypervisorCosts } from './cost-properties.ts';
import { common } from './common-properties.ts';
import {
  count, drawnTime, flag, frequency, kind, operations, rate, size, text, time, word, words,
} from './types.ts';

export const instance = kind({
  name: 'instance',
  doc: 'A virtual machine, or a whole machine sold as bare metal.',
  children: ['volume', 'interface'],
  on: ['socket', 'machine', 'host'],
  onRequired: true,
  typeRequired: true,
  properties: {
    ...common,
    vcpus: count({ required: true, minimum: '1', maximum: '4096', doc: 'vCPUs: hardware threads.' }),
    threadsPerCore: count({
      fallback: '1', minimum: '1', maximum: '8', doc: 'vCPUs that share a core.',
    }),
    cores: count({ minimum: '1', maximum: '4096', doc: 'Cores the API counts; usually derived.' }),
    memory: size({ required: true, minimum: '1 MiB', doc: 'Memory.' }),
    architectures: words(['arm64', 'x86', 'i386', 'armMac', 'x86Mac'], {
      required: true, doc: 'Instruction sets it can run; the Mac ones fit whole machines only.',
    }),
    vendor: text({ doc: 'Who makes the processor, as the API says.' }),
    processorFeatures: words(['sevSnp', 'nestedVirtualization'], {
      doc: 'Processor features that guests may ask for.',
    }),
    clock: frequency({ doc: 'Sustained clock that the API gives.' }),
    hypervisor: word(['nitro', 'xen', 'none'], {
      fallback: 'nitro', doc: 'What the API says runs beneath; none on bare metal.',
    }),
    metal: flag({ fallback: 'no', doc: 'Takes a whole machine, with no hypervisor.' }),
    currentGeneration: flag({ fallback: 'yes', doc: 'Whether the API calls it current.' }),
    virtualizationTypes: words(['hvm', 'paravirtual'], { doc: 'Image types it boots.' }),
    networkBaseline: rate({ doc: 'Network rate it can keep, all cards together.' }),
    networkPeak: rate({ doc: 'Network rate while credits last.' }),
    networkCards: count({ fallback: '1', minimum: '1', maximum: '64', doc: 'Network cards.' }),
    maximumInterfaces: count({ minimum: '1', doc: 'Most network interfaces.' }),
    addressesPerInterface: count({ minimum: '1', doc: 'IPv4 addresses of an interface.' }),
    ena: word(['required', 'supported', 'unsupported'], {
      fallback: 'required', doc: 'Elastic Network Adapter.',
    }),
    enaQueues: count({ minimum: '1', doc: 'Default ENA queues of an interface.' }),
    maximumEnaQueues: count({ minimum: '1', doc: 'Most ENA queues of an interface.' }),
    flexibleEnaQueues: flag({ fallback: 'no', doc: 'Queues of an interface can be chosen.' }),
    enaExpress: flag({ fallback: 'no', doc: 'ENA Express (SRD) is supported.' }),
    efa: flag({ fallback: 'no', doc: 'Elastic Fabric Adapter is supported.' }),
    efaInterfaces: count({ minimum: '0', doc: 'Most EFA interfaces.' }),
    bandwidthWeightings: words(['default', 'vpc1', 'ebs1'], {
      doc: 'Ways to shift bandwidth between network and EBS.',
    }),
    encryptionInTransit: flag({ fallback: 'no', doc: 'Traffic between instances is encrypted.' }),
    securityGroup: text({ doc: 'The security group it is in; rules of others name it.' }),
    inboundFrom: text({
      doc: 'Only instances of this security group may send to it; unset: all may.',
    }),
    outboundTo: text({
      doc: 'It may send to instances of this security group only; unset: to all.',
    }),
    ebsNvme: word(['required', 'supported', 'unsupported'], {
      fallback: 'required', doc: 'EBS volumes appear as NVMe devices.',
    }),
    ebsOptimized: word(['default', 'supported', 'unsupported'], {
      fallback: 'default', doc: 'Bandwidth of its own for EBS.',
    }),
    ebsBaselineRate: rate({ doc: 'EBS data rate it can keep.' }),
    ebsPeakRate: rate({ doc: 'EBS data rate while credits last.' }),
    ebsBaselineIops: operations({ doc: 'EBS operations it can keep.' }),
    ebsPeakIops: operations({ doc: 'EBS operations while credits last.' }),
    maximumAttachments: count({ minimum: '0', doc: 'Most EBS volumes (with interfaces if shared).' }),
    attachmentLimit: word(['shared', 'dedicated'], {
      fallback: 'shared', doc: 'Whether interfaces and drives count towards the attachment limit.',
    }),
    ebsCards: count({ fallback: '1', minimum: '1', maximum: '64', doc: 'EBS cards.' }),
    ebsEncryption: word(['supported', 'unsupported'], {
      fallback: 'supported', doc: 'Encrypted EBS volumes.',
    }),
    disks: count({ fallback: '0', minimum: '0', maximum: '256', doc: 'Local drives it gets.' }),
    diskSize: size({ doc: 'Size of one local drive.' }),
    diskMedia: word(['flash', 'disk'], { doc: 'What its local drives are.' }),
    diskNvme: word(['required', 'supported', 'unsupported'], { doc: 'Local drives appear as NVMe.' }),
    diskEncryption: word(['required', 'unsupported'], { doc: 'Local drives are encrypted.' }),
    bootModes: words(['legacyBios', 'uefi'], { doc: 'Boot modes it supports.' }),
    enclaves: flag({ fallback: 'no', doc: 'Nitro Enclaves are supported.' }),
    tpm: flag({ fallback: 'no', doc: 'NitroTPM is supported.' }),
    rootDevices: words(['ebs', 'instanceStore'], { doc: 'What it can boot from.' }),
    placementGroups: words(['cluster', 'partition', 'spread'], {
      doc: 'Placement groups the API offers for it.',
    }),
    drivers: words(['ena', 'nvme', 'ixgbevf', 'netfront', 'blkfront'], {
      doc: 'Drivers that its image has; unset: all of them.',
    }),
    enaSupport: flag({
      fallback: 'yes', doc: 'Its image is registered as one that can drive an ENA adapter.',
    }),
    mountsBy: word(['uuid', 'device'], {
      fallback: 'uuid',
      doc: 'How its image names file systems to mount; names of devices change with the generation.',
    }),
    accelerators: text({ doc: 'GPUs, FPGAs and other accelerators, for people.' }),
    placement: word(['pack', 'cluster', 'spread', 'partition'], {
      doc: 'How an array is laid over several places: pack, place by place; cluster, in as few racks '
        + 'as will do; spread, each in a rack of its own; partition, in groups that share no rack; '
        + 'unset: in turn, skipping full ones.',
    }),
    spreadLevel: word(['racks', 'hosts'], {
      fallback: 'racks', doc: 'What instances of placement = spread do not share.',
      source: 'EC2 user guide, 2023: spread level groups of racks or hosts',
    }),
    partitions: count({
      fallback: '7', minimum: '1', maximum: '7', doc: 'Groups of racks under placement = partition.',
      source: 'EC2 user guide, 2023: at most 7 partitions in a zone',
    }),
    ...guestCosts,
    bootRead: size({
      fallback: '64 MiB', assumed: true, doc: 'Read from the boot volume until the kernel runs.',
    }),
    bootReadDepth: count({
      fallback: '8', minimum: '1', maximum: '1024', assumed: true,
      doc: 'Blocks of 256 KiB that it asks for at a time when it boots.',
    }),
    firmwareTime: drawnTime({
      fallback: '2 s', assumed: true, doc: 'Guest firmware and boot loader.',
      source: 'assumed share of 17.18 s from running to the network stack (ec2-boot-bench, 2021)',
    }),
    kernelTime: drawnTime({
      fallback: '14.6 s', assumed: true, doc: 'Kernel start until its network stack answers.',
      source: 'assumed share of 17.18 s from running to the network stack (ec2-boot-bench, 2021)',
    }),
    servicesTime: drawnTime({
      fallback: '5.64 s', doc: 'From the network stack to the first service that accepts.',
      source: 'ec2-boot-bench, daemonology, 2021: port closed to open on c5.xlarge',
    }),
    shutdownTime: drawnTime({
      fallback: '5 s', assumed: true, doc: 'The guest shuts down in so long when stopped.',
    }),
  },
});

export const networkInterface = kind({
  name: 'interface',
  doc: 'An elastic network interface.',
  atTop: true,
  properties: {
    ...common,
    card: count({
      minimum: '0', maximum: '63',
      doc: 'Which network card of its instance it is on, from 0; unset: each takes the next.',
    }),
    queues: count({ minimum: '1', maximum: '128', doc: 'ENA queues asked for.' }),
    rate: rate({ minimum: '1 Mbps', doc: 'Limit of its own.' }),
    express: flag({
      fallback: 'no', doc: 'ENA Express: TCP and UDP are carried over SRD, where both ends have it.',
    }),
    adapter: word(['ena', 'efa'], {
      fallback: 'ena', doc: 'efa: an Elastic Fabric Adapter, which programs drive by themselves.',
    }),
    mtu: size({
      minimum: '576 B', maximum: '9001 B',
      doc: 'Largest packet of the guest, headers of IP included; unset: that of the network.',
    }),
    attached: flag({ fallback: 'yes', doc: 'Attached at launch; no: a scenario attaches it.' }),
  },
});

export const microvm = kind({
  name: 'microvm',
  doc: 'A microVM, such as Firecracker starts.',
  on: ['instance', 'socket', 'machine'],
  onRequired: true,
  properties: {
    ...common,
    vcpus: count({ fallback: '1', minimum: '1', maximum: '32', doc: 'vCPUs.' }),
    memory: size({ fallback: '128 MiB', minimum: '1 MiB', doc: 'Memory of the guest.' }),
    overhead: size({
      fallback: '5 MiB', doc: 'Memory of the VMM itself.',
      source: 'firecracker SPECIFICATION.md, 2026: at most 5 MiB with 1 vCPU and 128 MiB',
    }),
    image: text({ doc: 'Kernel or root image, for people.' }),
    startWork: time({
      fallback: '8 ms', maximum: '1 h', doc: 'Processor time to start its VMM.',
      source: 'Firecracker specification, 2026: 8 CPU ms until its API answers',
    }),
    startTime: drawnTime({
      fallback: '12 ms',
      doc: 'Time to start its VMM where a core is free; what is more than startWork is waiting.',
      source: 'Firecracker specification, 2026: 6 to 60 ms, typically 12 ms',
    }),
    kernelTime: drawnTime({
      fallback: '125 ms', doc: 'Processor time of one vCPU from its start to its first process.',
      source: 'Firecracker specification, 2026: at most 125 ms from InstanceStart to /sbin/init',
    }),
    initTime: drawnTime({
      fallback: '0 s', doc: 'Processor time from its first process to the first service that accepts.',
    }),
    stopTime: drawnTime({
      fallback: '10 ms', assumed: true, doc: 'Time to end it and to free what it held.',
    }),
    emulateCycles: hypervisorCosts.emulateCycles,
    portCycles: hypervisorCosts.portCycles,
  },
});
