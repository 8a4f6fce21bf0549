/** Published behaviour of EBS volumes: how long credits last, and what a cold volume does. */

const guide = 'EC2 user guide, 2023';
/** One part in a hundred of the credits is there at the start. */
const STARTING_SHARE = 0.01;
const PROVISIONED = 3000;

/** @type {readonly import('./published.mjs').PublishedRow[]} */
export const volumeRows = [
  {
    what: 'gp2 of 100 GiB: burst at 3,000 iops', spec: 'volumes', unit: 'time',
    kind: 'calibrated', low: 2000, high: 2000, source: guide,
    value: (run) => run.spent('volumes', 'app.burst') / STARTING_SHARE,
    parameters: [{ path: 'app.burst.latency', amount: 1, unit: 'ms' }],
  },
  {
    what: 'io1 from a snapshot: of its iops', spec: 'volumes', unit: 'share',
    kind: 'calibrated', low: 0, high: 0.5, source: `${guide}: may drop below 50 %`,
    value: (run) => run.left('volumes', 1) / PROVISIONED,
    parameters: [
      { path: 'app.cold.firstTouchTime', amount: 100, unit: 'ms' },
      { path: 'app.cold.firstTouchRate', amount: 100, unit: 'MB/s' },
    ],
  },
];
