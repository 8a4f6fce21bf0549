/**
 * What an expectation may ask about: functions of measures, life-cycle states and steps.
 * Not how any of them is computed. Keeps true: a measure without a simulation says so here, so
 * that running it is a coded error and never silence.
 */
import type { Dimension, KindName } from './types.ts';

export interface MeasureRow {
  readonly name: string;
  readonly dimension: Dimension;
  /** Kinds of elements that have it. */
  readonly kinds: readonly KindName[];
  /** A series has many samples and wants a statistic; a total is one number. */
  readonly shape: 'series' | 'total';
  /** Kinds of those above that the simulation can measure it on now. */
  readonly simulated: readonly KindName[];
  /** Only packets tell it: of a fabric that is computed as flows it is not known. */
  readonly ofPackets: boolean;
  readonly doc: string;
}

const OF_PACKETS: readonly string[] = [
  'lost', 'dropped', 'retransmitted', 'reordered', 'marked', 'paused',
];

const measure = (
  name: string,
  dimension: Dimension,
  kinds: readonly KindName[],
  shape: 'series' | 'total',
  doc: string,
  simulated: boolean | readonly KindName[] = false,
): MeasureRow => ({
  name, dimension, kinds, shape, doc, ofPackets: OF_PACKETS.includes(name),
  simulated: simulated === true ? kinds : simulated === false ? [] : simulated,
});

export const MEASURES: readonly MeasureRow[] = [
  measure('boot', 'time', ['instance', 'microvm'], 'series', 'Time from launch to running.', true),
  measure('latency', 'time', ['flow', 'io'], 'series', 'Time of one request or packet.', true),
  measure('completion', 'time', ['flow'], 'series', 'Time of a message, first byte to last.', true),
  measure('goodput', 'rate', ['flow'], 'series', 'Useful bytes delivered a second.', true),
  measure('throughput', 'rate', ['flow', 'io'], 'series', 'Bytes moved a second.', true),
  measure('iops', 'operations', ['io'], 'series', 'Requests completed a second.', true),
  measure(
    'lost', 'count', ['flow', 'io'], 'total', 'Packets and requests that never came through.', true,
  ),
  measure(
    'dropped', 'count', ['flow', 'switch', 'card', 'hypervisor', 'link'], 'total',
    'Packets dropped, for want of room or as something failed; on a card or in a management domain '
      + 'also those that security groups refuse.', true,
  ),
  measure('retransmitted', 'count', ['flow'], 'total', 'Packets sent again.', true),
  measure('reordered', 'count', ['flow'], 'total', 'Packets that arrived out of order.', true),
  measure('marked', 'count', ['flow', 'switch', 'link'], 'total', 'Packets marked by a long queue.', true),
  measure('paused', 'time', ['switch', 'link'], 'total', 'Time spent paused by flow control, all links together.', true),
  measure(
    'exits', 'count', ['instance', 'compute', 'microvm'], 'total', 'Exits to the hypervisor.', true,
  ),
  measure(
    'stolen', 'ratio', ['instance', 'compute', 'microvm'], 'total',
    'Share of the time it wanted to run and others did.', true,
  ),
  measure(
    'speed', 'ratio', ['compute'], 'total',
    'Useful processor time done for each second of the run; of several threads the sum.', true,
  ),
  measure(
    'crashed', 'count', ['compute'], 'total',
    'Processes that met a sensitive instruction with nobody to catch it.', true,
  ),
  measure(
    'exceeded', 'count', ['instance'], 'total',
    'Packets and requests that an allowance of the instance held up.', true,
  ),
  measure(
    'credits', 'ratio', ['volume'], 'total',
    'What was left for bursts at the end, of all that it can save up.', true,
  ),
  measure(
    'throttled', 'ratio', ['volume', 'instance'], 'total',
    'Share of the time in which its limits held requests to volumes up.', true,
  ),
  measure(
    'firstTouches', 'count', ['volume'], 'total',
    'Blocks of its snapshot that came because they were touched.', true,
  ),
  measure(
    'utilization', 'ratio',
    ['card', 'controller', 'hypervisor', 'link', 'drive', 'volume', 'instance'], 'total',
    'Share of time a station was busy.', true,
  ),
  measure('writeAmplification', 'count', ['drive'], 'total', 'Flash writes for each host write.', true),
  measure('erases', 'count', ['drive'], 'total', 'Blocks erased.', true),
  measure('wear', 'ratio', ['drive'], 'total', 'Share of its life a drive has used.', true),
  measure('lifetime', 'time', ['drive'], 'total', 'Time until it is worn out at this load.', true),
  measure(
    'job', 'time', ['compute', 'flow'], 'series',
    'Time of one whole job; of a flow with a barrier or an allReduce that of one round.', true,
  ),
  measure(
    'refused', 'count', ['chip', 'card'], 'total',
    'Writes of firmware that it refused: a chip those to its board, a card those to its drives.', true,
  ),
  measure(
    'readable', 'count', ['volume', 'drive'], 'total',
    'Trials that read its blocks as they were written.', true,
  ),
  measure(
    'unreadable', 'count', ['volume', 'drive'], 'total',
    'Trials that got ciphertext or nothing of its blocks.', true,
  ),
  measure(
    'outbound', 'count', ['controller'], 'total',
    'Messages it sent to anything but a part of a machine that it drives.', true,
  ),
  measure(
    'timeouts', 'count', ['controller', 'instance'], 'total', 'Commands that timed out.', true,
  ),
  measure(
    'launched', 'count', ['host', 'instance', 'microvm'], 'total', 'Launches that reached running.', true,
  ),
];

export const measureByName: ReadonlyMap<string, MeasureRow> = new Map(
  MEASURES.map((m) => [m.name, m]),
);

/** A statistic over the samples of a series. */
export const STATISTICS = [
  'mean', 'min', 'max', 'sum', 'count', 'p50', 'p90', 'p95', 'p99', 'p999', 'p9999',
] as const;
export type Statistic = (typeof STATISTICS)[number];

/** States of an instance, in the order in which a launch passes them. */
export const STATES = [
  'off', 'pending', 'running', 'stopping', 'stopped', 'terminating', 'terminated', 'failed',
] as const;
export type LifeState = (typeof STATES)[number];

export interface StepRow {
  readonly name: string;
  readonly doc: string;
}

/** Steps of a launch, in order, as `reached(web[0], cards)` names them. */
export const STEPS: readonly StepRow[] = [
  { name: 'requested', doc: 'The control plane asked for the launch.' },
  { name: 'accepted', doc: 'The controller took the request.' },
  { name: 'verified', doc: 'Metal: hardware and firmware are verified.' },
  { name: 'allocated', doc: 'Virtual: the hypervisor has allocated vCPUs and memory.' },
  { name: 'powered', doc: 'Metal and Mac: the board or machine is on and its firmware is ready.' },
  { name: 'cards', doc: 'The cards have attached network, volumes and drives.' },
  { name: 'started', doc: 'The start command was given; the API says running.' },
  { name: 'firmware', doc: 'Guest firmware is done.' },
  { name: 'loaded', doc: 'Boot code has been read from the boot volume.' },
  { name: 'kernel', doc: 'The kernel runs and its network stack answers.' },
  { name: 'running', doc: 'The first service accepts: the launch is done.' },
];

/** Functions of an expectation that are no statistic. */
export interface FunctionRow {
  readonly name: string;
  readonly signature: string;
  readonly parameters: readonly { readonly name: string; readonly doc: string }[];
  readonly doc: string;
  readonly use: 'expectation' | 'distribution';
}

export const FUNCTIONS: readonly FunctionRow[] = [
  {
    name: 'boot', use: 'expectation', signature: 'boot(instance)',
    parameters: [{ name: 'instance', doc: 'An instance or an array of them; the slowest counts.' }],
    doc: 'Time from launch until the first service accepts; of several, the longest.',
  },
  {
    name: 'reached', use: 'expectation', signature: 'reached(instance, step)',
    parameters: [
      { name: 'instance', doc: 'An instance; of several, the last.' },
      { name: 'step', doc: 'A step of the life cycle.' },
    ],
    doc: 'Simulated time at which a step of the launch was reached.',
  },
  {
    name: 'state', use: 'expectation', signature: 'state(instance, time)',
    parameters: [
      { name: 'instance', doc: 'An instance; of several, all must agree.' },
      { name: 'time', doc: 'Simulated time; left out: the end.' },
    ],
    doc: 'State of an instance at a time; compare with == or != to a state.',
  },
  {
    name: 'deadlock', use: 'expectation', signature: 'deadlock(fabric)',
    parameters: [{ name: 'fabric', doc: 'A fabric, or a switch of one made by hand.' }],
    doc: 'Whether flow control of a fabric ever stood still for good: compare with yes or no.',
  },
  ...STATISTICS.map(
    (name): FunctionRow => ({
      name, use: 'expectation', signature: `${name}(element.measure)`,
      parameters: [{ name: 'element.measure', doc: 'A measure of an element that is a series.' }],
      doc: `${name} over the samples of a measure; a bare array pools all its members.`,
    }),
  ),
  {
    name: 'constant', use: 'distribution', signature: 'constant(value)',
    parameters: [{ name: 'value', doc: 'Always this.' }], doc: 'Always the same value.',
  },
  {
    name: 'exponential', use: 'distribution', signature: 'exponential(mean)',
    parameters: [{ name: 'mean', doc: 'Mean value.' }], doc: 'Memoryless.',
  },
  {
    name: 'uniform', use: 'distribution', signature: 'uniform(low, high)',
    parameters: [{ name: 'low', doc: 'Least.' }, { name: 'high', doc: 'Most.' }],
    doc: 'All values between two bounds alike.',
  },
  {
    name: 'lognormal', use: 'distribution', signature: 'lognormal(median, sigma)',
    parameters: [
      { name: 'median', doc: 'Half are below.' },
      { name: 'sigma', doc: 'Standard deviation of the logarithm, a bare number.' },
    ],
    doc: 'Skewed to the right, as service times often are.',
  },
  {
    name: 'pareto', use: 'distribution', signature: 'pareto(minimum, shape)',
    parameters: [
      { name: 'minimum', doc: 'Least.' },
      { name: 'shape', doc: 'Tail index, a bare number above 1 for a finite mean.' },
    ],
    doc: 'Heavy-tailed.',
  },
  {
    name: 'mix', use: 'distribution', signature: 'mix(value, share, value, share, …)',
    parameters: [
      { name: 'value', doc: 'A value.' }, { name: 'share', doc: 'How often it comes.' },
      { name: 'other', doc: 'Another value.' },
      { name: 'otherShare', doc: 'How often that one comes; all shares add up to 100 %.' },
    ],
    doc: 'One of several values, each with its share.',
  },
  {
    name: 'bursts', use: 'distribution', signature: 'bursts(on, off, rate)',
    parameters: [
      { name: 'on', doc: 'Mean length of a burst.' },
      { name: 'off', doc: 'Mean gap between bursts.' },
      { name: 'rate', doc: 'Rate inside a burst.' },
    ],
    doc: 'On and off periods.',
  },
];

export const functionByName: ReadonlyMap<string, FunctionRow> = new Map(
  FUNCTIONS.map((f) => [f.name, f]),
);
