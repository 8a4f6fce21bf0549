/**
 * Published behaviour of fabrics: the incast and the failure of the paper on SRD, and ENA Express.
 * All that stands on SRD is calibrated: its numbers are not public, and were chosen on incasts.
 */

const paper = 'Shalev and others, IEEE Micro 2020';
const announced = 'AWS News Blog, ENA Express, 2022';
/** 48 times 2 MB at 100 Gbps. */
const PAYLOAD_SECONDS = 7.68e-3;
const CONVERGENCE_SECONDS = 0.1;
const PICOSECONDS = 1e12;

const buffer = { path: 'net.portBuffer', amount: 1800, unit: 'kB' };
const expressTime = { path: 'server.nic.expressTime', amount: 10, unit: 'us' };

/** How much shorter a tail is with ENA Express. @param {number} index */
const cut = (index) => (/** @type {import('./published.mjs').RunView} */ run) =>
  1 - run.left('tails', index, 1) / run.left('tails', index, 0);

/** @type {readonly import('./published.mjs').PublishedRow[]} */
export const fabricRows = [
  {
    what: 'SRD, 48 senders: slowest of ideal', spec: 'fabrics', unit: 'ratio', kind: 'calibrated',
    low: 1, high: 1.05, source: `${paper}: close to ideal, no figure`,
    value: (run) => run.left('incast', 0, 0) / PAYLOAD_SECONDS, parameters: [buffer],
  },
  {
    what: 'TCP, 48 senders: slowest of ideal', spec: 'fabrics', unit: 'ratio', kind: 'calibrated',
    low: 3, high: 20, source: paper,
    value: (run) => run.left('incast', 0, 1) / PAYLOAD_SECONDS, parameters: [buffer],
  },
  {
    what: 'SRD, 48 that go on: slowest flow', spec: 'fabrics', unit: 'rate', kind: 'calibrated',
    low: 2e9, high: 2.083e9, source: `${paper}: near 2 Gbps, steady`,
    value: (run) => Math.min(...Array.from({ length: 48 }, (_, i) =>
      run.stream('persistent', `stream[${i}]`).bitsPerSecond)),
    parameters: [buffer],
  },
  {
    what: 'routing against reroute by SRD: times', spec: 'fabrics', unit: 'ratio',
    kind: 'calibrated', low: 100, high: 1000, source: paper,
    value: (run) => CONVERGENCE_SECONDS
      / (run.stream('failure', 'fetch[0]').network.stallTicks / PICOSECONDS),
    parameters: [buffer],
  },
  {
    what: 'one flow of TCP between instances', spec: 'fabrics', unit: 'rate', kind: 'declared',
    low: 4.96e9, high: 5e9, source: 'EC2 user guide, 2023; iperf on c5n: 4.96 Gbps',
    value: (run) => run.left('express', 0, 0), parameters: [buffer],
  },
  {
    what: 'one flow with ENA Express', spec: 'fabrics', unit: 'rate', kind: 'declared',
    low: 25e9, high: 25e9, source: announced,
    value: (run) => run.left('express', 0, 1), parameters: [buffer, expressTime],
  },
  {
    what: 'ENA Express: p99 shorter by', spec: 'fabrics', unit: 'share', kind: 'calibrated',
    low: 0, high: 0.5, source: `${announced}: up to`, value: cut(0),
    parameters: [buffer, expressTime],
    reason: 'the load is not told; TCP waits here for its limit of 5 Gbps above all',
  },
  {
    what: 'ENA Express: p99.9 shorter by', spec: 'fabrics', unit: 'share', kind: 'calibrated',
    low: 0, high: 0.85, source: `${announced}: up to`, value: cut(1),
    parameters: [buffer, expressTime],
  },
];
