/**
 * Published figures that the simulation is compared with, and the parameters behind each.
 * Not how they are run: scripts/reproduce.mjs does. Keeps true: a figure is `declared` when it is
 * itself an input, `calibrated` when a parameter on its path was chosen after seeing it or is
 * assumed, and `predicted` only when neither is so.
 */

/** @typedef {{ readonly path: string, readonly seconds: number }} Parameter */

/**
 * @typedef {object} PublishedRow
 * @property {string} what
 * @property {'declared' | 'calibrated' | 'predicted'} kind
 * @property {number} low  seconds; equal to `high` where one figure was published
 * @property {number} high
 * @property {string} source
 * @property {(run: RunView) => number} seconds  the same figure of a simulated run
 * @property {readonly Parameter[]} parameters  assumed ones on its path, tried at ±25 %
 */

/**
 * @typedef {object} RunView
 * @property {(scenario: string, index: number) => number} expectation  its estimate, in seconds
 * @property {(scenario: string, instance: string, from: string, to: string) => number} between
 *   time from one state of an instance to another, in seconds
 */

/** @type {readonly Parameter[]} */
const nitro = [
  { path: 'virtual.hv.allocateTime', seconds: 1.6 },
  { path: 'virtual.hv.startTime', seconds: 1 },
  { path: 'virtual.ebs.attachTime', seconds: 2 },
  { path: 'virtual.ctl.commandTime', seconds: 0.1 },
];
/** @type {readonly Parameter[]} */
const guest = [
  { path: 'guest.firmwareTime', seconds: 2 },
  { path: 'guest.kernelTime', seconds: 14.6 },
];
/** @type {readonly Parameter[]} */
const board = [
  { path: 'board.guard.verifyTime', seconds: 300 },
  { path: 'board.soc.powerOnTime', seconds: 240 },
];

const bench = 'ec2-boot-bench, 2021: c5.xlarge, FreeBSD';
const guide = 'EC2 user guide, 2023';

/** @type {readonly PublishedRow[]} */
export const publishedRows = [
  {
    what: 'virtual: launch to first service',
    kind: 'calibrated', low: 29.26, high: 29.26, source: bench,
    seconds: (run) => run.expectation('launch', 0), parameters: [...nitro, ...guest],
  },
  {
    what: 'virtual: pending to running',
    kind: 'calibrated', low: 4.9, high: 4.9, source: bench,
    seconds: (run) => run.expectation('launch', 1), parameters: nitro,
  },
  {
    what: 'virtual: running to first service',
    kind: 'calibrated', low: 22.82, high: 22.82, source: bench,
    seconds: (run) => run.expectation('launch', 2), parameters: guest,
  },
  {
    what: 'virtual: the same on another system',
    kind: 'calibrated', low: 25.8, high: 28.8, source: 'ec2-coldboot-research: t3 to r7i, Linux',
    seconds: (run) => run.expectation('launch', 0), parameters: [...nitro, ...guest],
  },
  {
    what: 'metal: launch to first service',
    kind: 'calibrated', low: 0, high: 1200, source: `${guide}: can take 20 minutes`,
    seconds: (run) => run.expectation('launch', 3), parameters: board,
  },
  {
    what: 'Mac, x86: launch',
    kind: 'calibrated', low: 360, high: 1200, source: `${guide}: 6 to 20 minutes`,
    seconds: (run) => run.expectation('launch', 4),
    parameters: [
      { path: 'shelf1.guard.verifyTime', seconds: 300 },
      { path: 'shelf1.mini.powerOnTime', seconds: 300 },
    ],
  },
  {
    what: 'Mac, M1: launch',
    kind: 'calibrated', low: 360, high: 1200, source: `${guide}: 6 to 20 minutes`,
    seconds: (run) => run.expectation('launch', 5),
    parameters: [
      { path: 'shelf2.guard.verifyTime', seconds: 300 },
      { path: 'shelf2.mini.powerOnTime', seconds: 300 },
    ],
  },
  {
    what: 'Mac: stop',
    kind: 'declared', low: 900, high: 900, source: `${guide}: about 15 minutes`,
    seconds: (run) => run.between('stop', 'mac1', 'stopping', 'stopped'), parameters: [],
  },
];
