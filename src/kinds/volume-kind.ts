/**
 * EBS volumes: what a volume is asked for, what its type can do, and what stands behind it.
 * Not the limits of any one type: those are written in the catalogue.
 */
import { common } from './common-properties.ts';
import {
  count, drawnTime, flag, kind, operations, rate, ratio, size, time, typeOf, word, words,
} from './types.ts';

const guide = 'EC2 user guide, 2023';

/** How a type sells operations and throughput, and how they grow by themselves. */
const limits = {
  provisioned: words(['size', 'iops', 'throughput'], {
    doc: 'What a volume of the type is asked for; unset: anything.',
  }),
  minimumSize: size({ doc: 'Smallest size of the type.' }),
  maximumSize: size({ doc: 'Largest size of the type.' }),
  minimumIops: operations({ doc: 'Fewest operations a second of the type.' }),
  maximumIops: operations({ doc: 'Most operations a second of the type.' }),
  iopsPerGib: operations({ doc: 'Most operations a second that may be asked for, for each GiB.' }),
  baselineIops: operations({ doc: 'Operations a second when none are asked for.' }),
  baselineIopsPerGib: operations({ doc: 'Operations a second that it has for each GiB, unasked.' }),
  minimumThroughput: rate({ doc: 'Least throughput of the type.' }),
  maximumThroughput: rate({ doc: 'Most throughput of the type.' }),
  baselineThroughput: rate({ doc: 'Throughput when none is asked for.' }),
  baselineThroughputPerTib: rate({ doc: 'Throughput that it has for each TiB, unasked.' }),
  throughputPerIops: size({
    doc: 'Throughput that it has for each operation a second, where that is above its baseline.',
  }),
  mostThroughputPerIops: size({
    doc: 'Most throughput that may be asked for, for each operation a second.',
  }),
  smallSize: size({ doc: 'Volumes up to this size have smallThroughput at most.' }),
  smallThroughput: rate({ doc: 'Most throughput of a small volume.' }),
  elsewhereIops: operations({
    doc: 'Most operations a second on instances that are not built on Nitro.',
  }),
  elsewhereThroughput: rate({ doc: 'Most throughput on instances that are not built on Nitro.' }),
} as const;

/** What may be saved up. */
const credits = {
  burstIops: operations({ doc: 'Operations a second while credits last.' }),
  iopsCredits: count({ minimum: '1', doc: 'Operations that can be saved up for bursts.' }),
  burstThroughputPerTib: rate({ doc: 'Throughput for each TiB while credits last.' }),
  throughputCreditsPerTib: size({ doc: 'Throughput that each TiB can save up for bursts.' }),
  initialCredits: ratio({
    fallback: '100 %', minimum: '0 %', maximum: '100 %', doc: 'Credits at the start, of all it can have.',
    source: `${guide}: each volume receives a full balance`,
  }),
} as const;

/** What stands behind it: the way there, storage nodes and their replicas, and a snapshot. */
const remote = {
  latency: drawnTime({
    fallback: '1 ms', assumed: true,
    doc: 'Time of one operation at a storage node; on hosts without the way to it.',
  }),
  concurrency: count({
    minimum: '1', maximum: '65536',
    doc: 'Operations that a storage node works on at a time; unset: all at once.',
  }),
  networkDelay: time({
    fallback: '0 s', maximum: '1 s',
    doc: 'Between card and storage node, one way; 0: a part of the latency. On hosts the fabric '
      + 'between them says it.',
  }),
  transport: typeOf(['transport'], {
    doc: 'How it goes to the hosts that it is on, and between them; unset: Srd where all their '
      + 'cards speak it, else Tcp.',
  }),
  replicas: count({
    fallback: '2', minimum: '1', maximum: '16',
    doc: 'A write is done when so many nodes have it; on hosts each is in another rack.',
    source: 'Brooker, Chen and Ping, Millions of Tiny Databases, NSDI 2020: primary, then replica',
  }),
  replicationDelay: time({
    fallback: '100 us', maximum: '1 s', assumed: true,
    doc: 'From one replica to the next, one way. On hosts the fabric between them says it.',
    source: 'assumed: the fastest 4 KiB write of a fio run took 224 us more than the fastest read '
      + '(elastic-ci-stack-for-aws, 2020)',
  }),
  snapshot: flag({
    fallback: 'no', doc: 'Made from a snapshot: a block comes when it is touched first.',
  }),
  loaded: ratio({
    fallback: '0 %', minimum: '0 %', maximum: '100 %',
    doc: 'Of a snapshot, from its first block on, what is there at the start.',
  }),
  snapshotBlock: size({
    fallback: '512 KiB', minimum: '4 KiB', doc: 'What comes from a snapshot at one touch.',
    source: 'EBS user guide, 2025: blocks of EBS direct APIs are 512 KiB',
  }),
  firstTouchTime: drawnTime({
    fallback: '100 ms', assumed: true, doc: 'Until a block of a snapshot is there.',
    source: 'assumed: a block of 512 KiB at 5 MB/s, which dd saw (techotom.com, 2024)',
  }),
  firstTouchRate: rate({
    fallback: '100 MB/s', minimum: '1 kB/s', assumed: true,
    doc: 'Rate at which blocks of a snapshot come on demand.',
    source: 'assumed: what fio saw at a deep queue (techotom.com, 2024)',
  }),
  initializationRate: rate({
    minimum: '100 MiB/s', maximum: '300 MiB/s',
    source: 'EBS user guide, 2025: 100 to 300 MiB/s',
    doc: 'Rate at which all blocks of a snapshot come in order, asked for when it is made.',
  }),
} as const;

export const volume = kind({
  name: 'volume',
  doc: 'An EBS volume. On hosts, its storage nodes, it is reached over the fabric between them.',
  atTop: true,
  on: ['host'],
  typeRequired: true,
  properties: {
    ...common,
    size: size({ required: true, minimum: '1 GiB', maximum: '64 TiB', doc: 'Size of the volume.' }),
    iops: operations({ minimum: '1', doc: 'Operations a second it is provisioned for.' }),
    throughput: rate({ minimum: '1 kB/s', doc: 'Throughput it is provisioned for.' }),
    encrypted: flag({ fallback: 'yes', doc: 'Encrypted on the card.' }),
    boot: flag({ fallback: 'no', doc: 'The volume to boot from; else one named root, else the first.' }),
    attached: flag({ fallback: 'yes', doc: 'Attached at launch; no: a scenario attaches it.' }),
    media: word(['flash', 'disk'], {
      fallback: 'flash',
      doc: 'What the type is made of. A disk counts every operation as a whole one of operationSize.',
    }),
    operationSize: size({
      fallback: '256 KiB', minimum: '4 KiB', maximum: '1 GiB',
      doc: 'Counts as one operation; requests in order are merged up to it, longer ones are split.',
      source: `${guide}: 256 KiB on flash, 1,024 KiB on disks`,
    }),
    ...limits,
    ...credits,
    ...remote,
  },
});
