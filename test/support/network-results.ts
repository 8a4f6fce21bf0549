/**
 * Flows over a fabric as results have them, put together by hand. Not a simulation. Ticks are
 * picoseconds; the ten windows are those of stream-results.ts.
 */
import type {
  CableResult, LinkWayResult, NetworkResult, RunResult, StreamNetworkResult, StreamResult,
} from '#results';
import { microsecond, seriesResult, streamResult } from './stream-results.ts';

export const flowNetwork = (given: Partial<StreamNetworkResult> = {}): StreamNetworkResult => ({
  sentPackets: 1000, retransmitted: 0, reordered: 0, reorderedMost: 0, dropped: 0, marked: 0,
  duplicates: 0, timeouts: 0, reconnects: 0, stallTicks: 0, paths: 1, idealTicks: 20 * microsecond,
  busiest: null,
  ...given,
});

/** Two messages of 40 and 60 µs, times `scale`. */
export const flowResult = (
  index: number, scale = 1, given: Partial<StreamResult> = {},
): StreamResult => {
  const [least, most] = [40 * scale * microsecond, 60 * scale * microsecond];
  return streamResult({
    id: `burst[${String(index)}]`, workload: 'burst', from: `web[${String(index)}]`, to: 'sink',
    completed: 2, bytes: 2_000_000, perSecond: 100, bitsPerSecond: 8e8,
    completion: {
      count: 2, meanTicks: (least + most) / 2, deviationTicks: 0, minTicks: least, maxTicks: most,
      p50Ticks: least, p90Ticks: most, p99Ticks: most, p999Ticks: most, p9999Ticks: most,
      cdf: { shares: [0.25, 0.5], ticks: [least, least] },
    },
    network: flowNetwork(), ...given,
  });
};

const level = (value: number): readonly number[] => Array.from({ length: 10 }, () => value);

const linkWay = (given: Partial<LinkWayResult> = {}): LinkWayResult => ({
  bytes: 1_000_000, utilization: 0.5, meanQueuePackets: 0.5, longestQueueBytes: 8000, dropped: 0,
  marked: 0, pausedTicks: 0,
  series: {
    utilization: level(0.5), longestQueueBytes: level(8000), dropped: level(0), marked: level(0),
    paused: level(0),
  },
  ...given,
});

export const cableResult = (
  from: string, to: string, there: Partial<LinkWayResult> = {}, back: Partial<LinkWayResult> = {},
): CableResult => ({
  id: `${from} -- ${to}`, ends: [from, to],
  ways: [linkWay(there), linkWay({ utilization: 0, bytes: 0, ...back })],
});

export const networkResult = (given: Partial<NetworkResult> = {}): NetworkResult => ({
  id: 'net', model: 'packets', drops: [], pauses: null,
  cables: [cableResult('net.leaf[0]', 'sink.nic'), cableResult('net.leaf[0]', 'net.spine[0]')],
  ...given,
});

/** Puts as many flows of one workload into a run. */
export const withFlows = (
  run: RunResult, count: number, given: Partial<RunResult> = {},
): RunResult => {
  const streams = Array.from({ length: count }, (_, i) => flowResult(i, i + 1));
  return {
    ...run, streams, networks: [networkResult()],
    series: {
      ...seriesResult, streams: streams.map(({ id }, i) => ({
        id, perSecond: level(100), latencyTicks: level(microsecond),
        bitsPerSecond: level((i + 1) * 1e8),
      })),
    },
    ...given,
  };
};
