/**
 * Published behaviour of flash: write amplification, tails under collection, one translation for
 * many.
 */

const fast = 'Yan and others, FAST 2017: 5 to 138 at p99 to p99.99';

/**
 * What writes ask for; and that requests come between pages was chosen after seeing what happens
 * where none do.
 */
const load = [{ path: 'writeCollecting.rate', amount: 20_000, unit: 'iops' }];

/** @type {readonly import('./published.mjs').PublishedRow[]} */
export const flashRows = [
  {
    what: 'greedy, 30 % spare: flash writes', spec: 'flash-pool', unit: 'ratio',
    kind: 'predicted', low: 2.35, high: 2.36,
    source: 'Xiang and Kurkoski, 2011: 2.36 by formula, 2.35 by simulation',
    value: (run) => run.left('amplification', 0), parameters: [],
  },
  {
    what: 'collection: p99 of that without', spec: 'flash-tails', unit: 'ratio',
    kind: 'calibrated', low: 5, high: 138, within: 0.5, source: fast,
    value: (run) => run.left('tails', 0, 1), parameters: load,
  },
  {
    what: 'collection: p99.9 of that without', spec: 'flash-tails', unit: 'ratio',
    kind: 'calibrated', low: 5, high: 138, within: 0.5, source: fast,
    value: (run) => run.left('tails', 1, 1), parameters: load,
  },
  {
    what: 'the same, nothing in between: p99.9', spec: 'flash-tails', unit: 'ratio',
    kind: 'predicted', low: 5, high: 138, within: 0.5, source: fast,
    value: (run) => run.left('tails', 1, 0), parameters: [],
    reason: 'nothing at all comes between the 256 pages of a block here, which real drives let happen',
  },
  {
    what: 'one translation for eight: deviation', spec: 'flash-shared', unit: 'share',
    kind: 'calibrated', low: 0, high: 0.25,
    source: 'AWS of I4i against I3, as Scylla quotes it, 2022: 75 % less variability',
    value: (run) => run.stream('variability', 'readTogether[0]').latency.deviationTicks
      / run.stream('variability', 'readApart[0]').latency.deviationTicks,
    parameters: [{ path: 'writeApart.rate', amount: 2000, unit: 'iops' }],
    reason: 'I4i and I3 differ in flash and processors too; here only the translation does',
  },
  {
    what: 'I3: random writes of eight drives', spec: 'flash-writes', unit: 'operations',
    kind: 'calibrated', low: 1.4e6, high: 1.4e6, source: 'EC2 user guide, 2023',
    value: (run) => 8 * run.left('writes', 0, 0),
    parameters: [
      { path: 'one.local.ssd.overProvisioning', amount: 7, unit: '%' },
      { path: 'one.local.ssd.channels', amount: 8, unit: '' },
    ],
    reason: 'these drives are written over and over with 7 % spare; the guide asks to leave 10 % '
      + 'free, and an older page of AWS says 300 K',
  },
  {
    what: 'I3: seven reads to three writes', spec: 'flash-writes', unit: 'operations',
    kind: 'calibrated', low: 1.4e6, high: 3.3e6,
    source: 'EC2 user guide, 2023: between its writes and its reads',
    value: (run) => 8 * run.left('writes', 0, 1),
    parameters: [
      { path: 'one.local.ssd.overProvisioning', amount: 7, unit: '%' },
      { path: 'one.local.ssd.channels', amount: 8, unit: '' },
    ],
    reason: 'as the writes alone: collection takes most of the time of drives that are this full',
  },
];
