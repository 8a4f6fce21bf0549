/** Published boot times: how long instances of each kind take to start and stop. */

/** @param {string} path @param {number} amount */
const seconds = (path, amount) => ({ path, amount, unit: 's' });

const nitro = [
  seconds('virtual.hv.allocateTime', 1.6), seconds('virtual.hv.startTime', 1),
  seconds('virtual.ebs.attachTime', 2), seconds('virtual.ctl.commandTime', 0.1),
];
const guest = [seconds('guest.firmwareTime', 2), seconds('guest.kernelTime', 14.6)];
const board = [seconds('board.guard.verifyTime', 300), seconds('board.soc.powerOnTime', 240)];

const bench = 'ec2-boot-bench, 2021: c5.xlarge, FreeBSD';
const guide = 'EC2 user guide, 2023';

/** @type {readonly import('./published.mjs').PublishedRow[]} */
export const bootRows = [
  {
    what: 'virtual: launch to first service', spec: 'boot', unit: 'time',
    kind: 'calibrated', low: 29.26, high: 29.26, source: bench,
    value: (run) => run.left('launch', 0), parameters: [...nitro, ...guest],
  },
  {
    what: 'virtual: pending to running', spec: 'boot', unit: 'time',
    kind: 'calibrated', low: 4.9, high: 4.9, source: bench,
    value: (run) => run.left('launch', 1), parameters: nitro,
  },
  {
    what: 'virtual: running to first service', spec: 'boot', unit: 'time',
    kind: 'calibrated', low: 22.82, high: 22.82, source: bench,
    value: (run) => run.left('launch', 2), parameters: guest,
  },
  {
    what: 'virtual: the same on another system', spec: 'boot', unit: 'time',
    kind: 'calibrated', low: 25.8, high: 28.8, source: 'ec2-coldboot-research: t3 to r7i, Linux',
    value: (run) => run.left('launch', 0), parameters: [...nitro, ...guest],
  },
  {
    what: 'metal: launch to first service', spec: 'boot', unit: 'time',
    kind: 'calibrated', low: 0, high: 1200, source: `${guide}: can take 20 minutes`,
    value: (run) => run.left('launch', 3), parameters: board,
  },
  {
    what: 'Mac, x86: launch', spec: 'boot', unit: 'time',
    kind: 'calibrated', low: 360, high: 1200, source: `${guide}: 6 to 20 minutes`,
    value: (run) => run.left('launch', 4),
    parameters: [seconds('shelf1.guard.verifyTime', 300), seconds('shelf1.mini.powerOnTime', 300)],
  },
  {
    what: 'Mac, M1: launch', spec: 'boot', unit: 'time',
    kind: 'calibrated', low: 360, high: 1200, source: `${guide}: 6 to 20 minutes`,
    value: (run) => run.left('launch', 5),
    parameters: [seconds('shelf2.guard.verifyTime', 300), seconds('shelf2.mini.powerOnTime', 300)],
  },
  {
    what: 'Mac: stop', spec: 'boot', unit: 'time',
    kind: 'declared', low: 900, high: 900, source: `${guide}: about 15 minutes`,
    value: (run) => run.between('stop', 'mac1', 'stopping', 'stopped'), parameters: [],
  },
];
