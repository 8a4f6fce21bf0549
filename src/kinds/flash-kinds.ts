/**
 * What drives of flash are made of: the NAND, how much of it stands where, and how the drive keeps
 * it. Not how drives are reached. Keeps true: a drive without NAND has none of this.
 */
import { common } from './common-properties.ts';
import { count, flag, kind, operations, rate, ratio, size, time, typeOf, word } from './types.ts';

export const nand = kind({
  name: 'nand',
  doc: 'A kind of flash memory: how it is divided, how fast it is, how often it can be erased.',
  properties: {
    ...common,
    cell: word(['slc', 'mlc', 'tlc', 'qlc'], { fallback: 'tlc', doc: 'Bits that a cell holds.' }),
    page: size({
      required: true, minimum: '512 B', maximum: '64 KiB',
      doc: 'What the map of a drive knows: a write of less costs a whole one.',
    }),
    pagesPerBlock: count({
      required: true, minimum: '1', maximum: '16384', doc: 'Pages that one erase frees.',
    }),
    programPages: count({
      fallback: '1', minimum: '1', maximum: '64',
      doc: 'Pages that one program writes together: they share its time.',
    }),
    readTime: time({ required: true, maximum: '1 s', doc: 'From cells to the register of a plane.' }),
    programTime: time({ required: true, maximum: '1 s', doc: 'From the register to cells.' }),
    eraseTime: time({ required: true, maximum: '10 s', doc: 'Of one block.' }),
    eraseLimit: count({
      required: true, minimum: '1', maximum: '10000000', doc: 'Erases that a block lasts.',
    }),
    busRate: rate({
      fallback: '333 MB/s', minimum: '1 MB/s', doc: 'Rate of the channel that its dies share.',
      source: 'MQSim, ssdconfig.xml: 333 million transfers a second of one byte',
    }),
  },
});

/** Of drives, where `nand` says what they are made of. */
export const driveFlash = {
  nand: typeOf(['nand'], {
    doc: 'What it is made of; unset: a plain station that keeps its operations a second.',
  }),
  channels: count({
    fallback: '8', minimum: '1', maximum: '64', assumed: true, doc: 'Buses between controller and dies.',
  }),
  packages: count({
    fallback: '4', minimum: '1', maximum: '64', assumed: true, doc: 'Packages on each channel.',
  }),
  dies: count({
    fallback: '2', minimum: '1', maximum: '16', assumed: true, doc: 'Dies in each package.',
  }),
  planes: count({
    fallback: '2', minimum: '1', maximum: '16', assumed: true,
    doc: 'Planes of each die; each works for itself.',
  }),
  blocks: count({
    minimum: '4', maximum: '1000000',
    doc: 'Blocks of each plane; unset: as many as capacity and overProvisioning take.',
  }),
  overProvisioning: ratio({
    fallback: '7 %', minimum: '0 %', maximum: '90 %', assumed: true,
    doc: 'Share of its flash that instances do not see; with blocks these decide.',
  }),
  partitioned: ratio({
    fallback: '100 %', minimum: '1 %', maximum: '100 %',
    doc: 'Share of its capacity that is used; the rest is never written, and spare as well.',
  }),
  collection: word(['greedy', 'dChoices', 'fifo', 'random'], {
    fallback: 'greedy', doc: 'Which block is collected: the emptiest, the emptiest of some drawn '
      + 'by chance or of the oldest, or any.',
  }),
  collectionChoices: count({
    fallback: '4', minimum: '1', maximum: '65536',
    doc: 'Blocks that dChoices draws, and of the oldest that fifo looks at.',
  }),
  collectBelow: count({
    fallback: '3', minimum: '2', maximum: '100000', assumed: true,
    doc: 'A plane with fewer free blocks collects.',
  }),
  collectUntil: count({
    minimum: '2', maximum: '100000', doc: 'Free blocks at which it stops; unset: as collectBelow.',
  }),
  collectHard: count({
    fallback: '2', minimum: '1', maximum: '100000', assumed: true,
    doc: 'With fewer free blocks a plane collects before it does anything for instances.',
  }),
  preemptible: flag({
    fallback: 'yes', doc: 'Whether requests come between two pages of a collection.',
  }),
  readsFirst: flag({ fallback: 'no', doc: 'Whether reads go before writes that came earlier.' }),
  separation: flag({
    fallback: 'no', doc: 'Whether collected pages are kept apart from what instances write.',
  }),
  collectingMost: count({
    minimum: '1', maximum: '65536',
    doc: 'Planes that collect at a time while none must; unset: any number.',
  }),
  dynamicLeveling: flag({
    fallback: 'yes', doc: 'Whether the free block with the fewest erases is written next.',
  }),
  staticLeveling: count({
    minimum: '1', maximum: '10000000',
    doc: 'A plane whose blocks differ by more erases moves what lies still; unset: never.',
  }),
  initialWear: ratio({
    fallback: '0 %', minimum: '0 %', maximum: '100 %',
    doc: 'Share of its erases that were used before the run.',
  }),
  precondition: word(['none', 'fill', 'steady'], {
    fallback: 'fill', doc: 'Before the run: empty, every page written once, or overwritten at '
      + 'random until write amplification has settled.',
  }),
  detail: word(['timed', 'mapOnly'], {
    fallback: 'timed', doc: 'mapOnly follows where pages go, and takes no time for it.',
  }),
  commandSlots: count({
    fallback: '1024', minimum: '1', maximum: '65536', doc: 'Requests it works on at a time.',
  }),
  commandRate: operations({
    minimum: '1', doc: 'Requests a second that its controller carries; unset: any number.',
  }),
  commandTime: time({
    fallback: '5 us', maximum: '1 s', assumed: true,
    doc: 'Of its controller for each request; others pass meanwhile.',
  }),
  writeBuffer: size({
    fallback: '0 B', maximum: '16 GiB', doc: 'Writes that it answers before they are on flash.',
  }),
  scale: count({
    minimum: '1', maximum: '100000000',
    doc: 'Its blocks are simulated divided by this; unset: so that a plane has about 32.',
  }),
} as const;
