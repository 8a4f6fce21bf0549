/**
 * Reports to be said in every format: one as it comes, and one whose every word tries to get out of
 * its place.
 */
import type { ExpectationResult, Results } from '#results';
import type { FileReport, Report, ReportedProblem } from '#report';

/** Each of these ends, starts or hides something in some format. */
export const HOSTILE =
  '<script>alert(1)</script>"\'&]]>\u001b[2J\u202e\u0000\r\n::error::x,y%0A`|*=1+1 </style> é漢😀\ud800';

const range = (line: number, from: number, to: number): ReportedProblem['place']['range'] => ({
  start: { line, character: from }, end: { line, character: to },
});

export const problem = (given: Partial<ReportedProblem> = {}): ReportedProblem => ({
  code: 'placement/no-room', severity: 'error',
  message: "'web[3]' needs 64 cores.", why: 'Cores are not sold twice.', remedy: 'Add places.',
  place: { file: 'rack.nitro', range: range(1, 9, 12) },
  related: [{ file: 'rack.nitro', range: range(0, 0, 4), message: 'the host is here' }],
  fixes: [{
    title: "Move to 'soc[1]'",
    changes: [{ file: 'rack.nitro', range: range(1, 9, 12), newText: 'soc[1]' }],
  }],
  variants: [],
  ...given,
});

export const expectation = (given: Partial<ExpectationResult> = {}): ExpectationResult => ({
  index: 0, text: 'boot(web) < 40 s', verdict: 'holds', variant: 1, dimension: 'time',
  rule: { operator: '<', tolerance: null, errorRatio: 0 },
  estimate: 31.25e12, interval: { low: 30e12, high: 32.5e12 }, bound: 40e12, moreRuns: null,
  reason: null, perVariant: [],
  ...given,
});

export const results = (expectations: readonly ExpectationResult[], name = 'boot'): Results => ({
  resultsVersion: 1, irFingerprint: '0123456789abcdef', tickPicoseconds: 1, partial: false,
  options: { seed: null, runs: null, scenarios: [], shard: null },
  scenarios: [{
    name, seed: 7, runs: 2,
    variants: [0, 1].map((index) => ({
      index,
      assignments: [{ target: 'web.count', value: String(index + 1) }],
      runs: [0, 1].map((run) => ({
        run, seed: run + 10, end: 'idle' as const, endTicks: 40e12, events: 1234,
        eventFingerprint: 'aa', values: [{ index: 0, left: 31.25e12, right: 40e12 }],
        lives: [{
          instance: 'web[0]', states: [{ atTicks: 0, state: 'pending' }],
          launches: [{
            requestedTicks: 0, bootTicks: 31.25e12, timeouts: 0,
            steps: [{
              step: 'kernel', fromTicks: 0, toTicks: 31.25e12, queuedTicks: 1e12, timedOutTicks: 0,
              by: null,
            }],
          }],
        }],
        stations: [{
          id: 'rack.ctl', element: 'rack.ctl', arrived: 3, completed: 3, dropped: 0, inside: 0, servers: 1,
          utilization: 0.25, meanQueueLength: 0.5, longestQueue: 2, meanWaitTicks: 1e9,
          meanServiceTicks: 2e9,
        }],
        streams: [], processors: [], drives: [], volumes: [], networks: [], jobs: [], series: null,
        findings: [{
          code: 'run/retried', severity: 'warning' as const, atTicks: 2e12, element: 'rack.ctl',
          message: 'A command was tried again.',
        }],
      })),
    })),
    expectations, assumed: ['startTime of Nitro', 'startTime of Xen', 'latency of gp3'],
  }],
});

const model = {
  fingerprint: '0123456789abcdef', counts: { hosts: 1, instances: 2, microvms: 0, scenarios: 1 },
};

export const fileReport = (given: Partial<FileReport> = {}): FileReport => ({
  file: 'rack.nitro', problems: [], model, run: null, pictures: [], ...given,
});

export const reportOf = (...files: readonly FileReport[]): Report => ({
  tool: { name: 'nitrospec', version: '0.1.0', homepage: null }, files,
});

export const judged = [
  expectation(),
  expectation({
    index: 1, text: 'fetch.lost == 0', verdict: 'fails', dimension: 'count', estimate: 3,
    interval: null, bound: 0, reason: 'It lost three.',
  }),
  expectation({
    index: 2, text: 'mean(web.boot) < 31 s', verdict: 'undecided', bound: 31e12, moreRuns: 12,
  }),
];

const place = { file: 'rack.nitro', range: range(4, 2, 30) };

export const ran = (given: readonly ExpectationResult[] = judged): FileReport => fileReport({
  run: { results: results(given), places: { boot: given.map(() => place) } },
});

/** Every text of it is hostile. */
export const hostileReport: Report = reportOf(fileReport({
  file: `${HOSTILE}.nitro`,
  problems: [problem({
    code: HOSTILE, message: HOSTILE, why: HOSTILE, remedy: HOSTILE, variants: [HOSTILE],
    place: { file: HOSTILE, range: range(0, 3, 9) },
    related: [{ file: HOSTILE, range: range(0, 0, 1), message: HOSTILE }],
    fixes: [{
      title: HOSTILE, changes: [{ file: HOSTILE, range: range(0, 0, 1), newText: HOSTILE }],
    }],
  })],
  run: {
    results: results([expectation({ text: HOSTILE, verdict: 'fails', reason: HOSTILE, estimate: HOSTILE })],
      HOSTILE),
    places: { [HOSTILE]: [{ file: HOSTILE, range: range(0, 0, 2) }] },
  },
}));

export const noTexts = (): undefined => undefined;
