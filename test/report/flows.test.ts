/** Flows over fabrics after a run: on a terminal. */
import { expect, it } from 'vitest';
import { plainLook, terminalRun, type FileReport } from '#report';
import type { Results, RunResult } from '#results';
import {
  cableResult, flowNetwork, flowResult, networkResult, withFlows,
} from '../support/network-results.ts';
import { microsecond } from '../support/stream-results.ts';
import { expectation, fileReport, reportOf, results } from './samples.ts';

const resultsOf = (change: (run: RunResult) => RunResult): Results => {
  const plain = results([expectation()]);
  return {
    ...plain, scenarios: plain.scenarios.map((scenario) => ({
      ...scenario, variants: scenario.variants.map((variant) =>
        ({ ...variant, runs: variant.runs.map(change) })),
    })),
  };
};

const fileOf = (change: (run: RunResult) => RunResult): FileReport =>
  fileReport({ run: { results: resultsOf(change), places: {} } });

const printed = (change: (run: RunResult) => RunResult, width = 160): string =>
  terminalRun(reportOf(fileOf(change)), () => undefined, { ...plainLook, width });

it('gives each of a few flows a line: goodput, completion, the least it could be', () => {
  const text = printed((run) => withFlows(run, 2, {
    streams: [
      flowResult(0), flowResult(1, 2, {
        network: flowNetwork({ retransmitted: 12, timeouts: 1, stallTicks: 900 * microsecond }),
      }),
    ],
  }));
  expect(text).toMatch(/ · burst\[0\] +800 Mbps +p50 40 us +p99 60 us +ideal 20 us +bottleneck/u);
  expect(text).toMatch(
    / · burst\[1\] +800 Mbps +p50 80 us +p99 120 us +ideal 20 us +12 packets sent again, longest stall 900 us, bottleneck rack/u,
  );
  expect(text).not.toContain('dropped');
});

// Of 96 values the 48th is 1,160 µs and the 96th 2,880.
it('says many flows of one workload in one line, with all their completions', () => {
  const text = printed((run) => withFlows(run, 48));
  expect(text).toMatch(/ · burst +48 flows +38\.4 Gbps +p50 1\.16 ms +p99 2\.88 ms +ideal 20 us/u);
  expect(text.match(/burst/gu)).toHaveLength(1);
  // What has no room stands below.
  expect(printed((run) => withFlows(run, 48), 80)).toMatch(/ideal 20 us\n {6}bottleneck rack/u);
});

it('tells rounds of a job from the least they could take, drops by their reason, and pauses', () => {
  const text = printed((run) => withFlows(run, 5, {
    jobs: [{
      workload: 'sum', roundTicks: [30, 50, 40].map((n) => n * microsecond),
      idealTicks: 10 * microsecond,
    }],
    networks: [networkResult({
      drops: [{ reason: 'link-down', packets: 3 }, { reason: 'queue-full', packets: 1200 }],
      pauses: { blockedMost: 3, chainMost: 2, heldUpMost: 0, deadlock: null, freed: [] },
      cables: [cableResult('a', 'b')],
    })],
  }));
  expect(text).toMatch(/ · sum +3 rounds +p50 40 us +most 50 us +ideal 10 us\n/u);
  expect(text).toMatch(/ · net +packets dropped: 1,203 \(3 a link was down, 1,200 a queue was full\) +at most 3 links stood still at one time\n/u);
});
