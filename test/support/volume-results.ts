/** An EBS volume of a run as results have it, put together by hand. Not a simulation. */
import type { VolumeResult } from '#results';

export const volumeResult = (given: Partial<VolumeResult> = {}): VolumeResult => ({
  id: 'web.data',
  limits: {
    operations: { perSecond: 300, peakPerSecond: 3000 },
    bytes: { perSecond: 131_072_000, peakPerSecond: 131_072_000 },
  },
  requests: 66_000, operations: 60_000, merged: 6000,
  credits: {
    of: 'operations', capacity: 5_400_000, left: 0, least: 0, spentTicks: 30e9,
  },
  throttled: 0.5, throttledByInstance: 0, snapshot: null, network: null,
  series: {
    credits: [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0],
    throttled: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
    throttledByInstance: Array.from({ length: 10 }, () => 0),
  },
  ...given,
});
