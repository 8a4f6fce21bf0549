/**
 * What hosts are made of: sockets, hypervisors, cards, controllers, chips, drives, whole machines.
 * Not what joins them, nor instances or workloads. Keeps true: every default that reaches a
 * simulation names its source or says that it is assumed.
 */
import { common } from './common-properties.ts';
import {
  cardCosts, driveCosts, hypervisorCosts, processorCosts,
} from './cost-properties.ts';
import { driveFlash } from './flash-kinds.ts';
import {
  count, drawnTime, flag, frequency, kind, operations, packets, rate, ratio, size, text, time,
  word, words,
} from './types.ts';

/** A part that carries out commands of the life cycle, and may lose some of them. */
const obedient = {
  lostCommands: count({
    fallback: '0', minimum: '0', maximum: '1000000',
    doc: 'The first so many commands are lost; each is tried again after its time-out.',
  }),
  lossRatio: ratio({
    fallback: '0 %', minimum: '0 %', maximum: '100 %',
    doc: 'Share of commands that are lost at random.',
  }),
} as const;

export const host = kind({
  name: 'host',
  doc: 'A server: a board or shelf with its sockets, cards and controller.',
  children: [
    'socket', 'machine', 'hypervisor', 'card', 'controller', 'chip', 'drive', 'switch',
  ],
  links: true,
  properties: { ...common },
});

export const socket = kind({
  name: 'socket',
  doc: 'A processor package: cores, caches, memory channels and PCIe lanes.',
  properties: {
    ...common,
    architecture: word(['arm64', 'x86'], { required: true, doc: 'Instruction set.' }),
    vendor: text({ doc: 'Who makes it.' }),
    model: text({ doc: 'Name as the guest reads it in /proc/cpuinfo.' }),
    microarchitecture: text({ doc: 'Core design; the catalogue gives the cost of an exit by it.' }),
    cores: count({ required: true, minimum: '1', maximum: '1024', doc: 'Physical cores.' }),
    threadsPerCore: count({
      fallback: '1', minimum: '1', maximum: '8', doc: 'Hardware threads of a core.',
    }),
    memory: size({ required: true, minimum: '1 MiB', maximum: '64 TiB', doc: 'Memory attached to it.' }),
    memoryBandwidth: rate({
      minimum: '1 Mbps', doc: 'Bandwidth of its memory channels; unset: as much as is asked for.',
    }),
    clock: frequency({ doc: 'Base clock, as lscpu shows it.' }),
    turboClock: frequency({ doc: 'Highest clock, as turbostat shows it.' }),
    level1Data: size({ doc: 'Level 1 data cache of a core.' }),
    level1Instruction: size({ doc: 'Level 1 instruction cache of a core.' }),
    level2: size({ doc: 'Level 2 cache of a core.' }),
    level3: size({ doc: 'Level 3 cache of the socket.' }),
    ...processorCosts,
    pcieGeneration: count({ minimum: '1', maximum: '7', doc: 'PCIe generation of its lanes.' }),
    pcieLanes: count({ minimum: '0', maximum: '256', doc: 'PCIe lanes it has.' }),
    powerOnTime: drawnTime({
      fallback: '4 min', assumed: true,
      doc: 'Power on to firmware ready when started as bare metal.',
      source: 'assumed share of the up to 20 minutes of the EC2 user guide, 2023',
    }),
    powerOffTime: drawnTime({
      fallback: '5 s', assumed: true, doc: 'From the power-off command to off.',
    }),
  },
});

export const machine = kind({
  name: 'machine',
  doc: 'A whole computer on a shelf, such as a Mac mini, with no slot for a card.',
  properties: {
    ...common,
    architecture: word(['arm64', 'x86'], { required: true, doc: 'Instruction set.' }),
    vendor: text({ doc: 'Who makes it.' }),
    model: text({ doc: 'Name as the guest reads it.' }),
    microarchitecture: text({ doc: 'Core design.' }),
    cores: count({ required: true, minimum: '1', maximum: '1024', doc: 'Physical cores.' }),
    threadsPerCore: count({
      fallback: '1', minimum: '1', maximum: '8', doc: 'Hardware threads of a core.',
    }),
    memory: size({ required: true, minimum: '1 MiB', maximum: '64 TiB', doc: 'Memory.' }),
    clock: frequency({ doc: 'Base clock.' }),
    turboClock: frequency({ doc: 'Highest clock.' }),
    level1Data: size({ doc: 'Level 1 data cache of a core.' }),
    level1Instruction: size({ doc: 'Level 1 instruction cache of a core.' }),
    level2: size({ doc: 'Level 2 cache of a core.' }),
    level3: size({ doc: 'Level 3 cache.' }),
    ...processorCosts,
    internalStorage: size({ doc: 'Built-in drive; instances do not get it.' }),
    pcieSlots: count({ fallback: '0', minimum: '0', maximum: '64', doc: 'Slots for cards.' }),
    thunderboltPorts: count({ fallback: '0', minimum: '0', maximum: '16', doc: 'Thunderbolt ports.' }),
    powerOnTime: drawnTime({
      fallback: '5 min', assumed: true,
      doc: 'Power switch pressed to firmware ready.',
      source: 'assumed share of the 6 to 20 minutes of the EC2 user guide, 2023',
    }),
    powerOffTime: drawnTime({
      fallback: '15 min', doc: 'From stop to off.', source: 'EC2 user guide, 2023: about 15 minutes',
    }),
    scrubTime: drawnTime({
      fallback: '50 min',
      doc: 'After stop or terminate: internal drive erased, NVRAM cleared, firmware updated.',
      source: 'EC2 user guide, 2023: up to 50 minutes on x86, up to 110 minutes on M1',
    }),
  },
});

export const hypervisor = kind({
  name: 'hypervisor',
  doc: 'What shares a socket or machine among instances.',
  on: ['socket', 'machine'],
  properties: {
    ...common,
    ...obedient,
    design: word(['type1', 'type2'], {
      fallback: 'type1', doc: 'Type 1 runs on the hardware, type 2 inside a host system.',
    }),
    virtualization: word(['hardware', 'paravirtual', 'full', 'translation', 'none'], {
      fallback: 'hardware', doc: 'How sensitive instructions of a guest are handled.',
    }),
    managementDomain: flag({
      fallback: 'no', doc: 'A privileged domain (dom0) owns devices and device models.',
    }),
    managementCores: count({
      fallback: '0', minimum: '0', maximum: '1024', doc: 'Cores that cannot be sold.',
    }),
    managementMemory: size({ fallback: '0 B', doc: 'Memory that cannot be sold.' }),
    cpuTax: ratio({
      fallback: '0 %', minimum: '0 %', maximum: '100 %',
      doc: 'Share of processor time the hypervisor takes from a guest.',
    }),
    ...hypervisorCosts,
    concurrency: count({
      fallback: '1', minimum: '1', maximum: '1024', doc: 'Allocations it works on at one time.',
    }),
    allocateTime: drawnTime({
      fallback: '1.6 s', assumed: true,
      doc: 'Time to allocate the vCPUs and memory of an instance.',
      source: 'assumed share of 4.90 s from pending to running (ec2-boot-bench, 2021)',
    }),
    startTime: drawnTime({
      fallback: '1 s', assumed: true,
      doc: 'Time from the start command to the first instruction of the guest.',
      source: 'assumed share of 4.90 s from pending to running (ec2-boot-bench, 2021)',
    }),
    stopTime: drawnTime({
      fallback: '2 s', assumed: true, doc: 'Time to stop a guest and free what it held.',
    }),
  },
});

export const card = kind({
  name: 'card',
  doc: 'A card that serves network, remote volumes or local drives to instances.',
  children: ['drive'],
  properties: {
    ...common,
    ...obedient,
    serves: words(['vpc', 'ebs', 'storage'], { required: true, doc: 'What instances get from it.' }),
    exposes: word(['function', 'domain'], {
      fallback: 'function',
      doc: 'function: the guest drives a virtual function itself; domain: only the management '
        + 'domain sees the card, and a device model stands between.',
    }),
    interface: word(['ena', 'ixgbevf', 'nvme', 'netfront', 'blkfront', 'ahci'], {
      doc: 'The driver that the guest, or the management domain, speaks to it with.',
    }),
    rate: rate({ minimum: '1 Mbps', maximum: '100 Tbps', doc: 'Line rate of the card.' }),
    iops: operations({ minimum: '1', doc: 'Operations a second it can carry.' }),
    packetRate: packets({ minimum: '1', doc: 'Packets a second it can carry.' }),
    queues: count({ minimum: '1', maximum: '4096', doc: 'Queue pairs of one function.' }),
    functions: count({
      fallback: '64', minimum: '1', maximum: '65535', assumed: true,
      doc: 'Virtual functions it can give out.',
    }),
    encryption: flag({ fallback: 'no', doc: 'Encrypts in hardware; keys stay on the card.' }),
    reliableDatagram: flag({ fallback: 'no', doc: 'Speaks SRD (ENA Express, EFA, EBS).' }),
    flowRate: rate({
      minimum: '1 Mbps',
      doc: 'Most of one flow of TCP or UDP between instances over a fabric; unset: what the links '
        + 'take.',
    }),
    clusterFlowRate: rate({
      minimum: '1 Mbps',
      doc: 'The same between instances of one array under placement = cluster; unset: flowRate.',
    }),
    expressFlowRate: rate({
      minimum: '1 Mbps', doc: 'The same with ENA Express; unset: what the links take.',
    }),
    expressTime: time({
      fallback: '10 us', maximum: '1 s', assumed: true,
      doc: 'With ENA Express the card of the receiver takes so long to put packets in order.',
      source: 'EC2 user guide, 2023: light loads may see tens of microseconds more',
    }),
    ports: count({
      minimum: '1', maximum: '64', doc: 'Network ports; unset: as many as its links take.',
    }),
    jitter: time({
      fallback: '20 ns', maximum: '1 ms', assumed: true,
      doc: 'Before it sends into an idle cable it waits up to so long, by chance, so that of packets '
        + 'that come together not always the same is first.',
    }),
    mtu: size({
      minimum: '576 B', maximum: '64 KiB',
      doc: 'Largest packet its ports take, headers of IP included; unset: that of the other end.',
    }),
    firmwareCommands: word(['blocked', 'allowed'], {
      fallback: 'blocked', doc: 'Whether a guest may send firmware commands to drives behind it.',
    }),
    flashTranslation: word(['perDrive', 'shared'], {
      fallback: 'perDrive',
      doc: 'Who translates for the flash of its drives: each for itself, or the card for all.',
    }),
    collectingMost: count({
      minimum: '1', maximum: '65536',
      doc: 'Planes behind a shared translation that collect at a time while none must.',
    }),
    pcieGeneration: count({ minimum: '1', maximum: '7', doc: 'PCIe generation of its connector.' }),
    pcieLanes: count({ minimum: '1', maximum: '32', doc: 'PCIe lanes of its connector.' }),
    ...cardCosts,
    pciDevice: text({ doc: 'Vendor and device as lspci prints them, such as 1d0f:ec20.' }),
    concurrency: count({
      fallback: '1', minimum: '1', maximum: '1024', doc: 'Attachments it works on at one time.',
    }),
    attachTime: drawnTime({
      fallback: '2 s', assumed: true, doc: 'Time to attach one device to an instance.',
      source: 'assumed share of 4.90 s from pending to running (ec2-boot-bench, 2021)',
    }),
    detachTime: drawnTime({
      fallback: '1 s', assumed: true, doc: 'Time to detach one device.',
    }),
  },
});

export const controller = kind({
  name: 'controller',
  doc: 'The Nitro controller: takes requests of the control plane and drives the host.',
  properties: {
    ...common,
    ...obedient,
    requestTime: drawnTime({
      fallback: '1.54 s', doc: 'Control plane: from the API call to the controller.',
      source: 'ec2-boot-bench, daemonology, 2021: RunInstances on c5.xlarge',
    }),
    commandTime: drawnTime({
      fallback: '100 ms', assumed: true, doc: 'The controller works on one command for so long.',
      source: 'assumed share of 4.90 s from pending to running (ec2-boot-bench, 2021)',
    }),
    concurrency: count({
      fallback: '1', minimum: '1', maximum: '1024', doc: 'Commands it works on at one time.',
    }),
    timeout: time({
      fallback: '10 s', minimum: '1 us', assumed: true,
      doc: 'A command that is not answered for so long counts as failed; without an answer from '
        + 'the board, metal start-up has its own time-out.',
    }),
    boardTimeout: time({
      fallback: '30 min', minimum: '1 us', assumed: true,
      doc: 'The time-out of a step in which a whole board or machine starts.',
    }),
    retries: count({
      fallback: '3', minimum: '0', maximum: '1000000', assumed: true,
      doc: 'A failed step is tried again so often before the launch fails.',
    }),
    outboundPath: flag({
      fallback: 'no', doc: 'Whether it may open a connection by itself; a Nitro controller may not.',
    }),
  },
});

export const chip = kind({
  name: 'chip',
  doc: 'The security chip: stands between the board and its firmware, root of trust.',
  properties: {
    ...common,
    firmwareWrites: word(['refused', 'allowed'], {
      fallback: 'refused', doc: 'What happens to a write from the host to firmware storage.',
    }),
    verifyTime: drawnTime({
      fallback: '5 min', assumed: true,
      doc: 'Time to verify hardware and firmware before bare metal starts.',
      source: 'assumed share of the up to 20 minutes of the EC2 user guide, 2023',
    }),
  },
});

export const drive = kind({
  name: 'drive',
  doc: 'A local drive.',
  properties: {
    ...common,
    capacity: size({ required: true, minimum: '1 MiB', doc: 'Capacity that instances see.' }),
    media: word(['flash', 'disk'], { fallback: 'flash', doc: 'Flash or spinning disk.' }),
    interface: word(['nvme', 'sata'], { fallback: 'nvme', doc: 'How it is connected.' }),
    readIops: operations({ doc: 'Random reads of 4 KiB a second.' }),
    writeIops: operations({ doc: 'Random writes of 4 KiB a second.' }),
    ...driveCosts,
    ...driveFlash,
    pciDevice: text({ doc: 'Vendor and device as lspci prints them.' }),
  },
});
