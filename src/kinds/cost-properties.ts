/**
 * What work costs: groups of properties that kinds of processors, hypervisors, guests and devices
 * take into their rows. Not the kinds. Keeps true: every default here reaches a simulation, so it
 * names its source or says that it is assumed.
 */
import {
  count, drawnTime, flag, packets, rate, ratio, time, word,
} from './types.ts';

/** Of sockets and whole computers. */
export const processorCosts = {
  hardwareAssist: flag({
    fallback: 'yes', doc: 'Sensitive instructions of a guest leave it for the hypervisor (VT-x, EL2).',
  }),
  sensitiveTraps: flag({
    fallback: 'yes',
    doc: 'All sensitive instructions trap in user mode, as Popek and Goldberg ask; x86 does not.',
  }),
  exitCycles: count({
    fallback: '1000', minimum: '0', maximum: '1000000', assumed: true,
    doc: 'Cycles of one exit from a guest to the hypervisor and back.',
  }),
  directInterrupts: flag({
    fallback: 'no', doc: 'Interrupts of devices reach a guest without an exit (posted interrupts).',
  }),
  siblingSpeed: ratio({
    fallback: '62.5 %', minimum: '1 %', maximum: '100 %', assumed: true,
    doc: 'Speed of a hardware thread while the other one of its core is busy, of its speed alone.',
  }),
} as const;

/** Of hypervisors: how processors are shared, and what their work and device models cost. */
export const hypervisorCosts = {
  cpuSharing: word(['dedicated', 'shared'], {
    fallback: 'dedicated',
    doc: 'dedicated: each vCPU has a hardware thread to itself; shared: vCPUs take turns, and may be '
      + 'more than there are threads.',
  }),
  timeSlice: time({
    fallback: '30 ms', minimum: '10 us', maximum: '10 s', assumed: true,
    doc: 'A vCPU that others wait for runs at most so long at a time.',
  }),
  switchTime: time({
    fallback: '5 us', maximum: '100 ms', assumed: true,
    doc: 'Lost on a processor when it turns to another vCPU, cold caches included.',
  }),
  minimumRun: time({
    fallback: '0 s', maximum: '10 s',
    doc: 'A vCPU keeps its thread for so long before one that wakes up may take it. The first Xen '
      + 'has 5 ms (context switch allowance of its scheduler), later ones 1 ms (sched_ratelimit_us).',
  }),
  boost: flag({ fallback: 'yes', doc: 'A vCPU that wakes up goes before those that use their share.' }),
  managementWeight: count({
    fallback: '256', minimum: '1', maximum: '65535', doc: 'Share of the management domain on shared cores.',
  }),
  emulateCycles: count({
    fallback: '1500', minimum: '0', maximum: '1000000', assumed: true,
    doc: 'Cycles to decode and emulate one trapped instruction.',
  }),
  hypercallCycles: count({
    fallback: '300', minimum: '0', maximum: '1000000', assumed: true,
    doc: 'Cycles of one call of a paravirtual guest to the hypervisor.',
  }),
  hypercallBatch: count({
    fallback: '8', minimum: '1', maximum: '1024', assumed: true,
    doc: 'Sensitive operations that a paravirtual guest hands over in one call.',
  }),
  translatedCycles: count({
    fallback: '214', minimum: '0', maximum: '1000000',
    doc: 'Cycles of one sensitive instruction after binary translation.',
    source: 'Adams and Agesen, ASPLOS 2006: port read under translation, 214 cycles',
  }),
  portCycles: count({
    fallback: '11500', minimum: '0', maximum: '10000000',
    doc: 'Cycles to emulate the device behind one port instruction, on top of the exit.',
    source: 'Adams and Agesen, ASPLOS 2006: 15,826 cycles in all, less entry and exit of that processor',
  }),
  modelRequestTime: time({
    fallback: '2.7 us', maximum: '1 s',
    doc: 'Processor time of a device model for one storage request of up to 4 KiB; more takes longer '
      + 'in proportion.',
    source: 'Firecracker specification, 2026: 1 GiB/s takes 70 % of a core',
  }),
  modelPacketTime: time({
    fallback: '13 ns', maximum: '1 s',
    doc: 'Processor time of a device model for one network packet, whatever its size.',
    source: 'Firecracker network performance, 2026: from 25 Gbps at 1460 and 18 Gbps at 96 bytes a segment',
  }),
  modelByteRate: rate({
    fallback: '25.7 Gbps', minimum: '1 Mbps',
    doc: 'Rate at which one processor copies network data in a device model.',
    source: 'Firecracker network performance, 2026: from 25 Gbps at 1460 and 18 Gbps at 96 bytes a segment',
  }),
  modelWakeTime: time({
    fallback: '60 us', maximum: '1 s',
    doc: 'An idle device model takes so long to be woken; a busy one finds the request itself.',
    source: 'Firecracker specification, 2026: adds 0.06 ms to the latency',
  }),
} as const;

/** Of instances: share of the processor, and what drivers of the guest cost. */
export const guestCosts = {
  weight: count({
    fallback: '256', minimum: '1', maximum: '65535', doc: 'Its share where cores are shared.',
  }),
  pinnedCore: count({
    minimum: '0', maximum: '4095',
    doc: 'Where cores are shared: its first vCPU runs on this hardware thread only, the next on the next.',
  }),
  requestTime: time({
    fallback: '2 us', maximum: '1 s', assumed: true,
    doc: 'Processor time of the guest to submit one storage request.',
  }),
  completionTime: time({
    fallback: '1 us', maximum: '1 s', assumed: true,
    doc: 'Processor time of the guest to take one completed storage request.',
  }),
  packetTime: time({
    fallback: '250 ns', maximum: '1 s', assumed: true,
    doc: 'Processor time of the guest for one packet, sent or received.',
  }),
  interruptTime: time({
    fallback: '500 ns', maximum: '1 s', assumed: true,
    doc: 'Processor time of the guest to take one interrupt, exits not counted.',
  }),
  interruptExits: count({
    fallback: '2', minimum: '0', maximum: '100',
    doc: 'Exits for one interrupt of a device: its delivery and its end; none where interrupts are direct.',
    source: 'ELI, ASPLOS 2012: an exit to inject and one to complete an interrupt',
  }),
  networkPacketRate: packets({ minimum: '1', doc: 'Packets a second it may send, and as many receive.' }),
  networkBurstTime: time({
    fallback: '5 min', maximum: '1 d',
    doc: 'A full bucket lets it use its peak network rate for so long; separate in and out.',
    source: 'EC2 user guide, 2023: typically 5 to 60 minutes',
  }),
  ebsBurstTime: time({
    fallback: '30 min', maximum: '1 d', assumed: true,
    doc: 'A full bucket lets it use its peak EBS rate for so long.',
  }),
} as const;

/** Of cards. */
export const cardCosts = {
  processingTime: drawnTime({
    fallback: '2 us', assumed: true,
    doc: 'A request or packet is on its way through the card for so long; others pass meanwhile.',
  }),
  encryptionRate: rate({ minimum: '1 Mbps', doc: 'Rate of its cipher; unset: line rate.' }),
  interruptDelay: time({
    fallback: '0 s', maximum: '1 s', doc: 'Interrupt moderation: completions within so long share one.',
  }),
  receiveRing: count({
    fallback: '1024', minimum: '1', maximum: '65536',
    doc: 'Packets a receive queue holds; more are dropped.',
    source: 'ENA Linux best practices, 2026: default of 1,024, 256 to 16 K',
  }),
} as const;

/** Of drives. */
export const driveCosts = {
  readTime: time({
    fallback: '80 us', minimum: '1 us', maximum: '1 s', assumed: true,
    doc: 'One read by itself; with readIops it tells how many the drive works on at a time.',
  }),
} as const;
