/** What holds of every run of flows over fabrics, whatever goes wrong in it. Not a test. */
import { expect } from 'vitest';
import type { RunResult } from '#results';

export function expectNetworkLaws(run: RunResult, text: string): void {
  for (const { network, completed, lost } of run.streams) {
    if (network?.sentPackets == null) continue;
    const { sentPackets, retransmitted, paths } = network;
    // What is delivered was sent; nobody gets more than that.
    expect(retransmitted, text).toBeLessThanOrEqual(sentPackets);
    expect(completed + lost, text).toBeLessThanOrEqual(sentPackets);
    expect(paths, text).toBeGreaterThanOrEqual(1);
  }
  for (const { cables } of run.networks) {
    for (const { ways } of cables) {
      for (const { utilization, longestQueueBytes } of ways) {
        expect(utilization, text).toBeLessThanOrEqual(1);
        expect(longestQueueBytes ?? 0, text).toBeGreaterThanOrEqual(0);
      }
    }
  }
  for (const { roundTicks, idealTicks } of run.jobs) {
    for (const ticks of roundTicks) expect(ticks, text).toBeGreaterThanOrEqual(idealTicks ?? 0);
  }
}
