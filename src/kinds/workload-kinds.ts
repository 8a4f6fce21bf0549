/**
 * What instances do: flows, storage requests and computing; and scenarios. Not the transports of
 * flows, nor what is measured (measures.ts) or done to them (actions.ts).
 */
import { common } from './common-properties.ts';
import {
  addressProperties, loadProperties, speedProperties, traceProperties,
} from './storage-properties.ts';
import {
  count, drawnTime, file, flag, kind, mixedSize, ratio, size, time, typeOf, word, rate,
} from './types.ts';

export const flow = kind({
  name: 'flow',
  doc: 'Data sent between instances, or between interfaces of theirs.',
  from: ['instance', 'interface'],
  to: ['instance', 'interface'],
  properties: {
    ...common,
    transport: typeOf(['transport'], { fallback: 'Tcp', doc: 'How it is carried.' }),
    size: size({
      requiredUnless: 'trace', minimum: '1 B', doc: 'Bytes of one message; those of a trace say it.',
    }),
    every: drawnTime({
      minimum: '1 ns', doc: 'Time between messages; unset: the next starts when one ends.',
    }),
    messages: count({ minimum: '1', doc: 'Messages to send; unset: until the scenario ends.' }),
    depth: count({ fallback: '1', minimum: '1', maximum: '65536', doc: 'Messages in flight.' }),
    packet: size({
      minimum: '1 B', maximum: '64 KiB', doc: 'Payload of a packet; unset: that of the transport.',
    }),
    pattern: word(['pairs', 'oneToOne', 'permutation', 'ring', 'allToAll', 'allReduce', 'incast'], {
      fallback: 'pairs',
      doc: 'Who sends to whom: pairs, from each to each; oneToOne, the i-th to the i-th; permutation, '
        + 'everyone to one other, drawn by patternSeed; ring, each to the next; allToAll, each to all '
        + 'others of both sides; incast, all to each of a few; allReduce, a job that sums over all.',
    }),
    patternSeed: count({
      fallback: '1', minimum: '0', maximum: '4294967295', doc: 'Seed of a permutation; not of a run.',
    }),
    algorithm: word(['ring', 'tree'], {
      fallback: 'ring',
      doc: 'Of an allReduce: ring, 2(n - 1) steps of size/n each; tree, up a binary tree and down again.',
    }),
    pieces: count({
      fallback: '1', minimum: '1', maximum: '65536',
      doc: 'Of an allReduce over a tree: parts of size that follow one another.',
    }),
    barrier: flag({
      fallback: 'no',
      doc: 'The next round starts when the messages of all streams have arrived: a job is as slow as '
        + 'its slowest flow.',
    }),
    response: size({
      minimum: '1 B', doc: 'Bytes of an answer; a message is then complete when its answer is there.',
    }),
    answerTime: drawnTime({ fallback: '0 s', doc: 'Time until the receiver sends its answer.' }),
    fanOut: count({
      minimum: '1', maximum: '65536',
      doc: 'Each message goes to so many of the receivers, drawn anew, and is complete when all have it.',
    }),
    trace: file({
      doc: 'Messages replayed at their times from a file: CSV with a header of time_us (or _ns, _ms, '
        + '_s), size in bytes and, where it matters, from and to, which are ids of instances; without '
        + 'them the streams take turns. Lines that begin with # are comments.',
    }),
    ...speedProperties,
  },
});

export const io = kind({
  name: 'io',
  doc: 'Storage requests of an instance to a volume or local drives.',
  on: ['volume', 'instance', 'drive'],
  onRequired: true,
  properties: {
    ...common,
    block: mixedSize({
      fallback: '4 KiB', minimum: '512 B', maximum: '16 MiB',
      doc: 'Bytes of a request; of several sizes each with its share: '
        + 'mix(4 KiB, 70 %, 64 KiB, 30 %).',
    }),
    depth: count({
      fallback: '1', minimum: '1', maximum: '65536', doc: 'Requests that each job keeps in flight.',
    }),
    jobs: count({
      fallback: '1', minimum: '1', maximum: '1024',
      doc: 'Jobs side by side, each with requests in flight and a place in a sequence of its own.',
    }),
    read: ratio({
      fallback: '100 %', minimum: '0 %', maximum: '100 %',
      doc: 'Share of reads; what is neither read nor trimmed is written.',
    }),
    trim: ratio({
      fallback: '0 %', minimum: '0 %', maximum: '100 %',
      doc: 'Share of trims, which tell a drive what it need not keep.',
    }),
    ...addressProperties,
    ...loadProperties,
    ...traceProperties,
  },
});

export const compute = kind({
  name: 'compute',
  doc: 'Processor work on the vCPUs of an instance.',
  on: ['instance', 'microvm'],
  onRequired: true,
  properties: {
    ...common,
    threads: count({ minimum: '1', doc: 'Busy threads; unset: one for each vCPU.' }),
    sensitive: ratio({ fallback: '0 %', doc: 'Share of sensitive instructions.' }),
    ports: ratio({ fallback: '0 %', doc: 'Share of port instructions.' }),
    work: time({ doc: 'Processor time to use; unset: without end.' }),
    memoryTraffic: rate({
      minimum: '1 bps',
      doc: 'Memory bandwidth that all its threads use together at full speed; what its sockets do '
        + 'not have slows them down.',
    }),
  },
});

export const scenario = kind({
  name: 'scenario',
  doc: 'A run: what happens, for how long, and what must hold.',
  properties: {
    ...common,
    duration: time({ minimum: '1 ns', maximum: '104 d', doc: 'Simulated time it lasts.' }),
    warmup: time({ fallback: '0 s', doc: 'Time at the start that no measure counts.' }),
    seed: count({ fallback: '1', minimum: '0', maximum: '4294967295', doc: 'Seed of the first run.' }),
    runs: count({ fallback: '1', minimum: '1', maximum: '10000', doc: 'Runs of each variant.' }),
  },
});
