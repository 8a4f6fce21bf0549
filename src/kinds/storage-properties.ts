/**
 * What storage loads say beside their requests: where on a device they go, when they come, and how
 * a recorded trace is replayed. Groups of rows that the kind io takes; not the kind.
 */
import { count, file, operations, part, ratio, time, word } from './types.ts';

const ORDERS = ['random', 'sequential', 'zipf'] as const;

/** Where requests go. */
export const addressProperties = {
  order: word(ORDERS, {
    fallback: 'random',
    doc: 'Order of addresses: random: each as likely; sequential: one after another, from the '
      + 'start again at the end; zipf: some places far more often than others.',
  }),
  writeOrder: word(ORDERS, {
    doc: 'Order of addresses of writes and trims; unset: that of order.',
  }),
  skew: ratio({
    fallback: '0.99', minimum: '0', maximum: '10',
    doc: 'Exponent of zipf: the k-th most wanted place is asked for 1/k^skew as often as the first.',
    source: 'YCSB, SoCC 2010: zipfian constant 0.99',
  }),
  span: part({
    minimum: '512 B',
    doc: 'The part of the device that it touches, as a size or a share of the device; unset: all '
      + 'from the offset on.',
  }),
  offset: part({
    fallback: '0 %', doc: 'Where that part begins, as a size or a share of the device.',
  }),
} as const;

/** When requests come, and how many. */
export const loadProperties = {
  rate: operations({
    minimum: '0.001', doc: 'Requests a second of an open loop; unset: a closed loop at depth.',
  }),
  arrivals: word(['poisson', 'fixed', 'bursts'], { fallback: 'poisson', doc: 'Gaps of an open loop.' }),
  burst: count({
    fallback: '16', minimum: '1', maximum: '1000000', doc: 'Requests of one burst where they come in bursts.',
  }),
  ramp: time({
    fallback: '0 s', maximum: '30 d',
    doc: 'The rate of an open loop, or the requests in flight of a closed one, rise evenly for so long.',
  }),
  requests: count({ minimum: '1', doc: 'Requests to make; unset: until the scenario ends.' }),
} as const;

/** How fast what was recorded comes again. */
export const speedProperties = {
  speed: ratio({
    fallback: '1x', minimum: '0.001', maximum: '1000000',
    doc: 'What a trace holds comes so many times as fast as it was recorded.',
  }),
} as const;

/** Recorded requests. */
export const traceProperties = {
  trace: file({
    doc: 'Requests replayed at their times from a file: CSV as of MSR Cambridge (time in 100 ns, '
      + 'host, disk, type, offset, size, response), or with a header of time_us (or _ns, _ms, _s), '
      + 'operation, offset and size; lines that begin with # are comments.',
  }),
  ...speedProperties,
} as const;
